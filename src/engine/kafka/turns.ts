import { mix } from '../../base/hash.ts';
import { sampleUs } from '../plan/distribution.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { ASK_AGAIN_US, brokerWaysUs } from './brokers.ts';
import { DOING, kafkaOf, type Member, MEMBERS } from './kafka-state.ts';

const ROUND_TRIP = 0x6b61;

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
  const key = mix(group, member.pod, member.life, world.seed);
  return sampleUs(plan.time, key, member.guard, number, ROUND_TRIP) + brokerWaysUs(world, member.pod, key, member.guard, number, ROUND_TRIP);
}

/** The brokers do not answer: it goes on asking. One that is closing ends without having told them. */
export function askAgain(world: World, group: number, number: number, member: Member): void {
  member.pollUs = world.s.nowUs;
  if (member.stopping) {
    member.alive = false;
    member.doing = DOING.gone;
    return;
  }
  nextTurn(world, group, number, ASK_AGAIN_US);
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
