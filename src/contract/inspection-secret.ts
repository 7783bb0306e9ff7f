import type { Micros } from './time.ts';

/** A Secret with the password of a database's role. */
export interface SecretInspection {
  readonly name: string;
  readonly database: string;
  readonly user: string;
  readonly createdUs: Micros;
  /** Every password it has had, oldest first; the last is in it now. */
  readonly versions: readonly { readonly madeUs: Micros; readonly password: string }[];
}
