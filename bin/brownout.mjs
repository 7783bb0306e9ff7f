#!/usr/bin/env node
// The command line: TypeScript is bundled into .cache/ when its sources changed, then run by plain Node.
import { pathToFileURL } from 'node:url';
import { ensureBundled } from '../scripts/setup/bundle.mjs';
import { isInstalled } from '../scripts/setup/install.mjs';

if (!isInstalled()) {
  console.error('The dependencies are not installed, or not those of package-lock.json. Run: npm install');
  process.exit(2);
}
const main = await ensureBundled('src/cli/main.ts');
await import(pathToFileURL(main).href);
