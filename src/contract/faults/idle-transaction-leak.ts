/** The pods of one version do not end their transaction, nor give back its connection, when a call inside it times out. */
export interface IdleTransactionLeak {
  readonly kind: 'idle-transaction-leak';
  readonly service: string;
  /** Versions of the service that behave so. */
  readonly versions: readonly string[];
}
