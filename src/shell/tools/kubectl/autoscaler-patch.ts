import type { HorizontalPodAutoscaler } from '../../../kube/objects/horizontal-pod-autoscaler.ts';
import { badRequest, notSimulated } from './kubectl-error.ts';
import { decodedPatch, type Fields, type PatchType } from './config-map-patch.ts';

/** What a patch can set of an autoscaler here. */
export interface AutoscalerChange {
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly targetCpu?: number;
}

const WHERE: Readonly<Record<string, keyof AutoscalerChange>> = {
  'spec.minReplicas': 'minReplicas',
  'spec.maxReplicas': 'maxReplicas',
  'spec.metrics.0.resource.target.averageUtilization': 'targetCpu',
};

/** Fields that a patch may repeat as they are. */
const FIXED: Readonly<Record<string, unknown>> = {
  'spec.metrics.0.type': 'Resource',
  'spec.metrics.0.resource.name': 'cpu',
  'spec.metrics.0.resource.target.type': 'Utilization',
};

/** What of an autoscaler's spec a patch changes, without what stays. @param text JSON. @throws KubectlError in the server's words */
export function autoscalerChange({ spec }: HorizontalPodAutoscaler, type: PatchType, text: string): AutoscalerChange {
  const patch = decodedPatch(type, text);
  const asked = Array.isArray(patch) ? operationsOf(patch as readonly Fields[]) : leavesOf(patch as Fields, '');
  if (spec.metrics.some(({ type }) => type === 'External') && asked.some(([path]) => path.startsWith('spec.metrics')))
    throw notSimulated('patching the metrics of an autoscaler that has external ones; spec.minReplicas and spec.maxReplicas can be patched here');
  const present = { minReplicas: spec.minReplicas, maxReplicas: spec.maxReplicas, targetCpu: spec.metrics[0]?.resource?.target.averageUtilization };
  const changes: Record<string, number> = {};
  for (const [path, value] of asked) {
    const field = WHERE[path];
    if (field === undefined) {
      if (Object.hasOwn(FIXED, path) && FIXED[path] === value) continue;
      throw notSimulated(
        `patching ${JSON.stringify(path)} of an autoscaler; spec.minReplicas, spec.maxReplicas and the averageUtilization of its metric can be patched here`,
      );
    }
    if (typeof value !== 'number' || !Number.isInteger(value)) throw badRequest(wrongType(type, field, value));
    if (value !== present[field]) changes[field] = value;
  }
  return changes;
}

/** `spec.maxReplicas` and its value, for everything a merge sets. */
function leavesOf(value: unknown, path: string): (readonly [path: string, value: unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`));
}

function operationsOf(operations: readonly Fields[]): (readonly [path: string, value: unknown])[] {
  return operations.map(({ op, path, value }) => {
    if (op !== 'add' && op !== 'replace') throw notSimulated(`the operation ${String(op)} of a JSON patch of an autoscaler; replace is here`);
    return [String(path).slice(1).replaceAll('/', '.'), value] as const;
  });
}

/** Source: encoding/json into int32; apimachinery pkg/runtime/converter.go for strategic merges. */
function wrongType(type: PatchType, field: keyof AutoscalerChange, value: unknown): string {
  const name = field === 'targetCpu' ? 'MetricTarget.spec.metrics.resource.target.averageUtilization' : `HorizontalPodAutoscalerSpec.spec.${field}`;
  if (type === 'strategic') return 'unrecognized type: int32';
  const kind = typeof value === 'number' ? `number ${value}` : typeof value === 'boolean' ? 'bool' : typeof value;
  return `json: cannot unmarshal ${kind} into Go struct field ${name} of type int32`;
}
