import type { Frame } from '../contract/frame.ts';
import type { Progress, ShellPort } from '../contract/ports.ts';
import type { Recording } from '../contract/recording.ts';
import { readRecording } from '../session/read-recording.ts';
import { runFacts } from '../session/run-facts.ts';
import type { Session, SessionCheckpoint } from '../session/session-api.ts';
import type { EngineService, HomeData, OpenRequest, Opened } from './engine-protocol.ts';
import { createCheckpointTrail } from '../session/checkpoint-trail.ts';
import { liveSessionPort, type LiveSessionPort } from './live-session-port.ts';
import { openAtPlayStart, restore, type ShippedCheckpoint } from './open-session.ts';
import { createPlayClock, type HostTime, type PlayClock } from './play-clock.ts';
import { replayInto } from './replay.ts';
import { serve } from './rpc.ts';
import { bestOf, summaryOf } from './saved-summary.ts';
import { readCatalogue, scenarioById } from './scenario-library.ts';
import type { Storage } from './storage.ts';

const FRAME_MS = 200;
const SAVE_MS = 5_000;
const CHECKPOINT_MS = 60_000;
const SCRAPE_US = 15e6;

export interface EngineServiceOptions {
  readonly storage: Storage;
  readonly shipped: ShippedCheckpoint;
  readonly time: HostTime;
  /** Wall clock, Unix ms: only for "saved yesterday". */
  readonly wallNow: () => number;
  /** Resolves at the next turn of the host's loop. */
  readonly breathe: () => Promise<void>;
}

interface Running {
  readonly session: Session;
  readonly clock: PlayClock;
  readonly port: LiveSessionPort;
  readonly stopShells: (() => void)[];
  savedUs: number;
  savedCommands: number;
  checkpointMs: number;
}

