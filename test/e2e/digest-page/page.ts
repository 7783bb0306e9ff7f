/** Starts the worker for the scenario that the address names and sends home what it reports, good or bad. */
const worker = new Worker(new URL('./session-worker.ts', import.meta.url), { type: 'module', name: location.hash.slice(1) });
const post = (body: unknown): void => void fetch('./recording', { method: 'POST', body: JSON.stringify(body) });
worker.onmessage = (event: MessageEvent<unknown>) => post(event.data);
worker.onerror = (event) => post({ failed: event.message });
