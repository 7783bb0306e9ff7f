/** A token bucket that is filled when it is looked at: what a timer would have put in by then, at the same moments. Source: Envoy, common/token_bucket and local_ratelimit. */
export interface TokenBucket {
  tokens: number;
  /** The last fill. */
  filledUs: number;
}

export interface TokenBucketSettings {
  readonly maxTokens: number;
  readonly tokensPerFill: number;
  readonly fillIntervalUs: number;
}

/** Begins full. */
export function createTokenBucket(maxTokens: number, nowUs: number): TokenBucket {
  return { tokens: maxTokens, filledUs: nowUs };
}

export function takeToken(bucket: TokenBucket, { maxTokens, tokensPerFill, fillIntervalUs }: TokenBucketSettings, nowUs: number): boolean {
  const fills = Math.floor((nowUs - bucket.filledUs) / fillIntervalUs);
  if (fills > 0) {
    bucket.tokens += fills * tokensPerFill;
    bucket.filledUs += fills * fillIntervalUs;
  }
  if (bucket.tokens > maxTokens) bucket.tokens = maxTokens;
  if (bucket.tokens < 1) return false;
  bucket.tokens--;
  return true;
}
