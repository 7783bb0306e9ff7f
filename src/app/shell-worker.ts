import type { ShellPort } from '../contract/ports.ts';
import { connect, serve } from './rpc.ts';
import { createShellService, type ShellService } from './shell-service.ts';

/**
 * Entry of the shell's worker. Its first message brings `{ enginePort }`, a MessagePort on which the engine's worker serves `ShellPort`;
 * after that the worker serves `ShellService` to whoever started it. It holds nothing the session needs, so it may be killed at any time.
 */
const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener('message', async function start(event: MessageEvent<{ enginePort?: MessagePort }>) {
  const { enginePort } = event.data;
  if (enginePort === undefined) return;
  scope.removeEventListener('message', start);
  const { remote } = await connect<ShellPort>(enginePort);
  serve<ShellService>(scope, createShellService(remote));
  scope.postMessage({ shell: 'ready' });
});
