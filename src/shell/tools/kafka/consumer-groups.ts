import type { KafkaGroupInspection, KafkaInspection } from '../../../contract/inspection-kafka.ts';
import type { Micros } from '../../../contract/time.ts';
import { newOffset, type OffsetTarget, offsetTargetOf, partitionsOf } from '../../../contract/offset-reset.ts';
import { lastValue, type ParsedOptions, parseOptions } from '../../options.ts';
import { fail, succeed, type Tool, type ToolContext, type ToolResult } from '../../tool.ts';
import { padded, reach } from './admin.ts';

const ACTIONS = ['list', 'describe', 'reset-offsets', 'delete', 'delete-offsets'] as const;
const TARGETS = ['to-earliest', 'to-latest', 'to-current', 'to-offset', 'shift-by'] as const;
const NOT_HERE = ['to-datetime', 'by-duration', 'from-file'] as const;
const WITH_VALUE = ['bootstrap-server', 'group', 'topic', 'to-offset', 'shift-by', 'timeout', 'command-config', ...NOT_HERE];
const FLAGS = [
  ...ACTIONS,
  'all-groups',
  'all-topics',
  'members',
  'state',
  'offsets',
  'verbose',
  'dry-run',
  'execute',
  'export',
  'to-earliest',
  'to-latest',
  'to-current',
  'help',
];

const OPTIONS = { names: Object.fromEntries([...WITH_VALUE, ...FLAGS].map((name) => [`--${name}`, name])), withValue: WITH_VALUE };

/** Kafka's tool for consumer groups. Columns and words are those of Kafka 3's ConsumerGroupCommand, where it is not said that something is not here. */
export const consumerGroups: Tool = {
  name: 'kafka-consumer-groups.sh',
  summary: 'consumer groups: who reads, how far behind, and from where',
  help: () => `Usage: kafka-consumer-groups.sh --bootstrap-server HOST:9092 ACTION

Lists all consumer groups, describes one, or resets its offsets. A group's offsets can be reset while it has no active members only.

  --list
  --describe (--group NAME | --all-groups) [--members [--verbose] | --state | --offsets]
  --reset-offsets --group NAME (--topic TOPIC[:0,1,2] | --all-topics) TARGET (--dry-run | --execute)

TARGET is --to-earliest, --to-latest, --to-current, --to-offset N or --shift-by N. Without --execute nothing is changed.
--to-datetime, --by-duration, --from-file, --delete and --delete-offsets are not here.

  kafka-consumer-groups.sh --bootstrap-server kafka:9092 --describe --group royalty-ledger
  kafka-consumer-groups.sh --bootstrap-server kafka:9092 --reset-offsets --group royalty-ledger --topic plays:3 --shift-by 1 --execute
`,
  async run(args, context) {
    if (args.length === 0 || args.includes('--help')) return fail(consumerGroups.help());
    const parsed = parseOptions(args, OPTIONS);
    if (parsed.unknown !== undefined) return usage(`${parsed.unknown.replace(/^-+/, '')} is not a recognized option`);
    if (parsed.missingValue !== undefined) return usage(`Option ${parsed.missingValue.replace(/^-+/, '')} requires an argument`);
    const has = (name: string): boolean => parsed.values[name] !== undefined;
    const actions = ACTIONS.filter(has);
    if (actions.length !== 1) return usage('Command must include exactly one action: --list, --describe, --delete, --reset-offsets, --delete-offsets');
    const kafka = await reach(context, lastValue(parsed, 'bootstrap-server'), {
      afterUs: timeoutUs(lastValue(parsed, 'timeout')),
      says: (reason) => told(`Executing consumer group command failed due to org.apache.kafka.common.errors.TimeoutException: ${reason}`),
      call: actions[0] === 'list' ? 'findAllBrokers' : 'describeConsumerGroups',
    });
    if ('exitCode' in kafka) return kafka;
    switch (actions[0]) {
      case 'list':
        return succeed(kafka.groups.map(({ name }) => `${name}\n`).join(''));
      case 'describe':
        return describe(kafka, parsed);
      case 'reset-offsets':
        return reset(kafka, parsed, context);
      default:
        return fail(`--${actions[0]} is not here; there are: --list, --describe, --reset-offsets\n`);
    }
  },
  async complete(words, port) {
    const before = words[words.length - 2];
    const { kafka } = await port.fleet();
    if (before === '--group') return kafka?.groups.map(({ name }) => name) ?? [];
    if (before === '--topic') return kafka?.topics.map(({ name }) => name) ?? [];
    if (before === '--bootstrap-server') return kafka === undefined ? [] : [`${kafka.name}:9092`];
    return Object.keys(OPTIONS.names).filter((name) => !NOT_HERE.some((not) => name === `--${not}`));
  },
};

