#!/usr/bin/env node
// `node scripts/run.mjs FILE.ts [arguments]`: bundles a TypeScript program of this project and runs it.
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBundled } from './setup/bundle.mjs';
import { ensureInstalled, ROOT } from './setup/install.mjs';

const [program, ...rest] = process.argv.slice(2);
if (program === undefined) {
  console.error('Usage: node scripts/run.mjs FILE.ts [arguments]');
  process.exit(2);
}
ensureInstalled();
const module = await ensureBundled(relative(ROOT, resolve(program)).replaceAll('\\', '/'));
process.argv = [process.argv[0], module, ...rest];
await import(pathToFileURL(module).href);
