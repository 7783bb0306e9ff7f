import { child, itemsOf, type Located, textAt } from '../document/located.ts';
import { names } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** ResourceQuotas: where they are, and whether a cluster has one twice. */
export function checkResourceQuotas(remarks: Remarks, root: Located): void {
  const regions = names(itemsOf(root, 'regions'));
  const seen = new Set<string>();
  for (const quota of itemsOf(root, 'resourceQuotas')) {
    const own = textAt(quota, 'region');
    if (own !== null && !remarks.known(quota, 'region', regions, 'region', 'Regions')) continue;
    const name = textAt(quota, 'name');
    const at = child(quota, 'name');
    if (name === null || at === null) continue;
    const twice = (own === null ? regions : [own]).filter((region) => seen.has(`${region}/${name}`));
    if (twice.length > 0) remarks.error(at, `quota "${name}" is there twice in ${twice.join(', ')}`);
    for (const region of own === null ? regions : [own]) seen.add(`${region}/${name}`);
    const hard = child(quota, 'hard');
    if (hard?.kind === 'map' && hard.entries.size === 0) remarks.warn(hard, 'bounds nothing');
  }
}
