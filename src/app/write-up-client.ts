import type { WriteUpPort } from '../contract/write-up-port.ts';
import type { EngineClient } from './engine-client.ts';
import { connect } from './rpc.ts';
import { createWriteUpPort } from './write-up-port.ts';
import type { WriteUpService } from './write-up-service.ts';

export interface WriteUpClient {
  readonly port: WriteUpPort;
  dispose(): void;
}

/** The write-up's port over a worker that starts with the first question, and anew after it died. A graded run may become the best one. */
export function createWriteUpClient(scenarioId: string, base: string, engine: EngineClient, spawn: () => Worker): WriteUpClient {
  let worker: Worker | null = null;
  let starting: Promise<WriteUpService> | null = null;

  function start(): Promise<WriteUpService> {
    const started = spawn();
    worker = started;
    return new Promise<WriteUpService>((resolve, reject) => {
      const failed = (event: ErrorEvent): void => {
        starting = null;
        reject(new Error(event.message || 'the grader could not be loaded'));
      };
      started.addEventListener('error', failed);
      started.addEventListener('message', function hear(event: MessageEvent<{ writeUp?: string }>) {
        if (event.data.writeUp !== 'ready') return;
        started.removeEventListener('message', hear);
        connect<WriteUpService>(started, { heartbeatMs: 0 }).then((found) => resolve(found.remote), reject);
      });
      started.postMessage({ scenarioId, base });
    });
  }
  const service = (): Promise<WriteUpService> => (starting ??= start());
  const inner = createWriteUpPort(
    { facts: async () => (await engine.service()).facts(), recording: async () => (await engine.service()).recording() },
    service,
  );
  return {
    port: {
      ...inner,
      grade: async (document, onPart, cancel) => {
        const debrief = await inner.grade(document, onPart, cancel);
        if (debrief.response && debrief.postmortem) await (await engine.service()).saveBest((debrief.response.total + debrief.postmortem.total) / 2);
        return debrief;
      },
    },
    dispose: () => {
      worker?.terminate();
      worker = null;
      starting = null;
    },
  };
}
