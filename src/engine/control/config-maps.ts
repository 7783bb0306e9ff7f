import { hashText } from '../../base/hash.ts';
import { INFO, WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { initialSettings, type ProtectionSettings, readSettings, unreadable } from '../protection/settings.ts';
import { applyBulkheads, bulkheadData } from '../protection/bulkhead.ts';
import { throttleData } from '../protection/adaptive-throttling.ts';
import { applyThrottles } from '../protection/apply-throttles.ts';
import { adaptiveData } from '../protection/adaptive-settings.ts';
import { applyShedding } from '../protection/apply-shedding.ts';
import { limitShareData } from '../protection/criticality.ts';
import { applyOutlierSettings } from '../protection/apply-outlier-settings.ts';
import { outlierData } from '../protection/outlier-settings.ts';
import type { Plan } from '../plan/plan.ts';
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
export function initialConfig({ services }: Plan, service: number): ConfigState | null {
  const { model, bulkheads, throttles, clusters } = services[service];
  const data = {
    ...(model.keepAlive === null ? {} : { [IDLE_TIMEOUT]: `${model.keepAlive.idleTimeoutUs / 1e6}s` }),
    ...initialSettings(model),
    ...adaptiveData(model.adaptiveConcurrency),
    ...limitShareData(model.limitShares),
    ...bulkheadData(bulkheads),
    ...throttleData(throttles),
    ...Object.assign({}, ...clusters.map((cluster) => outlierData(services[cluster.target].model.name, cluster.model))),
  };
  if (Object.keys(data).length === 0) return null;
  return { name: `${model.name}-config`, data, version: 1, createdUs: -model.createdAgoUs };
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
const LIMIT_REJECTED = logTemplateIndex('envoyLimitRejected');

/** The pod's process sees the new file. What it can't read it rejects, and goes on with what it had. */
export function configSync(world: World, pod: number): void {
  const state = world.s.pods[pod];
  const config = world.s.services[state.service].config;
  const keepsAlive = world.plan.services[state.service].model.keepAlive !== null;
  const idleTimeoutUs = keepsAlive ? idleTimeoutIn(config) : state.idleTimeoutUs;
  if (idleTimeoutUs === null) {
    log(world, pod, WARN, REJECTED, config?.data[IDLE_TIMEOUT] ?? '');
    return;
  }
  const protects = applySettings(world, pod, config);
  if (protects === null || (idleTimeoutUs === state.idleTimeoutUs && !protects)) return;
  state.idleTimeoutUs = idleTimeoutUs;
  log(world, pod, INFO, APPLIED, config?.name ?? '');
}

/** @returns whether something is different now; null when it was rejected */
function applySettings(world: World, pod: number, config: ConfigState | null): boolean | null {
  const { protection, bulkheads, throttles, outliers } = world.s.pods[pod];
  const data = config?.data ?? {};
  const resized = bulkheads !== undefined && applyBulkheads(world, pod, bulkheads, data);
  const isThrottled = throttles !== undefined && applyThrottles(world, pod, throttles, data);
  const changed = (outliers !== undefined && applyOutlierSettings(world, pod, outliers, data)) || resized || isThrottled;
  if (protection === undefined) return changed;
  const settings = readSettings(data);
  if (settings === null) {
    log(world, pod, WARN, LIMIT_REJECTED, unreadable(data) ?? '');
    return null;
  }
  const shedding = applyShedding(world, pod, data);
  if (typeof shedding === 'string') {
    log(world, pod, WARN, LIMIT_REJECTED, shedding);
    return null;
  }
  const before = protection.settings;
  protection.settings = settings;
  return changed || shedding || (Object.keys(settings) as (keyof ProtectionSettings)[]).some((key) => settings[key] !== before[key]);
}

function log(world: World, pod: number, level: number, template: number, text: string): void {
  world.recorder.log(world.s.nowUs, world.s.pods[pod].source, level, template, 0, 0, world.words.of(text), 0, 0, 0, 0);
}
