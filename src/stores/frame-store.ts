import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Frame } from '../contract/frame.ts';
import type { Progress } from '../contract/ports.ts';

/** What the engine last said. Only `app` writes; views read. */
export interface FrameState {
  /** null until the first frame. */
  readonly frame: Frame | null;
  /** Something long that runs now (loading, warm-up, replay), or null. */
  readonly progress: Progress | null;
  /** Why the engine's worker died; null while it lives. */
  readonly crash: string | null;
  /** Said in the status bar: storage that is full or blocked, a session that was resumed; '' when there is nothing to say. */
  readonly notice: string;
}

export type FrameStore = StoreApi<FrameState>;

export function createFrameStore(initial: Partial<FrameState> = {}): FrameStore {
  return createStore<FrameState>(() => ({ frame: null, progress: null, crash: null, notice: '', ...initial }));
}
