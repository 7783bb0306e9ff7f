import type { PodInspection } from '../../../contract/inspection.ts';
import type { LogFilter, LogLine } from '../../../contract/records.ts';
import { microsOf } from '../../../contract/time.ts';
import { parseRfc3339, rfc3339Nano } from '../../../kube/timestamps.ts';
import type { Call } from './call.ts';
import { KubectlError } from './kubectl-error.ts';
import { logTargets } from './log-targets.ts';
import { SELECTOR_FLAG, type Subcommand } from './subcommand.ts';
import { WATCH_INTERVAL_US } from './watch.ts';

export const logs: Subcommand = {
  name: 'logs',
  summary: 'Print the logs for a container in a pod',
  usage: '[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER] [options]',
  examples: [
    ['Return snapshot logs from pod nginx with only one container', 'kubectl logs nginx'],
    ['Return snapshot logs from all containers in pods defined by label app=nginx', 'kubectl logs -l app=nginx --all-containers=true'],
    ['Return snapshot of previous terminated ruby container logs from pod web-1', 'kubectl logs -p -c ruby web-1'],
    ['Begin streaming the logs of the ruby container in pod web-1', 'kubectl logs -f -c ruby web-1'],
    ['Display only the most recent 20 lines of output in pod nginx', 'kubectl logs --tail=20 nginx'],
    ['Show all logs from pod nginx written in the last hour', 'kubectl logs --since=1h nginx'],
  ],
  flags: [
    SELECTOR_FLAG,
    { name: 'all-containers', kind: 'bool', default: 'false', help: "Get all containers' logs in the pod(s)." },
    { name: 'all-pods', kind: 'bool', default: 'false', help: 'Get logs from all pod(s). Sets prefix to true.' },
    { name: 'container', short: 'c', kind: 'string', default: '', help: 'Print the logs of this container' },
    { name: 'follow', short: 'f', kind: 'bool', default: 'false', help: 'Specify if the logs should be streamed.' },
    { name: 'ignore-errors', kind: 'bool', default: 'false', help: 'If watching / following pod logs, allow for any errors that occur to be non-fatal' },
    { name: 'limit-bytes', kind: 'int', default: '0', help: 'Maximum bytes of logs to return. Defaults to no limit.' },
    {
      name: 'max-log-requests',
      kind: 'int',
      default: '5',
      help: 'Specify maximum number of concurrent logs to follow when using by a selector. Defaults to 5.',
    },
    { name: 'prefix', kind: 'bool', default: 'false', help: 'Prefix each log line with the log source (pod name and container name)' },
    {
      name: 'previous',
      short: 'p',
      kind: 'bool',
      default: 'false',
      help: 'If true, print the logs for the previous instance of the container in a pod if it exists.',
    },
    {
      name: 'since',
      kind: 'duration',
      default: '0s',
      help: 'Only return logs newer than a relative duration like 5s, 2m, or 3h. Defaults to all logs. Only one of since-time / since may be used.',
    },
    {
      name: 'since-time',
      kind: 'string',
      default: '',
      help: 'Only return logs after a specific date (RFC3339). Defaults to all logs. Only one of since-time / since may be used.',
    },
    {
      name: 'tail',
      kind: 'int',
      default: '-1',
      help: 'Lines of recent log file to display. Defaults to -1 with no selector, showing all log lines otherwise 10, if a selector is provided.',
    },
    { name: 'timestamps', kind: 'bool', default: 'false', help: 'Include timestamps on each line in the log output' },
  ],
  completes: 'pods',
  run: runLogs,
};

/** What a node keeps of a container's log: the kubelet rotates at 10 MiB (containerLogMaxSize), about this many lines. */
const KEPT_LINES = 50_000;

