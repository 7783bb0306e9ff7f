import { checkHealth, groupChanged, syncGroup } from './edge/endpoint-group.ts';
import { syncNodes } from './nodes/cluster-autoscaler.ts';
import { nodeInserted, nodeRegisters } from './nodes/provision.ts';
import { quotaGranted } from './nodes/quota.ts';
import { nodeBoots, nodeEvicts, nodeMissed } from './nodes/node-lifecycle.ts';
import { configSync } from './control/config-maps.ts';
import type { FleetCommand } from '../contract/commands.ts';
import type { Instruments, MetricsPort } from '../contract/metrics.ts';
import type { Recorder } from '../contract/records.ts';
import type { CommandResult } from '../contract/refusals.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';
import { executeCommand } from './commands/execute-command.ts';
import { syncAutoscaler } from './control/autoscaler.ts';
import { measurementDue } from './control/canary.ts';
import { retryReplicaSet } from './control/replica-set.ts';
import { syncService } from './control/sync-service.ts';
import { propagateEndpoints } from './control/endpoints.ts';
import { requestSync } from './control/sync.ts';
import { podKill, podTerm } from './control/pod-end.ts';
import { podStart, restartContainer } from './control/pod-start.ts';
import { probeLiveness, probeReadiness, probeTimedOut } from './control/probes.ts';
import { createWorld, SCRAPE_INTERVAL_US, scheduleFirstEvents } from './create-world.ts';
import { segmentFilled } from './cdn/serve-segment.ts';
import { beginIssuing, certificateIssued, certificateSync } from './connect/certificates.ts';
import { answerArrives, queryTimedOut } from './dns/lookup.ts';
import { queryArrives } from './dns/query.ts';
import { breakerCooled } from './fleet/breakers.ts';
import { connecting, connectionExpired, poolWaitDue } from './fleet/connections.ts';
import { databaseReady } from './fleet/database-life.ts';
import { statementDone } from './fleet/end-session.ts';
import { walArrives } from './fleet/replay.ts';
import { poolerRetry, serverConnected } from './fleet/pooled-transactions.ts';
import { consumerTurn, heldOver } from './kafka/consumer.ts';
import { recordWaits } from './kafka/produce.ts';
import { groupSynced } from './kafka/group.ts';
import { createInstruments } from './instruments/instruments.ts';
import { sweepBackends } from './edge/backend-outliers.ts';
import { sweepOutliers } from './protection/outlier-detection.ts';
import { EVENT, PRIORITY } from './queue/event-kinds.ts';
import { FIELD, firstTime, pushEvent, takeFirst } from './queue/event-queue.ts';
import { FLAG, INT, NONE } from './requests/attempt-table.ts';
import { connected, deadlineDue, edgeConnected, edgeRetry, externalAnswers, nameResolved, retryNow, timersDue } from './requests/calls.ts';
import { sharedDue } from './requests/compute.ts';
import { computed, proceed, queried, statementAnswered } from './requests/execute.ts';
import { delivered, transmitDue } from './requests/deliver.ts';
import { statementArrives } from './requests/statements.ts';
import { RESENT_BITS } from './requests/travel.ts';
import { poolerStats, routineLog } from './second/routine-logs.ts';
import { everySecond } from './second/second.ts';
import { arrival } from './users/arrivals.ts';
import { segmentAsked, segmentReceived } from './users/segments.ts';
import type { World } from './world.ts';
import { RESUME_INTS } from './world.ts';

/** The simulated fleet: commands in, instruments and records out, time by `advance`. */
export interface Engine {
  readonly world: World;
  readonly instruments: Instruments;
  advance(untilUs: number): void;
  execute(command: FleetCommand, actor: string): CommandResult;
}

export interface EngineHooks {
  readonly onScrape: (tUs: number) => void;
  readonly onTimeline: (index: number) => void;
  /** What the fleet's own controllers ask; absent: they get no answer. */
  readonly metrics?: MetricsPort;
}

export function createEngine(scenario: ScenarioModel, seed: number, recorder: Recorder, hooks: EngineHooks): Engine {
  const world = createWorld(scenario, seed, recorder);
  world.onScrape = hooks.onScrape;
  world.onTimeline = hooks.onTimeline;
  if (hooks.metrics !== undefined) world.metrics = hooks.metrics;
  scheduleFirstEvents(world);
  drain(world);
  return {
    world,
    instruments: createInstruments(world),
    advance: (untilUs) => run(world, untilUs),
    execute: (command, actor) => {
      const result = executeCommand(world, command, actor);
      drain(world);
      return result;
    },
  };
}

