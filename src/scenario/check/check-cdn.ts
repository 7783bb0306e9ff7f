import { child, itemsOf, type Located } from '../document/located.ts';
import { durationAt, numberAt } from './amounts.ts';
import type { FleetNames } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** Objects of all points of presence are numbered together, in 32 bits. */
const MOST_OBJECTS = 10_000_000;

/** Segments come from a CDN, and the CDN gets them from somebody. */
export function checkCdn(remarks: Remarks, root: Located, fleet: FleetNames): void {
  const cdn = child(root, 'cdn');
  const origin = child(cdn, 'origin');
  remarks.known(origin, 'external', fleet.externals, 'external service', 'External services');
  let longest = 0;
  for (const client of itemsOf(root, 'clients'))
    for (const use of itemsOf(client, 'routes')) {
      const segments = child(use, 'segments');
      if (segments === null) continue;
      if (cdn === null) remarks.error(segments, 'there is no CDN to fetch segments from; describe it under cdn');
      longest = Math.max(longest, (numberAt(segments, 'first') ?? 1) + (numberAt(segments, 'ahead') ?? 0));
      const [timeout, hop] = [durationAt(segments, 'timeout'), durationAt(client, 'hop')];
      if (timeout !== null && hop !== null && timeout <= 2 * hop)
        remarks.error(child(segments, 'timeout') ?? segments, "is not longer than the way to the point of presence and back, twice the client's hop");
    }
  if (cdn === null) return;
  if (longest === 0) remarks.warn(cdn, 'nobody fetches anything from it: no route of a client class has segments');
  const tracks = child(cdn, 'tracks');
  const points = itemsOf(root, 'regions').reduce((sum, region) => sum + Math.max(1, itemsOf(region, 'pointsOfPresence').length), 0);
  const objects = (numberAt(tracks, 'count') ?? 0) * longest * points;
  if (objects > MOST_OBJECTS)
    remarks.error(child(tracks, 'count') ?? cdn, `makes ${objects} objects, those of each point of presence counted; expected at most ${MOST_OBJECTS}`);
}
