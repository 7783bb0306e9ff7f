import { hashText } from '../../base/hash.ts';
import { INFO } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { TARGET_UP } from '../../contract/metrics.ts';
import { loadCertificate, mountCertificate } from '../connect/certificates.ts';
import { fillPool } from '../fleet/connections.ts';
import { consumerStarts } from '../kafka/group.ts';
import { CONTAINER, fire } from '../machines/lifecycle.ts';
import { sampleUs } from '../plan/distribution.ts';
import { RUNTIME } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { emitEvent } from './kube-events.ts';
import { change } from './readiness.ts';

const SPRING_STARTED = logTemplateIndex('springStarted');
const STARTED = logTemplateIndex('started');
const RAW = logTemplateIndex('raw');

/** Next stage of a start: image there, or process listening. */
export function podStart(world: World, pod: number): void {
  const s = world.s;
  const { node } = s.pods[pod].record;
  if (!s.nodes[node].on) return; // begins again when the machine does
  const state = s.lifecycles.container.state[pod];
  if (state === CONTAINER.waiting) {
    const record = s.pods[pod].record;
    const { model } = world.plan.services[s.pods[pod].service];
    const host = world.nodeNames[record.node];
    const set = s.services[s.pods[pod].service].replicaSets[record.revision];
    const tookS = ((s.nowUs - record.createdUs) / 1e6).toFixed(1);
    emitEvent(
      world,
      s.pods[pod].service,
      'Normal',
      'Pulled',
      'Pod',
      record.name,
      'kubelet',
      `Successfully pulled image "${set.image}" in ${tookS}s (${tookS}s including waiting). Image size: ${imageBytes(set.image)} bytes.`,
      host,
    );
    emitEvent(world, s.pods[pod].service, 'Normal', 'Created', 'Pod', record.name, 'kubelet', `Created container: ${model.name}`, host);
    mountCertificate(world, pod);
    containerStarts(world, pod, 'CREATED');
    emitEvent(world, s.pods[pod].service, 'Normal', 'Started', 'Pod', record.name, 'kubelet', `Started container ${model.name}`, host);
  } else if (state === CONTAINER.starting) listens(world, pod);
}

/** The container's process exists; it listens after its start-up time. */
function containerStarts(world: World, pod: number, event: 'CREATED' | 'RESTARTED'): void {
  const s = world.s;
  if (fire(s.lifecycles, 'container', pod, event) === null) return;
  const record = s.pods[pod].record;
  record.startedUs = s.nowUs;
  record.waitingReason = '';
  const plan = world.plan.services[s.pods[pod].service];
  const startUs = sampleUs(plan.startup, pod, world.seed, s.pods[pod].life, 0x73);
  pushEvent(s.queue, s.nowUs + startUs, PRIORITY[EVENT.podStart], EVENT.podStart, pod, s.pods[pod].life);
  if (event === 'CREATED') fire(s.lifecycles, 'pod', pod, 'CONTAINER_STARTED');
  startProbing(world, pod);
}

/** The container starts again in the same pod: name and address stay. */
export function restartContainer(world: World, pod: number): void {
  const record = world.s.pods[pod].record;
  record.restarts++;
  loadCertificate(world.s.pods[pod]);
  record.lastRestartUs = world.s.nowUs;
  containerStarts(world, pod, 'RESTARTED');
}

function startProbing(world: World, pod: number): void {
  const s = world.s;
  const { readiness, liveness } = world.plan.services[s.pods[pod].service].model;
  // the kubelet spreads first probes over the period; the pod's number serves as the spread here
  const spread = (periodUs: number): number => ((pod * 2_654_435) % 997) * (periodUs / 997);
  if (readiness !== null)
    pushEvent(
      s.queue,
      s.nowUs + readiness.delayUs + Math.round(spread(readiness.periodUs)),
      PRIORITY[EVENT.readinessProbe],
      EVENT.readinessProbe,
      pod,
      s.pods[pod].life,
    );
  if (liveness !== null)
    pushEvent(
      s.queue,
      s.nowUs + liveness.delayUs + Math.round(spread(liveness.periodUs)),
      PRIORITY[EVENT.livenessProbe],
      EVENT.livenessProbe,
      pod,
      s.pods[pod].life,
    );
}

function listens(world: World, pod: number): void {
  const s = world.s;
  const actions = fire(s.lifecycles, 'container', pod, 'LISTENING');
  if (actions === null) return;
  for (const action of actions) if (action === 'openPort') s.pods[pod].listening = true;
  const record = s.pods[pod].record;
  s.meters.up[record.target] = TARGET_UP;
  fillPools(world, pod, false);
  if (s.kafka !== undefined) consumerStarts(world, pod, false);
  const plan = world.plan.services[s.pods[pod].service];
  const { recorder, words } = world;
  if (s.pods[pod].nameServer !== undefined) nameServerStarted(world, pod);
  else if (plan.runtime === RUNTIME.java)
    recorder.log(
      s.nowUs,
      s.pods[pod].source,
      INFO,
      SPRING_STARTED,
      0,
      0,
      s.nowUs - (record.startedUs ?? s.nowUs),
      words.of(`${plan.model.name[0].toUpperCase()}${plan.model.name.slice(1)}Application`),
      0,
      0,
      0,
    );
  else recorder.log(s.nowUs, s.pods[pod].source, INFO, STARTED, 0, 0, words.of(s.services[plan.index].replicaSets[record.revision].version), 0, 0, 0, 0);
  if (plan.model.readiness === null) change(world, pod, 'PROBE_SUCCEEDED');
}

/** CoreDNS' first lines. */
function nameServerStarted(world: World, pod: number): void {
  const { recorder, words, s } = world;
  const { version } = s.services[s.pods[pod].service].replicaSets[s.pods[pod].record.revision];
  for (const line of ['.:53', `CoreDNS-${version.replace(/^v/, '')}`]) recorder.log(s.nowUs, s.pods[pod].source, INFO, RAW, 0, 0, words.of(line), 0, 0, 0, 0);
}

function fillPools(world: World, pod: number, atOnce: boolean): void {
  const { pools } = world.plan.services[world.s.pods[pod].service];
  pools.forEach((_, which) => fillPool(world, world.s.pods[pod].firstPool + which, atOnce));
}

/** A pod that was there before the simulation began: runs every step of its life at once, probes and all. */
export function startAtOnce(world: World, pod: number): void {
  const s = world.s;
  const record = s.pods[pod].record;
  containerStarts(world, pod, 'CREATED');
  record.startedUs = record.createdUs + 4_000_000;
  s.pods[pod].life++; // the start-up event just scheduled belongs to an earlier life
  startProbing(world, pod);
  fire(s.lifecycles, 'container', pod, 'LISTENING');
  s.pods[pod].listening = true;
  s.meters.up[record.target] = TARGET_UP;
  fillPools(world, pod, true);
  if (s.kafka !== undefined) consumerStarts(world, pod, true);
  record.readinessSuccesses = 1;
  change(world, pod, 'PROBE_SUCCEEDED');
  record.readyUs = record.createdUs + 30_000_000;
}

/** Images have sizes of their own, 48 to 158 MB; only their names are modelled. */
function imageBytes(image: string): number {
  return 48_000_000 + (hashText(image) % 110_000_000);
}
