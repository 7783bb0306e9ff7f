import { mix } from '../../base/hash.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { allocateAttempt, freeAttempt, INT, NONE, PHASE, RECORD, TIME, timesOf, FLAG } from '../requests/attempt-table.ts';
import { arrive } from '../requests/workers.ts';
import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { joinGroup, leaveGroup } from './group.ts';
import { reachesBrokers } from './brokers.ts';
import { askAgain, nextTurn, roundTripUs } from './turns.ts';
import { logLine, logPoison } from './kafka-logs.ts';
import { DOING, kafkaOf, logOf, type Member, MEMBERS, passOver } from './kafka-state.ts';
import { placeOf } from './partition-log.ts';
import { appendTo } from './produce.ts';

/**
 * A consumer's loop: poll, process the records one by one in order, commit, poll again. What it has not yet polled waits fetched beside it, so that only a consumer with nothing
 * to do waits for a fetch. An exception leaves the record and those behind it to a later poll and goes on with the other partitions, as Spring Kafka's DefaultErrorHandler does.
 */
const NO_WORKER_US = 1_000_000;

/** A partition's record may be tried again. */
export function heldOver(world: World, subject: number): void {
  const group = Math.floor(subject / MEMBERS);
  const number = subject % MEMBERS;
  if (kafkaOf(world).state.groups[group].members[number].doing === DOING.idle) poll(world, group, number);
}

export function consumerTurn(world: World, subject: number, guard: number): void {
  const group = Math.floor(subject / MEMBERS);
  const number = subject % MEMBERS;
  const member = kafkaOf(world).state.groups[group].members[number];
  if (member.guard !== guard || !member.alive) return;
  if (member.doing === DOING.committing) {
    if (!reachesBrokers(world, member.pod)) {
      askAgain(world, group, number, member);
      return;
    }
    commit(world, group, member);
  }
  poll(world, group, number);
}

/** Commits where the batch ended, unless the group has meanwhile given its partitions to others. */
function commit(world: World, group: number, member: Member): void {
  const state = kafkaOf(world).state.groups[group];
  if (member.known && member.generation === state.generation) {
    for (const { partition, next } of member.batch) state.committed[partition] = next;
    return;
  }
  logLine(
    world,
    group,
    member,
    'ERROR',
    'Offset commit failed: org.apache.kafka.clients.consumer.CommitFailedException: Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment; it is likely that the consumer was kicked out of the group.',
  );
}

export function poll(world: World, group: number, number: number): void {
  const { plan, state } = kafkaOf(world);
  const its = state.groups[group];
  const member = its.members[number];
  member.batch = [];
  member.pollUs = world.s.nowUs;
  if (!reachesBrokers(world, member.pod)) {
    member.doing = DOING.polling;
    askAgain(world, group, number, member);
    return;
  }
  if (member.stopping) {
    leaveGroup(world, group, member);
    return;
  }
  if (member.mustRejoin || !member.known) {
    joinGroup(world, group, member);
    return;
  }
  const consumer = plan.consumers[world.s.pods[member.pod].service];
  let room = consumer?.model.maxPollRecords ?? 0;
  const count = member.partitions.length;
  for (let i = 0; i < count && room > 0; i++) {
    const partition = member.partitions[(member.turn + i) % count];
    if (its.heldUntilUs[partition] > world.s.nowUs) continue;
    const log = logOf(world, group, partition);
    if (its.committed[partition] < log.start) outOfRange(world, group, member, partition);
    const from = its.committed[partition];
    const taken = Math.min(room, log.end - from);
    if (taken <= 0) continue;
    member.batch.push({ partition, next: from, end: from + taken });
    room -= taken;
  }
  if (count > 0) member.turn = (member.turn + 1) % count;
  if (member.batch.length === 0) {
    member.doing = DOING.idle;
    return;
  }
  member.at = 0;
  member.doing = DOING.processing;
  nextRecord(world, group, number);
}

/** Retention has deleted what it was to read next. */
function outOfRange(world: World, group: number, member: Member, partition: number): void {
  const { plan, state } = kafkaOf(world);
  const log = logOf(world, group, partition);
  const earliest = plan.consumers[world.s.pods[member.pod].service]?.model.autoOffsetReset === 'earliest';
  const to = earliest ? log.start : log.end;
  passOver(state.groups[group], partition, to);
  state.groups[group].committed[partition] = to;
  logLine(
    world,
    group,
    member,
    'INFO',
    `Resetting offset for partition ${plan.topics[plan.groups[group].topic].model.name}-${partition} to position FetchPosition{offset=${to}, offsetEpoch=Optional.empty}.`,
  );
}

function nextRecord(world: World, group: number, number: number): void {
  const { plan, state } = kafkaOf(world);
  const member = state.groups[group].members[number];
  while (member.at < member.batch.length && member.batch[member.at].next >= member.batch[member.at].end) member.at++;
  if (member.stopping || member.at >= member.batch.length) {
    member.doing = DOING.committing;
    nextTurn(world, group, number, roundTripUs(world, group, number));
    return;
  }
  const { partition, next } = member.batch[member.at];
  const consumer = plan.consumers[world.s.pods[member.pod].service];
  if (consumer !== null) process(world, group, number, consumer.endpoint, partition, next);
}

