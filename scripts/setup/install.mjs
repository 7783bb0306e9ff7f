// No dependencies here: this runs on a fresh clone.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Is every package of the lock file installed at the version it names? Compares package-lock.json with the copy npm keeps inside
 * node_modules; optional packages may be missing (they are for other platforms).
 */
export function isInstalled(root = ROOT) {
  const kept = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(kept)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(kept, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional === true || entry.devOptional === true || present[path]?.version === entry.version,
  );
}

/** Runs `npm ci` when something is missing. Ends the process with a message when that fails. */
export function ensureInstalled(root = ROOT) {
  requireNode(20, 19);
  if (isInstalled(root)) return;
  console.error('Installing dependencies (npm ci) …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status === 0) return;
  console.error('npm ci failed. Is the npm registry reachable? Run `npm ci` by hand to see more.');
  process.exit(1);
}

function requireNode(major, minor) {
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  console.error(`Brownout needs Node ${major}.${minor} or later; this is ${process.versions.node}. Get it from https://nodejs.org or your package manager.`);
  process.exit(1);
}
