import { parseGoJson } from '../../../kube/go-json.ts';
import { goPlain } from '../../../kube/go-plain.ts';
import { compactJson } from '../../../kube/json.ts';
import type { ConfigMap } from '../../../kube/objects/config-map.ts';
import type { Labels } from '../../../kube/objects/object-meta.ts';
import { applyOperations } from './json-patch.ts';
import { badRequest, KubectlError, notSimulated } from './kubectl-error.ts';

export type PatchType = 'json' | 'merge' | 'strategic';

/**
 * The data a ConfigMap has after a patch, as the API server would answer it.
 * @param text JSON. @throws KubectlError in the server's words. Source: apiserver pkg/endpoints/handlers/patch.go.
 */
export function patchedData(configMap: ConfigMap, type: PatchType, text: string): Labels {
  const patch = decodedPatch(type, text);
  const data = type === 'json' ? applyOperations(configMap.data, patch as readonly unknown[]) : merged(configMap.data, patch as Fields);
  const problem = type === 'strategic' ? strategicProblem(data) : decodingProblem(data);
  if (problem !== null) {
    const shown = type === 'strategic' ? goPlain(patch) : compactJson({ ...configMap, data });
    throw new KubectlError(`The request is invalid: patch: Invalid value: ${JSON.stringify(shown)}: ${problem}`);
  }
  const strings = (data ?? {}) as Labels;
  checkKeys(configMap.metadata.name, Object.keys(strings));
  return strings;
}

export type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of operations for a JSON patch, fields for the others. */
export function decodedPatch(type: PatchType, text: string): Fields | readonly unknown[] {
  const context = type === 'strategic' ? '' : 'error decoding patch: ';
  let patch: unknown;
  try {
    patch = parseGoJson(text);
  } catch (error) {
    throw badRequest(`${context}${error instanceof Error ? error.message : String(error)}`);
  }
  const cannot = (value: unknown, goType: string): KubectlError =>
    badRequest(`${context}json: cannot unmarshal ${jsonKind(value)} into Go value of type ${goType}`);
  if (type !== 'json') {
    if (patch !== null && !isFields(patch)) throw cannot(patch, 'map[string]interface {}');
    return patch ?? {};
  }
  if (patch !== null && !Array.isArray(patch)) throw cannot(patch, '[]handlers.jsonPatchOp');
  const wrong: unknown = patch?.find((operation) => !isFields(operation));
  if (wrong !== undefined) throw cannot(wrong, 'handlers.jsonPatchOp');
  return patch ?? [];
}

/** Both kinds of merge do the same to a map of strings: null takes a key away. */
function merged(data: Labels | undefined, patch: Fields): unknown {
  const other = Object.keys(patch).find((field) => field !== 'data');
  if (other !== undefined) throw notSimulated(`patching ${JSON.stringify(other)} of a ConfigMap; its data can be patched here`);
  if (!Object.hasOwn(patch, 'data')) return data;
  if (!isFields(patch.data)) return patch.data ?? undefined;
  const directive = Object.keys(patch.data).find((key) => key.startsWith('$'));
  if (directive !== undefined) throw notSimulated(`the directive ${directive} of a strategic merge patch`);
  return Object.fromEntries(Object.entries({ ...data, ...patch.data }).filter(([, value]) => value !== null));
}

/** Source: encoding/json, decoding into map[string]string; a null there becomes the empty string. */
function decodingProblem(data: unknown): string | null {
  if (data === undefined || data === null) return null;
  if (!isFields(data)) return `json: cannot unmarshal ${jsonKind(data)} into Go struct field ConfigMap.data of type map[string]string`;
  const wrong = Object.values(data).find((value) => typeof value !== 'string');
  return wrong === undefined ? null : `json: cannot unmarshal ${jsonKind(wrong)} into Go struct field ConfigMap.data of type string`;
}

/** Source: apimachinery pkg/runtime/converter.go fromUnstructured: of Go's types only an integer could be made a string, which is forbidden. */
function strategicProblem(data: unknown): string | null {
  if (data === undefined) return null;
  if (!isFields(data)) return `cannot restore map from ${goKind(data)}`;
  const wrong = Object.values(data).find((value) => typeof value !== 'string');
  if (wrong === undefined) return null;
  return Number.isInteger(wrong) ? 'cannot convert int64 to string' : 'unrecognized type: string';
}

function jsonKind(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return jsonKind(value);
}

/** Source: apimachinery pkg/util/validation IsConfigMapKey. */
function checkKeys(name: string, keys: readonly string[]): void {
  const problems = keys
    .filter((key) => !/^[-._a-zA-Z0-9]+$/.test(key))
    .map(
      (key) =>
        `data[${key}]: Invalid value: ${JSON.stringify(key)}: a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  ` +
        "or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    );
  if (problems.length === 0) return;
  throw new KubectlError(
    `The ConfigMap ${JSON.stringify(name)} is invalid: ${problems.length === 1 ? problems[0] : problems.map((problem) => `\n* ${problem}`).join('')}`,
  );
}
