import type { AnalysisMetricModel, AnalysisModel } from '../../scenario/model/canary.ts';
import { ANALYSIS, ensureRow, fire } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import type { AnalysisRunState, MetricRunState } from './canary-state.ts';
import { emitEvent } from './kube-events.ts';
import { requestSync } from './sync.ts';

/** Measurements a run remembers of each metric. Source: Argo Rollouts 1.7 analysis_types.go. */
const KEPT = 10;
/** Pause after a measurement that yielded nothing. Source: Argo Rollouts 1.7 utils/analysis, DefaultErrorRetryInterval. */
const ERROR_RETRY_US = 10_000_000;
const METRIC_BITS = 16;

/** Starts an AnalysisRun of what a rollout changes to. @param step -1: in the background @returns its number */
export function startAnalysis(world: World, service: number, template: AnalysisModel, step: number): number {
  const s = world.s;
  const state = s.services[service];
  const { hash, revision } = state.replicaSets[state.current];
  const { name } = world.plan.services[service].model;
  const number = s.analyses.length;
  s.analyses.push({
    service,
    revision,
    name: `${name}-${hash}-${revision}${step < 0 ? '' : `-${step}`}`,
    step,
    startedUs: s.nowUs,
    message: '',
    metrics: template.metrics.map((): MetricRunState => ({ phase: 'Running', successful: 0, failed: 0, errors: 0, errorsInARow: 0, measurements: [] })),
  });
  ensureRow(s.lifecycles, 'analysis', number);
  fire(s.lifecycles, 'analysis', number, 'STARTED');
  template.metrics.forEach((metric, at) => measureAt(world, number, at, s.nowUs + metric.initialDelayUs));
  announce(world, s.analyses[number], 'Normal', 'Running', 'Pending');
  return number;
}

function measureAt(world: World, run: number, metric: number, atUs: number): void {
  pushEvent(world.s.queue, atUs, PRIORITY[EVENT.measurement], EVENT.measurement, run * METRIC_BITS + metric, 0);
}

/** Template of a run: of its step, or the one in the background. */
export function templateOfRun(world: World, run: AnalysisRunState): AnalysisModel | null {
  const { canary } = world.plan.services[run.service].model;
  if (canary === null) return null;
  if (run.step < 0) return canary.background;
  const step = canary.steps[run.step];
  return step.kind === 'analysis' ? step.analysis : null;
}

/** A measurement is due. @param subject run * 16 + metric @returns the run it has decided against the rollout, null otherwise */
export function measure(world: World, subject: number): AnalysisRunState | null {
  const s = world.s;
  const number = Math.floor(subject / METRIC_BITS);
  const at = subject % METRIC_BITS;
  if (s.lifecycles.analysis.state[number] !== ANALYSIS.running) return null;
  const run = s.analyses[number];
  const model = templateOfRun(world, run)?.metrics[at];
  if (model === undefined) return null;
  const metric = run.metrics[at];
  const value = world.metrics.query(model.query, s.nowUs);
  const phase = value === null || Number.isNaN(value) ? 'Error' : holds(model, value) ? 'Successful' : 'Failed';
  metric.measurements.push({ atUs: s.nowUs, value, phase });
  if (metric.measurements.length > KEPT) metric.measurements.shift();
  if (phase === 'Error') {
    metric.errors++;
    metric.errorsInARow++;
  } else {
    metric.errorsInARow = 0;
    if (phase === 'Successful') metric.successful++;
    else metric.failed++;
  }
  if (metric.failed > model.failureLimit) {
    return end(world, number, at, 'Failed', `failed (${metric.failed}) > failureLimit (${model.failureLimit})`);
  }
  if (metric.errorsInARow > model.consecutiveErrorLimit) {
    return end(world, number, at, 'Error', `consecutiveErrors (${metric.errorsInARow}) > consecutiveErrorLimit (${model.consecutiveErrorLimit})`);
  }
  if (model.count === 0 || metric.successful + metric.failed < model.count) {
    measureAt(world, number, at, s.nowUs + (phase === 'Error' ? ERROR_RETRY_US : model.intervalUs));
    return null;
  }
  metric.phase = 'Successful';
  if (!run.metrics.every((other) => other.phase === 'Successful')) return null;
  fire(s.lifecycles, 'analysis', number, 'PASSED');
  announce(world, run, 'Normal', 'Successful', 'Running');
  requestSync(world, run.service);
  return null;
}

function holds({ operator, threshold }: AnalysisMetricModel, value: number): boolean {
  switch (operator) {
    case '>=':
      return value >= threshold;
    case '>':
      return value > threshold;
    case '<=':
      return value <= threshold;
    case '<':
      return value < threshold;
  }
}

/** A metric has decided the run, and with it the rollout. */
function end(world: World, number: number, at: number, phase: 'Failed' | 'Error', dueTo: string): AnalysisRunState | null {
  const run = world.s.analyses[number];
  const name = templateOfRun(world, run)?.metrics[at].name ?? '';
  run.metrics[at].phase = phase;
  run.message = `metric "${name}" assessed ${phase} due to ${dueTo}`;
  const actions = fire(world.s.lifecycles, 'analysis', number, phase === 'Failed' ? 'FAILED' : 'ERRED');
  announce(world, run, 'Warning', phase, 'Running');
  return actions?.includes('abortRollout') === true ? run : null;
}

/** Nobody needs it any more: what it has found so far stands. */
export function endAnalysis(world: World, number: number): void {
  fire(world.s.lifecycles, 'analysis', number, 'TERMINATED');
}

export function hasSucceeded(world: World, number: number): boolean {
  return world.s.lifecycles.analysis.state[number] === ANALYSIS.successful;
}

function announce(world: World, run: AnalysisRunState, type: 'Normal' | 'Warning', phase: string, before: string): void {
  const text = `${run.step < 0 ? 'Background' : 'Step'} Analysis Run '${run.name}' Status New: '${phase}' Previous: '${before}'`;
  const { name } = world.plan.services[run.service].model;
  emitEvent(world, run.service, type, `AnalysisRun${phase}`, 'Rollout', name, 'rollouts-controller', text);
}
