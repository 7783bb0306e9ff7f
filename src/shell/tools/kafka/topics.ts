import type { KafkaTopicInspection } from '../../../contract/inspection-kafka.ts';
import { lastValue, parseOptions } from '../../options.ts';
import { fail, succeed, type Tool } from '../../tool.ts';
import { reach } from './admin.ts';

/** default.api.timeout.ms */
const ADMIN_TIMEOUT_US = 60e6;

const NAMES = ['bootstrap-server', 'topic', 'list', 'describe', 'help'];
const OPTIONS = { names: Object.fromEntries(NAMES.map((name) => [`--${name}`, name])), withValue: ['bootstrap-server', 'topic'] };

/** Kafka's tool for topics, of which two verbs are here. Words are those of its TopicCommand. */
export const topics: Tool = {
  name: 'kafka-topics.sh',
  summary: 'topics and their partitions: list, describe',
  help: () => `Usage: kafka-topics.sh --bootstrap-server HOST:9092 (--list | --describe [--topic TOPIC])

Lists topics, or describes them: partitions, their leaders and replicas.

  kafka-topics.sh --bootstrap-server kafka:9092 --describe --topic plays
`,
  async run(args, context) {
    if (args.length === 0 || args.includes('--help')) return fail(topics.help());
    const parsed = parseOptions(args, OPTIONS);
    if (parsed.unknown !== undefined) return fail(`${parsed.unknown.replace(/^-+/, '')} is not a recognized option\n${topics.help()}`);
    if (parsed.missingValue !== undefined) return fail(`Option ${parsed.missingValue.replace(/^-+/, '')} requires an argument\n${topics.help()}`);
    const actions = ['list', 'describe'].filter((action) => parsed.values[action] !== undefined);
    if (actions.length !== 1) return fail(`Command must include exactly one action: --list, --describe\n${topics.help()}`);
    const kafka = await reach(context, lastValue(parsed, 'bootstrap-server'), {
      afterUs: ADMIN_TIMEOUT_US,
      says: (reason) => fail(`Error while executing topic command : ${reason}\n`),
      call: actions[0] === 'list' ? 'listTopics' : 'describeTopics',
    });
    if ('exitCode' in kafka) return kafka;
    const wanted = lastValue(parsed, 'topic');
    const found = [...kafka.topics].filter(({ name }) => wanted === undefined || name === wanted).sort((a, b) => (a.name < b.name ? -1 : 1));
    if (found.length === 0) return fail(`Error while executing topic command : Topic '${wanted}' does not exist as expected\n`);
    return succeed(actions[0] === 'list' ? found.map(({ name }) => `${name}\n`).join('') : found.map((topic) => describe(topic, kafka.brokers)).join(''));
  },
  async complete(words, port) {
    const { kafka } = await port.fleet();
    const before = words[words.length - 2];
    if (before === '--topic') return kafka?.topics.map(({ name }) => name) ?? [];
    if (before === '--bootstrap-server') return kafka === undefined ? [] : [`${kafka.name}:9092`];
    return Object.keys(OPTIONS.names);
  },
};

/** Replicas lie in a row from broker to broker, and the first one leads: nobody has lost a broker. */
function describe({ name, replicationFactor, retentionMs, partitions }: KafkaTopicInspection, brokers: number): string {
  const factor = Math.min(replicationFactor, brokers);
  const head = `Topic: ${name}\tPartitionCount: ${partitions.length}\tReplicationFactor: ${factor}\tConfigs: retention.ms=${retentionMs}\n`;
  const rows = partitions.map((_, partition) => {
    const replicas = Array.from({ length: factor }, (__, place) => (partition + place) % brokers).join(',');
    return `\tTopic: ${name}\tPartition: ${partition}\tLeader: ${partition % brokers}\tReplicas: ${replicas}\tIsr: ${replicas}\n`;
  });
  return head + rows.join('');
}
