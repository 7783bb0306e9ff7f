import { ANALYSIS, CANARY, POD, STATE_NAMES } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { endGauge, infraTarget, setGauge } from './set-gauge.ts';

/** What the Argo Rollouts controller reports of a Rollout. Names: Argo Rollouts 1.7 docs, features/controller-metrics. */
export function rolloutGauges(world: World, service: number): void {
  const s = world.s;
  const { name, region } = world.plan.services[service].model;
  const { namespace } = world.plan.scenario.fleet;
  const target = infraTarget(world, 'argo-rollouts', 'argo-rollouts-metrics:8090', { region });
  const state = s.services[service];
  const labels = { name, namespace };
  const ready = state.replicaSets.flatMap((set) => set.pods).filter((pod) => s.lifecycles.pod.state[pod] === POD.ready).length;
  setGauge(world, target, 'rollout_info_replicas_desired', labels, state.replicas);
  setGauge(world, target, 'rollout_info_replicas_available', labels, ready);
  setGauge(world, target, 'rollout_info_replicas_unavailable', labels, Math.max(0, state.replicas - ready));
  setGauge(world, target, 'rollout_info_replicas_updated', labels, state.replicaSets[state.current].pods.length);
  const phase = s.lifecycles.canary.state[service];
  for (const at of Object.values(CANARY)) {
    const of = { name, namespace, strategy: 'canary', phase: phaseName(STATE_NAMES.canary[at]) };
    if (at === phase) setGauge(world, target, 'rollout_info', of, 1);
    else endGauge(world, target, 'rollout_info', of);
  }
  s.analyses.forEach((run, number) => {
    if (run.service !== service) return;
    const now = s.lifecycles.analysis.state[number];
    for (const at of Object.values(ANALYSIS)) {
      const of = { name: run.name, namespace, phase: phaseName(STATE_NAMES.analysis[at]) };
      if (at === now) setGauge(world, target, 'analysis_run_info', of, 1);
      else endGauge(world, target, 'analysis_run_info', of);
    }
  });
}

/** Machine states are written small, Argo's phases with a capital. */
export function phaseName(state: string): string {
  return state.charAt(0).toUpperCase() + state.slice(1);
}
