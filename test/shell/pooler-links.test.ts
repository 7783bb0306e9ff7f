import { beforeAll, describe, expect, it } from 'vitest';
import { HeadlessClock } from '../../src/cli/headless/clock.ts';
import { openSession } from '../../src/cli/headless/open-session.ts';
import { createSessionPort } from '../../src/cli/headless/session-port.ts';
import { MICROS_PER_SECOND } from '../../src/contract/time.ts';
import { createShell } from '../../src/shell/shell.ts';

/** PgBouncer doc/usage.md: `link` is "Address of server connection the client is paired with", and the reverse for servers. */
describe('SHOW CLIENTS and SHOW SERVERS of a busy pool join by ptr and link', () => {
  const rows: Record<string, Record<string, string>[]> = {};

  beforeAll(async () => {
    const session = openSession('playlist-hangs');
    const clock = new HeadlessClock(session);
    const shell = createShell(createSessionPort(session, clock, 'player'));
    await clock.advance(session.epoch.playStartUs, 10 * MICROS_PER_SECOND, () => undefined);
    for (const what of ['CLIENTS', 'SERVERS']) {
      const { stdout } = await clock.finish(
        clock.run(() => shell.exec(`pgbouncer --csv -c 'SHOW ${what}'`)),
        MICROS_PER_SECOND,
      );
      const [head, ...lines] = stdout.trim().split('\n');
      const names = head.split(',');
      rows[what] = lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at], cell])));
    }
  }, 300_000);

  it.each([
    ['CLIENTS', 'SERVERS'],
    ['SERVERS', 'CLIENTS'],
  ])('each link of %s is one ptr of %s that links back', (from, to) => {
    const linked = rows[from].filter(({ link }) => link !== '');
    expect(linked.length).toBeGreaterThan(10);
    for (const { ptr, link } of linked) expect(rows[to].filter((other) => other.ptr === link).map((other) => other.link)).toEqual([ptr]);
  });

  it('gives every record its own ptr', () => {
    const all = [...rows['CLIENTS'], ...rows['SERVERS']].map(({ ptr }) => ptr);
    expect(new Set(all).size).toBe(all.length);
  });

  it("has the pooler's own address on this side of every connection, and the backend's pid on servers only", () => {
    expect(new Set([...rows['CLIENTS'], ...rows['SERVERS']].map(({ local_addr }) => local_addr))).toEqual(new Set(['10.8.0.9']));
    expect(new Set(rows['CLIENTS'].map(({ remote_pid }) => remote_pid))).toEqual(new Set(['0']));
  });
});