/** The engine's worker without the worker: one session at a time, its clock, frames, autosave. */
export function createEngineService(options: EngineServiceOptions): EngineService {
  const { storage, time } = options;
  const frameListeners = new Set<(frame: Frame) => void>();
  const noticeListeners = new Set<(notice: string) => void>();
  const trail = createCheckpointTrail();
  let running: Running | null = null;
  let lastFrameMs = -Infinity;
  let pendingFrame = false;
  let notice = '';
  let saving: Promise<void> | null = null;

  function say(next: string): void {
    if (next === notice) return;
    notice = next;
    for (const listener of noticeListeners) listener(next);
  }
  function sayUnkept(what: string, thrown: unknown, then: string): void {
    say(unkept(what, thrown, then));
  }
  const frameNow = ({ session, clock }: Running): Frame => session.frame(clock.state);
  function emit(): void {
    pendingFrame = false;
    if (!running) return;
    lastFrameMs = time.now();
    const frame = frameNow(running);
    for (const listener of frameListeners) listener(frame);
  }
  function changed(urgent: boolean): void {
    if (pendingFrame) return;
    const due = urgent ? 0 : lastFrameMs + FRAME_MS - time.now();
    if (due <= 0 && !urgent) return emit();
    pendingFrame = true;
    time.later(emit, Math.max(0, due));
  }

  function current(): Running {
    if (!running) throw new Error('no incident is open');
    return running;
  }

  /** From a checkpoint of the play before, or one kept on this machine, when its log is the beginning of the recording's. */
  async function fromKeptCheckpoint(request: OpenRequest, recording: Recording): Promise<Session | null> {
    const recent = beginningOf(request, recording, trail.before(recording.seed, recording.scenarioHash, recording.untilUs));
    if (recent) return recent;
    const kept = await storage.checkpoint(request.scenarioId).catch((thrown: unknown) => {
      sayUnkept('The checkpoint kept here cannot be read', thrown, 'Everything is replayed instead.');
      return null;
    });
    return beginningOf(request, recording, kept);
  }

  /** A session from a checkpoint; null when there is none or it isn't one of this recording. */
  function beginningOf(request: OpenRequest, recording: Recording, kept: SessionCheckpoint | null): Session | null {
    if (!kept || kept.seed !== recording.seed || kept.atUs > recording.untilUs) return null;
    const session = restore(scenarioById(request.scenarioId), recording.seed, kept);
    if (!session) return null;
    const same = session.commands().every((entry, index) => JSON.stringify(entry) === JSON.stringify(recording.commands[index]));
    return same && session.observations().length <= recording.observations.length ? session : null;
  }

  async function recordingFor(request: OpenRequest): Promise<Recording | null> {
    if (request.from === 'start') return null;
    if (request.from === 'saved') return (await storage.play(request.scenarioId))?.recording ?? null;
    const given = request.from;
    if (request.orSavedSince !== true) return given;
    const saved = (await storage.play(request.scenarioId).catch(() => null))?.recording; // unreadable storage is said by the next save
    const goesOn = saved !== undefined && saved.seed === given.seed && saved.commands.length > given.commands.length;
    return goesOn && given.commands.every((entry, at) => JSON.stringify(entry) === JSON.stringify(saved.commands[at])) ? saved : given;
  }

  async function open(request: OpenRequest, onProgress: (progress: Progress) => void): Promise<Opened> {
    await close();
    const scenario = scenarioById(request.scenarioId);
    const recording = await recordingFor(request);
    const seed = recording?.seed ?? request.seed;
    onProgress({ stage: 'loading', ratio: 0, note: 'Loading the scenario' });
    const session =
      (recording && (await fromKeptCheckpoint(request, recording))) ?? (await openAtPlayStart(scenario, seed, options.shipped, onProgress, options.breathe));
    let differsAtUs: number | null = null;
    if (recording) {
      ({ differsAtUs } = await replayInto(
        session,
        recording,
        (ratio) => onProgress({ stage: 'replaying', ratio, note: 'Replaying what happened so far' }),
        options.breathe,
      ));
    } else if (request.from === 'start')
      await storage.dropPlay(request.scenarioId).catch((thrown: unknown) => sayUnkept('The play kept before cannot be removed', thrown, 'Play goes on.'));
    if (recording) trail.forgetAfter(recording.untilUs);
    else trail.clear();
    const clock = createPlayClock({
      session,
      time,
      stepUs: SCRAPE_US,
      onChange: (urgent) => {
        changed(urgent);
        trail.note(session);
      },
    });
    const opened: Running = {
      session,
      clock,
      stopShells: [],
      savedUs: -1,
      savedCommands: -1,
      checkpointMs: time.now(),
      port: liveSessionPort(session, clock, () => {
        changed(true);
        void save(false);
      }),
    };
    running = opened;
    return { epoch: session.epoch, seed, frame: frameNow(opened), differsAtUs };
  }

  async function close(): Promise<void> {
    if (!running) return;
    running.clock.stop();
    await save(true);
    for (const stop of running.stopShells) stop();
    running = null;
  }

  /** Recording and summary; a checkpoint beside them when the last one is old, or when asked. One save at a time. */
  async function save(withCheckpoint: boolean): Promise<void> {
    await saving;
    if (!running) return;
    const { session } = running;
    if (session.nowUs === running.savedUs && session.commands().length === running.savedCommands && !withCheckpoint) return;
    const was = running;
    saving = (async () => {
      try {
        was.savedUs = session.nowUs;
        was.savedCommands = session.commands().length;
        const play = { summary: summaryOf(session, options.wallNow()), recording: session.recording() };
        await storage.savePlay(play);
        if (withCheckpoint || time.now() - was.checkpointMs > CHECKPOINT_MS) {
          was.checkpointMs = time.now();
          await storage.saveCheckpoint(session.scenario.id, session.checkpoint());
        }
        say('');
      } catch (thrown) {
        was.savedUs = -1;
        sayUnkept('This play is not kept', thrown, 'Play goes on; export the recording to keep it.');
      }
    })();
    await saving;
    saving = null;
  }
  const autosave = (): void => {
    void save(false);
    time.later(autosave, SAVE_MS);
  };
  time.later(autosave, SAVE_MS);

  async function catalogue(): Promise<HomeData> {
    const library = readCatalogue();
    try {
      return { ...library, saved: await storage.summaries(), best: await storage.best(), storageNote: '' };
    } catch (thrown) {
      return {
        ...library,
        saved: [],
        best: [],
        storageNote: unkept('Plays cannot be kept here', thrown, 'You can play, and export the recording before you leave.'),
      };
    }
  }

  const subscribe = <T>(listeners: Set<T>, listener: T): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    ...delegating(() => current().port),
    catalogue,
    open,
    close,
    readRecording: async (text, name) => readRecording(text, name),
    attachShell: async (port) => {
      const { session, port: live, stopShells } = current();
      const shellPort: ShellPort = { ...live, epoch: session.epoch };
      const stop = serve<ShellPort>(port, shellPort, ['epoch']);
      stopShells.push(() => stop('the incident was left'));
    },
    facts: async () => runFacts(current().session),
    save: () => save(false),
    saveBest: async (total) => {
      const { session } = current();
      try {
        const known = (await storage.best()).find((run) => run.scenarioId === session.scenario.id);
        if (!known || total > known.total) await storage.saveBest(bestOf(session, total));
      } catch (thrown) {
        sayUnkept('This score is not kept', thrown, 'Export the recording to keep the play.');
      }
    },
    onFrame: (listener) => subscribe(frameListeners, listener),
    onNotice: (listener) => {
      listener(notice);
      return subscribe(noticeListeners, listener);
    },
  };
}

