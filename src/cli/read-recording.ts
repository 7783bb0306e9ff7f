import type { Recording } from '../contract/recording.ts';
import { readRecording } from '../session/read-recording.ts';
import { readInput } from './node-files.ts';
import { UsageError } from './usage-error.ts';

/** Reads a recording file. @throws UsageError saying what is wrong with it and where */
export function readRecordingFile(path: string): Recording {
  const read = readRecording(readInput(path), path);
  if (!read.ok) throw new UsageError(read.problem);
  return read.recording;
}
