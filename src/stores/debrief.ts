import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Progress } from '../contract/ports.ts';
import type { Debrief } from '../contract/write-up-port.ts';

/** The debrief as far as it is known. Empty until the postmortem was handed in. */
export interface DebriefState {
  readonly state: 'idle' | 'grading' | 'done' | 'stopped' | 'failed';
  readonly debrief: Debrief;
  readonly progress: Progress | null;
  /** Why it failed, '' otherwise. */
  readonly error: string;
  /** The postmortem as it was handed in. */
  readonly handedIn: string;
  /** Grading has begun; `stop` ends what still runs. */
  begin(handedIn: string, stop: () => void): void;
  show(debrief: Debrief, progress: Progress | null): void;
  finish(debrief: Debrief, state: 'done' | 'stopped'): void;
  fail(error: string): void;
  stop(): void;
}

const NOTHING: Debrief = { postmortem: null, response: null, story: null, forks: [] };

export type DebriefStore = StoreApi<DebriefState>;

export function createDebriefStore(): DebriefStore {
  return createStore<DebriefState>()((set) => {
    let stopNow: () => void = () => {};
    return {
      state: 'idle',
      debrief: NOTHING,
      progress: null,
      error: '',
      handedIn: '',
      begin(handedIn, stop) {
        stopNow = stop;
        set({ state: 'grading', debrief: NOTHING, progress: null, error: '', handedIn });
      },
      show: (debrief, progress) => set({ debrief, progress }),
      finish: (debrief, state) => set({ debrief, state, progress: null }),
      fail: (error) => set({ state: 'failed', error, progress: null }),
      stop: () => stopNow(),
    };
  });
}
