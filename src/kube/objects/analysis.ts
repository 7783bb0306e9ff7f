import type { AnalysisRunInspection, AnalysisTemplateInspection, RolloutInspection } from '../../contract/rollout-inspection.ts';
import { type Cluster, timestamp } from '../cluster.ts';
import { uuidOf } from '../identity.ts';
import { type KubeObject, type Labels, objectMeta, withoutUndefined } from './object-meta.ts';
import { ARGO_API, manifestDuration } from './rollout.ts';

interface Metric {
  readonly consecutiveErrorLimit: number;
  readonly count?: number;
  readonly failureLimit: number;
  readonly initialDelay?: string;
  readonly interval: string;
  readonly name: string;
  readonly provider: { readonly prometheus: { readonly address: string; readonly query: string } };
  readonly successCondition: string;
}

export interface AnalysisTemplate extends KubeObject {
  readonly spec: { readonly metrics: readonly Metric[] };
}

/** Fields: Argo Rollouts pkg/apis/rollouts/v1alpha1/analysis_types.go. */
export interface AnalysisRun extends KubeObject {
  readonly spec: { readonly metrics: readonly Metric[] };
  readonly status: {
    readonly dryRunSummary: Readonly<Record<string, never>>;
    readonly message?: string;
    readonly metricResults: readonly object[];
    readonly phase: string;
    readonly runSummary: Labels | Readonly<Record<string, number>>;
    readonly startedAt: string;
  };
}

/** Where the analyses ask; the fleet has one Prometheus. */
const PROMETHEUS = 'http://prometheus.monitoring.svc.cluster.local:9090';

/** All templates that rollouts name, each once. */
export function analysisTemplates(cluster: Cluster): readonly AnalysisTemplate[] {
  const byName = new Map<string, AnalysisTemplate>();
  for (const rollout of cluster.fleet.rollouts) {
    for (const template of templatesOf(rollout)) {
      if (byName.has(template.name)) continue;
      byName.set(template.name, {
        apiVersion: ARGO_API,
        kind: 'AnalysisTemplate',
        metadata: objectMeta(cluster, rollout.createdUs, [], {
          generation: 1,
          name: template.name,
          namespace: cluster.fleet.namespace,
          uid: uuidOf(`analysistemplate/${cluster.fleet.region}/${template.name}`),
        }),
        spec: { metrics: template.metrics.map(metricObject) },
      });
    }
  }
  return [...byName.values()];
}

function templatesOf({ steps, background }: RolloutInspection): readonly AnalysisTemplateInspection[] {
  return [...steps.flatMap((step) => (step.kind === 'analysis' ? [step.analysis] : [])), ...(background ? [background.analysis] : [])];
}

function metricObject(metric: AnalysisTemplateInspection['metrics'][number]): Metric {
  return withoutUndefined({
    consecutiveErrorLimit: metric.consecutiveErrorLimit,
    count: metric.count || undefined,
    failureLimit: metric.failureLimit,
    initialDelay: metric.initialDelayUs > 0 ? manifestDuration(metric.initialDelayUs) : undefined,
    interval: manifestDuration(metric.intervalUs),
    name: metric.name,
    provider: { prometheus: { address: PROMETHEUS, query: metric.query } },
    successCondition: metric.successCondition,
  });
}

export function analysisRunObject(cluster: Cluster, run: AnalysisRunInspection): AnalysisRun {
  const rollout = cluster.fleet.rollouts.find(({ name }) => name === run.rollout);
  const template = rollout && templatesOf(rollout).find(({ name }) => name === run.template);
  const hash = cluster.fleet.replicaSets.find((set) => set.deployment === run.rollout && set.revision === run.revision)?.template.hash;
  const results = run.metrics.map((metric) => metricResult(cluster, metric));
  const sum = (count: (metric: AnalysisRunInspection['metrics'][number]) => boolean): number | undefined => run.metrics.filter(count).length || undefined;
  return {
    apiVersion: ARGO_API,
    kind: 'AnalysisRun',
    metadata: objectMeta(
      cluster,
      run.createdUs,
      run.metrics.map((metric) => metric.measurements.at(-1)?.atUs),
      {
        annotations: { 'rollout.argoproj.io/revision': String(run.revision) },
        generation: 1 + run.metrics.reduce((all, metric) => all + metric.successful + metric.failed + metric.errors, 0),
        labels: withoutUndefined({
          'rollout-type': run.step === null ? 'Background' : 'Step',
          'rollouts-pod-template-hash': hash,
          'step-index': run.step === null ? undefined : String(run.step),
        }) as Labels,
        name: run.name,
        namespace: cluster.fleet.namespace,
        ownerReferences: rollout && [
          { apiVersion: ARGO_API, blockOwnerDeletion: true, controller: true, kind: 'Rollout', name: rollout.name, uid: rollout.uid },
        ],
        uid: run.uid,
      },
    ),
    spec: { metrics: (template?.metrics ?? []).map(metricObject) },
    status: withoutUndefined({
      dryRunSummary: {},
      message: run.message || undefined,
      metricResults: results,
      phase: run.phase,
      runSummary: withoutUndefined({
        count: run.metrics.length,
        error: sum(({ phase }) => phase === 'Error'),
        failed: sum(({ phase }) => phase === 'Failed'),
        successful: sum(({ phase }) => phase === 'Successful'),
      }) as Readonly<Record<string, number>>,
      startedAt: timestamp(cluster, run.createdUs),
    }),
  };
}

function metricResult(cluster: Cluster, metric: AnalysisRunInspection['metrics'][number]): object {
  const inARow = metric.measurements.length - 1 - metric.measurements.findLastIndex(({ phase }) => phase !== 'Error');
  return withoutUndefined({
    consecutiveError: inARow || undefined,
    count: metric.successful + metric.failed || undefined,
    error: metric.errors || undefined,
    failed: metric.failed || undefined,
    measurements: metric.measurements.map(({ atUs, value, phase }) => ({
      finishedAt: timestamp(cluster, atUs),
      phase,
      startedAt: timestamp(cluster, atUs),
      // A vector, as Go's %v prints a slice; an empty one has no values.
      value: value === null ? '[]' : `[${value}]`,
    })),
    name: metric.name,
    phase: metric.phase,
    successful: metric.successful || undefined,
  });
}
