import type { PodInspection, ReplicaSetInspection } from '../../../../contract/inspection.ts';
import type { AnalysisRunInspection, RolloutInspection } from '../../../../contract/rollout-inspection.ts';
import type { Cluster } from '../../../../kube/cluster.ts';
import { humanDuration } from '../../../../kube/duration.ts';
import { podObject } from '../../../../kube/objects/pod.ts';
import { podStatusText, readyText } from '../../../../kube/pod-status.ts';

/** Signs of the plugin. Source: Argo Rollouts 1.7 pkg/kubectl-argo-rollouts/info/info.go, cmd/get/get.go. */
const SIGN = { ok: '✔', bad: '✖', progressing: '◌', paused: '॥', warning: '⚠', waiting: '◷', neutral: '•', unknown: '?' } as const;

/** A line of the tree: five cells, and what in it has a colour of its own. */
export interface TreeRow {
  readonly cells: readonly [name: string, kind: string, status: string, age: string, info: string];
  readonly paint: readonly Paint[];
}

/** @param by a sign, a tag or a phase that has a colour */
export interface Paint {
  readonly text: string;
  readonly by: string;
  /** The last of such texts in the line is meant, not the first. */
  readonly isLast?: boolean;
}

export function rolloutSign(phase: RolloutInspection['phase']): string {
  return { Healthy: SIGN.ok, Progressing: SIGN.progressing, Paused: SIGN.paused, Degraded: SIGN.bad }[phase];
}

/** Share of ready pods that run the new version; all when its steps are done. Source: info/rollout_info.go. */
export function actualWeight(cluster: Cluster, rollout: RolloutInspection): number {
  if (rollout.step >= rollout.steps.length) return 100;
  const canary = setsOf(cluster, rollout).find((set) => tagOf(rollout, set) === 'canary');
  return canary && rollout.availableReplicas > 0 ? Math.trunc((100 * canary.ready) / rollout.availableReplicas) : 0;
}

/** Images that pods run now, each with what it is for, by name. */
export function runningImages(cluster: Cluster, rollout: RolloutInspection): readonly { readonly image: string; readonly tags: readonly string[] }[] {
  const tags = new Map<string, Set<string>>();
  for (const set of setsOf(cluster, rollout)) {
    if (set.current === 0) continue;
    const found = tags.get(set.template.image) ?? new Set();
    const tag = tagOf(rollout, set);
    if (tag !== '') found.add(tag);
    tags.set(set.template.image, found);
  }
  return [...tags].map(([image, found]) => ({ image, tags: [...found].sort() })).sort((a, b) => (a.image < b.image ? -1 : 1));
}

export function setsOf(cluster: Cluster, rollout: RolloutInspection): readonly ReplicaSetInspection[] {
  return cluster.fleet.replicaSets.filter((set) => set.owner === 'Rollout' && set.deployment === rollout.name).sort((a, b) => b.revision - a.revision);
}

function tagOf({ stableHash, currentHash }: RolloutInspection, { template }: ReplicaSetInspection): 'stable' | 'canary' | '' {
  return template.hash === stableHash ? 'stable' : template.hash === currentHash ? 'canary' : '';
}

/** The rollout, below it its revisions, newest first, and what each has. */
export function rolloutTree(cluster: Cluster, rollout: RolloutInspection): readonly TreeRow[] {
  const sets = setsOf(cluster, rollout);
  const runs = cluster.fleet.analysisRuns.filter((run) => run.rollout === rollout.name);
  const revisions = [...new Set([...sets, ...runs].map(({ revision }) => revision))].sort((a, b) => b - a);
  const sign = rolloutSign(rollout.phase);
  return [
    {
      cells: [`⟳ ${rollout.name}`, 'Rollout', `${sign} ${rollout.phase}`, ageOf(cluster, rollout.createdUs), ''],
      paint: [{ text: sign, by: sign }],
    },
    ...branches(revisions, '', (revision, prefix, below) => [
      { cells: [`${prefix}# revision:${revision}`, '', ' ', '', ''], paint: [] },
      ...branches(
        [
          ...sets.filter((set) => set.revision === revision),
          ...runs.filter((run) => run.revision === revision).sort((a, b) => a.createdUs - b.createdUs || (a.name > b.name ? -1 : 1)),
        ],
        below,
        (item, stem, under) => ('metrics' in item ? [runRow(cluster, item, stem)] : setRows(cluster, rollout, item, stem, under)),
      ),
    ]),
  ];
}

