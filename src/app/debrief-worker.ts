import { createForkSessions } from './fork-sessions.ts';
import { runLine } from './fork-shell.ts';
import { breatheWith, browserTime } from './host-time.ts';
import { shippedCheckpoints } from './open-session.ts';
import { serve } from './rpc.ts';
import { scenarioById } from './scenario-library.ts';
import { createWriteUpService, type WriteUpService } from './write-up-service.ts';

/**
 * Entry of the worker that knows the truth: it reads prose, and after the hand-in grades it and runs the forks, one at a time. Its first message
 * brings `{ scenario }`, an id; after that it serves `WriteUpService`. The page gives the site's address in the worker's name, as for the engine.
 * The running session does not need this worker, so it may be killed at any time.
 */
const scope = self as unknown as DedicatedWorkerGlobalScope;
const breathe = breatheWith(browserTime());

scope.addEventListener('message', function start(event: MessageEvent<{ scenario?: string }>) {
  const { scenario: id } = event.data;
  if (id === undefined) return;
  scope.removeEventListener('message', start);
  try {
    const scenario = scenarioById(id);
    serve<WriteUpService>(scope, createWriteUpService({ scenario, create: createForkSessions(scenario, shippedCheckpoints(scope.name), breathe), runIntent: runLine, breathe }));
  } catch (error) {
    scope.postMessage({ kind: 'bye', reason: error instanceof Error ? error.message : String(error) });
  }
});
