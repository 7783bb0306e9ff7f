import { CONSUMER_GROUP, fire } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { sampleUs } from '../plan/distribution.ts';
import type { World } from '../world.ts';
import { logLine } from './kafka-logs.ts';
import { DOING, kafkaOf, type Member } from './kafka-state.ts';
import { expire } from './partition-log.ts';
import { reachesBrokers } from './brokers.ts';
import { pollNow } from './turns.ts';

/**
 * The group's coordinator, classic protocol with the range assignor, which the Java client's default list of assignors comes to: eager, so everybody gives up everything while
 * the group rebalances. A heartbeat every 3 s is how a member hears of it; the rebalance waits for members until they have joined, or no longer count.
 */
const HEARTBEAT_US = 3_000_000;
/** group.initial.rebalance.delay.ms */
const INITIAL_DELAY_US = 3_000_000;

/** A pod's process is up: its consumer joins. @param atOnce it has been there for days */
export function consumerStarts(world: World, pod: number, atOnce: boolean): void {
  const { plan, state } = kafkaOf(world);
  const consumer = plan.consumers[world.s.pods[pod].service];
  if (consumer === null) return;
  const { members } = state.groups[consumer.group];
  const member: Member = {
    pod,
    life: world.s.pods[pod].life,
    doing: DOING.joining,
    guard: 0,
    known: false,
    joined: false,
    alive: true,
    stopping: false,
    mustRejoin: false,
    heartbeatUs: world.s.nowUs,
    pollUs: world.s.nowUs,
    generation: 0,
    partitions: [],
    batch: [],
    at: 0,
    turn: 0,
    deliveries: 0,
  };
  const number = members.push(member) - 1;
  if (reachesBrokers(world, pod)) joinGroup(world, consumer.group, member, atOnce);
  else pollNow(world, consumer.group, number);
}

export function joinGroup(world: World, group: number, member: Member, atOnce = false): void {
  if (!atOnce) logLine(world, group, member, 'INFO', member.known ? 'Request joining group due to: group is already rebalancing' : '(Re-)joining group');
  const isNew = !member.known;
  member.known = true;
  member.joined = true;
  member.mustRejoin = false;
  member.doing = DOING.joining;
  member.partitions = [];
  member.heartbeatUs = world.s.nowUs;
  if (isNew) changed(world, group);
  if (!atOnce) completeIfAll(world, group);
}

/** Who joins or leaves makes the others join again. */
function changed(world: World, group: number): void {
  const state = kafkaOf(world).state.groups[group];
  const wasEmpty = world.s.lifecycles.consumerGroup?.state[group] === CONSUMER_GROUP.empty;
  const wasStable = world.s.lifecycles.consumerGroup?.state[group] === CONSUMER_GROUP.stable;
  if (fire(world.s.lifecycles, 'consumerGroup', group, 'MEMBER_CHANGED') === null) return;
  state.rebalanceUs = wasEmpty ? world.s.nowUs + INITIAL_DELAY_US : world.s.nowUs;
  // whoever has joined for a generation that never came about is still waiting for the next one
  if (wasStable) for (const member of state.members) member.joined = member.doing === DOING.joining && member.alive;
}

function completeIfAll(world: World, group: number): void {
  const { state } = kafkaOf(world);
  const its = state.groups[group];
  if (world.s.lifecycles.consumerGroup?.state[group] !== CONSUMER_GROUP.preparingRebalance || world.s.nowUs < its.rebalanceUs) return;
  const known = its.members.filter((member) => member.known);
  if (known.length === 0) {
    fire(world.s.lifecycles, 'consumerGroup', group, 'NO_MEMBERS');
    its.owner.fill(-1);
    return;
  }
  if (!known.every(({ joined }) => joined)) return;
  fire(world.s.lifecycles, 'consumerGroup', group, 'ALL_JOINED');
  its.generation++;
  its.owner.fill(-1);
  const us = sampleUs(kafkaOf(world).plan.time, group, its.generation, world.seed, 0x7379);
  pushEvent(world.s.queue, world.s.nowUs + us, PRIORITY[EVENT.groupSynced], EVENT.groupSynced, group, its.generation);
}

/** The leader's assignment has come: everybody starts where the group has committed. */
export function groupSynced(world: World, group: number, generation: number): void {
  const its = kafkaOf(world).state.groups[group];
  if (its.generation !== generation || fire(world.s.lifecycles, 'consumerGroup', group, 'ASSIGNED') === null) return;
  assign(world, group);
  its.members.forEach((member, number) => {
    if (member.known && member.alive) pollNow(world, group, number);
  });
}

