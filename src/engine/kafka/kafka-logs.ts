import { logTemplateIndex } from '../../contract/log-templates.ts';
import { ERROR, INFO, WARN } from '../../contract/records.ts';
import { RUNTIME } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { kafkaOf, type Member } from './kafka-state.ts';

const LEVELS = { INFO, WARN, ERROR } as const;
const SPRING = logTemplateIndex('routineSpring');
const JSON_LINE = logTemplateIndex('routineJson');
const GO = logTemplateIndex('routineGo');

/** e.g. `consumer-royalty-1`: what the Java client calls the first consumer of a process. */
export function clientIdOf(world: World, group: number): string {
  return `consumer-${kafkaOf(world).plan.groups[group].name}-1`;
}

export function logLine(world: World, group: number, member: Member, level: keyof typeof LEVELS, text: string): void {
  write(world, member.pod, level, `[Consumer clientId=${clientIdOf(world, group)}, groupId=${kafkaOf(world).plan.groups[group].name}] ${text}`, 0, 0);
}

/** The words of Spring Kafka's DefaultErrorHandler and ListenerExecutionFailedException. */
export function logPoison(world: World, group: number, member: Member, partition: number, offset: number, says: string, keyHi: number, keyLo: number): void {
  const { plan } = kafkaOf(world);
  const { name } = plan.topics[plan.groups[group].topic].model;
  write(world, member.pod, 'ERROR', `Seek to current after exception; record ${name}-${partition}@${offset} not processed: ${says}`, keyHi, keyLo);
}

/** A line of a pod's program. */
export function write(world: World, pod: number, level: keyof typeof LEVELS, text: string, keyHi: number, keyLo: number): void {
  const { runtime } = world.plan.services[world.s.pods[pod].service];
  const template = runtime === RUNTIME.java ? SPRING : runtime === RUNTIME.go ? GO : JSON_LINE;
  world.recorder.log(world.s.nowUs, world.s.pods[pod].source, LEVELS[level], template, keyHi, keyLo, world.words.of(text), 0, 0, 0, 0);
}
