/** Textbook formulas the engine is held against. λ arrivals and μ services a second, c servers, ρ = λ/cμ; times in seconds. */

/** Erlang C: share of arrivals that wait in M/M/c. @throws RangeError unless λ < cμ. Source: Kleinrock, Queueing Systems I (1975), §3.5. */
export function erlangC(servers: number, lambda: number, mu: number): number {
  const load = lambda / mu;
  if (load >= servers) throw new RangeError(`${lambda} arrivals a second are too many for ${servers} servers of ${mu}`);
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** Erlang B by its recursion. @param load λ/μ in erlangs. Source: Kleinrock I, §3.6. */
function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
}

/** Mean wait in M/M/c before service begins. */
export function waitMmc(servers: number, lambda: number, mu: number): number {
  return erlangC(servers, lambda, mu) / (servers * mu - lambda);
}

/**
 * 99th percentile of the time in an M/M/c, wait and service: P(T > t) = e^(−μt) · (1 − C) + C · (the sum of two exponentials of cμ − λ and μ beyond t).
 * Found by bisection. Source: Gross et al., Fundamentals of Queueing Theory (2008), §2.3.
 */
export function p99SojournMmc(servers: number, lambda: number, mu: number): number {
  const waits = erlangC(servers, lambda, mu);
  const drain = servers * mu - lambda;
  const beyond = (t: number): number => {
    const both = Math.abs(drain - mu) < 1e-9 ? Math.exp(-mu * t) * (1 + mu * t) : (drain * Math.exp(-mu * t) - mu * Math.exp(-drain * t)) / (drain - mu);
    return (1 - waits) * Math.exp(-mu * t) + waits * both;
  };
  let [low, high] = [0, 1_000 / mu];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (beyond(middle) > 0.01) low = middle;
    else high = middle;
  }
  return low;
}

/** M/M/c/K: share of arrivals refused, and the mean wait of those that are not. Source: birth and death process, Kleinrock I, §3.2. */
export function lossAndWaitMmck(servers: number, capacity: number, lambda: number, mu: number): { readonly loss: number; readonly wait: number } {
  const weights = [1];
  for (let n = 1; n <= capacity; n++) weights.push(((weights[n - 1] ?? 0) * lambda) / (mu * Math.min(n, servers)));
  const sum = weights.reduce((a, b) => a + b, 0);
  const queue = weights.reduce((mean, weight, n) => mean + Math.max(0, n - servers) * weight, 0) / sum;
  const loss = (weights[capacity] ?? 0) / sum;
  return { loss, wait: queue / (lambda * (1 - loss)) };
}

/** Pollaczek–Khinchine: mean wait in M/G/1. @param cv standard deviation of the service time over its mean. Source: Kleinrock I, §5.7. */
export function waitMg1(lambda: number, mu: number, cv: number): number {
  const load = lambda / mu;
  return (load * (1 + cv * cv)) / (2 * mu * (1 - load));
}

/**
 * Che's approximation of the hit ratio of an LRU cache under independent requests: a key stays for the same time T whatever it is, where T
 * is such that the cache is full. @param popularity of the keys, summing to 1. Source: Che, Tung, Wang (2002), IEEE JSAC 20(7).
 */
export function cheHitRatio(popularity: readonly number[], capacity: number): number {
  const occupied = (t: number): number => popularity.reduce((sum, p) => sum + 1 - Math.exp(-p * t), 0);
  let [low, high] = [0, 1];
  while (occupied(high) < capacity) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (occupied(middle) < capacity) low = middle;
    else high = middle;
  }
  return popularity.reduce((sum, p) => sum + p * (1 - Math.exp(-p * low)), 0);
}

/**
 * Hit ratio of a cache that never evicts and whose entries end `ttl` after they were set: between two misses of a key come λ·ttl hits on average.
 * @param rate of each key a second. Source: Jung, Berger, Balakrishnan (2003), "Modeling TTL-based Internet caches", INFOCOM.
 */
export function ttlHitRatio(rates: readonly number[], ttlSeconds: number): number {
  const total = rates.reduce((a, b) => a + b, 0);
  return rates.reduce((sum, rate) => sum + (rate / total) * ((rate * ttlSeconds) / (1 + rate * ttlSeconds)), 0);
}

/** Popularity of `count` keys where the key of rank k has the weight k^-exponent. */
export function zipf(count: number, exponent: number): number[] {
  const weights = Array.from({ length: count }, (_, i) => (i + 1) ** -exponent);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
