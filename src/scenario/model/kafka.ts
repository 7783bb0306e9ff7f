import type { Micros } from '../../contract/time.ts';
import type { DurationModel } from './duration.ts';
import type { StepModel } from './fleet.ts';
import type { MapPosition } from './map-position.ts';

/** The fleet's Kafka cluster. */
export interface KafkaModel {
  readonly name: string;
  /** Where its brokers are; absent: beside whoever asks, and always to be reached. */
  readonly region?: string;
  readonly brokers: number;
  /** A request to a partition's leader and its answer: fetch, commit, produce. */
  readonly time: DurationModel;
  /** How much later the followers have a record: what `acks=all` waits for besides. */
  readonly replication: DurationModel;
  readonly topics: readonly TopicModel[];
  readonly map: MapPosition;
}

export interface TopicModel {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly retentionUs: Micros;
}

export type OnError = 'retry' | 'skip' | 'park';

/** A consumer of each of a service's pods. */
export interface ConsumesModel {
  readonly topic: string;
  readonly group: string;
  /** What is done with one record. */
  readonly steps: readonly StepModel[];
  readonly maxPollRecords: number;
  readonly maxPollIntervalUs: Micros;
  readonly sessionTimeoutUs: Micros;
  readonly autoOffsetReset: 'earliest' | 'latest';
  /** When nothing in the pod's environment says otherwise. */
  readonly onError: OnError;
  readonly retryBackoffUs: Micros;
  /** Where parked records go. */
  readonly deadLetterTopic?: string;
}
