import type { Frame } from '../contract/frame.ts';
import type { Progress, SessionPort } from '../contract/ports.ts';
import type { Recording } from '../contract/recording.ts';
import type { Epoch } from '../contract/time.ts';
import type { EngineService, OpenRequest, Opened } from './engine-protocol.ts';
import { type Connection, connect } from './rpc.ts';

export interface EngineClientOptions {
  readonly spawn: () => Worker;
  readonly onFrame: (frame: Frame) => void;
  readonly onProgress: (progress: Progress | null) => void;
  readonly onNotice: (notice: string) => void;
  /** The worker has died, with the reason; null when the play goes on again. */
  readonly onCrash: (reason: string | null) => void;
}

export interface EngineClient {
  /** The worker's service; starts the worker when there is none. */
  service(): Promise<EngineService>;
  open(request: OpenRequest): Promise<Opened>;
  /** The page's port: stays the same through a crash and the restart after it. */
  readonly port: SessionPort;
  /** A fresh port for the shell's worker. */
  shellPort(): Promise<MessagePort>;
  /** The recording so far, from the worker or, when it does not answer, the last one seen. */
  recording(): Promise<Recording | null>;
  close(): Promise<void>;
}

const KEEP_MS = 5_000;
/** A worker that dies again within so long after a restart is not restarted a third time. */
const RESTARTS_MAX = 3;

