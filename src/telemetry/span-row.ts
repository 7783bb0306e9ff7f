/** One span as numbers. Interned texts and sources by number. */
export interface SpanRow {
  readonly hi: number;
  readonly lo: number;
  readonly id: number;
  readonly parent: number;
  readonly kind: number;
  readonly operation: number;
  readonly source: number;
  readonly startUs: number;
  readonly endUs: number;
  readonly status: number;
  readonly errorType: number;
  readonly attempt: number;
}