/** @param ms as given; 5 s unless it is a number */
function timeoutUs(ms: string | undefined): Micros {
  const given = Number(ms ?? 5_000);
  return (Number.isFinite(given) ? Math.max(0, given) : 5_000) * 1_000;
}

function usage(message: string): ToolResult {
  return fail(`${message}\n${consumerGroups.help()}`);
}

/** Kafka's printError: to stdout, and its exit code stays 0. */
function told(message: string): ToolResult {
  return succeed(`\nError: ${message}\n`);
}

function describe(kafka: KafkaInspection, parsed: ParsedOptions): ToolResult {
  const wanted = parsed.values['all-groups'] === undefined ? (parsed.values['group'] ?? []) : kafka.groups.map(({ name }) => name);
  if (wanted.length === 0) return usage('Option [describe] takes one of these options: [group], [all-groups]');
  const views = ['members', 'state', 'offsets'].filter((view) => parsed.values[view] !== undefined);
  if (views.length > 1) return usage('Option [describe] takes at most one of these options: [members], [offsets], [state]');
  let stdout = '';
  let stderr = '';
  for (const name of wanted) {
    const group = kafka.groups.find((other) => other.name === name);
    if (group === undefined) {
      stdout += `\nError: Consumer group '${name}' does not exist.\n`;
      continue;
    }
    if (group.state === 'Empty') stderr += `\nConsumer group '${name}' has no active members.\n`;
    else if (group.state !== 'Stable') stderr += `\nWarning: Consumer group '${name}' is rebalancing.\n`;
    if (views[0] === 'members') stdout += membersOf(group, parsed.values['verbose'] !== undefined);
    else if (views[0] === 'state') stdout += stateOf(kafka, group);
    else stdout += offsetsOf(kafka, group);
  }
  return { stdout, stderr, exitCode: 0 };
}

function offsetsOf(kafka: KafkaInspection, { name, topic, committed, members }: KafkaGroupInspection): string {
  const { partitions = [] } = kafka.topics.find((other) => other.name === topic) ?? {};
  const row = (partition: number, consumerId: string, host: string, clientId: string): readonly string[] => {
    const { end } = partitions[partition];
    return [name, topic, `${partition}`, `${committed[partition]}`, `${end}`, `${Math.max(0, end - committed[partition])}`, consumerId, host, clientId];
  };
  // those with most partitions come first, and what nobody has last
  const busiest = [...members].sort((a, b) => b.partitions.length - a.partitions.length);
  const owned = busiest.flatMap(({ partitions: its, consumerId, host, clientId }) => its.map((partition) => row(partition, consumerId, host, clientId)));
  const orphans = committed.flatMap((_, partition) => (members.some((member) => member.partitions.includes(partition)) ? [] : [row(partition, '-', '-', '-')]));
  const head = ['GROUP', 'TOPIC', 'PARTITION', 'CURRENT-OFFSET', 'LOG-END-OFFSET', 'LAG', 'CONSUMER-ID', 'HOST', 'CLIENT-ID'];
  return `\n${padded([head, ...owned, ...orphans], [15, 15, 10, 15, 15, 15, 15, 15, 0], [0, 1, 6, 7])}`;
}

function membersOf({ name, topic, members }: KafkaGroupInspection, isVerbose: boolean): string {
  if (members.length === 0) return '';
  const head = ['GROUP', 'CONSUMER-ID', 'HOST', 'CLIENT-ID', '#PARTITIONS', ...(isVerbose ? ['ASSIGNMENT'] : [''])];
  const rows = members.map(({ consumerId, host, clientId, partitions }) => {
    const assignment = partitions.length === 0 ? '-' : `${topic}(${partitions.join(',')})`;
    return [name, consumerId, host, clientId, `${partitions.length}`, isVerbose ? assignment : ''];
  });
  return `\n${padded([head, ...rows], [15, 15, 15, 15, 15, 0], [0, 1, 2, 3])}`;
}

