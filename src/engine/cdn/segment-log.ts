import { mix, uniform } from '../../base/hash.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { INFO, WARN } from '../../contract/records.ts';
import { INT } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { CACHE_RESULT } from './cdn-state.ts';
import { TRIES } from './serve-segment.ts';

const REQUEST = logTemplateIndex('cdnRequest');
const SAMPLED = 0x6c63;

/** A line of the load balancer's log, for the sampled share. */
export function logSegment(world: World, row: number, pointOfPresence: number, tookUs: number): void {
  const { logSampleRate } = world.plan.scenario.fleet.loadBalancer;
  if (logSampleRate === 0) return;
  const { ints } = world.s.attempts;
  const [keyHi, keyLo] = [ints[row + INT.keyHi], ints[row + INT.keyLo]];
  if (uniform(mix(keyHi, keyLo, ints[row + INT.pc] * TRIES + ints[row + INT.tries], SAMPLED)) >= logSampleRate) return;
  const status = ints[row + INT.status];
  world.recorder.log(
    world.s.nowUs,
    world.words.edgeSource,
    status >= 500 ? WARN : INFO,
    REQUEST,
    keyHi,
    keyLo,
    world.words.segmentRequests[pointOfPresence][ints[row + INT.client] - 1],
    status,
    tookUs,
    world.words.of(detailsOf(status, ints[row + INT.outcome])),
    ints[row + INT.question] + ints[row + INT.pc],
  );
}

/** Source: docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring, statusDetails. */
function detailsOf(status: number, result: number): string {
  if (status === 0) return 'client_disconnected_before_any_response';
  if (result === CACHE_RESULT.unknown) return 'internal_error';
  return result === CACHE_RESULT.hit ? 'response_from_cache' : 'response_sent_by_backend';
}
