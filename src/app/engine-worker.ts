import type { EngineService } from './engine-protocol.ts';
import { createEngineService } from './engine-service.ts';
import { breatheWith, browserTime } from './host-time.ts';
import { shippedCheckpoints } from './open-session.ts';
import { serve } from './rpc.ts';
import { openStorage } from './storage.ts';

/** Entry of the engine's worker. The page gives the site's address in the worker's name, so that checkpoints are found under any sub-path. */
const scope = self as unknown as DedicatedWorkerGlobalScope;
const time = browserTime();

serve<EngineService>(
  scope,
  createEngineService({
    storage: openStorage(scope.indexedDB),
    shipped: shippedCheckpoints(scope.name),
    time,
    wallNow: () => Date.now(),
    breathe: breatheWith(time),
  }),
);
