/** The pods of some versions answer some requests with an error. */
export interface RequestFailure {
  readonly kind: 'request-failure';
  readonly service: string;
  /** Versions of the service that behave so. */
  readonly versions: readonly string[];
  readonly route: string;
  readonly method?: 'GET' | 'POST';
  /** Only what users of this class asked for; absent: anybody's. */
  readonly client?: string;
  /** Share of those requests, 0…1. */
  readonly share: number;
  readonly status: number;
  /** What the code writes about it, and at which level. */
  readonly says: string;
  readonly level: 'info' | 'warn' | 'error';
}
