import { linkProblem, placeOf } from '../../contract/network.ts';
import { child, itemsOf, type Located, textAt, textOf } from '../document/located.ts';
import type { FleetNames } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** What a fleet's file says of its network. */
export function checkNetwork(remarks: Remarks, root: Located, fleet: FleetNames): void {
  const links = itemsOf(child(root, 'network'), 'links');
  for (const link of links) {
    checkEnds(remarks, link, fleet);
    checkCondition(remarks, link);
  }
}

/** Commands that change a link. */
export function checkLinkCommand(remarks: Remarks, command: Located | null, fleet: FleetNames): void {
  const kind = textAt(command, 'kind');
  if (command === null || (kind !== 'degrade-link' && kind !== 'restore-link')) return;
  checkEnds(remarks, command, fleet);
  if (kind === 'degrade-link') checkCondition(remarks, command);
}

function checkEnds(remarks: Remarks, link: Located, fleet: FleetNames): void {
  let areKnown = true;
  for (const key of ['from', 'to']) {
    const end = child(link, key);
    const { kind } = placeOf(textOf(end) ?? '');
    const known = namesOf(fleet, kind);
    if (
      end !== null &&
      known !== null &&
      !remarks.knownValue(
        end,
        known.map((name) => `${kind}/${name}`),
        'place',
        'Places',
      )
    )
      areKnown = false;
  }
  const from = textAt(link, 'from');
  if (from === null || !areKnown) return;
  const problem = linkProblem({ from, to: textAt(link, 'to') ?? undefined }, (zone) => fleet.regionOfZone.get(zone));
  if (problem !== null) remarks.error(link, problem);
}

function checkCondition(remarks: Remarks, link: Located): void {
  if (['delay', 'loss', 'partition'].every((key) => child(link, key) === null)) remarks.error(link, 'expected a delay, a loss or a partition');
}

/** null where the file does not tell: machines get their names from their group, and kinds there are none of are another mistake. */
function namesOf(fleet: FleetNames, kind: string): readonly string[] | null {
  switch (kind) {
    case 'zone':
      return fleet.zones;
    case 'region':
      return fleet.regions;
    case 'service':
      return fleet.services;
    case 'database':
      return fleet.databases;
    case 'pooler':
      return fleet.poolers;
    case 'cache':
      return fleet.caches;
    case 'kafka':
      return fleet.kafkas;
    default:
      return null;
  }
}
