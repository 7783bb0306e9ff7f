import alea from 'seedrandom/lib/alea.js';

/** State of a stream, plain JSON. */
export interface StreamState {
  readonly c: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
}

/** A named source of random numbers. Streams of different names are independent; the same seed and name give the same numbers everywhere. */
export class RandomStream {
  readonly #generator: ReturnType<typeof alea>;

  constructor(generator: ReturnType<typeof alea>) {
    this.#generator = generator;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  next(): number {
    return this.#generator.double();
  }

  /** 32 random bits, as a signed integer. */
  bits(): number {
    return this.#generator.int32();
  }

  state(): StreamState {
    return this.#generator.state();
  }
}

/** Opens a stream such as `arrivals/europe-west1//home` of a session's seed, or restores one. Generator: Alea (Baagøe), by `seedrandom`. */
export function openStream(seed: number, name: string, state?: StreamState): RandomStream {
  return new RandomStream(alea(`${seed}/${name}`, { state: state ?? true }));
}
