import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HeadlessClock } from '../../src/cli/headless/clock.ts';
import { openSession } from '../../src/cli/headless/open-session.ts';
import { createSessionPort } from '../../src/cli/headless/session-port.ts';
import { MICROS_PER_MINUTE, MICROS_PER_SECOND } from '../../src/contract/time.ts';
import type { Session } from '../../src/session/session-api.ts';
import { closeSqlEngine } from '../../src/shell/psql/sql-engine.ts';
import { createShell } from '../../src/shell/shell.ts';

/**
 * What the terminal says at three moments of one play of a real scenario. Each transcript in test/golden/terminal says in its head what
 * it protects. UPDATE_GOLDEN=1 npx vitest run test/shell/transcripts.test.ts writes them anew: read the difference before it is committed.
 */
const SCENARIO = 'playlist-hangs';

interface Moment {
  readonly file: string;
  readonly atUs: number;
  readonly protects: readonly string[];
  readonly lines: readonly string[];
}

const STATES = "psql -c 'select state, count(*) from pg_stat_activity where usename = $$playlist$$ group by 1 order by 2 desc'";

const MOMENTS: readonly Moment[] = [
  {
    file: 'page.txt',
    atUs: 0,
    protects: [
      'Play begins. kubectl 1.32 tables, the change feed, flags, psql 15 and PgBouncer tables; the first look shows the symptom and',
      'names no cause.',
    ],
    lines: [
      'kubectl get pods',
      'kubectl get deployments,hpa',
      'kubectl rollout history deployment/playlist',
      'changes',
      'flags list',
      STATES,
      "pgbouncer -c 'SHOW POOLS'",
      "promql 'sum by (service) (hikaricp_pending_threads)'",
      "promql 'sum by (service) (hikaricp_active_connections) / sum by (service) (hikaricp_max_connections)'",
    ],
  },
  {
    file: 'broken.txt',
    atUs: 8 * MICROS_PER_MINUTE,
    protects: [
      'Eight minutes in, nothing done yet: describe with failing readiness and holding liveness; log lines of Spring, pino, Envoy and Go;',
      "sessions with the last query they ran; curl's verbose talk; refusals in the real tools' words. auth has not been refused a connection.",
    ],
    lines: [
      'kubectl get pods -l app=playlist -o wide',
      'POD=$(kubectl get pods -l app=playlist -o name | head -1)',
      'kubectl describe $POD',
      'kubectl logs $POD --tail=3',
      'kubectl logs deployment/web-api --tail=2',
      'kubectl logs deployment/gateway --tail=2',
      'kubectl logs -l app=catalog --tail=1',
      "kubectl logs -l app=auth --tail=200 | grep -c 'remaining connection slots'",
      'kubectl top pods -l app=playlist',
      STATES,
      "psql -c \"select pid, usename, state, now() - state_change > interval '1 minute' as long, left(query, 44) as query from pg_stat_activity where state <> 'idle' order by state_change limit 3\"",
      "pgbouncer -c 'SHOW POOLS'",
      "promql 'sum by (service) (hikaricp_pending_threads)'",
      'promql \'histogram_quantile(0.95, sum by (le) (rate(http_server_request_duration_seconds_bucket{job="playlist"}[2m])))\'',
      'curl -sS -o /dev/null -w "%{http_code}\\n" http://catalog/tracks',
      'curl -v http://auth/check',
      'kubectl get pod nope',
      "psql -c 'select nothing from pg_stat_activity'",
      "promql 'sum('",
      'flags get nope',
    ],
  },
  {
    file: 'undone.txt',
    atUs: 16 * MICROS_PER_MINUTE,
    protects: ['The rollout was undone at eight minutes: the new replica set, the history with its revisions renumbered, an empty pool queue.'],
    lines: [
      'kubectl rollout status deployment/playlist',
      'kubectl rollout history deployment/playlist',
      'kubectl get replicasets -l app=playlist',
      'kubectl get pods -l app=playlist',
      'changes --since 10m',
      STATES,
      "pgbouncer -c 'SHOW POOLS'",
      "promql 'sum by (service) (hikaricp_pending_threads)'",
    ],
  },
];

/** Typed at the end of the second moment. */
const UNDO = 'kubectl rollout undo deployment/playlist';

const transcripts = new Map<string, string>();

beforeAll(async () => {
  const session = openSession(SCENARIO);
  const clock = new HeadlessClock(session);
  const shell = createShell(createSessionPort(session, clock, 'player'));
  const type = async (line: string): Promise<string> => {
    const { stdout, stderr, exitCode } = await clock.finish(
      clock.run(() => shell.exec(line)),
      MICROS_PER_SECOND,
    );
    const errors = stderr.replace(/^/gm, '2> ').replace(/(^|\n)2> $/, '$1');
    const answer = stdout === '' || stdout.endsWith('\n') ? stdout : `${stdout}\n`;
    return `$ ${line}\n${answer}${errors}${exitCode === 0 ? '' : `[exit ${exitCode}]\n`}`;
  };
  for (const moment of MOMENTS) {
    await clock.advance(session.epoch.playStartUs + moment.atUs, 10 * MICROS_PER_SECOND, () => undefined);
    const typed: string[] = [];
    for (const line of moment.lines) typed.push(await type(line));
    if (moment.file === 'broken.txt') typed.push(await type(UNDO));
    transcripts.set(moment.file, `${head(moment, session)}\n${typed.join('\n')}`);
  }
}, 180_000);

afterAll(() => closeSqlEngine());

function head({ atUs, protects }: Moment, session: Session): string {
  const at = `# brownout sh ${SCENARIO} --seed ${session.seed} --at ${atUs / MICROS_PER_MINUTE}m`;
  return `${[at, ...protects.map((line) => `# ${line}`), '# 2> is what went to stderr. Written by test/shell/transcripts.test.ts.'].join('\n')}\n`;
}

describe('the terminal says what it said', () => {
  it.each(MOMENTS.map(({ file }) => file))('%s', (file) => {
    const path = join(import.meta.dirname, '../golden/terminal', file);
    const now = transcripts.get(file) ?? '';
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, now);
    expect(now).toBe(readFileSync(path, 'utf8'));
  });

  it('names no cause', () => {
    const all = [...transcripts.values()].join('\n');
    expect(all).not.toMatch(/\bleak|\bfault|undefined|NaN|\[object/i);
  });
});
