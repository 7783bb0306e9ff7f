import type { RolloutInspection } from '../../../../contract/rollout-inspection.ts';
import { type Cluster, timestamp } from '../../../../kube/cluster.ts';
import { alignTabs } from '../../../../kube/tabwriter.ts';
import type { Call } from '../call.ts';
import type { Subcommand } from '../subcommand.ts';
import { WATCH_INTERVAL_US } from '../watch.ts';
import { rolloutsIn } from './find-rollout.ts';

const listRollouts: Subcommand = {
  name: 'rollouts',
  aliases: ['ro', 'rollout'],
  summary: 'List rollouts',
  about: 'This command lists all of the rollouts for a specified namespace (uses current namespace context if namespace not specified).',
  usage: '[flags]',
  examples: [
    ['List rollouts', 'kubectl argo rollouts list rollouts'],
    ['List rollouts from all namespaces', 'kubectl argo rollouts list rollouts --all-namespaces'],
    ['List rollouts and watch for changes', 'kubectl argo rollouts list rollouts --watch'],
  ],
  flags: [
    { name: 'all-namespaces', short: 'A', kind: 'bool', default: 'false', help: 'Include all namespaces' },
    { name: 'name', kind: 'string', default: '', help: 'Only show rollout with specified name' },
    { name: 'timestamps', kind: 'bool', default: 'false', help: 'Print timestamps on updates' },
    { name: 'watch', short: 'w', kind: 'bool', default: 'false', help: 'Watch for changes' },
  ],
  run: runList,
};

async function runList(call: Call): Promise<number> {
  const { flags } = call;
  const read = async (): Promise<{ cluster: Cluster; rollouts: readonly RolloutInspection[] }> => {
    const cluster = await call.cluster();
    const all = flags.bool('all-namespaces') ? [...cluster.fleet.rollouts].sort((a, b) => (a.name < b.name ? -1 : 1)) : rolloutsIn(call, cluster);
    return { cluster, rollouts: all.filter(({ name }) => flags.text('name') === '' || flags.text('name') === name) };
  };
  const { cluster, rollouts } = await read();
  const watched = flags.bool('watch') && call.isTerminal;
  if (rollouts.length === 0 && !watched) {
    call.warn('No resources found.');
    return 0;
  }
  const header = [
    ...(flags.bool('timestamps') ? ['TIMESTAMP'] : []),
    ...(flags.bool('all-namespaces') ? ['NAMESPACE'] : []),
    'NAME\tSTRATEGY\tSTATUS\tSTEP\tSET-WEIGHT\tREADY\tDESIRED\tUP-TO-DATE\tAVAILABLE',
  ].join('\t');
  const line = (now: Cluster, rollout: RolloutInspection): string =>
    [
      ...(flags.bool('timestamps') ? [timestamp(now, now.fleet.tUs).padEnd(20)] : []),
      ...(flags.bool('all-namespaces') ? [now.fleet.namespace.padEnd(9)] : []),
      ...cells(rollout),
    ].join('\t');
  call.print(`${alignTabs([header, ...rollouts.map((rollout) => line(cluster, rollout))].join('\n'), 0, 2)}\n`);
  if (!watched) return 0;
  call.stream();
  const shown = new Map(rollouts.map((rollout) => [rollout.name, cells(rollout).join()]));
  for (;;) {
    await call.sleep(WATCH_INTERVAL_US);
    const next = await read();
    const changed = next.rollouts.filter((rollout) => shown.get(rollout.name) !== cells(rollout).join());
    if (changed.length > 0) call.print(`${alignTabs(changed.map((rollout) => line(next.cluster, rollout)).join('\n'), 0, 2)}\n`);
    for (const rollout of changed) shown.set(rollout.name, cells(rollout).join());
  }
}

/** Padded to about their headers, so that later lines of a watch fall into place. Source: Argo Rollouts pkg/kubectl-argo-rollouts/cmd/list/rollloutinfo.go. */
function cells(rollout: RolloutInspection): readonly string[] {
  return [
    rollout.name.padEnd(10),
    'Canary'.padEnd(9),
    rollout.phase.padEnd(12),
    (rollout.steps.length === 0 ? '-' : `${rollout.step}/${rollout.steps.length}`).padEnd(4),
    String(rollout.setWeight).padEnd(10),
    `${rollout.readyReplicas}/${rollout.totalReplicas}`.padEnd(5),
    String(rollout.replicas).padEnd(7),
    String(rollout.updatedReplicas).padEnd(10),
    String(rollout.availableReplicas).padEnd(9),
  ];
}

const listExperiments: Subcommand = {
  name: 'experiments',
  aliases: ['exp', 'experiment'],
  summary: 'List experiments',
  usage: '[flags]',
  examples: [],
  flags: [],
  run: (call) => {
    call.warn('No resources found.');
    return Promise.resolve(0);
  },
};

export const list: Subcommand = {
  name: 'list',
  summary: 'List rollouts or experiments',
  about: 'This command consists of multiple subcommands which can be used to lists all of the rollouts or experiments for a specified namespace.',
  usage: '<rollout|experiment> [flags]',
  examples: [['List rollouts', 'kubectl argo rollouts list rollouts']],
  flags: [],
  children: [listExperiments, listRollouts],
};