function stateOf({ name: broker }: KafkaInspection, { name, state, members }: KafkaGroupInspection): string {
  const head = ['GROUP', 'COORDINATOR (ID)', 'ASSIGNMENT-STRATEGY', 'STATE', '#MEMBERS'];
  const row = [name, `${broker}-0.${broker}:9092 (0)`, state === 'Empty' ? '' : 'range', state, `${members.length}`];
  return `\n${padded([head, row], [25, 25, 20, 15, 0], [0, 1])}`;
}

async function reset(kafka: KafkaInspection, parsed: ParsedOptions, { port, line }: ToolContext): Promise<ToolResult> {
  const has = (name: string): boolean => parsed.values[name] !== undefined;
  const not = NOT_HERE.find(has);
  if (not !== undefined) return fail(`--${not} is not here; there are: ${TARGETS.map((name) => `--${name}`).join(', ')}\n`);
  const name = lastValue(parsed, 'group');
  if (name === undefined) return usage('Option [reset-offsets] takes one of these options: [group], [all-groups]');
  const targets = TARGETS.filter(has);
  if (targets.length > 1) return usage(`Option "[${targets[0]}]" can't be used with option "[${targets[1]}]"`);
  if (targets.length === 0)
    return usage(`Option [reset-offsets] requires one of the following scenarios: ${TARGETS.map((target) => `[${target}]`).join(', ')}`);
  const to = writtenTarget(targets[0], lastValue(parsed, targets[0]) ?? '');
  const target = offsetTargetOf(to);
  if (target === null) return usage(`Cannot parse argument '${lastValue(parsed, targets[0])}' of option ${targets[0]}`);
  if (has('dry-run') && has('execute')) return usage('Option [reset-offsets] only accepts one of [execute] and [dry-run]');
  const scope = lastValue(parsed, 'topic');
  if (scope === undefined && !has('all-topics')) return usage('One of the reset scopes should be defined: --all-topics, --topic.');
  const group = kafka.groups.find((other) => other.name === name);
  if (group === undefined) return told(`The consumer group '${name}' does not exist.`);
  const [topic, list] = scope === undefined ? [group.topic, undefined] : scope.split(':');
  if (topic !== group.topic)
    return told(`Executing consumer group command failed due to the group '${name}' has no offsets of topic '${topic}'; it reads '${group.topic}'.`);
  const partitions = partitionsOf(list, group.committed.length);
  if (partitions === null)
    return told(
      `Executing consumer group command failed due to The partitions "${list
        ?.split(',')
        .map((partition) => `${topic}-${partition}`)
        .join(',')}" do not exist: ${topic} has 0 to ${group.committed.length - 1}`,
    );
  if (group.state !== 'Empty')
    return succeed(
      `\nError: Assignments can only be reset if the group '${name}' is inactive, but the current state is ${group.state}.\n${resetTable(kafka, group, [], target)}`,
    );
  const table = resetTable(kafka, group, partitions, target);
  if (!has('execute'))
    return {
      stdout: table,
      stderr: has('dry-run')
        ? ''
        : 'WARN: No action will be performed as the --execute option is missing. In a future major release, the default behavior of this command will be to prompt the user before executing the reset rather than doing a dry run. You should add the --dry-run option explicitly if you are scripting this command and want to keep the current default behavior without prompting.\n',
      exitCode: 0,
    };
  const result = await port.execute({ kind: 'reset-offsets', group: name, to, ...(list === undefined ? {} : { partitions: list }) }, line);
  return result.ok ? succeed(table) : told(result.refusal.message);
}

function writtenTarget(option: (typeof TARGETS)[number], value: string): string {
  if (option === 'to-offset') return value;
  if (option === 'shift-by') return /^\d/.test(value) ? `+${value}` : value;
  return option.slice('to-'.length);
}

function resetTable(kafka: KafkaInspection, { name, topic, committed }: KafkaGroupInspection, partitions: readonly number[], target: OffsetTarget): string {
  const logs = kafka.topics.find((other) => other.name === topic)?.partitions ?? [];
  const rows = partitions.map((partition) => [name, topic, `${partition}`, `${newOffset(target, { ...logs[partition], committed: committed[partition] })}`]);
  return `\n${padded([['GROUP', 'TOPIC', 'PARTITION', 'NEW-OFFSET'], ...rows], [30, 30, 10, 15])}`;
}
