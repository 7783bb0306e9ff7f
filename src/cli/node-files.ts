import { readFileSync } from 'node:fs';
import type { FileReader } from '../scenario/read-file.ts';
import { UsageError } from './usage-error.ts';

/** Scenario text from the disk. */
export const NODE_FILES: FileReader = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  },
};

/** Text of a file named on the command line. @throws UsageError saying why it cannot be read. */
export function readInput(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(`${path}: ${code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'is a folder' : (error as Error).message}`);
  }
}
