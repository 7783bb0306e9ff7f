import { createForkSessions } from './fork-sessions.ts';
import { breatheWith, browserTime } from './host-time.ts';
import { shippedCheckpoints } from './open-session.ts';
import { serve } from './rpc.ts';
import { runLineInFork } from './run-line-in-fork.ts';
import { scenarioById } from './scenario-library.ts';
import { createWriteUpService, type WriteUpService } from './write-up-service.ts';

/** Entry of the write-up's worker: it knows the truth and runs the counterfactuals, one at a time. Its first message names the scenario and the site's address. */
const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener('message', function start(event: MessageEvent<{ scenarioId?: string; base?: string }>) {
  const { scenarioId, base } = event.data;
  if (scenarioId === undefined || base === undefined) return;
  scope.removeEventListener('message', start);
  const scenario = scenarioById(scenarioId);
  const breathe = breatheWith(browserTime());
  serve<WriteUpService>(
    scope,
    createWriteUpService({ scenario, create: createForkSessions(scenario, shippedCheckpoints(base), breathe), runIntent: runLineInFork, breathe }),
  );
  scope.postMessage({ writeUp: 'ready' });
});
