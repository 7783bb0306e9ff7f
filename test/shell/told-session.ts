import { fleetScenario } from '../../src/cli/bench/fleet-scenario.ts';
import { HeadlessClock } from '../../src/cli/headless/clock.ts';
import { createSessionPort } from '../../src/cli/headless/session-port.ts';
import type { Session } from '../../src/session/session-api.ts';
import { createSession } from '../../src/session/session.ts';
import { sqlEngine } from '../../src/shell/psql/sql-engine.ts';
import { createShell } from '../../src/shell/shell.ts';

/** A session of a fleet, and what a player at its terminal is told. Whoever opens one calls `closeSqlEngine` in the end. */
export interface ToldSession {
  readonly session: Session;
  /** What a command line says, errors after the rest. */
  line(text: string): Promise<string>;
  /** Plays until so many seconds after play began. */
  until(seconds: number): void;
  /** First value of a PromQL expression's answer; null for none. */
  metric(expr: string): number | null;
}

/** @param fleet its file's text */
export async function toldSession(fleet: string): Promise<ToldSession> {
  await sqlEngine();
  const session = createSession(fleetScenario(fleet), 7);
  const shell = createShell(createSessionPort(session, new HeadlessClock(session), 'player'));
  return {
    session,
    line: async (text) => {
      const { stdout, stderr } = await shell.exec(text);
      return stdout + stderr;
    },
    until: (seconds) => session.advance(session.epoch.playStartUs + seconds * 1e6),
    metric: (expr) => {
      const answer = session.query(expr) as unknown as { data: { result: { value: [number, string] }[] } };
      const [first] = answer.data.result;
      return first === undefined ? null : Number(first.value[1]);
    },
  };
}
