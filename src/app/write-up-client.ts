import type { WriteUpPort } from '../contract/write-up-port.ts';
import type { EngineClient } from './engine-client.ts';
import { type Connection, connect, PeerGone } from './rpc.ts';
import { createWriteUpPort } from './write-up-port.ts';
import type { WriteUpService } from './write-up-service.ts';

export interface WriteUpClient {
  readonly port: WriteUpPort;
  dispose(): void;
}

/**
 * The write-up's port over a worker that starts with the first question, and anew with the next one after it died: by an error, or by falling silent (it
 * takes breath between slices of a run, so a heartbeat finds it). What was asked of the dead one fails with the reason. A graded run may become the best one.
 */
export function createWriteUpClient(scenarioId: string, base: string, engine: EngineClient, spawn: () => Worker): WriteUpClient {
  let worker: Worker | null = null;
  let starting: Promise<Connection<WriteUpService>> | null = null;

  function stop(reason: string): void {
    const dead = starting;
    worker?.terminate();
    worker = null;
    starting = null;
    dead?.then((connection) => connection.end(reason)).catch(() => undefined);
  }

  async function start(): Promise<Connection<WriteUpService>> {
    const started = spawn();
    worker = started;
    const died = (reason: string): void => {
      if (worker === started) stop(reason);
    };
    await new Promise<void>((resolve, reject) => {
      started.addEventListener('message', function hear(event: MessageEvent<{ writeUp?: string }>) {
        if (event.data.writeUp !== 'ready') return;
        started.removeEventListener('message', hear);
        resolve();
      });
      started.addEventListener('error', (event) => {
        const reason = event.message || 'it could not be loaded';
        reject(new PeerGone(reason));
        died(reason);
      });
      started.postMessage({ scenarioId, base });
    });
    const connection = await connect<WriteUpService>(started);
    connection.onGone(died);
    return connection;
  }

  const service = (): Promise<WriteUpService> => {
    starting ??= start();
    return starting.then(({ remote }) => remote);
  };
  const inner = createWriteUpPort(
    { facts: async () => (await engine.service()).facts(), recording: async () => (await engine.service()).recording() },
    service,
  );
  return {
    port: {
      ...inner,
      grade: async (document, onPart, cancel) => {
        const debrief = await inner.grade(document, onPart, cancel).catch((thrown: unknown) => {
          throw thrown instanceof PeerGone ? new Error(`The grader stopped: ${thrown.message}. Handing in again starts a new one.`) : thrown;
        });
        if (debrief.response && debrief.postmortem) await (await engine.service()).saveBest((debrief.response.total + debrief.postmortem.total) / 2);
        return debrief;
      },
    },
    dispose: () => stop('The play was left.'),
  };
}
