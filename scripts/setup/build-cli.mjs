import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, isFresh, writeStamp } from './freshness.mjs';
import { ROOT } from './install.mjs';

const INPUTS = ['package-lock.json', 'scripts/setup/build-cli.mjs', 'src'];
const FOLDER = join(ROOT, '.cache/cli');
const STAMP = join(FOLDER, 'stamp');

/**
 * Bundles src/cli (main and every *-thread.ts) when its sources changed since the last time; packages stay in node_modules.
 * @returns path of the bundled main module
 */
export async function ensureCliBuilt() {
  const main = join(FOLDER, 'main.mjs');
  const print = fingerprint(ROOT, INPUTS);
  if (isFresh(STAMP, print)) return main;
  const { build } = await import('vite');
  const entries = readdirSync(join(ROOT, 'src/cli')).filter((name) => name === 'main.ts' || name.endsWith('-thread.ts'));
  // Built aside and moved, so that a second command started meanwhile never reads half a bundle.
  const aside = `${FOLDER}.${process.pid}`;
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: true,
      outDir: aside,
      target: 'node20',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(entries.map((name) => [name.replace(/\.ts$/, ''), join(ROOT, 'src/cli', name)])),
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  writeStamp(join(aside, 'stamp'), print);
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  rmSync(FOLDER, { recursive: true, force: true });
  try {
    renameSync(aside, FOLDER);
  } catch {
    // Another command was quicker.
    rmSync(aside, { recursive: true, force: true });
  }
  return main;
}
