import { describe, expect, it } from 'vitest';
import { createSession } from '../../src/session/session.ts';
import type { Session } from '../../src/session/session-api.ts';
import { hurried, scenarioNamed } from './load.ts';

const SECOND = 1_000_000;
const PLAY = 120 * SECOND;

function act(session: Session): void {
  session.execute({ kind: 'scale', service: 'playlist', replicas: 6 }, 'player', 'kubectl scale deployment/playlist --replicas=6');
  session.execute({ kind: 'set-flag', flag: 'home.recs', on: false }, 'player', 'flags set home.recs off');
}

describe.each(['playlist-hangs', 'friday-502s', 'tuesday-tickets', 'west-goes-dark'])('a session of %s', { timeout: 300_000 }, (id) => {
  const scenario = hurried(scenarioNamed(id), PLAY);

  it('is the same twice, and whatever the steps it is advanced by', () => {
    const [once, again] = [createSession(scenario, 7), createSession(scenario, 7)];
    once.advance(PLAY);
    for (let t = SECOND; t <= PLAY; t += SECOND) again.advance(t);
    expect(again.digest()).toBe(once.digest());
    [once, again].forEach(act);
    once.advance(PLAY + 60 * SECOND);
    for (let t = PLAY; t <= PLAY + 60 * SECOND; t += 7 * SECOND) again.advance(Math.min(t, PLAY + 60 * SECOND));
    again.advance(PLAY + 60 * SECOND);
    expect(again.digest()).toBe(once.digest());
    expect(again.recording()).toEqual(once.recording());
  });

  it('differs by seed', () => {
    const digests = [1, 2].map((seed) => {
      const session = createSession(scenario, seed);
      session.advance(10 * SECOND);
      return session.digest();
    });
    expect(digests[0]).not.toBe(digests[1]);
  });

  it('resumed from a checkpoint is the uninterrupted one, in digests, logs, traces and answers', () => {
    const whole = createSession(scenario, 3);
    whole.advance(PLAY);
    const resumed = createSession(scenario, 3, structuredClone(whole.checkpoint()));
    expect(resumed.digest()).toBe(whole.digest());
    const frame = (session: Session): unknown => session.frame({ playing: true, speed: 1, achievedSpeed: 1 });
    expect(frame(resumed)).toEqual(frame(whole));
    for (const session of [whole, resumed]) {
      act(session);
      session.advance(PLAY + 45 * SECOND);
    }
    expect(resumed.digest()).toBe(whole.digest());
    const seen = (session: Session): unknown => [
      frame(session),
      session.logs({ limit: 200, take: 'newest' }),
      session.traces({ limit: 20 }),
      session.changes(),
      session.alerts(),
      session.incident(),
      session.fleet(),
      session.database('playlist-db'),
      session.pooler('pgbouncer'),
      session.query('sum by (service) (rate(http_server_request_duration_seconds_count[1m]))'),
    ];
    expect(seen(resumed)).toEqual(seen(whole));
  });

  it('is not moved by looking at it', () => {
    const [looked, left] = [createSession(scenario, 4), createSession(scenario, 4)];
    for (let t = 5 * SECOND; t <= 60 * SECOND; t += 5 * SECOND) {
      looked.advance(t);
      looked.observe('shell', 'kubectl get pods', 'player');
      looked.frame({ playing: true, speed: 1, achievedSpeed: 1 });
      looked.fleet();
      looked.query('up');
      looked.checkpoint();
    }
    left.advance(60 * SECOND);
    expect(looked.digest()).toBe(left.digest());
  });

  it('refuses a checkpoint of another seed, scenario or version', () => {
    const session = createSession(scenario, 1);
    const checkpoint = session.checkpoint();
    expect(() => createSession(scenario, 2, checkpoint)).toThrow('seed 1');
    expect(() => createSession({ ...scenario, hash: 'other' }, 1, checkpoint)).toThrow('another version of the scenario');
    expect(() => createSession(scenario, 1, { ...checkpoint, simVersion: '0.0.1' })).toThrow('0.0.1');
    expect(() => createSession(scenario, 1, { ...checkpoint, state: { ...(checkpoint.state as object), layout: 1 } })).toThrow('laid out as version 1');
  });
});
