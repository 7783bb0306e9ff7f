import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from './freshness.mjs';
import { ROOT } from './install.mjs';

const INPUTS = ['package-lock.json', 'scripts/setup/build-cli.mjs', 'src'];
const FOLDER = join(ROOT, '.cache/cli');
const KEPT_MS = 24 * 3_600_000;

/**
 * Bundles src/cli (main and every *-thread.ts) when its sources changed since the last time; packages stay in node_modules. A bundle
 * lies in a folder named after its sources and is never changed, so that commands already running keep theirs.
 * @returns path of the bundled main module
 */
export async function ensureCliBuilt() {
  const folder = join(FOLDER, fingerprint(ROOT, INPUTS).slice(0, 16));
  const main = join(folder, 'main.mjs');
  if (existsSync(main)) return main;
  const { build } = await import('vite');
  const entries = readdirSync(join(ROOT, 'src/cli')).filter((name) => name === 'main.ts' || name.endsWith('-thread.ts'));
  const aside = `${folder}.${process.pid}`;
  mkdirSync(FOLDER, { recursive: true });
  removeOld();
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
  try {
    renameSync(aside, folder);
  } catch {
    // Another command built the same meanwhile.
    rmSync(aside, { recursive: true, force: true });
  }
  return main;
}

function removeOld() {
  for (const name of readdirSync(FOLDER)) {
    const path = join(FOLDER, name);
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
