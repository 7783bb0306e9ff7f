import { defineConfig } from 'vitest/config';

/** Projects by what they need: `unit` plain Node, `view` a DOM, `fidelity` minutes of simulation, `e2e` the built site and a browser. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/view/**', 'test/architecture/**', 'test/fidelity/**', 'test/e2e/**'],
          environment: 'node',
        },
      },
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], environment: 'node', testTimeout: 60_000 } },
      { test: { name: 'view', include: ['test/view/**/*.test.ts'], environment: 'happy-dom' } },
      { test: { name: 'fidelity', include: ['test/fidelity/**/*.test.ts'], environment: 'node', testTimeout: 600_000, hookTimeout: 120_000 } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
