import type { Micros } from './time.ts';

export interface ConfigMapInspection {
  readonly name: string;
  readonly uid: string;
  readonly createdUs: Micros;
  /** Grows with every change. */
  readonly version: number;
  readonly data: Readonly<Record<string, string>>;
}