/** Runs every event up to and including `untilUs`. `advance(10 s)` equals ten of 1 s: nothing depends on where a call ends. */
function run(world: World, untilUs: number): void {
  const { queue } = world.s;
  for (let timeUs = firstTime(queue); timeUs <= untilUs; timeUs = firstTime(queue)) {
    world.s.nowUs = timeUs;
    const event = takeFirst(queue);
    dispatch(world, queue.ints[event + FIELD.kind], queue.ints[event + FIELD.subject], queue.ints[event + FIELD.guard]);
    drain(world);
  }
  world.s.nowUs = untilUs;
}

/** Lets every attempt go on that something has made ready, in the order it was made ready. */
function drain(world: World): void {
  const ring = world.s.resumes;
  while (ring.head !== ring.tail) {
    const { ints, head } = ring;
    ring.head = (head + RESUME_INTS) & (ints.length - 1);
    const row = ints[head];
    if (world.s.attempts.ints[row + INT.generation] === ints[head + 1]) proceed(world, row, ints[head + 2]);
  }
}

function dispatch(world: World, kind: number, subject: number, guard: number): void {
  const s = world.s;
  s.events++;
  switch (kind) {
    case EVENT.computed:
      if (s.attempts.ints[subject + INT.generation] === guard) computed(world, subject);
      return;
    case EVENT.arrival:
      arrival(world, subject);
      return;
    case EVENT.queried:
      queried(world, subject >> 4, subject & 15, s.attempts.ints[(subject >> 4) + INT.generation] === guard);
      return;
    case EVENT.timers:
      timersDue(world, subject);
      return;
    case EVENT.deadline:
      if (s.attempts.ints[subject + INT.generation] !== guard) return;
      if ((s.attempts.ints[subject + INT.flags] & FLAG.probe) !== 0) probeTimedOut(world, subject);
      else if (s.attempts.ints[subject + INT.parent] !== NONE) deadlineDue(world, subject);
      return;
    case EVENT.retry:
      if (s.attempts.ints[subject + INT.generation] === guard) retryNow(world, subject);
      return;
    case EVENT.poolWait:
      poolWaitDue(world, subject);
      return;
    case EVENT.connecting:
      if (s.pools.connections.guard[subject] === guard) connecting(world, subject);
      return;
    case EVENT.connectionExpired:
      if (s.pools.connections.guard[subject] === guard) connectionExpired(world, subject);
      return;
    case EVENT.serverConnecting:
      serverConnected(world, Math.floor(subject / 4096), subject % 4096, guard);
      return;
    case EVENT.poolerRetry:
      poolerRetry(world, subject);
      return;
    case EVENT.poolerStats:
      poolerStats(world, subject);
      return;
    case EVENT.podStart:
      if (s.pods[subject].life === guard) podStart(world, subject);
      return;
    case EVENT.podRestart:
      if (s.pods[subject].life === guard) restartContainer(world, subject);
      return;
    case EVENT.readinessProbe:
      if (s.pods[subject].life === guard) probeReadiness(world, subject);
      return;
    case EVENT.livenessProbe:
      if (s.pods[subject].life === guard) probeLiveness(world, subject);
      return;
    case EVENT.podTerm:
      podTerm(world, subject);
      return;
    case EVENT.podKill:
      podKill(world, subject);
      return;
    case EVENT.endpoints:
      propagateEndpoints(world, subject);
      groupChanged(world, subject);
      return;
    case EVENT.deployment:
      syncService(world, subject);
      return;
    case EVENT.replicaSetRetry:
      retryReplicaSet(world, subject, guard);
      return;
    case EVENT.autoscaler:
      syncAutoscaler(world, subject);
      return;
    case EVENT.breaker:
      if (s.breakers.guard[subject] === guard) breakerCooled(world, subject);
      return;
    case EVENT.statement:
      statementDone(world, subject, guard);
      return;
    case EVENT.routineLog:
      routineLog(world, subject);
      return;
    case EVENT.shared:
      sharedDue(s, subject, guard);
      return;
    case EVENT.edgeConnected:
      if (s.attempts.ints[subject + INT.generation] === guard) edgeConnected(world, subject);
      return;
    case EVENT.edgeRetry:
      if (s.attempts.ints[subject + INT.generation] === guard) edgeRetry(world, subject);
      return;
    case EVENT.endpointGroup:
      syncGroup(world, subject);
      return;
    case EVENT.healthCheck:
      checkHealth(world, subject);
      return;
    case EVENT.nodeMissed:
      if (s.nodes[subject].life === guard) nodeMissed(world, subject);
      return;
    case EVENT.nodeEvicts:
      if (s.nodes[subject].life === guard) nodeEvicts(world, subject);
      return;
    case EVENT.nodeBoots:
      if (s.nodes[subject].life === guard) nodeBoots(world, subject);
      return;
    case EVENT.canaryPause:
      requestSync(world, subject);
      return;
    case EVENT.measurement:
      measurementDue(world, subject);
      return;
    case EVENT.nodeInserted:
      nodeInserted(world, subject);
      return;
    case EVENT.nodeRegisters:
      nodeRegisters(world, subject);
      return;
    case EVENT.clusterAutoscaler:
      syncNodes(world, subject);
      return;
    case EVENT.quotaGranted:
      quotaGranted(world, subject, guard);
      return;
    case EVENT.configSync:
      if (s.pods[subject].life === guard) configSync(world, subject);
      return;
    case EVENT.statementArrives:
      if (s.attempts.ints[subject + INT.generation] === guard) statementArrives(world, subject);
      return;
    case EVENT.statementAnswered:
      if (s.attempts.ints[subject + INT.generation] === guard) statementAnswered(world, subject);
      return;
    case EVENT.externalAnswers:
      if (s.attempts.ints[subject + INT.generation] === guard) externalAnswers(world, subject);
      return;
    case EVENT.walArrives:
      walArrives(world, subject);
      return;
    case EVENT.connected:
      if (s.attempts.ints[subject + INT.generation] === guard) connected(world, subject);
      return;
    case EVENT.certificateIssued:
      if (s.certificates?.[subject].revision === guard) certificateIssued(world, subject);
      return;
    case EVENT.certificateDue:
      if (s.certificates?.[subject].revision === guard) beginIssuing(world, subject);
      return;
    case EVENT.certificateSync:
      if (s.pods[subject].life === guard) certificateSync(world, subject);
      return;
    case EVENT.databaseReady:
      if (s.databases[subject].life === guard) databaseReady(world, subject);
      return;
    case EVENT.transmit:
      if (s.attempts.ints[(subject & ~RESENT_BITS) + INT.generation] === guard) transmitDue(world, subject & ~RESENT_BITS, subject & RESENT_BITS);
      return;
    case EVENT.delivered:
      if (s.attempts.ints[subject + INT.generation] === guard) delivered(world, subject);
      return;
    case EVENT.consumerTurn:
      consumerTurn(world, subject, guard);
      return;
    case EVENT.recordHeld:
      heldOver(world, subject);
      return;
    case EVENT.groupSynced:
      groupSynced(world, subject, guard);
      return;
    case EVENT.outlierSweep:
      sweepOutliers(world, subject);
      return;
    case EVENT.recordWaits:
      if (s.attempts.ints[subject + INT.generation] === guard) recordWaits(world, subject);
      return;
    case EVENT.edgeSweep:
      sweepBackends(world, subject);
      return;
    case EVENT.queryArrives:
      if (s.attempts.ints[subject + INT.generation] === guard) queryArrives(world, subject);
      return;
    case EVENT.queryAnswered:
      answerArrives(world, subject >> 2, guard, subject & 3);
      return;
    case EVENT.queryTimeout:
      queryTimedOut(world, subject, guard);
      return;
    case EVENT.nameResolved:
      if (s.attempts.ints[subject + INT.generation] === guard) nameResolved(world, subject);
      return;
    case EVENT.segmentAsked:
      if (s.attempts.ints[subject + INT.generation] === guard) segmentAsked(world, subject);
      return;
    case EVENT.segmentReceived:
      if (s.attempts.ints[subject + INT.generation] === guard) segmentReceived(world, subject);
      return;
    case EVENT.segmentFilled:
      segmentFilled(world, subject);
      return;
    case EVENT.second:
      everySecond(world);
      return;
    case EVENT.scrape:
      world.onScrape(s.nowUs);
      pushEvent(s.queue, s.nowUs + SCRAPE_INTERVAL_US, PRIORITY[EVENT.scrape], EVENT.scrape, 0, 0);
      return;
    case EVENT.timeline:
      world.onTimeline(subject);
      return;
    default:
      throw new Error(`broken invariant: no handler for event kind ${kind}`);
  }
}
