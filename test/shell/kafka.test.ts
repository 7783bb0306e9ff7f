import { expect, it } from 'vitest';
import type { KafkaGroupInspection, KafkaInspection } from '../../src/contract/inspection-kafka.ts';
import { createShell } from '../../src/shell/shell.ts';
import { staticPort } from './static-port.ts';

const member = (at: number, partitions: readonly number[]) => ({
  consumerId: `consumer-royalty-ledger-1-${at}`,
  clientId: 'consumer-royalty-ledger-1',
  host: `/10.8.1.${at}`,
  partitions,
});

const STABLE: KafkaGroupInspection = {
  name: 'royalty-ledger',
  topic: 'plays',
  state: 'Stable',
  committed: [100, 240, 7],
  members: [member(5, [0]), member(6, [1, 2])],
};

function shellWith(group: KafkaGroupInspection) {
  const port = staticPort();
  const fleet = port.fleet.bind(port);
  const kafka: KafkaInspection = {
    name: 'kafka',
    brokers: 3,
    reachable: true,
    topics: [
      {
        name: 'plays',
        replicationFactor: 3,
        retentionMs: 604_800_000,
        partitions: [
          { start: 0, end: 100 },
          { start: 0, end: 250 },
          { start: 5, end: 900 },
        ],
      },
      { name: 'plays.DLT', replicationFactor: 3, retentionMs: 604_800_000, partitions: [{ start: 0, end: 0 }] },
    ],
    groups: [group],
  };
  const cutOff = () => {
    port.fleet = async () => ({ ...(await fleet()), kafka: { ...kafka, reachable: false } });
  };
  port.fleet = async () => ({ ...(await fleet()), kafka });
  const run = (line: string) => createShell(port).exec(line);
  return { port, cutOff, groups: (words: string) => run(`kafka-consumer-groups.sh --bootstrap-server kafka:9092 ${words}`), run };
}

it('describes a group as Kafka does', async () => {
  const { groups } = shellWith(STABLE);
  expect((await groups('--list')).stdout).toBe('royalty-ledger\n');
  expect((await groups('--describe --group royalty-ledger')).stdout).toBe(
    `
GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID                 HOST            CLIENT-ID
royalty-ledger  plays           1          240             250             10              consumer-royalty-ledger-1-6 /10.8.1.6       consumer-royalty-ledger-1
royalty-ledger  plays           2          7               900             893             consumer-royalty-ledger-1-6 /10.8.1.6       consumer-royalty-ledger-1
royalty-ledger  plays           0          100             100             0               consumer-royalty-ledger-1-5 /10.8.1.5       consumer-royalty-ledger-1
`,
  );
  expect((await groups('--describe --group royalty-ledger --members --verbose')).stdout).toContain('plays(1,2)');
  expect((await groups('--describe --all-groups --state')).stdout).toContain('range                Stable          2\n');
  expect((await groups('--describe --group royalty')).stdout).toBe("\nError: Consumer group 'royalty' does not exist.\n");
});

it('a group without members says so, and its partitions belong to nobody', async () => {
  const { groups } = shellWith({ ...STABLE, state: 'Empty', members: [] });
  const said = await groups('--describe --group royalty-ledger');
  expect(said.stderr).toBe("\nConsumer group 'royalty-ledger' has no active members.\n");
  expect(said.stdout).toMatch(/plays {11}2 {10}7 {15}900 {13}893 {13}- {15}- {15}-\n/);
});