async function runLogs(call: Call): Promise<number> {
  const { flags, args } = call;
  const expected = (message: string): KubectlError => call.usage(`expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\n${message}`, 'kubectl logs');
  if (args.length === 0 && !flags.changed('selector')) throw expected('POD or TYPE/NAME is a required argument for the logs command');
  if (args.length > 2) throw expected('POD or TYPE/NAME is a required argument for the logs command');
  if (flags.changed('since') && flags.changed('since-time')) throw new KubectlError('error: at most one of `sinceTime` or `sinceSeconds` may be specified');
  if (flags.int('tail') < -1) throw new KubectlError('error: --tail must be greater than or equal to -1');
  const cluster = await call.cluster();
  const targets = logTargets(call, cluster);
  if (flags.bool('follow') && targets.length > flags.int('max-log-requests')) {
    throw new KubectlError(
      `error: you are attempting to follow ${targets.length} log streams, but maximum allowed concurrency is ${flags.int('max-log-requests')}, use --max-log-requests to increase the limit`,
    );
  }
  for (const pod of targets) checkContainer(call, pod);
  if (flags.bool('follow')) call.stream();
  let last = -1;
  const batches = await Promise.all(targets.map(async (pod) => ({ pod, lines: await call.port.logs(await filterFor(call, pod, cluster.fleet.tUs)) })));
  for (const { pod, lines } of batches) {
    call.print(lines.map((line) => shown(call, pod, line)).join(''));
    for (const line of lines) last = Math.max(last, line.id);
  }
  return flags.bool('follow') && !flags.bool('previous') ? follow(call, targets, last, cluster.fleet.tUs) : 0;
}

/** Ends when every followed container is gone, as the real stream does. */
async function follow(call: Call, targets: readonly PodInspection[], last: number, sinceUs: number): Promise<number> {
  const names = targets.map((pod) => pod.name);
  let after = last;
  for (;;) {
    await call.sleep(WATCH_INTERVAL_US);
    const lines = await call.port.logs({ pods: names, limit: KEPT_LINES, take: 'oldest', ...(after >= 0 ? { afterId: after } : { fromUs: sinceUs }) });
    for (const line of lines) {
      const pod = targets.find((target) => target.name === line.pod);
      if (pod) call.print(shown(call, pod, line));
      after = Math.max(after, line.id);
    }
    const { pods } = (await call.cluster()).fleet;
    if (!names.some((name) => pods.some((pod) => pod.name === name && pod.containerState.state === 'running'))) return 0;
  }
}

function checkContainer(call: Call, pod: PodInspection): void {
  const { container } = pod.template;
  const wanted = call.flags.text('container') || call.args[1] || container;
  const server = (message: string): KubectlError => new KubectlError(`Error from server (BadRequest): ${message}`);
  if (wanted !== container) throw new KubectlError(`error: container ${wanted} is not valid for pod ${pod.name}`);
  if (call.flags.bool('previous')) {
    if (!pod.lastState) throw server(`previous terminated container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.name)} not found`);
  } else if (pod.containerState.state === 'waiting' && !pod.lastState) {
    throw server(`container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.name)} is waiting to start: ${pod.containerState.reason}`);
  }
}

/** One container instance's lines: since its start, and to its end for the previous one. */
async function filterFor(call: Call, pod: PodInspection, nowUs: number): Promise<LogFilter> {
  const { flags } = call;
  const instance = flags.bool('previous') || pod.containerState.state === 'waiting' ? (pod.lastState ?? pod.containerState) : pod.containerState;
  let fromUs = instance.startedUs ?? pod.createdUs;
  if (flags.changed('since')) fromUs = Math.max(fromUs, nowUs - flags.duration('since'));
  if (flags.changed('since-time')) {
    const seconds = parseRfc3339(flags.text('since-time'));
    if (Number.isNaN(seconds))
      throw new KubectlError(`error: parsing time ${JSON.stringify(flags.text('since-time'))} as "2006-01-02T15:04:05Z07:00": cannot parse it`);
    fromUs = Math.max(fromUs, microsOf(call.port.epoch, seconds * 1000));
  }
  const tail = flags.changed('tail') ? flags.int('tail') : flags.changed('selector') && !flags.bool('follow') ? 10 : -1;
  return {
    pods: [pod.name],
    fromUs,
    limit: tail < 0 ? KEPT_LINES : tail,
    take: 'newest',
    ...(flags.bool('previous') && instance.finishedUs !== null ? { toUs: instance.finishedUs } : {}),
  };
}

function shown(call: Call, pod: PodInspection, line: LogLine): string {
  const prefix = call.flags.bool('prefix') || call.flags.bool('all-pods') ? `[pod/${pod.name}/${pod.template.container}] ` : '';
  const stamp = call.flags.bool('timestamps') ? `${rfc3339Nano(call.port.epoch, line.tUs)} ` : '';
  return `${prefix}${stamp}${line.text}\n`;
}
