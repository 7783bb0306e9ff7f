import { hashText } from '../../base/hash.ts';
import { INFO, WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import type { ServiceModel } from '../../scenario/model/fleet.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';

/** A ConfigMap that a service's pods mount and watch. */
export interface ConfigState {
  name: string;
  data: Record<string, string>;
  /** Grows with every change. */
  version: number;
  createdUs: number;
}

/** Key of the idle timeout of HTTP connections, as a duration such as `620s`. */
export const IDLE_TIMEOUT = 'idle_timeout';

/** What a service can be told while it runs; null where there is nothing. */
export function initialConfig(model: ServiceModel): ConfigState | null {
  if (model.keepAlive === null) return null;
  return { name: `${model.name}-config`, data: { [IDLE_TIMEOUT]: `${model.keepAlive.idleTimeoutUs / 1e6}s` }, version: 1, createdUs: -model.createdAgoUs };
}

/** Idle timeout in µs, Infinity for 0 (never); null when the text is none. */
export function idleTimeoutIn(config: ConfigState | null): number | null {
  const written = config?.data[IDLE_TIMEOUT];
  const parts = written === undefined ? null : /^(\d+(?:\.\d+)?)s$/.exec(written);
  if (parts === null) return null;
  const us = Math.round(Number(parts[1]) * 1e6);
  return us === 0 ? Infinity : us;
}

/**
 * The kubelet writes a changed ConfigMap into running pods when it next syncs each: once a minute, and a little for its cache.
 * Source: Kubernetes docs, concepts/configuration/configmap, "Mounted ConfigMaps are updated automatically".
 */
const SYNC_PERIOD_US = 60e6;
const CACHE_US = 2e6;

export function configChanged(world: World, service: number): void {
  const s = world.s;
  for (const set of s.services[service].replicaSets)
    for (const pod of set.pods) {
      const wait = CACHE_US + (hashText(`config/${s.pods[pod].record.name}`, world.seed) % SYNC_PERIOD_US);
      pushEvent(s.queue, s.nowUs + wait, PRIORITY[EVENT.configSync], EVENT.configSync, pod, s.pods[pod].life);
    }
}

const APPLIED = logTemplateIndex('envoyConfigUpdated');
const REJECTED = logTemplateIndex('envoyConfigRejected');

/** The pod's process sees the new file. What it can't read it rejects, and goes on with what it had. */
export function configSync(world: World, pod: number): void {
  const state = world.s.pods[pod];
  const config = world.s.services[state.service].config;
  const idleTimeoutUs = idleTimeoutIn(config);
  if (idleTimeoutUs === null) {
    log(world, pod, WARN, REJECTED, config?.data[IDLE_TIMEOUT] ?? '');
    return;
  }
  if (idleTimeoutUs === state.idleTimeoutUs) return;
  state.idleTimeoutUs = idleTimeoutUs;
  log(world, pod, INFO, APPLIED, config?.name ?? '');
}

function log(world: World, pod: number, level: number, template: number, text: string): void {
  world.recorder.log(world.s.nowUs, world.s.pods[pod].source, level, template, 0, 0, world.words.of(text), 0, 0, 0, 0);
}
