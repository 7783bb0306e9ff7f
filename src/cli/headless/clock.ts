import type { Cancellation } from '../../contract/ports.ts';
import type { Micros } from '../../contract/time.ts';

/** What the clock drives. */
interface Advancing {
  readonly nowUs: Micros;
  advance(untilUs: Micros): void;
}

interface Waiter {
  readonly wakeUs: Micros;
  readonly wake: () => void;
}

/**
 * Simulated time for shell commands in one process. Time stands still while any command runs and moves on once every one of them
 * waits (for `sleep`, a rollout, an answer) or has ended: what a script does depends on the simulation, never on this machine's speed.
 */
export class HeadlessClock {
  readonly #session: Advancing;
  readonly #waiters = new Set<Waiter>();
  #running = 0;
  #settled: (() => void) | null = null;

  constructor(session: Advancing) {
    this.#session = session;
  }

  /** Starts a command; time waits for it from now on. */
  async run<Result>(job: () => Promise<Result>): Promise<Result> {
    this.#running++;
    try {
      return await job();
    } finally {
      this.#running--;
      this.#notice();
    }
  }

  /** For a running command: resolves when simulated time has come to `wakeUs`. Rejects with an AbortError when cancelled. */
  waitUntil(wakeUs: Micros, cancel?: Cancellation): Promise<void> {
    return new Promise((resolve, reject) => {
      const aborted = (): void => {
        this.#waiters.delete(waiter);
        reject(new DOMException('The command was interrupted', 'AbortError'));
      };
      const wake = (): void => {
        cancel?.removeEventListener('abort', aborted);
        resolve();
      };
      const waiter: Waiter = { wakeUs, wake };
      if (cancel?.aborted === true) return aborted();
      cancel?.addEventListener('abort', aborted);
      this.#waiters.add(waiter);
      this.#notice();
    });
  }

  /** Moves time to `untilUs`, letting commands that wait for an instant on the way go on at it. `onAdvance` hears of each stop. */
  async advance(untilUs: Micros, stepUs: Micros = Number.POSITIVE_INFINITY, onAdvance?: (nowUs: Micros) => void): Promise<void> {
    for (;;) {
      await this.allWaiting();
      const next = this.#earliest();
      const stopUs = Math.min(untilUs, this.#session.nowUs + stepUs, next?.wakeUs ?? Number.POSITIVE_INFINITY);
      if (stopUs > this.#session.nowUs) this.#session.advance(stopUs);
      onAdvance?.(this.#session.nowUs);
      if (next !== undefined && next.wakeUs <= this.#session.nowUs) {
        this.#waiters.delete(next);
        next.wake();
      } else if (stopUs >= untilUs) return;
    }
  }

  /** Moves time on until `job` has ended. Commands that never end are the caller's to cancel. */
  async finish<Result>(job: Promise<Result>, stepUs: Micros): Promise<Result> {
    let ended = false;
    const watched = job.finally(() => {
      ended = true;
    });
    // A rejection is the caller's, by `watched`; this loop only needs to know that it is over.
    watched.catch(() => undefined);
    for (;;) {
      await this.allWaiting();
      await Promise.resolve();
      if (ended) return watched;
      await this.advance(this.#session.nowUs + stepUs);
    }
  }

  /** Resolves when no command is computing. */
  async allWaiting(): Promise<void> {
    while (this.#running > this.#waiters.size) {
      await new Promise<void>((resolve) => {
        this.#settled = resolve;
      });
    }
  }

  /** Earliest wake-up; of several at one instant, the one asked for first. */
  #earliest(): Waiter | undefined {
    let first: Waiter | undefined;
    for (const waiter of this.#waiters) if (first === undefined || waiter.wakeUs < first.wakeUs) first = waiter;
    return first;
  }

  #notice(): void {
    if (this.#running > this.#waiters.size) return;
    const settled = this.#settled;
    this.#settled = null;
    settled?.();
  }
}
