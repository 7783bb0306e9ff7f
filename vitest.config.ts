import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** For a test that takes a second on a machine of its own: machines that share their processors take ten times as long. */
const LIMIT_MS = 60_000;

/**
 * What simulates is loaded by Node itself, as modules: through Vitest's own loader every call from module to module is a look-up, and the engine takes twice as long. `app` and
 * `view` need Vite, and are loaded by it.
 */
const NATIVE = { execArgv: ['--import', 'tsx'], server: { deps: { external: [/\/src\/(?!app\/|view\/)/] } } };

/** Projects by what they need: `unit` plain Node, `view` a DOM, `fidelity` minutes of simulation, `e2e` the built site and a browser. */
export default defineConfig({
  test: {
    // two even where there is one processor less: a simulated scenario is most of a worker's time, and each takes up to a gigabyte
    maxWorkers: Math.min(8, Math.max(2, availableParallelism())),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/view/**', 'test/architecture/**', 'test/fidelity/**', 'test/e2e/**'],
          environment: 'node',
          testTimeout: LIMIT_MS,
          ...NATIVE,
          // modules are loaded once a worker: none keeps anything between sessions
          isolate: false,
        },
      },
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], environment: 'node', testTimeout: 60_000, isolate: false, ...NATIVE } },
      { test: { name: 'view', include: ['test/view/**/*.test.ts'], environment: 'happy-dom', testTimeout: LIMIT_MS } },
      { test: { name: 'fidelity', include: ['test/fidelity/**/*.test.ts'], environment: 'node', testTimeout: 1_800_000, hookTimeout: 120_000, ...NATIVE } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 600_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          ...NATIVE,
        },
      },
    ],
  },
});
