#!/usr/bin/env node
// The command line: TypeScript is bundled into .cache/ when its sources changed, then run by plain Node.
import { runBundled } from '../scripts/setup/bundle.mjs';
import { isInstalled } from '../scripts/setup/install.mjs';

if (!isInstalled()) {
  console.error('The dependencies are not installed, or not those of package-lock.json. Run: npm install');
  process.exit(2);
}
await runBundled('src/cli/main.ts', process.argv.slice(2));
