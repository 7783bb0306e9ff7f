import type { Recording } from '../contract/recording.ts';
import { readInput } from './node-files.ts';
import { UsageError } from './usage-error.ts';

/** Reads a recording file, as far as its outline goes. @throws UsageError saying what is wrong with it */
export function readRecording(path: string): Recording {
  let value: unknown;
  try {
    value = JSON.parse(readInput(path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path}: not JSON (${(error as Error).message}); expected a recording made by brownout`);
  }
  const recording = value as Readonly<Partial<Record<keyof Recording, unknown>>> | null;
  if (typeof recording !== 'object' || recording === null || recording.format !== 'brownout-recording/1') {
    throw new UsageError(`${path}: not a recording: "format" must be "brownout-recording/1"`);
  }
  const wrong = (['commands', 'observations', 'digests'] as const).filter((key) => !Array.isArray(recording[key]));
  if (wrong.length > 0) throw new UsageError(`${path}: damaged recording: ${wrong.map((key) => `"${key}"`).join(', ')} must be a list`);
  if (!Number.isSafeInteger(recording.seed) || !Number.isSafeInteger(recording.untilUs))
    throw new UsageError(`${path}: damaged recording: "seed" and "untilUs" must be whole numbers`);
  return value as Recording;
}
