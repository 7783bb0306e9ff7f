import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { fingerprint } from './freshness.mjs';
import { ROOT } from './install.mjs';

const INPUTS = ['package-lock.json', 'scripts', 'bench', 'src'];
const FOLDER = join(ROOT, '.cache/bundles');
const KEPT_MS = 24 * 3_600_000;

/**
 * Bytecode that V8 may inline into one function. Its own limit of 920 is meant for pages, which must be compiled quickly; an engine that runs the
 * same functions millions of times gains a tenth or more (docs/decisions/hot-path.md).
 */
const INLINED_BYTECODE = 2500;

/** Bundles a TypeScript program and runs it in this process. @param entry path from the project's root @param args what it finds after its own name */
export async function runBundled(entry, args) {
  const module = await ensureBundled(entry);
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${INLINED_BYTECODE}`);
  process.argv = [process.argv[0], module, ...args];
  await import(pathToFileURL(module).href);
}

/**
 * Bundles a TypeScript entry for Node, together with the worker threads of the command line (src/cli/*-thread.ts), when sources changed
 * since the last time; packages stay in node_modules. Bundled, modules start several times faster than transformed one by one, and constants
 * of other modules are inlined, which doubles the engine's speed. They are CommonJS: V8 runs functions inside a function's scope a quarter faster than
 * those in the scope of an ES module (docs/decisions/hot-path.md). A bundle lies in a folder named after its sources and is never changed, so
 * that commands already running keep theirs.
 * @param entry path from the project's root, such as `src/cli/main.ts`
 * @returns path of the bundled module
 */
async function ensureBundled(entry) {
  const name = basename(entry, '.ts');
  const folder = join(FOLDER, `${entry.replaceAll('/', '-')}-${fingerprint(ROOT, INPUTS).slice(0, 16)}`);
  const module = join(folder, `${name}.cjs`);
  if (existsSync(module)) {
    utimesSync(folder, new Date(), new Date()); // in use: not yet old
    return module;
  }
  const { build } = await import('vite');
  const threads = readdirSync(join(ROOT, 'src/cli')).filter((file) => file.endsWith('-thread.ts'));
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
        input: { [name]: join(ROOT, entry), ...Object.fromEntries(threads.map((file) => [basename(file, '.ts'), join(ROOT, 'src/cli', file)])) },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  });
  try {
    renameSync(aside, folder);
  } catch {
    // Another command built the same meanwhile.
    rmSync(aside, { recursive: true, force: true });
  }
  return module;
}

function removeOld() {
  for (const name of readdirSync(FOLDER)) {
    const path = join(FOLDER, name);
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
