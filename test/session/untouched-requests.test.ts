import { expect, it } from 'vitest';
import type { Span } from '../../src/contract/records.ts';
import { createSession } from '../../src/session/session.ts';
import { hurried, scenarioNamed } from './load.ts';

const SECOND = 1_000_000;
const scenario = hurried(scenarioNamed('playlist-hangs'), 120 * SECOND);

/**
 * What makes a what-if comparable: draws belong to the request, so an action leaves the arrivals and the service times of requests it does not
 * touch as they were. Waiting may differ, hence the statements' spans, which hold no wait, and not the whole request's.
 */
it('an action leaves the requests it does not touch as they were', { timeout: 300_000 }, () => {
  const runs = [false, true].map((acted) => {
    const session = createSession(scenario, 21);
    session.advance(60 * SECOND);
    if (acted) session.execute({ kind: 'set-flag', flag: 'home.recs', on: false }, 'player');
    session.advance(scenario.warmupUs + 60 * SECOND);
    const traces = session.traces({ limit: 100_000 }).filter(({ startUs, kept }) => kept === 'sample' && startUs > 61 * SECOND);
    return new Map(traces.map((trace) => [trace.traceId, trace]));
  });
  const [left, acted] = runs;
  const asksRecs = (traces: typeof left): boolean => [...(traces?.values() ?? [])].some(({ spans }) => spans.some(({ service }) => service === 'recs'));
  expect([asksRecs(left), asksRecs(acted)]).toEqual([true, false]);
  const opens = [...(left?.values() ?? [])].filter(({ rootName }) => rootName === 'GET /playlists/:id');
  expect(opens.length).toBeGreaterThan(30);
  const statements = (spans: readonly Span[]): number[] => spans.filter(({ name }) => name.startsWith('SELECT')).map(({ startUs, endUs }) => endUs - startUs);
  let compared = 0;
  for (const open of opens) {
    const same = acted?.get(open.traceId);
    if (same === undefined) continue; // kept as slow or failed in the other run
    expect(same.startUs).toBe(open.startUs);
    if (open.spans.length !== same.spans.length) continue; // a call was tried again in one of them
    expect(statements(same.spans)).toEqual(statements(open.spans));
    compared += statements(open.spans).length;
  }
  expect(compared).toBeGreaterThan(50);
});
