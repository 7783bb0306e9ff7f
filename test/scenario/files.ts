import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileReader } from '../../src/scenario/read-file.ts';

/** Files below a folder of the checkout. */
export function filesIn(folder: string): FileReader {
  return {
    read(path) {
      try {
        return readFileSync(join(import.meta.dirname, '../..', folder, path), 'utf8');
      } catch {
        return null;
      }
    },
  };
}

/** Files held in memory. */
export function filesOf(files: Readonly<Record<string, string>>): FileReader {
  return { read: (path) => files[path] ?? null };
}
