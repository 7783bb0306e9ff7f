import { parseGoYaml } from '../../../kube/go-yaml.ts';
import { type ConfigMap, ROOT_CERTIFICATES } from '../../../kube/objects/config-map.ts';
import type { HorizontalPodAutoscaler } from '../../../kube/objects/horizontal-pod-autoscaler.ts';
import type { ResourceQuota } from '../../../kube/objects/resource-quota.ts';
import type { Labels } from '../../../kube/objects/object-meta.ts';
import { objectName } from '../../../kube/resource-types.ts';
import { autoscalerChange } from './autoscaler-patch.ts';
import type { Call } from './call.ts';
import { patchedData, type PatchType } from './config-map-patch.ts';
import { KubectlError, notSimulated } from './kubectl-error.ts';
import { quotaChange } from './quota-patch.ts';
import { NOTHING_PROVIDED, parseResourceArguments, selectObjects } from './resource-arguments.ts';
import type { Subcommand } from './subcommand.ts';

export const patch: Subcommand = {
  name: 'patch',
  summary: 'Update fields of a resource',
  usage: '(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE] [options]',
  examples: [
    ['Set a key of a ConfigMap using a strategic merge patch', `kubectl patch configmap my-config -p '{"data":{"key":"value"}}'`],
    [
      'Remove a key of a ConfigMap using a JSON merge patch, specifying the patch as YAML',
      "kubectl patch configmap my-config --type merge -p 'data: {key: null}'",
    ],
    [
      'Update a key of a ConfigMap using a JSON patch',
      `kubectl patch configmap my-config --type='json' -p='[{"op": "replace", "path": "/data/key", "value":"new value"}]'`,
    ],
    ['Raise the upper limit of an autoscaler', `kubectl patch hpa my-deployment -p '{"spec":{"maxReplicas":20}}'`],
  ],
  flags: [
    { name: 'patch', short: 'p', kind: 'string', default: '', help: 'The patch to be applied to the resource JSON file.' },
    { name: 'patch-file', kind: 'string', default: '', help: 'A file containing a patch to be applied to the resource.' },
    { name: 'type', kind: 'string', default: 'strategic', help: 'The type of patch being provided; one of [json merge strategic]' },
  ],
  completes: 'configmaps',
  run: runPatch,
};

async function runPatch(call: Call): Promise<number> {
  const type = patchType(call);
  const text = await readPatch(call);
  const requests = parseResourceArguments(call.args, NOTHING_PROVIDED);
  if (requests.some((request) => request.names === null)) throw new KubectlError('error: resource(s) were provided, but no name was specified');
  const cluster = await call.cluster();
  const { selections, missing } = selectObjects(cluster, requests, { namespace: call.namespace(cluster), labels: '', fields: '' });
  const problems: KubectlError[] = [...missing];
  for (const { type: resource, objects } of selections) {
    for (const object of objects) {
      if (resource.kind !== 'ConfigMap' && resource.kind !== 'HorizontalPodAutoscaler' && resource.kind !== 'ResourceQuota')
        throw notSimulated(
          `patching ${resource.name}; ConfigMaps, autoscalers and quotas can be patched here, \`kubectl set env\`, \`kubectl set image\` and \`kubectl scale\` change a deployment, \`kubectl argo rollouts\` a rollout`,
        );
      if (object.metadata.name === ROOT_CERTIFICATES) throw notSimulated(`patching ${ROOT_CERTIFICATES}; its controller would set it back at once`);
      try {
        const changed =
          resource.kind === 'ConfigMap'
            ? await apply(call, object, patchedData(object, type, text))
            : resource.kind === 'ResourceQuota'
              ? await applyToQuota(call, object as ResourceQuota, type, text)
              : await applyToAutoscaler(call, object as HorizontalPodAutoscaler, type, text);
        call.print(`${objectName(resource, object.metadata.name)} patched${changed ? '' : ' (no change)'}\n`);
      } catch (error) {
        if (!(error instanceof KubectlError)) throw error;
        problems.push(error);
      }
    }
  }
  for (const problem of problems) call.warn(problem.message);
  return problems.length > 0 ? 1 : 0;
}

/** @throws KubectlError also for patches given twice or not at all. Source: kubectl pkg/cmd/patch Validate. */
function patchType({ flags }: Call): PatchType {
  if (flags.text('patch') !== '' && flags.text('patch-file') !== '') throw new KubectlError('error: cannot specify --patch and --patch-file together');
  if (flags.text('patch') === '' && flags.text('patch-file') === '')
    throw new KubectlError('error: must specify --patch or --patch-file containing the contents of the patch');
  const type = flags.text('type').toLowerCase();
  if (type !== 'json' && type !== 'merge' && type !== 'strategic')
    throw new KubectlError(`error: --type must be one of [json merge strategic], not ${JSON.stringify(flags.text('type'))}`);
  return type;
}

/** The patch as JSON. What begins like an object of JSON is sent as it is, right or wrong. Source: apimachinery pkg/util/yaml ToJSON. */
async function readPatch(call: Call): Promise<string> {
  const path = call.flags.text('patch-file');
  const text = path === '' ? call.flags.text('patch') : await patchFile(call, path);
  if (text.trimStart().startsWith('{')) return text;
  try {
    return JSON.stringify(parseGoYaml(text));
  } catch (error) {
    // The original quotes what came with --patch, also when a file was read.
    throw new KubectlError(`error: unable to parse ${JSON.stringify(call.flags.text('patch'))}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function patchFile(call: Call, path: string): Promise<string> {
  try {
    return await call.readFile(path);
  } catch (error) {
    const reason = /^EISDIR/.test(error instanceof Error ? error.message : '') ? `read ${path}: is a directory` : `open ${path}: no such file or directory`;
    throw new KubectlError(`error: unable to read patch file: ${reason}`);
  }
}

/** Sends what differs. @returns whether anything did. */
async function apply(call: Call, { metadata, data: before = {} }: ConfigMap, after: Labels): Promise<boolean> {
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const set = Object.entries(after).filter(([key, value]) => before[key] !== value);
  if (removed.length + set.length === 0) return false;
  await call.execute({
    kind: 'patch-config',
    configMap: metadata.name,
    data: { ...Object.fromEntries(set), ...Object.fromEntries(removed.map((key) => [key, null])) },
  });
  return true;
}

async function applyToAutoscaler(call: Call, autoscaler: HorizontalPodAutoscaler, type: PatchType, text: string): Promise<boolean> {
  const change = autoscalerChange(autoscaler, type, text);
  if (Object.keys(change).length === 0) return false;
  await call.execute({ kind: 'set-autoscaler', service: autoscaler.spec.scaleTargetRef.name, ...change });
  return true;
}

async function applyToQuota(call: Call, quota: ResourceQuota, type: PatchType, text: string): Promise<boolean> {
  const hard = quotaChange(quota, type, text);
  if (Object.keys(hard).length === 0) return false;
  await call.execute({ kind: 'set-resource-quota', quota: quota.metadata.name, hard });
  return true;
}
