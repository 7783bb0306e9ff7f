import { mix } from '../../base/hash.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { allocateAttempt, FLAG, freeAttempt, NONE, PHASE, USER } from '../requests/attempt-table.ts';
import { call } from '../requests/calls.ts';

/**
 * Requests a person sends from the terminal (`curl`): real ones, through the same sites and pods, but no user's: they count in every server's
 * metrics and in nobody's SLI. The answer is kept under an id until it is asked for.
 */
export function startSynthetic(world: World, site: number): number {
  const s = world.s;
  const id = s.http.nextId++;
  const row = allocateAttempt(s.attempts);
  const t = s.attempts;
  t.phase[row] = PHASE.user;
  t.parent[row] = USER;
  t.parentGuard[row] = id;
  t.flags[row] = FLAG.synthetic;
  t.site[row] = NONE;
  t.keyHi[row] = mix(id, 0x6375, 0x726c, world.seed);
  t.keyLo[row] = mix(world.seed, id, 0x6c72, 0x7563);
  t.place[row] = 0;
  t.pc[row] = 0;
  t.pending[row] = 1;
  t.sentUs[row] = s.nowUs - world.plan.sites.hopUs[site];
  call(world, row, site);
  return id;
}

export function answerSynthetic(world: World, row: number, outcome: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  s.http.answers[String(t.parentGuard[row])] = {
    status: outcome === OUTCOME.timeout ? 0 : outcome === OUTCOME.refused || outcome === OUTCOME.noEndpoint ? 503 : status === 0 ? 200 : status,
    durationUs: s.nowUs - t.sentUs[row], headers: {}, body: '', failure: outcome === OUTCOME.timeout ? 'timeout' : '', address: '',
  };
  freeAttempt(t, row);
}
