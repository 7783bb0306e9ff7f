import type { Cluster } from '../../../kube/cluster.ts';
import { interval } from '../../../kube/describe/describe-events.ts';
import { type EventObject, eventObject } from '../../../kube/objects/event.ts';
import { alignTabs, TABLE_MIN_WIDTH, TABLE_PADDING } from '../../../kube/tabwriter.ts';
import { jsonText, listOf } from '../../../kube/json.ts';
import { yamlText } from '../../../kube/yaml.ts';
import type { Call } from './call.ts';
import { KubectlError } from './kubectl-error.ts';
import { resourceType } from './resource-arguments.ts';
import { ALL_NAMESPACES_FLAG, type Subcommand } from './subcommand.ts';
import { WATCH_INTERVAL_US } from './watch.ts';

export const events: Subcommand = {
  name: 'events',
  summary: 'List events',
  usage: '[(-o|--output=)json|yaml] [--for TYPE/NAME] [--watch] [--types=Normal,Warning] [options]',
  examples: [
    ['List recent events in the default namespace', 'kubectl events'],
    ['List recent events for the specified pod, then wait for more events and list them as they arrive', 'kubectl events --for pod/web-pod-13je7 --watch'],
    ["List recent only events of type 'Warning' or 'Normal'", 'kubectl events --types=Warning,Normal'],
  ],
  flags: [
    ALL_NAMESPACES_FLAG,
    { name: 'for', kind: 'string', default: '', help: 'Filter events to only those pertaining to the specified resource.' },
    { name: 'no-headers', kind: 'bool', default: 'false', help: "When using the default output format, don't print headers." },
    { name: 'output', short: 'o', kind: 'string', default: '', help: 'Output format. One of: (json, yaml).' },
    { name: 'types', kind: 'list', default: '', help: 'Output only events of given types.' },
    { name: 'watch', short: 'w', kind: 'bool', default: 'false', help: 'After listing the requested events, watch for more events.' },
  ],
  run: runEvents,
};

async function runEvents(call: Call): Promise<number> {
  const { flags } = call;
  const cluster = await call.cluster();
  const found = matching(call, cluster);
  const output = flags.text('output');
  if (output === 'json') call.print(jsonText(listOf(found)));
  else if (output === 'yaml') call.print(yamlText(listOf(found)));
  else if (output !== '')
    throw new KubectlError(`error: unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json,yaml`);
  else if (found.length > 0) call.print(table(call, cluster, found, !flags.bool('no-headers')));
  else if (!flags.bool('watch')) call.warn(flags.bool('all-namespaces') ? 'No events found.' : `No events found in ${call.namespace(cluster)} namespace.`);
  return flags.bool('watch') ? watch(call, found) : 0;
}

async function watch(call: Call, first: readonly EventObject[]): Promise<number> {
  call.stream();
  const seen = new Map(first.map((event) => [event.metadata.uid, event.count]));
  for (;;) {
    await call.sleep(WATCH_INTERVAL_US);
    const cluster = await call.cluster();
    const changed = matching(call, cluster).filter((event) => seen.get(event.metadata.uid) !== event.count);
    if (changed.length > 0) call.print(table(call, cluster, changed, seen.size === 0 && !call.flags.bool('no-headers')));
    for (const event of changed) seen.set(event.metadata.uid, event.count);
  }
}

/** Sorted by when they were last seen. */
function matching(call: Call, cluster: Cluster): readonly EventObject[] {
  const { flags } = call;
  const types = flags.list('types').map((type) => type.toLowerCase());
  const wrong = types.find((type) => type !== 'normal' && type !== 'warning');
  if (wrong !== undefined) throw new KubectlError('error: valid --types are Normal or Warning');
  const target = flags.text('for');
  if (target !== '' && !/^[^/]+\/[^/]+$/.test(target)) throw new KubectlError('error: --for must be in resource/name form');
  const [kind, name] = target === '' ? ['', ''] : [resourceType(target.split('/')[0]).kind, target.split('/')[1]];
  return [...cluster.fleet.events]
    .sort((a, b) => a.lastUs - b.lastUs)
    .map((event) => eventObject(cluster, event))
    .filter(
      (event) =>
        (flags.bool('all-namespaces') || event.metadata.namespace === call.namespace(cluster)) &&
        (types.length === 0 || types.includes(event.type.toLowerCase())) &&
        (target === '' || (event.involvedObject.kind === kind && event.involvedObject.name === name)),
    );
}

function table(call: Call, cluster: Cluster, found: readonly EventObject[], header: boolean): string {
  const everywhere = call.flags.bool('all-namespaces');
  const rows = found.map((event) => [
    ...(everywhere ? [event.metadata.namespace ?? ''] : []),
    interval(cluster, event),
    event.type,
    event.reason,
    `${event.involvedObject.kind}/${event.involvedObject.name}`,
    event.message.trim(),
  ]);
  const titles = [...(everywhere ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'];
  return alignTabs((header ? [titles, ...rows] : rows).map((row) => `${row.join('\t')}\n`).join(''), TABLE_MIN_WIDTH, TABLE_PADDING);
}