/** What storage could not do, why, and what that means. */
function unkept(what: string, thrown: unknown, then: string): string {
  return `${what}: ${thrown instanceof Error ? thrown.message : 'storage failed'}. ${then}`;
}

/** The methods of whatever session is open when they are called. */
function delegating(port: () => LiveSessionPort): LiveSessionPort {
  return {
    now: async () => port().now(),
    clusters: async () => port().clusters(),
    fleet: async (cluster) => port().fleet(cluster),
    loadBalancer: async () => port().loadBalancer(),
    databases: async () => port().databases(),
    database: async (name) => port().database(name),
    poolers: async () => port().poolers(),
    pooler: async (name) => port().pooler(name),
    caches: async () => port().caches(),
    logs: async (filter) => port().logs(filter),
    trace: async (traceId) => port().trace(traceId),
    traces: async (filter) => port().traces(filter),
    changes: async () => port().changes(),
    runbooks: async () => port().runbooks(),
    query: async (expr, timeMs) => port().query(expr, timeMs),
    queryRange: async (expr, startMs, endMs, stepMs) => port().queryRange(expr, startMs, endMs, stepMs),
    metricNames: async () => port().metricNames(),
    execute: async (command, intent) => port().execute(command, intent),
    http: async (target, method, path, timeoutUs, intent) => port().http(target, method, path, timeoutUs, intent),
    echo: async (pod, target, sequence) => port().echo(pod, target, sequence),
    resolver: async () => port().resolver(),
    askName: async (pod, question, sequence) => port().askName(pod, question, sequence),
    observe: async (kind, what) => port().observe(kind, what),
    sleep: async (durationUs, cancel) => port().sleep(durationUs, cancel),
    play: async () => port().play(),
    pause: async () => port().pause(),
    setSpeed: async (speed) => port().setSpeed(speed),
    step: async () => port().step(),
    ribbon: async (sli, fromUs, toUs, stepUs) => port().ribbon(sli, fromUs, toUs, stepUs),
    recording: async () => port().recording(),
    savePostmortem: async (markdown) => port().savePostmortem(markdown),
    observations: async () => port().observations(),
  };
}
