import { logTemplateIndex } from '../../contract/log-templates.ts';
import { WARN } from '../../contract/records.ts';
import { RUNTIME } from '../plan/plan.ts';
import type { World } from '../world.ts';

const LAYOUTS: Readonly<Record<number, number | undefined>> = {
  [RUNTIME.node]: logTemplateIndex('routineJson'),
  [RUNTIME.java]: logTemplateIndex('routineSpring'),
  [RUNTIME.go]: logTemplateIndex('routineGo'),
};

/** A line of the process's own; an Envoy writes access lines only. */
export function warn(world: World, pod: number, text: string, keyHi: number, keyLo: number): void {
  const { source, service } = world.s.pods[pod];
  const template = LAYOUTS[world.plan.services[service].runtime];
  if (template !== undefined) world.recorder.log(world.s.nowUs, source, WARN, template, keyHi, keyLo, world.words.of(text), 0, 0, 0, 0);
}
