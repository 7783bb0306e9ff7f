import { uniform, mix } from '../../base/hash.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { INFO, WARN } from '../../contract/records.ts';
import { INT, NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';

const REQUEST = logTemplateIndex('gclbRequest');
const SAMPLED = 0x6c;

/** A line of the load balancer's own log, for the sampled share of requests. @param status 0 when the user left first */
export function logEdgeRequest(world: World, row: number, stream: number, outcome: number, status: number, tookUs: number): void {
  const { logSampleRate } = world.plan.scenario.fleet.loadBalancer;
  if (logSampleRate === 0) return;
  const { ints } = world.s.attempts;
  const keyHi = ints[row + INT.keyHi];
  const keyLo = ints[row + INT.keyLo];
  if (uniform(mix(keyHi, keyLo, 0, SAMPLED)) >= logSampleRate) return;
  const pod = ints[row + INT.pod];
  world.recorder.log(
    world.s.nowUs,
    world.words.edgeSource,
    status >= 500 ? WARN : INFO,
    REQUEST,
    keyHi,
    keyLo,
    world.words.edgeRequests[world.plan.streams[stream].use],
    status,
    tookUs,
    world.words.of(statusDetails(outcome, status)),
    pod === NONE ? 0 : world.s.pods[pod].source,
  );
}

/** Why the load balancer answered as it did. Source: docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring, statusDetails. */
function statusDetails(outcome: number, status: number): string {
  switch (outcome) {
    case OUTCOME.ok:
    case OUTCOME.failed:
    case OUTCOME.rateLimited:
      return 'response_sent_by_backend';
    case OUTCOME.timeout:
      return status === 0 ? 'client_disconnected_before_any_response' : 'backend_timeout';
    case OUTCOME.reset:
      return 'backend_connection_closed_before_data_sent_to_client';
    case OUTCOME.noEndpoint:
      return 'failed_to_pick_backend';
    default:
      return 'failed_to_connect_to_backend';
  }
}
