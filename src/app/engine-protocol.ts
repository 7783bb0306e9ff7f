import type { Frame } from '../contract/frame.ts';
import type { Progress } from '../contract/ports.ts';
import type { Recording } from '../contract/recording.ts';
import type { Epoch, Micros } from '../contract/time.ts';
import type { RecordingRead } from '../session/read-recording.ts';
import type { RunFacts } from '../session/run-facts.ts';
import type { BestRun, SavedPlay } from '../stores/saved-play.ts';
import type { LiveSessionPort } from './live-session-port.ts';
import type { Catalogue } from './scenario-library.ts';

/** What the page asks of the engine's worker. Methods of `LiveSessionPort` reject until `open` has resolved. */
export interface EngineService extends LiveSessionPort {
  catalogue(): Promise<HomeData>;
  /** Opens a session in place of the one before, paused. */
  open(request: OpenRequest, onProgress: (progress: Progress) => void): Promise<Opened>;
  /** Saves and ends the session. */
  close(): Promise<void>;
  readRecording(text: string, name: string): Promise<RecordingRead>;
  /** Serves the running session's `ShellPort` on a port of a channel. */
  attachShell(port: MessagePort): Promise<void>;
  facts(): Promise<RunFacts>;
  /** Writes recording and summary now. Never rejects: what goes wrong is told through `onNotice`. */
  save(): Promise<void>;
  saveBest(total: number): Promise<void>;
  onFrame(listener: (frame: Frame) => void): () => void;
  /** What the status bar says about keeping the play; '' when all is well. */
  onNotice(listener: (notice: string) => void): () => void;
}

export interface HomeData extends Catalogue {
  readonly saved: readonly SavedPlay[];
  readonly best: readonly BestRun[];
  /** Why nothing can be kept here; '' when it can. */
  readonly storageNote: string;
}

export interface OpenRequest {
  readonly scenarioId: string;
  readonly seed: number;
  /** `start`: where play begins. `saved`: where the saved play of this scenario stands. A recording: where it ends. */
  readonly from: 'start' | 'saved' | Recording;
  /** With a recording: the saved play goes first when it is the same one with more commands. Set after a crash, when the worker's last save may know more than the page. */
  readonly orSavedSince?: boolean;
}

export interface Opened {
  readonly epoch: Epoch;
  readonly seed: number;
  readonly frame: Frame;
  /** First instant at which a replay differed from its recording; null when it did not, or nothing was replayed. */
  readonly differsAtUs: Micros | null;
}
