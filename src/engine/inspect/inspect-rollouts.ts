import type { AnalysisRunInspection, AnalysisTemplateInspection, RolloutInspection, RolloutStepInspection } from '../../contract/rollout-inspection.ts';
import type { AnalysisModel, CanaryStepModel } from '../../scenario/model/canary.ts';
import { templateOfRun } from '../control/analysis-run.ts';
import { canaryWeight } from '../control/canary.ts';
import type { CanaryState } from '../control/canary-state.ts';
import { uidIn } from '../control/names.ts';
import { phaseName } from '../instruments/rollout-gauges.ts';
import { CANARY, STATE_NAMES } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { countedIn, historyOf, partOf, readyIn, templateOf } from './inspect-template.ts';

/** A service as the Rollouts controller's object says; none where it is a Deployment. */
export function inspectRollout(world: World, service: number): RolloutInspection[] {
  const { model } = world.plan.services[service];
  const state = world.s.services[service];
  const { canary } = state;
  if (model.canary === null || canary === null) return [];
  const current = state.replicaSets[state.current];
  const stable = state.replicaSets[canary.stable];
  const ready = state.replicaSets.reduce((sum, set) => sum + readyIn(world, set), 0);
  const { background, startingStep } = model.canary;
  return [
    {
      name: model.name,
      uid: uidIn(world.plan.scenario.fleet, model.region, `rollout/${model.name}`),
      createdUs: state.createdUs,
      generation: state.generation,
      revision: current.revision,
      paused: state.paused,
      replicas: state.replicas,
      updatedReplicas: countedIn(world, current),
      totalReplicas: state.replicaSets.reduce((sum, set) => sum + countedIn(world, set), 0),
      readyReplicas: ready,
      availableReplicas: ready,
      maxSurge: partOf(model.maxSurge),
      maxUnavailable: partOf(model.maxUnavailable),
      progressDeadlineUs: model.progressDeadlineUs,
      phase: phaseName(STATE_NAMES.canary[world.s.lifecycles.canary.state[service]]) as RolloutInspection['phase'],
      message: messageOf(world, service, canary),
      aborted: canary.aborted,
      pausedSinceUs: canary.pausedUs < 0 ? null : canary.pausedUs,
      steps: model.canary.steps.map(stepOf),
      step: canary.step,
      setWeight: canaryWeight(world, service, canary),
      currentHash: current.hash,
      stableHash: stable.hash,
      template: templateOf(world, service, current),
      background: background === null ? null : { analysis: analysisOf(background), startingStep },
      history: historyOf(world, service),
    },
  ];
}

/** Source: Argo Rollouts 1.7 utils/rollout/rolloututil.go, GetRolloutPhase and CalculateRolloutPhase. */
function messageOf(world: World, service: number, canary: CanaryState): string {
  const { model } = world.plan.services[service];
  const state = world.s.services[service];
  const current = state.replicaSets[state.current];
  if (canary.aborted)
    return `RolloutAborted: ${canary.abortedBecause === '' ? `Rollout aborted update to revision ${current.revision}` : canary.abortedBecause}`;
  switch (world.s.lifecycles.canary.state[service]) {
    case CANARY.degraded:
      return `ProgressDeadlineExceeded: ReplicaSet "${model.name}-${current.hash}" has timed out progressing.`;
    case CANARY.paused:
      return canary.pausedUs >= 0 ? 'CanaryPauseStep' : 'manually paused';
    case CANARY.progressing:
      if (countedIn(world, current) < state.replicas) return 'more replicas need to be updated';
      return state.replicaSets.some((set) => set !== current && countedIn(world, set) > 0)
        ? 'old replicas are pending termination'
        : 'updated replicas are still becoming available';
    default:
      return '';
  }
}

function stepOf(step: CanaryStepModel): RolloutStepInspection {
  switch (step.kind) {
    case 'set-weight':
      return { kind: 'setWeight', percent: step.percent };
    case 'pause':
      return { kind: 'pause', durationUs: step.durationUs };
    case 'analysis':
      return { kind: 'analysis', analysis: analysisOf(step.analysis) };
  }
}

function analysisOf({ name, metrics }: AnalysisModel): AnalysisTemplateInspection {
  return { name, metrics: metrics.map(({ operator: _operator, threshold: _threshold, ...metric }) => metric) };
}

export function inspectAnalysisRuns(world: World, services: readonly number[]): AnalysisRunInspection[] {
  return world.s.analyses.flatMap((run, number): AnalysisRunInspection[] => {
    const template = templateOfRun(world, run);
    if (!services.includes(run.service) || template === null) return [];
    const { name: rollout, region } = world.plan.services[run.service].model;
    return [
      {
        name: run.name,
        uid: uidIn(world.plan.scenario.fleet, region, `analysisrun/${run.name}`),
        rollout,
        revision: run.revision,
        template: template.name,
        step: run.step < 0 ? null : run.step,
        createdUs: run.startedUs,
        phase: phaseName(STATE_NAMES.analysis[world.s.lifecycles.analysis.state[number]]) as AnalysisRunInspection['phase'],
        message: run.message,
        metrics: run.metrics.map(({ phase, successful, failed, errors, measurements }, at) => ({
          name: template.metrics[at].name,
          phase,
          successful,
          failed,
          errors,
          measurements: measurements.slice(),
        })),
      },
    ];
  });
}
