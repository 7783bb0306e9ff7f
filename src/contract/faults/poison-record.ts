/** Some records of a topic cannot be processed by those who consume them. */
export interface PoisonRecord {
  readonly kind: 'poison-record';
  readonly topic: string;
  /** Consuming service whose code fails on them. */
  readonly service: string;
  /** From when on they are produced, counted from where play begins; negative before. */
  readonly fromUs: number;
  /** How many in all, the first ones; absent: no end. */
  readonly count?: number;
  /** Share of the records from then on, 0…1, by the record's own hash. */
  readonly share: number;
  /** The exception, as the consumer's code throws it. */
  readonly says: string;
}