/** The range assignor: each member a run of partitions, the first ones one more. */
function assign(world: World, group: number): void {
  const { plan, state } = kafkaOf(world);
  const its = state.groups[group];
  const known = [...its.members.keys()].filter((number) => its.members[number].known);
  const partitions = its.owner.length;
  const each = Math.floor(partitions / known.length);
  const more = partitions % known.length;
  let from = 0;
  known.forEach((number, place) => {
    const member = its.members[number];
    const count = each + (place < more ? 1 : 0);
    member.generation = its.generation;
    member.mustRejoin = false;
    member.partitions = Array.from({ length: count }, (_, i) => from + i);
    for (const partition of member.partitions) its.owner[partition] = number;
    from += count;
    if (world.s.nowUs === 0 || !member.alive) return;
    const topic = plan.topics[plan.groups[group].topic].model.name;
    logLine(world, group, member, 'INFO', `Adding newly assigned partitions: ${member.partitions.map((partition) => `${topic}-${partition}`).join(', ')}`);
  });
}

/** A new world's group has been together for days. */
export function settleGroups(world: World): void {
  const { state } = kafkaOf(world);
  state.groups.forEach((its, group) => {
    if (its.members.length === 0) return;
    fire(world.s.lifecycles, 'consumerGroup', group, 'ALL_JOINED');
    its.generation++;
    fire(world.s.lifecycles, 'consumerGroup', group, 'ASSIGNED');
    assign(world, group);
    for (const member of its.members) member.doing = DOING.idle;
  });
}

/** SIGTERM: the consumer closes after the record in hand. */
export function consumerStops(world: World, pod: number): void {
  if (world.s.pods[pod].record.graceUs === 0) return; // killed before it can close anything
  forEachOf(world, pod, (group, number, member) => {
    member.stopping = true;
    if (member.doing === DOING.idle || member.doing === DOING.joining) pollNow(world, group, number);
  });
}

/** The process is gone without a word: the coordinator notices when the session times out. */
export function consumerDies(world: World, pod: number): void {
  forEachOf(world, pod, (_, __, member) => {
    member.alive = false;
    member.doing = DOING.gone;
  });
}

function forEachOf(world: World, pod: number, visit: (group: number, number: number, member: Member) => void): void {
  const { plan, state } = kafkaOf(world);
  const consumer = plan.consumers[world.s.pods[pod].service];
  if (consumer === null) return;
  state.groups[consumer.group].members.forEach((member, number) => {
    if (member.pod === pod && member.alive) visit(consumer.group, number, member);
  });
}

export function leaveGroup(world: World, group: number, member: Member): void {
  logLine(world, group, member, 'INFO', 'Member sending LeaveGroup request to coordinator due to the consumer is being closed');
  member.alive = false;
  member.doing = DOING.gone;
  forget(world, group, member);
}

function forget(world: World, group: number, member: Member): void {
  if (!member.known) return;
  member.known = false;
  member.joined = false;
  const { owner, members } = kafkaOf(world).state.groups[group];
  const number = members.indexOf(member);
  owner.forEach((whose, partition) => {
    if (whose === number) owner[partition] = -1;
  });
  changed(world, group);
  completeIfAll(world, group);
}

/** Once a second: heartbeats, sessions, poll intervals, rebalances, retention. */
export function keepKafka(world: World): void {
  const { plan, state } = kafkaOf(world);
  const { nowUs } = world.s;
  state.topics.forEach(({ partitions }, topic) => {
    for (const log of partitions) expire(log, nowUs - plan.topics[topic].model.retentionUs);
  });
  state.groups.forEach((its, group) => {
    its.members.forEach((member, number) => {
      const model = plan.consumers[world.s.pods[member.pod].service]?.model;
      if (model === undefined) return;
      if (!member.known) {
        // forgotten while no heartbeat of its came through: the next one is told so
        if (member.alive && member.doing === DOING.idle) pollNow(world, group, number);
        return;
      }
      if (!member.alive || !reachesBrokers(world, member.pod)) {
        if (nowUs - member.heartbeatUs >= model.sessionTimeoutUs) forget(world, group, member);
        return;
      }
      const isBusy = member.doing === DOING.processing || member.doing === DOING.committing;
      if (isBusy && nowUs - member.pollUs > model.maxPollIntervalUs) {
        logLine(
          world,
          group,
          member,
          'WARN',
          'consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that the poll loop is spending too much time processing messages. You can address this either by increasing max.poll.interval.ms or by reducing the maximum size of batches returned in poll() with max.poll.records.',
        );
        forget(world, group, member);
        return;
      }
      if (nowUs - member.heartbeatUs < HEARTBEAT_US) return;
      member.heartbeatUs = nowUs;
      const isRebalancing = world.s.lifecycles.consumerGroup?.state[group] === CONSUMER_GROUP.preparingRebalance;
      if (!isRebalancing || member.joined) return;
      member.mustRejoin = true;
      if (member.doing === DOING.idle) pollNow(world, group, number);
    });
    completeIfAll(world, group);
  });
}
