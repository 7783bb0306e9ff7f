import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.cache/checkpoints');

/** Puts the checkpoints of every scenario's default seed into the built site, so that play starts at once. Those that still fit are taken from the cache. */
export function shippedCheckpoints(): Plugin {
  return {
    name: 'shipped-checkpoints',
    apply: 'build',
    generateBundle() {
      const made = spawnSync(process.execPath, ['scripts/run.mjs', 'scripts/checkpoints/main.ts', FOLDER], {
        cwd: ROOT,
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      if (made.status !== 0) this.error('The checkpoints could not be made; what is wrong stands above.');
      for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.bin'))) {
        this.emitFile({ type: 'asset', fileName: `checkpoints/${name}`, source: readFileSync(join(FOLDER, name)) });
      }
    },
  };
}
