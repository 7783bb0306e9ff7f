import type { Cancellation } from '../contract/ports.ts';
import type { Micros } from '../contract/time.ts';

/** What the clock drives. */
export interface Advancing {
  readonly nowUs: Micros;
  advance(untilUs: Micros): void;
}

/** The host's time, so that a test can turn it. */
export interface HostTime {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Calls back after `ms`, later than whatever waits in the message queue. Returns a way to take it back. */
  later(callback: () => void, ms: number): () => void;
}

export interface ClockState {
  readonly playing: boolean;
  readonly speed: number;
  readonly achievedSpeed: number;
}

export interface PlayClock {
  readonly state: ClockState;
  play(): void;
  pause(): void;
  setSpeed(simulatedSecondsPerSecond: number): void;
  step(): void;
  /** Resolves when simulated time has come to `wakeUs`; rejects with an AbortError when cancelled. Moves nothing by itself. */
  waitUntil(wakeUs: Micros, cancel?: Cancellation): Promise<void>;
  stop(): void;
}

export interface PlayClockOptions {
  readonly session: Advancing;
  readonly time: HostTime;
  /** Called after time has moved or the clock's state has changed; `urgent` when a person waits to see it. */
  readonly onChange: (urgent: boolean) => void;
  /** One scrape interval. */
  readonly stepUs: Micros;
}

/** A slice of simulation lasts at most so long, so that a question waits no longer than that. */
const SLICE_MS = 12;
/** When behind by more than this, the debt is dropped: the speed reached is then below the speed asked for. */
const DEBT_MS_MAX = 250;
const IDLE_MS = 15;
const MIN_GRAIN_US = 1_000;
const MAX_GRAIN_US = 500_000;

interface Waiter {
  readonly wakeUs: Micros;
  readonly wake: () => void;
}

/** Turns wall-clock time into simulated time at a chosen speed, in short slices. What happens in the simulation never depends on it: `advance` in many steps equals one. */
export function createPlayClock(options: PlayClockOptions): PlayClock {
  const { session, time, onChange } = options;
  const waiters = new Set<Waiter>();
  let playing = false;
  let speed = 1;
  let achieved = 0;
  let lastMs = 0;
  let owedUs = 0;
  let grainUs = 20_000;
  let measuredMs = 0;
  let measuredUs: Micros = session.nowUs;
  let takeBack: (() => void) | null = null;

  function wakeReached(): void {
    for (const waiter of [...waiters].sort((a, b) => a.wakeUs - b.wakeUs)) {
      if (waiter.wakeUs > session.nowUs) break;
      waiters.delete(waiter);
      waiter.wake();
    }
  }
  const nextWake = (): Micros => {
    let first = Number.POSITIVE_INFINITY;
    for (const waiter of waiters) if (waiter.wakeUs > session.nowUs && waiter.wakeUs < first) first = waiter.wakeUs;
    return first;
  };

  function slice(): void {
    takeBack = null;
    if (!playing) return;
    const started = time.now();
    owedUs = Math.min(owedUs + (started - lastMs) * 1000 * speed, DEBT_MS_MAX * 1000 * speed);
    lastMs = started;
    const before = session.nowUs;
    while (owedUs >= MIN_GRAIN_US) {
      const from = session.nowUs;
      const at = time.now();
      session.advance(Math.min(from + Math.min(Math.floor(owedUs), grainUs), nextWake()));
      wakeReached();
      owedUs -= session.nowUs - from;
      const took = time.now() - at;
      // a grain should take about a quarter of a slice
      grainUs = Math.max(MIN_GRAIN_US, Math.min(MAX_GRAIN_US, Math.round(took > SLICE_MS / 4 ? grainUs / 2 : grainUs * 1.25)));
      if (time.now() - started >= SLICE_MS - 3 || session.nowUs === from) break;
    }
    if (session.nowUs !== before) onChange(false);
    measure();
    takeBack = time.later(slice, owedUs >= MIN_GRAIN_US ? 0 : IDLE_MS);
  }

  function measure(): void {
    const now = time.now();
    if (now - measuredMs < 1000) return;
    achieved = (session.nowUs - measuredUs) / 1000 / (now - measuredMs);
    measuredMs = now;
    measuredUs = session.nowUs;
  }
  function begin(): void {
    lastMs = measuredMs = time.now();
    measuredUs = session.nowUs;
    owedUs = 0;
    achieved = speed;
  }

  return {
    get state() {
      return { playing, speed, achievedSpeed: playing ? achieved : 0 };
    },
    play: () => {
      if (playing) return;
      playing = true;
      begin();
      takeBack = time.later(slice, 0);
      onChange(true);
    },
    pause: () => {
      playing = false;
      takeBack?.();
      takeBack = null;
      onChange(true);
    },
    setSpeed: (next) => {
      if (!(next > 0 && next <= 60)) throw new RangeError(`speed must be above 0 and at most 60, got ${next}`);
      speed = next;
      begin();
      onChange(true);
    },
    step: () => {
      if (playing) return;
      const untilUs = session.nowUs + options.stepUs;
      while (session.nowUs < untilUs) {
        session.advance(Math.min(untilUs, nextWake()));
        wakeReached();
      }
      onChange(true);
    },
    waitUntil: (wakeUs, cancel) =>
      new Promise((resolve, reject) => {
        const aborted = (): void => {
          waiters.delete(waiter);
          reject(new DOMException('The command was interrupted', 'AbortError'));
        };
        const wake = (): void => {
          cancel?.removeEventListener('abort', aborted);
          resolve();
        };
        const waiter: Waiter = { wakeUs, wake };
        if (cancel?.aborted) return aborted();
        if (wakeUs <= session.nowUs) return resolve();
        cancel?.addEventListener('abort', aborted);
        waiters.add(waiter);
      }),
    stop: () => {
      playing = false;
      takeBack?.();
    },
  };
}
