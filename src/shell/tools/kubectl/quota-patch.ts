import { QUOTA_RESOURCES, type QuotaResource } from '../../../contract/resource-quota.ts';
import type { ResourceQuota } from '../../../kube/objects/resource-quota.ts';
import { parseQuantity } from '../../../kube/quantity.ts';
import { decodedPatch, type Fields, type PatchType } from './config-map-patch.ts';
import { badRequest, notSimulated } from './kubectl-error.ts';

export type QuotaChange = Partial<Record<QuotaResource, number | null>>;

const QUANTITY_RULE = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** What of `spec.hard` a patch changes. @param text JSON. @throws KubectlError in the server's words */
export function quotaChange({ spec }: ResourceQuota, type: PatchType, text: string): QuotaChange {
  const patch = decodedPatch(type, text);
  const asked = Array.isArray(patch) ? operationsOf(patch as readonly Fields[]) : hardOf(patch as Fields);
  const change: QuotaChange = {};
  for (const [resource, value] of asked) {
    const known = QUOTA_RESOURCES.find((candidate) => candidate === resource);
    if (known === undefined) throw notSimulated(`a quota of ${resource}; there are ${QUOTA_RESOURCES.join(', ')}`);
    const amount = value === null ? null : amountOf(known, value);
    const before = spec.hard[known];
    if (amount === (before === undefined ? null : amountOf(known, before))) continue;
    change[known] = amount;
  }
  return change;
}

function hardOf(patch: Fields): (readonly [resource: string, value: unknown])[] {
  const outside = Object.keys(patch).filter((key) => key !== 'spec' && key !== 'apiVersion' && key !== 'kind');
  const spec = (patch['spec'] ?? {}) as Fields;
  const inside = Object.keys(spec).filter((key) => key !== 'hard');
  if (outside.length + inside.length > 0)
    throw notSimulated(`patching ${[...outside, ...inside.map((key) => `spec.${key}`)].join(', ')} of a quota; spec.hard can be patched here`);
  return Object.entries((spec['hard'] ?? {}) as Fields);
}

function operationsOf(operations: readonly Fields[]): (readonly [resource: string, value: unknown])[] {
  return operations.map(({ op, path, value }) => {
    const resource = /^\/spec\/hard\/([^/]+)$/.exec(String(path))?.[1];
    if (resource === undefined || (op !== 'add' && op !== 'replace' && op !== 'remove'))
      throw notSimulated(`the operation ${String(op)} ${String(path)} of a JSON patch of a quota; add, replace and remove below /spec/hard are here`);
    return [resource, op === 'remove' ? null : value] as const;
  });
}

/** Thousandths of a core, mebibytes or a number, rounded up. */
function amountOf(resource: QuotaResource, value: unknown): number {
  const quantity = typeof value === 'number' ? value : typeof value === 'string' ? parseQuantity(value) : null;
  if (quantity === null) throw badRequest(QUANTITY_RULE);
  const unit = resource === 'pods' ? 1 : resource.endsWith('.cpu') ? 1e-3 : 1_048_576;
  return Math.ceil(quantity / unit - 1e-6);
}
