import type { Call } from './call.ts';
import { KubectlError, notSimulated } from './kubectl-error.ts';
import { NOTHING_PROVIDED, nothingFound, parseResourceArguments, selectObjects } from './resource-arguments.ts';
import { SELECTOR_FLAG, type Subcommand } from './subcommand.ts';
import { WATCH_INTERVAL_US } from './watch.ts';

export const deletePods: Subcommand = {
  name: 'delete',
  summary: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  usage: '([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)]) [options]',
  examples: [
    ['Delete a pod with minimal delay', 'kubectl delete pod foo --now'],
    ['Force delete a pod on a dead node', 'kubectl delete pod foo --force'],
    ['Delete pods with label name=myLabel', 'kubectl delete pods -l name=myLabel'],
  ],
  flags: [
    SELECTOR_FLAG,
    { name: 'all', kind: 'bool', default: 'false', help: 'Delete all resources, in the namespace of the specified resource types.' },
    {
      name: 'force',
      kind: 'bool',
      default: 'false',
      help: 'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.',
    },
    {
      name: 'grace-period',
      kind: 'int',
      default: '-1',
      help: 'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative. Set to 1 for immediate shutdown. Can only be set to 0 when --force is true (force deletion).',
    },
    {
      name: 'ignore-not-found',
      kind: 'bool',
      default: 'false',
      help: 'Treat "resource not found" as a successful delete. Defaults to "true" when --all is specified.',
    },
    { name: 'now', kind: 'bool', default: 'false', help: 'If true, resources are signaled for immediate shutdown (same as --grace-period=1).' },
    {
      name: 'timeout',
      kind: 'duration',
      default: '0s',
      help: 'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
    },
    { name: 'wait', kind: 'bool', default: 'true', help: 'If true, wait for resources to be gone before returning. This waits for finalizers.' },
  ],
  completes: '*',
  run: runDelete,
};

async function runDelete(call: Call): Promise<number> {
  const { flags } = call;
  // A grace period of 0 without --force becomes 1. Source: kubectl pkg/cmd/delete.
  const asked = flags.bool('now') ? 1 : flags.int('grace-period');
  const grace = asked === 0 && !flags.bool('force') ? 1 : asked;
  if (flags.bool('now') && flags.changed('grace-period')) throw new KubectlError('error: --now and --grace-period cannot be specified together');
  const requests = parseResourceArguments(call.args, NOTHING_PROVIDED);
  const whole = flags.bool('all') || flags.changed('selector');
  if (!whole && requests.some((request) => request.names === null)) throw new KubectlError('error: resource(s) were provided, but no name was specified');
  const cluster = await call.cluster();
  const namespace = call.namespace(cluster);
  const { selections, missing } = selectObjects(cluster, requests, { namespace, labels: flags.text('selector'), fields: '' });
  if (flags.bool('force'))
    call.warn(
      'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
    );
  const uids = new Set<string>();
  let deleted = 0;
  for (const { type, objects } of selections) {
    if (type.kind !== 'Pod' && objects.length > 0) throw notSimulated(`deleting ${type.name}; pods can be deleted here`);
    for (const { metadata } of objects) {
      const graceSeconds = flags.bool('force') && !flags.changed('grace-period') ? 0 : grace;
      await call.execute({ kind: 'delete-pod', pod: metadata.name, ...(graceSeconds >= 0 ? { graceUs: graceSeconds * 1_000_000 } : {}) });
      call.print(flags.bool('force') ? `pod "${metadata.name}" force deleted\n` : `pod "${metadata.name}" deleted\n`);
      uids.add(metadata.uid);
      deleted++;
    }
  }
  const problems = flags.bool('ignore-not-found') ? [] : missing;
  if (deleted === 0 && missing.length === 0) call.print(`${nothingFound(requests, namespace).replace(/ in .*/, '')}\n`);
  if (deleted > 0 && flags.bool('wait')) await waitUntilGone(call, uids);
  for (const problem of problems) call.warn(problem.message);
  return problems.length > 0 ? 1 : 0;
}

async function waitUntilGone(call: Call, uids: ReadonlySet<string>): Promise<void> {
  const limitUs = call.flags.duration('timeout');
  const start = await call.port.now();
  call.stream();
  while ((await call.cluster()).fleet.pods.some((pod) => uids.has(pod.uid))) {
    if (limitUs > 0 && (await call.port.now()) - start >= limitUs) throw new KubectlError('error: timed out waiting for the condition on pods');
    await call.sleep(WATCH_INTERVAL_US);
  }
}
