import { hashText } from '../../base/hash.ts';
import type { KafkaGroupInspection, KafkaInspection } from '../../contract/inspection-kafka.ts';
import { areBrokersInSight } from '../kafka/brokers.ts';
import { clientIdOf } from '../kafka/kafka-logs.ts';
import { groupStateOf, kafkaOf } from '../kafka/kafka-state.ts';
import type { World } from '../world.ts';

export function inspectKafka(world: World): KafkaInspection {
  const { plan, state } = kafkaOf(world);
  return {
    name: plan.model.name,
    brokers: plan.model.brokers,
    reachable: areBrokersInSight(world),
    topics: plan.topics.map(({ model }, topic) => ({
      name: model.name,
      replicationFactor: model.replicationFactor,
      retentionMs: model.retentionUs / 1_000,
      partitions: state.topics[topic].partitions.map(({ start, end }) => ({ start, end })),
    })),
    groups: plan.groups.map((_, group) => inspectGroup(world, group)),
  };
}

function inspectGroup(world: World, group: number): KafkaGroupInspection {
  const { plan, state } = kafkaOf(world);
  const { name, topic } = plan.groups[group];
  const { committed, members, owner } = state.groups[group];
  const clientId = clientIdOf(world, group);
  return {
    name,
    topic: plan.topics[topic].model.name,
    state: groupStateOf(world, group),
    committed: [...committed],
    members: members.flatMap(({ known, pod, life }, number) => {
      if (!known) return [];
      const { record } = world.s.pods[pod];
      const partitions = [...owner.keys()].filter((partition) => owner[partition] === number);
      return [{ consumerId: `${clientId}-${uuidOf(`${record.name}/${life}`)}`, clientId, host: `/${record.ip}`, partitions }];
    }),
  };
}

/** What the coordinator adds to a client's id. */
function uuidOf(text: string): string {
  const part = (seed: number, digits: number): string => (hashText(text, seed) >>> 0).toString(16).padStart(8, '0').slice(0, digits);
  return `${part(1, 8)}-${part(2, 4)}-4${part(3, 3)}-a${part(4, 3)}-${part(5, 8)}${part(6, 4)}`;
}
