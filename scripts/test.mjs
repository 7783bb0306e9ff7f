#!/usr/bin/env node
// `npm test`: install what is missing, then every check in order of cost. Ends at the first that fails.
import { spawnSync } from 'node:child_process';
import { browserAdvice, findChromium, findFirefox } from './setup/browsers.mjs';
import { ensureSiteBuilt } from './setup/build-site.mjs';
import { ensureInstalled, ROOT } from './setup/install.mjs';

ensureInstalled();
const missing = [findChromium() === null ? 'Chromium' : '', findFirefox() === null ? 'Firefox' : ''].filter((name) => name !== '');
const steps = ['types', 'lint', 'boundaries', 'unused', 'unit', 'build', 'fidelity', 'e2e'];
const rows = [];
for (const step of steps) {
  if (step === 'e2e' && missing.length > 0) {
    console.error(`\n✗ e2e: no ${missing.join(' and no ')} on this machine.\n${browserAdvice()}`);
    process.exit(1);
  }
  const began = performance.now();
  console.error(`\n── ${step}`);
  if (step === 'build') ensureSiteBuilt();
  else {
    const run = spawnSync('npm', ['run', '--silent', step], { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' });
    if (run.status !== 0) {
      console.error(`\n✗ ${step} failed. Alone: npm run ${step}`);
      process.exit(1);
    }
  }
  rows.push(`  ${step.padEnd(11)} ${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s`);
}
console.error(`\nAll passed:\n${rows.join('\n')}`);
