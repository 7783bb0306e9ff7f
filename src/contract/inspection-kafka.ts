/** The fleet's Kafka cluster, as its admin client describes it. */
export interface KafkaInspection {
  readonly name: string;
  readonly brokers: number;
  /** From a terminal. */
  readonly reachable: boolean;
  readonly topics: readonly KafkaTopicInspection[];
  readonly groups: readonly KafkaGroupInspection[];
}

export interface KafkaTopicInspection {
  readonly name: string;
  readonly replicationFactor: number;
  readonly retentionMs: number;
  /** First offset kept, and the next to be given. */
  readonly partitions: readonly { readonly start: number; readonly end: number }[];
}

export interface KafkaGroupInspection {
  readonly name: string;
  readonly topic: string;
  /** As the coordinator says. */
  readonly state: 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';
  /** By partition of the topic. */
  readonly committed: readonly number[];
  readonly members: readonly KafkaMemberInspection[];
}

export interface KafkaMemberInspection {
  readonly consumerId: string;
  readonly clientId: string;
  readonly host: string;
  readonly partitions: readonly number[];
}
