import { mix } from '../../base/hash.ts';
import { sampleUs } from '../plan/distribution.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { DOING, kafkaOf, MEMBERS } from './kafka-state.ts';

/** A record has come: its consumer may be waiting for one. */
export function wakeFor(world: World, group: number, partition: number): void {
  const state = kafkaOf(world).state.groups[group];
  const owner = state.owner[partition];
  if (owner >= 0 && state.members[owner].doing === DOING.idle && state.heldUntilUs[partition] <= world.s.nowUs) fetch(world, group, owner);
}

function fetch(world: World, group: number, number: number): void {
  const member = kafkaOf(world).state.groups[group].members[number];
  member.doing = DOING.polling;
  nextTurn(world, group, number, roundTripUs(world, group, number));
}

export function roundTripUs(world: World, group: number, number: number): number {
  const { plan, state } = kafkaOf(world);
  const member = state.groups[group].members[number];
  return sampleUs(plan.time, mix(group, member.pod, member.life, world.seed), member.guard, number, 0x6b61);
}

export function nextTurn(world: World, group: number, number: number, us: number): void {
  const member = kafkaOf(world).state.groups[group].members[number];
  pushEvent(world.s.queue, world.s.nowUs + us, PRIORITY[EVENT.consumerTurn], EVENT.consumerTurn, group * MEMBERS + number, ++member.guard);
}

/** It polls now. */
export function pollNow(world: World, group: number, number: number): void {
  kafkaOf(world).state.groups[group].members[number].doing = DOING.polling;
  nextTurn(world, group, number, 0);
}
