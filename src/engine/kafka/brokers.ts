import { kafkaHost, OUTSIDE } from '../network/hosts.ts';
import { passes, segmentUs } from '../network/packets.ts';
import { reachable } from '../network/reachable.ts';
import type { World } from '../world.ts';
import { kafkaOf } from './kafka-state.ts';

/**
 * The way between clients and brokers, for a cluster that is somewhere. A region that is cut off and a cut link drop packets, so whoever waits hears nothing: clients ask again each
 * second, which is what their reconnect.backoff.max.ms comes to.
 */
export const ASK_AGAIN_US = 1_000_000;

/** Whether packets pass both ways between a pod and the brokers. */
export function reachesBrokers(world: World, pod: number): boolean {
  const { region } = kafkaOf(world).plan;
  if (region < 0) return true;
  const { s, plan } = world;
  return reachable(world, plan.services[s.pods[pod].service].region, region) && passes(world, pod, kafkaHost(plan.scenario.fleet));
}

/** The same from a terminal, which is outside every region. */
export function areBrokersInSight(world: World): boolean {
  const { region } = kafkaOf(world).plan;
  return region < 0 || (world.s.isolated[region] === 0 && passes(world, OUTSIDE, kafkaHost(world.plan.scenario.fleet)));
}

/** What links add to a request to the brokers and its answer, in microseconds. */
export function brokerWaysUs(world: World, pod: number, keyHi: number, keyLo: number, place: number, purpose: number): number {
  if (kafkaOf(world).plan.region < 0 || world.s.links === undefined) return 0;
  const host = kafkaHost(world.plan.scenario.fleet);
  return segmentUs(world, pod, host, keyHi, keyLo, place, purpose) + segmentUs(world, host, pod, keyHi, keyLo, place, ~purpose);
}
