import alea from 'seedrandom/lib/alea.js';

/** State of a stream, plain JSON. */
export interface StreamState {
  readonly c: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
}

/** A named source of random numbers. Streams of different names are independent; the same seed and name give the same numbers everywhere. */
export interface RandomStream {
  /** Uniform in [0, 1) with 53 random bits. */
  next(): number;
  /** 32 random bits, as a signed integer. */
  bits(): number;
  state(): StreamState;
}

/** Opens a stream such as `arrivals/europe-west1//home` of a session's seed, or restores one. Generator: Alea (Baagøe), by `seedrandom`. */
export function openStream(seed: number, name: string, state?: StreamState): RandomStream {
  const generator = alea(`${seed}/${name}`, { state: state ?? true });
  return {
    next: () => generator.double(),
    bits: () => generator.int32(),
    state: () => generator.state(),
  };
}
