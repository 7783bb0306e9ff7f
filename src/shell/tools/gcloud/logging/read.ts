import { MICROS_PER_MS } from '../../../../contract/time.ts';
import { nowMs } from '../../../wall-clock.ts';
import type { Call } from '../call.ts';
import type { Command } from '../command.ts';
import { parseGcloudDuration } from '../gcloud-duration.ts';
import { notSimulated } from '../gcloud-error.ts';
import { readEntries } from './entries.ts';
import { asserted, comparisons, type Query } from './query.ts';
import { matcher } from './query-matching.ts';
import { parseQuery } from './query-parser.ts';
import { reachOf } from './query-reach.ts';

const RESOURCE_TYPE = 'http_load_balancer';

/** As many as fit what a line of the shell may print. */
const MOST_ENTRIES = 5_000;

export const readLogs: Command = {
  name: 'read',
  summary: 'Read log entries.',
  description:
    'Reads log entries. Log entries matching LOG_FILTER are returned in order of decreasing timestamps, most-recent entries first. ' +
    `Here the log has the load balancer's requests (resource.type="${RESOURCE_TYPE}"); what pods write is in kubectl logs and under /var/log.`,
  examples: [
    ['To read the latest requests that failed, run:', `gcloud logging read 'resource.type="${RESOURCE_TYPE}" AND httpRequest.status>=500' --limit=5`],
    [
      'To count why the load balancer answered as it did, run:',
      "gcloud logging read 'httpRequest.status=502' --format='value(jsonPayload.statusDetails)' | sort | uniq -c",
    ],
    [
      'To read log entries written in a specific time window, run:',
      `gcloud logging read 'timestamp>="2026-11-22T13:20:00Z" AND timestamp<"2026-11-22T13:25:00Z"'`,
    ],
    [
      'To read slow requests for a path, run:',
      `gcloud logging read 'httpRequest.requestUrl:"/play" AND httpRequest.latency>1s AND NOT httpRequest.status=200'`,
    ],
  ],
  positionals: [{ name: 'LOG_FILTER', required: false, help: 'Filter expression in the Logging query language that specifies the log entries to return.' }],
  flags: [
    {
      name: 'freshness',
      kind: 'duration',
      metavar: 'FRESHNESS',
      default: '1d',
      help: 'Return entries that are not older than this value. Works only with DESC ordering and filters without a timestamp.',
    },
    { name: 'limit', kind: 'int', metavar: 'LIMIT', help: `Maximum number of resources to list. Here at most ${MOST_ENTRIES}.` },
    {
      name: 'order',
      kind: 'choice',
      choices: ['desc', 'asc'],
      metavar: 'ORDER',
      default: 'desc',
      help: 'Ordering of returned log entries based on timestamp field: desc or asc.',
    },
    { name: 'project', kind: 'string', metavar: 'PROJECT_ID', help: 'The Google Cloud project ID that contains the log entries to read.' },
    ...['billing-account', 'bucket', 'folder', 'location', 'organization', 'resource-names', 'view'].map((name) => ({
      name,
      kind: 'none' as const,
      metavar: '',
      help: '',
    })),
  ],
  async run(call) {
    const { flags, port } = call;
    const text = call.args[0] ?? '';
    const query = parseQuery(text);
    const matches = matcher(query);
    sayWhatIsKept(call, query);
    await port.observe('logs', text);
    const [loadBalancer, toMs] = await Promise.all([port.loadBalancer(), nowMs(port)]);
    const order = flags.text('order') === 'asc' ? 'asc' : 'desc';
    const freshness = Number(parseGcloudDuration(flags.text('freshness')));
    const fromMs = order === 'asc' || text.includes('timestamp') ? port.epoch.startUnixMs : toMs - freshness / MICROS_PER_MS;
    const wanted = flags.int('limit') ?? Infinity;
    const entries = await readEntries(port, {
      service: loadBalancer.name,
      logName: `projects/${loadBalancer.project}/logs/requests`,
      matches,
      reach: reachOf(query, { fromMs, toMs }),
      order,
      limit: Math.min(wanted, MOST_ENTRIES),
      longestMs: loadBalancer.timeoutUs / MICROS_PER_MS,
    });
    if (wanted > MOST_ENTRIES && entries.length === MOST_ENTRIES)
      call.say(`WARNING: not simulated: more than ${MOST_ENTRIES} entries at once. A narrower filter or time shows the rest.\n`);
    return { resources: entries };
  },
};

/** Refuses other logs, and says so where a query would in a real project find more than is kept here. @throws GcloudError */
function sayWhatIsKept(call: Call, query: Query): void {
  for (const { field, operator, value } of asserted(query)) {
    if (field !== 'resource.type' || (operator !== '=' && operator !== ':')) continue;
    const same = operator === '=' ? value.toLowerCase() === RESOURCE_TYPE : RESOURCE_TYPE.includes(value.toLowerCase());
    if (!same && value !== '*') throw notSimulated(`resource.type="${value}"; "${RESOURCE_TYPE}" is. What pods write is in kubectl logs and under /var/log`);
  }
  const narrow = comparisons(query).some(({ field }) => /^(resource|httpRequest|jsonPayload)\./.test(field));
  if (!narrow)
    call.say(
      `WARNING: only entries of the load balancer (resource.type="${RESOURCE_TYPE}") are kept here. What pods write is in kubectl logs and under /var/log.\n`,
    );
}
