import type { Labels } from '../../../kube/objects/object-meta.ts';
import { KubectlError, notSimulated } from './kubectl-error.ts';

interface Operation {
  readonly op?: unknown;
  readonly path?: unknown;
  readonly value?: unknown;
}

/** Said of any operation that cannot be carried out; the server keeps the reason to itself. Source: apimachinery pkg/api/errors NewGenericServerResponse. */
const IMPOSSIBLE = 'The request is invalid: the server rejected our request due to an error in our request';

/** A ConfigMap's data after `add`, `replace` and `remove` of keys, or of all data. @throws KubectlError. Source: RFC 6902, evanphx/json-patch v4. */
export function applyOperations(data: Labels | undefined, operations: readonly unknown[]): unknown {
  let after: unknown = data;
  for (const operation of operations) after = applied(after, operation as Operation);
  return after;
}

function applied(data: unknown, { op, path, value = null }: Operation): unknown {
  if (op === 'test' || op === 'move' || op === 'copy') throw notSimulated(`the operation ${op} of a JSON patch; add, replace and remove are here`);
  if ((op !== 'add' && op !== 'replace' && op !== 'remove') || typeof path !== 'string') throw new KubectlError(IMPOSSIBLE);
  const [, root, key, ...deeper] = path.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (!path.startsWith('/') || root !== 'data') throw notSimulated(`patching ${JSON.stringify(path)} of a ConfigMap; its data can be patched here`);
  if (key === undefined) {
    if (op !== 'add' && data === undefined) throw new KubectlError(IMPOSSIBLE);
    return op === 'remove' ? undefined : value;
  }
  const fields = typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Readonly<Record<string, unknown>>) : null;
  if (fields === null || deeper.length > 0 || (op !== 'add' && !Object.hasOwn(fields, key))) throw new KubectlError(IMPOSSIBLE);
  // A null decodes into the empty string.
  if (op !== 'remove') return { ...fields, [key]: value ?? '' };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
}
