import { mix, pick } from '../../base/hash.ts';
import { isPoison } from '../faults/poison-record.ts';
import { keyOf } from '../fleet/cache.ts';
import { sampleUs } from '../plan/distribution.ts';
import { EVENT } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { INT } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { wakeFor } from './turns.ts';
import { kafkaOf } from './kafka-state.ts';
import { partitionOfKey } from './murmur2.ts';
import { append } from './partition-log.ts';

const PARTITION = 0x7061;

/**
 * Sends a record. Nothing lingers and a record is a batch of its own, so the sticky partitioner of records without a key has nothing to stick to: any partition is as likely.
 * @returns false when there is no answer to wait for
 */
export function produce(world: World, row: number, index: number, pc: number): boolean {
  const { plan } = kafkaOf(world);
  const { ints } = world.s.attempts;
  const { acks } = plan.produces[index];
  if (acks === '0') return false;
  const draw = (part: typeof plan.time, purpose: number): number =>
    sampleUs(part, ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], purpose);
  const us = draw(plan.time, pc) + (acks === 'all' ? draw(plan.replication, pc + 0x4000) : 0);
  pushEvent(world.s.queue, world.s.nowUs + us, 0, EVENT.computed, row, ints[row + INT.generation]);
  return true;
}

/** The leader has it, and consumers may. */
export function produced(world: World, row: number, index: number): void {
  const { plan, state } = kafkaOf(world);
  const { topic, keys } = plan.produces[index];
  const { ints } = world.s.attempts;
  state.producedBy[world.s.pods[ints[row + INT.pod]].service]++;
  const [keyHi, keyLo, place] = [ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place]];
  appendTo(world, topic, keys === null ? -1 : keyOf(keys, keyHi, keyLo, place, 0), mix(keyHi, keyLo, place, topic), mix(keyLo, keyHi, topic, place));
}

/** @param key -1 none */
export function appendTo(world: World, topic: number, key: number, recordHi: number, recordLo: number): void {
  const { plan, state } = kafkaOf(world);
  const { model, poison, groups } = plan.topics[topic];
  const partition = key >= 0 ? partitionOfKey(key, model.partitions) : pick(mix(recordHi, recordLo, PARTITION, topic), model.partitions);
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
