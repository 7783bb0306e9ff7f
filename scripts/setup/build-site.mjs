import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, isFresh, writeStamp } from './freshness.mjs';
import { ROOT } from './install.mjs';

const INPUTS = ['index.html', 'vite.config.ts', 'package-lock.json', 'scripts/build', 'scripts/checkpoints', 'scripts/serve', 'src', 'scenarios', 'assets'];
const STAMP = join(ROOT, '.cache/site.stamp');

/** Builds dist/ when it is missing or older than its sources. Ends the process with a message when that fails. */
export function ensureSiteBuilt() {
  const print = fingerprint(ROOT, INPUTS);
  if (existsSync(join(ROOT, 'dist/index.html')) && isFresh(STAMP, print)) return;
  console.error('Building …');
  const vite = spawnSync(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (vite.status !== 0) {
    console.error('The build failed; what is wrong stands above.');
    process.exit(1);
  }
  writeStamp(STAMP, print);
}
