import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
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

/** Text of a file named on the command line. @throws UsageError saying why it cannot be read */
export function readInput(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

const CHUNK_BYTES = 1 << 20;

/** Lines of a file that may be longer than a JavaScript string. @throws UsageError saying why it cannot be read */
export function* readLines(path: string): Generator<string> {
  const file = opened(path);
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(CHUNK_BYTES);
    let rest = '';
    for (let length = read(file, buffer, path); length > 0; length = read(file, buffer, path)) {
      const lines = (rest + decoder.write(buffer.subarray(0, length))).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    rest += decoder.end();
    if (rest !== '') yield rest;
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
}

function read(file: number, buffer: Buffer, path: string): number {
  try {
    return readSync(file, buffer);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): UsageError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new UsageError(`${path}: ${code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'is a folder' : message}`);
}