/** A record is a request to its pod, which nobody waits for but the consumer's thread. */
function process(world: World, group: number, number: number, endpoint: number, partition: number, offset: number): void {
  const { s } = world;
  const member = kafkaOf(world).state.groups[group].members[number];
  const log = logOf(world, group, partition);
  const place = placeOf(log, offset);
  const row = allocateAttempt(s.attempts);
  const { ints, times } = s.attempts;
  const again = member.deliveries++;
  ints[row + INT.phase] = PHASE.waiting;
  ints[row + INT.parent] = RECORD;
  ints[row + INT.parentGuard] = group * MEMBERS + number;
  ints[row + INT.flags] = FLAG.record;
  ints[row + INT.site] = NONE;
  ints[row + INT.tries] = 0;
  ints[row + INT.endpoint] = endpoint;
  ints[row + INT.keyHi] = mix(log.keyHi[place], log.keyLo[place], group, again);
  ints[row + INT.keyLo] = mix(log.keyLo[place], log.keyHi[place], again, group);
  ints[row + INT.place] = mix(ints[row + INT.keyHi], ints[row + INT.keyLo], endpoint, 0x7265);
  times[timesOf(row) + TIME.sent] = s.nowUs;
  times[timesOf(row) + TIME.first] = s.nowUs;
  const poison = poisonAt(world, group, member.pod, log.poison[place]);
  if (poison !== null) {
    ints[row + INT.pod] = member.pod;
    ints[row + INT.pc] = world.plan.endpoints[endpoint].entry;
    ints[row + INT.status] = 500;
    logPoison(world, group, member, partition, offset, poison, ints[row + INT.keyHi], ints[row + INT.keyLo]);
    resume(s, row, OUTCOME.failed);
    return;
  }
  if (arrive(world, row, member.pod)) return;
  // its pod has no room left, or no longer works: what it holds goes back
  freeAttempt(s.attempts, row);
  holdOver(world, group, number, NO_WORKER_US);
  nextRecord(world, group, number);
}

function poisonAt(world: World, group: number, pod: number, bits: number): string | null {
  if (bits === 0) return null;
  const { plan } = kafkaOf(world);
  const { name } = world.plan.services[world.s.pods[pod].service].model;
  return plan.topics[plan.groups[group].topic].poison.find((fault, at) => (bits & (1 << at)) !== 0 && fault.service === name)?.says ?? null;
}

/** The rest of the batch's present partition is left to a later poll. */
function holdOver(world: World, group: number, number: number, us: number): void {
  const state = kafkaOf(world).state.groups[group];
  const member = state.members[number];
  const chunk = member.batch[member.at];
  chunk.end = chunk.next;
  state.heldUntilUs[chunk.partition] = world.s.nowUs + us;
  pushEvent(world.s.queue, world.s.nowUs + us, PRIORITY[EVENT.recordHeld], EVENT.recordHeld, group * MEMBERS + number, 0);
}

/** A record's processing has ended, well or not. */
export function recordEnded(world: World, row: number, outcome: number, status: number): void {
  const { s } = world;
  const { ints, times } = s.attempts;
  const group = Math.floor(ints[row + INT.parentGuard] / MEMBERS);
  const number = ints[row + INT.parentGuard] % MEMBERS;
  ints[row + INT.parent] = NONE;
  const { plan, state } = kafkaOf(world);
  const its = state.groups[group];
  const member = its.members[number];
  if (!member.alive || outcome === OUTCOME.reset) return;
  world.recorder.traceFinished(
    ints[row + INT.keyHi],
    ints[row + INT.keyLo],
    world.words.operations[ints[row + INT.endpoint]],
    times[timesOf(row) + TIME.sent],
    s.nowUs,
    status,
  );
  const { service } = s.pods[member.pod];
  state.triedBy[service]++;
  if (outcome !== OUTCOME.ok) state.failedBy[service]++;
  const consumer = plan.consumers[service];
  const chunk = member.batch[member.at];
  const onError = onErrorOf(world, member.pod);
  if (outcome === OUTCOME.ok || consumer === null) processed(world, group, chunk.partition, chunk.next, 'consumed');
  else if (onError === 'retry') {
    holdOver(world, group, number, consumer.model.retryBackoffUs);
    nextRecord(world, group, number);
    return;
  } else {
    processed(world, group, chunk.partition, chunk.next, onError === 'park' ? 'parked' : 'skipped');
    if (onError === 'park') appendTo(world, consumer.deadLetterTopic, -1, ints[row + INT.keyHi], ints[row + INT.keyLo]);
  }
  member.deliveries = 0;
  chunk.next++;
  nextRecord(world, group, number);
}

function processed(world: World, group: number, partition: number, offset: number, how: 'consumed' | 'skipped' | 'parked'): void {
  const its = kafkaOf(world).state.groups[group];
  if (offset >= its.done[partition]) {
    its.done[partition] = offset + 1;
    its[how]++;
    return;
  }
  const range = its.lost.find((lost) => lost.partition === partition && lost.from <= offset && offset < lost.to);
  if (range === undefined) {
    its.duplicates++;
    return;
  }
  its[how]++;
  if (offset + 1 < range.to) its.lost.push({ partition, from: offset + 1, to: range.to });
  range.to = offset;
  if (range.to === range.from) its.lost.splice(its.lost.indexOf(range), 1);
}

/** By its Deployment's environment, which wins over what the service was built with. */
function onErrorOf(world: World, pod: number): string {
  const { service, record } = world.s.pods[pod];
  const consumer = world.plan.kafka?.consumers[service];
  const wanted = world.s.services[service].replicaSets[record.revision].env['KAFKA_ON_ERROR'] ?? consumer?.model.onError ?? 'retry';
  // with nowhere to park it a record is tried again: nothing is thrown away unasked
  return wanted === 'park' && (consumer?.deadLetterTopic ?? NONE) < 0 ? 'retry' : wanted;
}
