import { findJsonPath, relaxedPath } from '../../../kube/jsonpath.ts';
import type { KubeObject } from '../../../kube/objects/object-meta.ts';
import { parseQuantity } from '../../../kube/quantity.ts';

/** `--sort-by`: objects without the field come first; when none has it, or the path cannot be read, nothing is left to show, as in kubectl. Source: kubectl pkg/cmd/get sorter.go. */
export function sortObjects(objects: readonly KubeObject[], field: string): readonly KubeObject[] {
  if (field === '' || objects.length === 0) return objects;
  let keyed: { object: KubeObject; key: unknown }[];
  try {
    const template = relaxedPath(field);
    keyed = objects.map((object) => ({ object, key: findJsonPath(template, object)[0] }));
  } catch {
    return [];
  }
  if (keyed.every(({ key }) => key === undefined)) return [];
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ object }) => object);
}

function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const x = String(a),
    y = String(b);
  const [p, q] = [parseQuantity(x), parseQuantity(y)];
  if (p !== null && q !== null) return p - q;
  return natural(x, y);
}

/** Runs of digits compare as numbers. Source: fvbommel/sortorder NaturalLess. */
function natural(a: string, b: string): number {
  const x = a.split(/(\d+)/),
    y = b.split(/(\d+)/);
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] === y[i]) continue;
    const difference = i % 2 === 1 ? Number(x[i]) - Number(y[i]) : 0;
    if (difference !== 0) return difference;
    return x[i] < y[i] ? -1 : 1;
  }
  return x.length - y.length;
}