function branches<T>(items: readonly T[], stem: string, rows: (item: T, prefix: string, below: string) => readonly TreeRow[]): readonly TreeRow[] {
  return items.flatMap((item, at) => (at === items.length - 1 ? rows(item, `${stem}└──`, `${stem}   `) : rows(item, `${stem}├──`, `${stem}│  `)));
}

function setRows(cluster: Cluster, rollout: RolloutInspection, set: ReplicaSetInspection, stem: string, under: string): readonly TreeRow[] {
  const [sign, status] = set.ready < set.desired ? [SIGN.progressing, 'Progressing'] : set.desired === 0 ? [SIGN.neutral, 'ScaledDown'] : [SIGN.ok, 'Healthy'];
  const tag = tagOf(rollout, set);
  const pods = cluster.fleet.pods
    .filter((pod) => pod.replicaSet === set.name)
    .sort((a, b) => Math.floor(a.createdUs / 1e6) - Math.floor(b.createdUs / 1e6) || (a.name < b.name ? -1 : 1));
  return [
    {
      cells: [`${stem}⧉ ${set.name}`, 'ReplicaSet', `${sign} ${status}`, ageOf(cluster, set.createdUs), tag],
      paint: [
        { text: sign, by: sign },
        ...(tag === ''
          ? []
          : [
              { text: set.name, by: tag },
              { text: tag, by: tag, isLast: true },
            ]),
      ],
    },
    ...branches(pods, under, (pod, prefix) => [podRow(cluster, pod, prefix)]),
  ];
}

function podRow(cluster: Cluster, pod: PodInspection, prefix: string): TreeRow {
  const object = podObject(cluster, pod);
  const status = podStatusText(object);
  const sign = podSign(status);
  const info = [`ready:${readyText(object)}`, ...(pod.restarts > 0 ? [`restarts:${pod.restarts}`] : [])].join(',');
  return { cells: [`${prefix}□ ${pod.name}`, 'Pod', `${sign} ${status}`, ageOf(cluster, pod.createdUs), info], paint: [{ text: sign, by: sign }] };
}

/** Source: info/pod_info.go podIcon. What it does not know has no sign. */
function podSign(status: string): string {
  if (/^(Signal|ExitCode):/.test(status)) return SIGN.bad;
  if (status.endsWith('Error') || status.startsWith('Err')) return SIGN.warning;
  if (['Pending', 'Terminating', 'ContainerCreating'].includes(status)) return SIGN.progressing;
  if (['Running', 'Completed'].includes(status)) return SIGN.ok;
  if (['Failed', 'InvalidImageName', 'CrashLoopBackOff'].includes(status)) return SIGN.bad;
  if (['ImagePullBackOff', 'RegistryUnavailable'].includes(status)) return SIGN.warning;
  return status === 'Unknown' ? SIGN.unknown : ' ';
}

function runRow(cluster: Cluster, run: AnalysisRunInspection, stem: string): TreeRow {
  const sign = { Pending: SIGN.waiting, Running: SIGN.progressing, Successful: SIGN.ok, Failed: SIGN.bad, Error: SIGN.warning }[run.phase];
  const sum = (count: (metric: AnalysisRunInspection['metrics'][number]) => number): number => run.metrics.reduce((all, metric) => all + count(metric), 0);
  const counts = [
    [SIGN.ok, sum(({ successful }) => successful)],
    [SIGN.bad, sum(({ failed }) => failed)],
    [SIGN.warning, sum(({ errors }) => errors)],
  ] as const;
  const info = counts.flatMap(([of, count]) => (count > 0 ? [`${of} ${count}`] : [])).join(',');
  return {
    cells: [`${stem}α ${run.name}`, 'AnalysisRun', `${sign} ${run.phase}`, ageOf(cluster, run.createdUs), info],
    paint: [
      { text: run.name, by: run.phase },
      { text: sign, by: sign },
      ...counts.flatMap(([of, count]) => (count > 0 ? [{ text: of, by: of, isLast: true }] : [])),
    ],
  };
}

function ageOf(cluster: Cluster, createdUs: number): string {
  return humanDuration(1e6 * (Math.floor(cluster.fleet.tUs / 1e6) - Math.floor(createdUs / 1e6)));
}
