import { exitIfDrained } from '../control/pod-end.ts';
import { outOfMemory } from '../control/container-death.ts';
import { resourcesOfPod } from '../control/pod-resources.ts';
import { resizeWorkers } from '../control/resize-workers.ts';
import { judgeRollout } from '../control/sync-service.ts';
import { sweepCallConnections } from '../connect/call-connections.ts';
import { sweepConnections } from '../edge/backend-connections.ts';
import { updateEdgeLoad } from '../edge/edge-load.ts';
import { bringUpToDate } from '../fleet/cpu-share.ts';
import { expireIdleTransactions } from '../fleet/end-session.ts';
import { retryHung } from '../fleet/hung-connections.ts';
import { hearOfMoves } from '../fleet/primary-name.ts';
import { keepDisk } from '../fleet/checkpoints.ts';
import { followPrimary } from '../fleet/replay.ts';
import { closeServer, expireWaiting } from '../fleet/pooled-transactions.ts';
import { watchContact } from '../nodes/node-contact.ts';
import { keepKafka } from '../kafka/group.ts';
import { CONTAINER, POD } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { closeSecond, startCounting } from '../users/harm.ts';
import type { World } from '../world.ts';

/** What the fleet's own housekeeping does once a second, and what is metered by the second. */
export function everySecond(world: World): void {
  const s = world.s;
  pushEvent(s.queue, s.nowUs + 1_000_000, PRIORITY[EVENT.second], EVENT.second, 0, 0);
  closeSecond(s.harm, world.plan.slos, s.nowUs);
  if (!s.harm.counting && s.nowUs >= world.playStartUs) startCounting(s.harm);
  for (let pod = 0; pod < s.pods.length; pod++) {
    if (s.lifecycles.pod.state[pod] === POD.gone) continue;
    if (s.lifecycles.container.state[pod] === CONTAINER.stopping) exitIfDrained(world, pod);
    meterPod(world, pod);
    resizeWorkers(world, pod);
  }
  sweepConnections(world);
  if (s.callConnections !== undefined) sweepCallConnections(world);
  if (world.plan.edge.isLimited) updateEdgeLoad(world);
  for (let service = 0; service < s.services.length; service++) judgeRollout(world, service);
  for (let database = 0; database < s.databases.length; database++) {
    expireIdleTransactions(world, database);
    followPrimary(world, database);
    if (world.plan.hasDisks) keepDisk(world, database);
    const state = s.databases[database];
    state.cpuRatio = Math.min(1, (state.coreUs - state.coreMarkUs) / 1e6 / world.plan.scenario.fleet.databases[database].cores);
    state.coreMarkUs = state.coreUs;
  }
  if (s.kafka !== undefined) keepKafka(world);
  retryHung(world);
  hearOfMoves(world);
  if (s.links !== undefined) watchContact(world);
  for (let pooler = 0; pooler < s.poolers.length; pooler++) keepPooler(world, pooler);
}

/** CPU over the last second in milli-cores; memory: what the process needs idle, what the requests in hand need, and what it has kept of earlier ones. */
function meterPod(world: World, pod: number): void {
  const s = world.s;
  const { record, share } = s.pods[pod];
  if (share !== null) {
    bringUpToDate(share, s.nowUs);
    s.pods[pod].cpuUsedUs = share.usedUs;
  }
  const { model } = world.plan.services[s.pods[pod].service];
  record.cpuMilli = Math.round((s.pods[pod].cpuUsedUs - record.cpuMarkUs) / 1000);
  record.cpuMarkUs = s.pods[pod].cpuUsedUs;
  const inHand = s.pods[pod].busy + s.pods[pod].accept.length;
  const neededMiB = model.memoryBaseMiB + (inHand * model.memoryPerRequestKiB + s.pods[pod].retainedKiB) / 1024;
  const limitMiB = resourcesOfPod(world, pod).memoryLimitMiB || Infinity;
  record.memoryMiB = Math.min(limitMiB, Math.round(neededMiB));
  if (neededMiB > limitMiB) outOfMemory(world, pod);
}

function keepPooler(world: World, index: number): void {
  const s = world.s;
  expireWaiting(world, index);
  const pooler = s.poolers[index];
  const limit = world.plan.scenario.fleet.poolers[index].serverIdleTimeoutUs;
  for (let at = pooler.idle.length - 1; at >= 0; at--) {
    const row = pooler.idle[at];
    const server = pooler.servers[row];
    if (server !== null && s.nowUs - server.requestUs > limit) closeServer(world, index, row);
  }
}
