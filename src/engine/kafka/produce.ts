import { mix, pick } from '../../base/hash.ts';
import { isPoison } from '../faults/poison-record.ts';
import { keyOf } from '../fleet/cache.ts';
import { sampleUs } from '../plan/distribution.ts';
import { RUNTIME } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { INT, TIME, timesOf } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { resume, OUTCOME } from '../world.ts';
import { ASK_AGAIN_US, brokerWaysUs, reachesBrokers } from './brokers.ts';
import { wakeFor } from './turns.ts';
import { kafkaOf } from './kafka-state.ts';
import { partitionOfKey } from './murmur2.ts';
import { append } from './partition-log.ts';

const PARTITION = 0x7061;

/**
 * How long a record waits for its acknowledgement: the Java client's delivery.timeout.ms, and message.timeout.ms of librdkafka, over which Go and Node programs send. Sources: ProducerConfig,
 * librdkafka's CONFIGURATION.md.
 */
const DELIVERY_TIMEOUT_US = 120e6;
const MESSAGE_TIMEOUT_US = 300e6;

/**
 * Sends a record. Nothing lingers and a record is a batch of its own, so the sticky partitioner of records without a key has nothing to stick to: any partition is as likely.
 * @returns false when there is no answer to wait for
 */
export function produce(world: World, row: number, index: number, pc: number): boolean {
  const { ints, times } = world.s.attempts;
  if (kafkaOf(world).plan.produces[index].acks === '0') return false;
  if (reachesBrokers(world, ints[row + INT.pod])) sendRecord(world, row, index, pc);
  else {
    times[timesOf(row) + TIME.service] = world.s.nowUs;
    tryAgainLater(world, row);
  }
  return true;
}

function tryAgainLater({ s }: World, row: number): void {
  pushEvent(s.queue, s.nowUs + ASK_AGAIN_US, PRIORITY[EVENT.recordWaits], EVENT.recordWaits, row, s.attempts.ints[row + INT.generation]);
}

/** A record in its producer's buffer, which has not got through so far. */
export function recordWaits(world: World, row: number): void {
  const { s, plan } = world;
  const { ints, times } = s.attempts;
  const pod = ints[row + INT.pod];
  const pc = ints[row + INT.pc] - 1;
  if (reachesBrokers(world, pod)) sendRecord(world, row, plan.program.a[pc], pc);
  else if (s.nowUs - times[timesOf(row) + TIME.service] < patienceUs(world, pod)) tryAgainLater(world, row);
  else resume(s, row, OUTCOME.recordExpired);
}

/** How long a pod's producer keeps a record it cannot deliver. */
export function patienceUs({ s, plan }: World, pod: number): number {
  return plan.services[s.pods[pod].service].runtime === RUNTIME.java ? DELIVERY_TIMEOUT_US : MESSAGE_TIMEOUT_US;
}

function sendRecord(world: World, row: number, index: number, pc: number): void {
  const { plan } = kafkaOf(world);
  const { ints } = world.s.attempts;
  const { acks } = plan.produces[index];
  const draw = (part: typeof plan.time, purpose: number): number =>
    sampleUs(part, ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], purpose);
  const ways = brokerWaysUs(world, ints[row + INT.pod], ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], pc);
  const us = draw(plan.time, pc) + (acks === 'all' ? draw(plan.replication, pc + 0x4000) : 0) + ways;
  pushEvent(world.s.queue, world.s.nowUs + us, 0, EVENT.computed, row, ints[row + INT.generation]);
}

/** The leader has it, and consumers may. */
export function produced(world: World, row: number, index: number): void {
  const { plan, state } = kafkaOf(world);
  const { acks } = plan.produces[index];
  const { ints } = world.s.attempts;
  // nobody notices that it gets nowhere
  if (acks === '0' && !reachesBrokers(world, ints[row + INT.pod])) return;
  state.producedBy[world.s.pods[ints[row + INT.pod]].service]++;
  const { topic } = plan.produces[index];
  const [keyHi, keyLo, place] = [ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place]];
  appendTo(world, topic, recordKey(world, row, index), mix(keyHi, keyLo, place, topic), mix(keyLo, keyHi, topic, place));
}

/** -1 none. */
function recordKey(world: World, row: number, index: number): number {
  const { keys } = kafkaOf(world).plan.produces[index];
  const { ints } = world.s.attempts;
  return keys === null ? -1 : keyOf(keys, ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], 0);
}

/** e.g. `plays-3`: where a request's record goes. */
export function topicPartitionOf(world: World, row: number, index: number): string {
  const { plan } = kafkaOf(world);
  const { topic } = plan.produces[index];
  const { ints } = world.s.attempts;
  const [keyHi, keyLo, place] = [ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place]];
  return `${plan.topics[topic].model.name}-${partitionOf(world, topic, recordKey(world, row, index), mix(keyHi, keyLo, place, topic), mix(keyLo, keyHi, topic, place))}`;
}

function partitionOf(world: World, topic: number, key: number, recordHi: number, recordLo: number): number {
  const { partitions } = kafkaOf(world).plan.topics[topic].model;
  return key >= 0 ? partitionOfKey(key, partitions) : pick(mix(recordHi, recordLo, PARTITION, topic), partitions);
}

/** @param key -1 none */
export function appendTo(world: World, topic: number, key: number, recordHi: number, recordLo: number): void {
  const { plan, state } = kafkaOf(world);
  const { poison, groups } = plan.topics[topic];
  const partition = partitionOf(world, topic, key, recordHi, recordLo);
  const { partitions, poisoned } = state.topics[topic];
  let bits = 0;
  poison.forEach((fault, at) => {
    if (!isPoison(fault, world.s.nowUs - world.playStartUs, poisoned[at], recordHi, recordLo)) return;
    poisoned[at]++;
    bits |= 1 << at;
  });
  append(partitions[partition], world.s.nowUs, recordHi, recordLo, bits);
  for (const group of groups) wakeFor(world, group, partition);
}
