/** Stops on a broken promise of our own code; never used for a player's or author's mistake. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${message}`);
}