/** The page's end of the engine. Keeps the last recording in memory, so that a crash loses nothing that was commanded. */
export function createEngineClient(options: EngineClientOptions): EngineClient {
  let connection: Promise<Connection<EngineService>> | null = null;
  let epoch: Epoch = { startUnixMs: 0, playStartUs: 0 };
  let request: OpenRequest | null = null;
  let kept: Recording | null = null;
  let clock = { playing: false, speed: 1 };
  /** What the last frame showed, and how many commands the kept recording holds. */
  let seen = { tUs: 0, commandCount: 0 };
  let keptCount = -1;
  let restarts = 0;
  let keeping = false;
  const frameListeners = new Set<(frame: Frame) => void>();
  const crashListeners = new Set<(reason: string) => void>();

  function start(): Promise<Connection<EngineService>> {
    const worker = options.spawn();
    const connecting = connect<EngineService>(worker, { transfer: (args) => args.filter((entry): entry is MessagePort => entry instanceof MessagePort) });
    worker.addEventListener('error', (event) => {
      void connecting.then(
        (found) => found.end(event.message || 'the engine could not be loaded'),
        () => undefined,
      );
      if (connection === connecting) crashed(worker, event.message || 'the engine could not be loaded');
    });
    void connecting.then(
      (found) => {
        found.remote.onFrame((frame) => {
          clock = { playing: frame.playing, speed: frame.speed };
          seen = { tUs: frame.tUs, commandCount: frame.commandCount };
          // what the shell's worker commanded is seen here first
          if (frame.commandCount !== keptCount) void keep();
          options.onFrame(frame);
          for (const listener of frameListeners) listener(frame);
        });
        found.remote.onNotice(options.onNotice);
        found.onGone((reason) => {
          if (connection === connecting) crashed(worker, reason);
        });
      },
      () => undefined,
    );
    return connecting;
  }
  const service = async (): Promise<EngineService> => {
    connection ??= start();
    return (await connection).remote;
  };

  /** Says what happened, then goes on from the last checkpoint with the commands after it. */
  function crashed(worker: Worker, reason: string): void {
    worker.terminate();
    connection = null;
    for (const listener of crashListeners) listener(reason);
    options.onCrash(reason);
    if (!request || restarts >= RESTARTS_MAX) return;
    restarts += 1;
    // with no command since, the same commands lead to the moment last shown
    const untilUs = kept && keptCount === seen.commandCount ? Math.max(kept.untilUs, seen.tUs) : kept?.untilUs;
    const again: OpenRequest = kept ? { ...request, from: { ...kept, untilUs: untilUs ?? kept.untilUs }, orSavedSince: true } : request;
    const { playing, speed } = clock;
    void (async () => {
      await openWith(again);
      const remote = await service();
      await remote.setSpeed(speed);
      if (playing) await remote.play();
      options.onCrash(null);
      options.onNotice('The engine was restarted; nothing you did was lost.');
    })().catch((thrown: unknown) =>
      options.onCrash(
        `${reason}; starting again failed: ${thrown instanceof Error ? thrown.message : String(thrown)}. Export the recording and reload the page.`,
      ),
    );
  }

  async function openWith(asked: OpenRequest): Promise<Opened> {
    const remote = await service();
    const opened = await remote.open(asked, options.onProgress);
    epoch = opened.epoch;
    options.onProgress(null);
    options.onFrame(opened.frame);
    return opened;
  }

  async function keep(): Promise<void> {
    if (keeping || !request) return;
    keeping = true;
    const { commandCount } = seen;
    try {
      kept = await (await service()).recording();
      keptCount = commandCount;
      restarts = 0;
    } catch {
      // the crash handler speaks of it
    } finally {
      keeping = false;
    }
  }
  setInterval(() => {
    if (clock.playing) void keep();
  }, KEEP_MS);

  const port: SessionPort = {
    get epoch() {
      return epoch;
    },
    now: async () => (await service()).now(),
    clusters: async () => (await service()).clusters(),
    fleet: async (cluster) => (await service()).fleet(cluster),
    loadBalancer: async () => (await service()).loadBalancer(),
    databases: async () => (await service()).databases(),
    database: async (name) => (await service()).database(name),
    poolers: async () => (await service()).poolers(),
    pooler: async (name) => (await service()).pooler(name),
    caches: async () => (await service()).caches(),
    logs: async (filter) => (await service()).logs(filter),
    trace: async (traceId) => (await service()).trace(traceId),
    traces: async (filter) => (await service()).traces(filter),
    changes: async () => (await service()).changes(),
    runbooks: async () => (await service()).runbooks(),
    query: async (expr, timeMs) => (await service()).query(expr, timeMs),
    queryRange: async (expr, startMs, endMs, stepMs) => (await service()).queryRange(expr, startMs, endMs, stepMs),
    metricNames: async () => (await service()).metricNames(),
    execute: async (command, intent) => {
      const result = await (await service()).execute(command, intent);
      void keep();
      return result;
    },
    http: async (target, method, path, timeoutUs, intent) => (await service()).http(target, method, path, timeoutUs, intent),
    echo: async (pod, target, sequence) => (await service()).echo(pod, target, sequence),
    resolver: async () => (await service()).resolver(),
    askName: async (pod, question, sequence) => (await service()).askName(pod, question, sequence),
    observe: async (kind, what) => (await service()).observe(kind, what),
    sleep: async (durationUs, cancel) => (await service()).sleep(durationUs, cancel),
    play: async () => (await service()).play(),
    pause: async () => (await service()).pause(),
    setSpeed: async (speed) => (await service()).setSpeed(speed),
    step: async () => (await service()).step(),
    ribbon: async (sli, fromUs, toUs, stepUs) => (await service()).ribbon(sli, fromUs, toUs, stepUs),
    recording: async () => (await service()).recording(),
    savePostmortem: async (markdown) => (await service()).savePostmortem(markdown),
    observations: async () => (await service()).observations(),
    onFrame: (listener) => {
      frameListeners.add(listener);
      return () => frameListeners.delete(listener);
    },
    onCrash: (listener) => {
      crashListeners.add(listener);
      return () => crashListeners.delete(listener);
    },
  };

  return {
    service,
    port,
    open: async (asked) => {
      request = asked;
      kept = typeof asked.from === 'object' ? asked.from : null;
      restarts = 0;
      const opened = await openWith(asked);
      await keep();
      return opened;
    },
    shellPort: async () => {
      const channel = new MessageChannel();
      await (await service()).attachShell(channel.port1);
      return channel.port2;
    },
    recording: async () => {
      await Promise.race([keep(), new Promise((resolve) => setTimeout(resolve, 2_000))]);
      return kept;
    },
    close: async () => {
      request = null;
      kept = null;
      await (await service()).close();
    },
  };
}