it('resets offsets of a group that is empty, and only with --execute', async () => {
  const busy = shellWith(STABLE);
  expect((await busy.groups('--reset-offsets --group royalty-ledger --topic plays --to-latest --execute')).stdout).toBe(
    `
Error: Assignments can only be reset if the group 'royalty-ledger' is inactive, but the current state is Stable.

GROUP                          TOPIC                          PARTITION  NEW-OFFSET     
`,
  );
  const { groups, port } = shellWith({ ...STABLE, state: 'Empty', members: [] });
  const dry = await groups('--reset-offsets --group royalty-ledger --topic plays:2 --shift-by 1');
  expect(dry.stdout).toBe(`
GROUP                          TOPIC                          PARTITION  NEW-OFFSET     
royalty-ledger                 plays                          2          8              
`);
  expect(dry.stderr).toContain('No action will be performed as the --execute option is missing.');
  expect(port.executed).toEqual([]);
  await groups('--reset-offsets --group royalty-ledger --topic plays:2 --shift-by 1 --execute');
  await groups('--reset-offsets --group royalty-ledger --all-topics --to-offset 50 --execute');
  expect(port.executed.map(({ command }) => command)).toEqual([
    { kind: 'reset-offsets', group: 'royalty-ledger', to: '+1', partitions: '2' },
    { kind: 'reset-offsets', group: 'royalty-ledger', to: '50' },
  ]);
});

it.each([
  ['--describe', 'takes one of these options: [group], [all-groups]'],
  ['--list --describe', 'Command must include exactly one action'],
  ['--reset-offsets --group royalty-ledger --to-latest', 'One of the reset scopes should be defined'],
  ['--reset-offsets --group royalty-ledger --topic plays', 'requires one of the following scenarios'],
  ['--reset-offsets --group royalty-ledger --topic plays --to-datetime 2026-01-01T00:00:00.000', '--to-datetime is not here'],
  ['--reset-offsets --group royalty-ledger --topic plays --shift-by one', "Cannot parse argument 'one'"],
  ['--reset-offsets --group royalty-ledger --all-topics --to-latest --dry-run --execute', 'only accepts one of [execute] and [dry-run]'],
  ['--reset-offsets --group royalty-ledger --all-topics --to-latest --to-offset 5', "can't be used with option"],
  ['--describe --group royalty-ledger --members --state', 'takes at most one of these options'],
  ['--describe --groups x', 'groups is not a recognized option'],
])('refuses %s', async (words, says) => {
  const { groups } = shellWith({ ...STABLE, state: 'Empty', members: [] });
  const { stdout, stderr, exitCode } = await groups(words);
  expect(stdout + stderr).toContain(says);
  expect(exitCode).toBe(1);
});

it('topics, and servers that are none', async () => {
  const { run } = shellWith(STABLE);
  expect((await run('kafka-topics.sh --bootstrap-server kafka:9092 --list')).stdout).toBe('plays\nplays.DLT\n');
  expect((await run('kafka-topics.sh --bootstrap-server kafka:9092 --describe --topic plays')).stdout).toContain(
    'Topic: plays\tPartitionCount: 3\tReplicationFactor: 3\tConfigs: retention.ms=604800000\n\tTopic: plays\tPartition: 0\tLeader: 0\tReplicas: 0,1,2\tIsr: 0,1,2\n',
  );
  expect(await run('kafka-topics.sh --bootstrap-server kafka:9092 --describe --topic play')).toMatchObject({ exitCode: 1 });
  expect((await run('kafka-topics.sh --bootstrap-server kfka:9092 --list')).stderr).toContain('Kafka is at kafka:9092');
  expect((await run('kafka-topics.sh --list')).stderr).toContain('Missing required argument "[bootstrap-server]"');
});

it('says after its timeout that nobody has answered', async () => {
  const { cutOff, port, groups, run } = shellWith(STABLE);
  cutOff();
  const slept: number[] = [];
  port.sleep = async (us) => void slept.push(us);
  expect((await groups('--describe --group royalty-ledger')).stdout).toBe(
    '\nError: Executing consumer group command failed due to org.apache.kafka.common.errors.TimeoutException: Timed out waiting for a node assignment. Call: describeConsumerGroups\n',
  );
  await groups('--list --timeout 20000');
  const topics = await run('kafka-topics.sh --bootstrap-server kafka:9092 --list');
  expect(topics).toMatchObject({ exitCode: 1, stderr: 'Error while executing topic command : Timed out waiting for a node assignment. Call: listTopics\n' });
  expect(slept).toEqual([5e6, 20e6, 60e6]);
});
