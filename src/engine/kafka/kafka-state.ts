import { assert } from '../../base/assert.ts';
import type { GroupPlan, KafkaPlan } from '../plan/kafka.ts';
import type { World } from '../world.ts';
import { createPartitionLog, type PartitionLog } from './partition-log.ts';

export interface KafkaState {
  topics: TopicState[];
  groups: GroupState[];
  /** By service: records it has sent; and taken in hand, one that is tried again each time, and how often without success. */
  producedBy: number[];
  triedBy: number[];
  failedBy: number[];
}

export interface TopicState {
  partitions: PartitionLog[];
  /** By poison fault: records made so far. */
  poisoned: number[];
}

/** By partition where nothing else is said. */
export interface GroupState {
  generation: number;
  /** Every member there has been; a member's number is its place. */
  members: Member[];
  /** Who has it; -1 nobody. */
  owner: Int32Array;
  committed: Float64Array;
  /** First offset nobody has been done with. */
  done: Float64Array;
  /** Not polled before, since a record of it is to be tried again. */
  heldUntilUs: Float64Array;
  /** When the rebalance began. */
  rebalanceUs: number;
  /** Records: processed, processed again, given up by their consumer, moved to its dead-letter topic. */
  consumed: number;
  duplicates: number;
  skipped: number;
  parked: number;
  /** Offsets that were passed over without having been processed. */
  lost: { partition: number; from: number; to: number }[];
}

export interface Member {
  readonly pod: number;
  /** Of the pod's process. */
  readonly life: number;
  doing: number;
  /** Grows with every turn, so that events of an earlier one are ignored. */
  guard: number;
  /** The coordinator counts on it; and it has joined the coming generation, or is in the present one. */
  known: boolean;
  joined: boolean;
  /** Its process lives. */
  alive: boolean;
  /** SIGTERM: leaves after the record in hand. */
  stopping: boolean;
  /** It has heard that the group is rebalancing. */
  mustRejoin: boolean;
  heartbeatUs: number;
  pollUs: number;
  generation: number;
  partitions: number[];
  /** What the last poll returned: of each partition from where to where, and how far it is. */
  batch: { partition: number; next: number; end: number }[];
  /** Which of them it is at; and whose turn is first at the next poll. */
  at: number;
  turn: number;
  /** Times the record in hand was tried. */
  deliveries: number;
}

export const DOING = { gone: 0, joining: 1, idle: 2, polling: 3, processing: 4, committing: 5 } as const;

export const MEMBERS = 1 << 16;

export function createKafkaState(plan: KafkaPlan): KafkaState {
  return {
    topics: plan.topics.map(({ model, poison }) => ({
      partitions: Array.from({ length: model.partitions }, createPartitionLog),
      poisoned: poison.map(() => 0),
    })),
    groups: plan.groups.map((group) => createGroup(plan, group)),
    producedBy: plan.consumers.map(() => 0),
    triedBy: plan.consumers.map(() => 0),
    failedBy: plan.consumers.map(() => 0),
  };
}

function createGroup(plan: KafkaPlan, { topic }: GroupPlan): GroupState {
  const { partitions } = plan.topics[topic].model;
  return {
    generation: 0,
    members: [],
    owner: new Int32Array(partitions).fill(-1),
    committed: new Float64Array(partitions),
    done: new Float64Array(partitions),
    heldUntilUs: new Float64Array(partitions),
    rebalanceUs: 0,
    consumed: 0,
    duplicates: 0,
    skipped: 0,
    parked: 0,
    lost: [],
  };
}

/** The cluster of a fleet that has one. */
export function kafkaOf(world: World): { plan: KafkaPlan; state: KafkaState } {
  const { kafka: plan } = world.plan;
  const { kafka: state } = world.s;
  assert(plan !== undefined && state !== undefined, 'a fleet with Kafka');
  return { plan, state };
}

export function logOf(world: World, group: number, partition: number): PartitionLog {
  const { plan, state } = kafkaOf(world);
  return state.topics[plan.groups[group].topic].partitions[partition];
}

/** Records it has not been done with, nor passed over. */
export function lagOf(world: World, group: number, partition: number): number {
  return Math.max(0, logOf(world, group, partition).end - kafkaOf(world).state.groups[group].committed[partition]);
}

/** Passes over what lies between: nobody has processed it, and nobody will unless the group is set back. */
export function passOver(state: GroupState, partition: number, to: number): void {
  if (to <= state.done[partition]) return;
  state.lost.push({ partition, from: state.done[partition], to });
  state.done[partition] = to;
}

export function lostRecords({ lost }: GroupState): number {
  return lost.reduce((sum, { from, to }) => sum + to - from, 0);
}

const STATES = ['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead'] as const;

/** As its coordinator says. */
export function groupStateOf({ s }: World, group: number): (typeof STATES)[number] {
  const state = s.lifecycles.consumerGroup?.state[group] ?? 0;
  return STATES[state];
}
