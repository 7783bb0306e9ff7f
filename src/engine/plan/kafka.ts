import type { PoisonRecord } from '../../contract/faults/poison-record.ts';
import type { ConsumesModel, KafkaModel, TopicModel } from '../../scenario/model/kafka.ts';
import type { StepModel } from '../../scenario/model/fleet.ts';
import type { ScenarioModel } from '../../scenario/model/scenario.ts';
import { type Zipf, zipfOf } from '../fleet/cache.ts';
import { type Duration, durationOf } from './distribution.ts';

export interface KafkaPlan {
  readonly model: KafkaModel;
  /** Place among the fleet's regions; -1: nowhere, and always to be reached. */
  readonly region: number;
  readonly time: Duration;
  readonly replication: Duration;
  readonly topics: readonly TopicPlan[];
  readonly produces: readonly ProducePlan[];
  readonly groups: readonly GroupPlan[];
  /** By service: its consumer; null where it has none. */
  readonly consumers: readonly (ConsumerPlan | null)[];
}

export interface TopicPlan {
  readonly model: TopicModel;
  readonly poison: readonly PoisonRecord[];
  readonly groups: readonly number[];
}

export interface ProducePlan {
  readonly topic: number;
  readonly acks: 'all' | '1' | '0';
  /** null: records have no key. */
  readonly keys: Zipf | null;
}

export interface GroupPlan {
  readonly name: string;
  readonly topic: number;
}

export interface ConsumerPlan {
  readonly model: ConsumesModel;
  readonly group: number;
  readonly endpoint: number;
  /** -1: none. */
  readonly deadLetterTopic: number;
}

/** What a program produces; numbers grow as it is compiled. */
export function produceOf(model: KafkaModel, step: Extract<StepModel, { kind: 'produce' }>): ProducePlan {
  const keys = step.key === null ? null : zipfOf(step.key.count, step.key.exponent);
  return { topic: model.topics.findIndex(({ name }) => name === step.topic), acks: step.acks, keys };
}

/** @param endpoints by service: the endpoint whose steps are done with a record */
export function compileKafka(scenario: ScenarioModel, produces: readonly ProducePlan[], endpoints: ReadonlyMap<number, number>): KafkaPlan | undefined {
  const { kafka: model, services, regions } = scenario.fleet;
  if (model === undefined) return undefined;
  const topicOf = (wanted: string | undefined): number => model.topics.findIndex(({ name }) => name === wanted);
  const groups: GroupPlan[] = [];
  const consumers = services.map(({ consumes }, service): ConsumerPlan | null => {
    const endpoint = endpoints.get(service);
    if (consumes === undefined || endpoint === undefined) return null;
    let group = groups.findIndex(({ name }) => name === consumes.group);
    if (group < 0) group = groups.push({ name: consumes.group, topic: topicOf(consumes.topic) }) - 1;
    return { model: consumes, group, endpoint, deadLetterTopic: topicOf(consumes.deadLetterTopic) };
  });
  return {
    model,
    region: regions.findIndex(({ name }) => name === model.region),
    time: durationOf(model.time),
    replication: durationOf(model.replication),
    topics: model.topics.map((topic, index) => ({
      model: topic,
      poison: scenario.faults.flatMap((fault) => (fault.kind === 'poison-record' && fault.topic === topic.name ? [fault] : [])),
      groups: groups.flatMap((group, at) => (group.topic === index ? [at] : [])),
    })),
    produces,
    groups,
    consumers,
  };
}
