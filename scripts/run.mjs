#!/usr/bin/env node
// `node scripts/run.mjs FILE.ts [arguments]`: bundles a TypeScript program of this project and runs it.
import { relative, resolve } from 'node:path';
import { runBundled } from './setup/bundle.mjs';
import { ensureInstalled, ROOT } from './setup/install.mjs';

const [program, ...rest] = process.argv.slice(2);
if (program === undefined) {
  console.error('Usage: node scripts/run.mjs FILE.ts [arguments]');
  process.exit(2);
}
ensureInstalled();
await runBundled(relative(ROOT, resolve(program)).replaceAll('\\', '/'), rest);
