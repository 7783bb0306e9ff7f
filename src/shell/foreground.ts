import type { Cancellation, ShellPort } from '../contract/ports.ts';
import type { Micros } from '../contract/time.ts';
import type { InnerOptions } from './tool.ts';

/** Thrown out of a wait that `timeout` has ended. */
export class TimedOut extends Error {
  constructor() {
    super('timed out');
    this.name = 'AbortError';
  }
}

interface Deadline {
  readonly atUs: Micros;
  expire(): void;
}

/** What runs in the foreground of a terminal: the line, who may interrupt it, where it may write, and until when it may wait. */
export interface Foreground {
  readonly line: string;
  readonly cancel?: Cancellation;
  write?: (chunk: string) => void;
  readonly deadline?: Deadline;
  /** Resolves when the rest of the pipe has dealt with what was written so far: time must not pass meanwhile. */
  readonly drained?: () => Promise<void>;
  /** Ends the line itself, not only what waits in it. */
  readonly stop?: () => void;
}

/** Waiting in the foreground. Only waits take simulated time, so they are where a deadline can fall due. */
export function patience(port: ShellPort, current: () => Foreground): Pick<ShellPort, 'sleep' | 'http'> {
  return {
    async sleep(durationUs) {
      await current().drained?.();
      const { cancel, deadline, stop } = current();
      if (cancel?.aborted) {
        stop?.();
        throw new TimedOut();
      }
      if (deadline !== undefined) {
        const leftUs = Math.max(0, deadline.atUs - (await port.now()));
        if (durationUs >= leftUs) {
          await port.sleep(leftUs, cancel);
          deadline.expire();
          throw new TimedOut();
        }
      }
      await port.sleep(durationUs, cancel);
    },
    async http(target, method, path, timeoutUs, intent) {
      const { deadline } = current();
      const leftUs = deadline === undefined ? timeoutUs : Math.max(0, deadline.atUs - (await port.now()));
      const answer = await port.http(target, method, path, Math.min(timeoutUs, leftUs), intent);
      if (deadline === undefined || answer.failure !== 'timeout' || leftUs > timeoutUs) return answer;
      deadline.expire();
      throw new TimedOut();
    },
  };
}

export interface Inner {
  readonly foreground: Foreground;
  /** Ends the line at once, and with it what it has printed so far. */
  readonly stopped: Cancellation;
  readonly timedOut: () => boolean;
  /** Lets go of the outer command's signal. */
  readonly end: () => void;
}

/**
 * A command run by another (`watch`, `timeout`): interrupted with it, and by its own limit. A limit first ends what waits, so that its output passes
 * down the pipe; a line that waits once more is stopped.
 */
export function innerForeground(outer: Foreground, nowUs: Micros, { limitUs, write }: InnerOptions): Inner {
  const waiting = new AbortController();
  const line = new AbortController();
  const relay = (): void => {
    waiting.abort();
    line.abort();
  };
  outer.cancel?.addEventListener('abort', relay);
  if (outer.cancel?.aborted) relay();
  let expired = false;
  const own: Deadline | undefined =
    limitUs === undefined
      ? undefined
      : {
          atUs: nowUs + limitUs,
          expire: () => {
            expired = true;
            waiting.abort();
          },
        };
  const deadline = own !== undefined && (outer.deadline === undefined || own.atUs < outer.deadline.atUs) ? own : outer.deadline;
  return {
    foreground: { line: outer.line, cancel: waiting.signal, write, deadline, drained: outer.drained, stop: () => line.abort() },
    stopped: line.signal,
    timedOut: () => expired,
    end: () => outer.cancel?.removeEventListener('abort', relay),
  };
}
