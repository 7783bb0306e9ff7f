import { readFileSync } from 'node:fs';
import type { Cancellation, ShellPort } from '../contract/ports.ts';
import { MICROS_PER_SECOND, type Micros } from '../contract/time.ts';
import { formatDuration } from '../scenario/schema/quantity.ts';
import { closeSqlEngine } from '../shell/psql/sql-engine.ts';
import { createShell } from '../shell/shell.ts';
import { readDoFile } from './do-file.ts';
import { openSession } from './headless/open-session.ts';
import { playHeadless } from './headless/play.ts';
import { createSessionPort } from './headless/session-port.ts';
import { createProgressLine } from './progress-line.ts';
import { UsageError } from './usage-error.ts';

export interface ShOptions {
  readonly seed?: number;
  readonly do?: string;
  /** Since play began. */
  readonly at: Micros;
  /** One command each, in one shell session. */
  readonly commands: readonly string[];
  /** A file of bash, run after the commands. */
  readonly script?: string;
}

/** A command that follows something (`tail -f`, `watch`) is stopped, as by Ctrl-C, when this much simulated time has passed in it. */
const LONGEST_FOLLOW_US = 10 * 60 * MICROS_PER_SECOND;
const CLOCK_STEP_US = MICROS_PER_SECOND;
const INTERRUPTED = 130;

/**
 * Runs terminal commands at a moment of a scenario and prints what a player would see. Simulated time moves only while a command waits for it.
 * @returns the exit code of the last command
 */
export async function runSh(scenario: string, options: ShOptions): Promise<number> {
  const commands = [...options.commands, ...(options.script === undefined ? [] : [readScript(options.script)])];
  if (commands.length === 0) throw new UsageError("nothing to run: give -c 'COMMAND' (repeatable) or --script FILE");
  const plan = options.do === undefined ? [] : readDoFile(options.do);
  const session = openSession(scenario, options.seed);
  const progress = createProgressLine();
  const { clock } = await playHeadless(session, plan, options.at, (ratio) => progress.show(ratio, `playing to ${formatDuration(options.at)}`));
  progress.clear();

  let spentUs = 0;
  let interrupt = new AbortController();
  const port = createSessionPort(session, clock, 'player');
  const bounded: ShellPort = {
    ...port,
    async sleep(durationUs: Micros, cancel?: Cancellation): Promise<void> {
      if (durationUs > LONGEST_FOLLOW_US) return port.sleep(durationUs, cancel);
      spentUs += durationUs;
      await port.sleep(durationUs, cancel);
      if (spentUs >= LONGEST_FOLLOW_US) interrupt.abort();
    },
  };
  const shell = createShell(bounded);
  let exitCode = 0;
  try {
    for (const command of commands) {
      spentUs = 0;
      interrupt = new AbortController();
      const running = clock.run(() => shell.exec(command, { cancel: interrupt.signal, onOutput: (chunk) => void process.stdout.write(chunk) }));
      const result = await clock.finish(running, CLOCK_STEP_US);
      process.stdout.write(result.stdout);
      process.stderr.write(result.stderr);
      exitCode = result.exitCode;
      if (interrupt.signal.aborted) {
        process.stderr.write(`stopped after ${formatDuration(LONGEST_FOLLOW_US)} of simulated time, as by Ctrl-C\n`);
        exitCode = INTERRUPTED;
      }
    }
  } finally {
    await closeSqlEngine();
  }
  return exitCode;
}

function readScript(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--script: ${path}: ${(error as Error).message}`);
  }
}
