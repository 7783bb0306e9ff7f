/** The pods of some versions keep a little memory of every request they answer, for as long as their process lives. */
export interface MemoryGrowth {
  readonly kind: 'memory-growth';
  readonly service: string;
  /** Versions of the service that behave so. */
  readonly versions: readonly string[];
  readonly perRequestKiB: number;
  /** Only while this feature flag is on. */
  readonly flag?: string;
}
