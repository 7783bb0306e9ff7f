import type { AnyStateMachine } from 'xstate';
import { alertMachine } from '../../src/alerting/alert-machine.ts';
import { analysisMachine } from '../../src/engine/machines/analysis.ts';
import { backendMachine } from '../../src/engine/machines/backend.ts';
import { breakerMachine } from '../../src/engine/machines/breaker.ts';
import { canaryMachine } from '../../src/engine/machines/canary.ts';
import { consumerGroupMachine } from '../../src/engine/machines/consumer-group.ts';
import { containerMachine } from '../../src/engine/machines/container.ts';
import { databaseMachine } from '../../src/engine/machines/database.ts';
import { nodeMachine } from '../../src/engine/machines/node.ts';
import { podMachine } from '../../src/engine/machines/pod.ts';
import { rolloutMachine } from '../../src/engine/machines/rollout.ts';
import { incidentMachine } from '../../src/incident/incident-machine.ts';

interface Drawn {
  readonly title: string;
  readonly file: string;
  readonly about: string;
  readonly machine: AnyStateMachine;
}

/** Every machine there is; a test compares the list with the files. */
export const DRAWN: readonly Drawn[] = [
  { title: 'Pod', file: 'src/engine/machines/pod.ts', about: 'What the API server knows of a pod. Ready pods are in the endpoints.', machine: podMachine },
  { title: 'Container', file: 'src/engine/machines/container.ts', about: 'The process inside a pod, with the restart back-off.', machine: containerMachine },
  {
    title: 'Rollout',
    file: 'src/engine/machines/rollout.ts',
    about: 'Progress of a Deployment. A stalled one stays stalled: Kubernetes does not roll back by itself.',
    machine: rolloutMachine,
  },
  {
    title: 'Canary',
    file: 'src/engine/machines/canary.ts',
    about: 'Phase of an Argo Rollout. A failed analysis takes it back by itself, and it stays degraded until its template is put back.',
    machine: canaryMachine,
  },
  {
    title: 'Analysis run',
    file: 'src/engine/machines/analysis.ts',
    about: 'Measurements of metrics, judged, beside the steps of a canary or as one of them.',
    machine: analysisMachine,
  },
  {
    title: 'Consumer group',
    file: 'src/engine/machines/consumer-group.ts',
    about: 'A Kafka consumer group as its coordinator sees it: who joins, leaves or is missed makes all members join again.',
    machine: consumerGroupMachine,
  },
  {
    title: 'Backend',
    file: 'src/engine/machines/backend.ts',
    about: "A pod as the load balancer sees it: by its endpoint group and its own health checks, which are not the kubelet's.",
    machine: backendMachine,
  },
  {
    title: 'Node',
    file: 'src/engine/machines/node.ts',
    about: 'A machine as the control plane sees it, by heartbeats: one that has stopped is ready for most of a minute still.',
    machine: nodeMachine,
  },
  {
    title: 'Database',
    file: 'src/engine/machines/database.ts',
    about: 'A PostgreSQL instance: its role, and whether it runs.',
    machine: databaseMachine,
  },
  { title: 'Circuit breaker', file: 'src/engine/machines/breaker.ts', about: 'In the caller, one a pod and call.', machine: breakerMachine },
  { title: 'Alert', file: 'src/alerting/alert-machine.ts', about: 'One series of an alert rule.', machine: alertMachine },
  { title: 'Incident', file: 'src/incident/incident-machine.ts', about: 'Phases as responders go through them.', machine: incidentMachine },
];

/** The page docs/machines.md, whole. */
export function machinesPage(): string {
  return `<!-- Made by scripts/machine-diagrams.ts (npm run diagrams); edit the machines instead. -->
# Lifecycles

Machines own the lifecycles: only their transitions write lifecycle state, and every pair of states a run has seen is an edge below
(\`test/architecture/lifecycles.test.ts\`, \`lifecycle-edges.test.ts\`). An arrow says the event and, after the stroke, what its caller must then do.

${DRAWN.map(section).join('\n')}`;
}

function section({ title, file, about, machine }: Drawn): string {
  return `## ${title}\n\n${about} [${file}](../${file})\n\n\`\`\`mermaid\n${diagram(machine)}\n\`\`\`\n`;
}

/** A machine as a Mermaid state diagram. Arrows between the same two states are one arrow with several lines. */
export function diagram(machine: AnyStateMachine): string {
  const lines = [`stateDiagram-v2`];
  const states = Object.values(machine.states);
  const word = (id: string): string => id.replaceAll('-', '_');
  for (const state of states) if (word(state.key) !== state.key) lines.push(`  state "${state.key}" as ${word(state.key)}`);
  lines.push(`  [*] --> ${word(machine.root.initial.target?.[0]?.key ?? '')}`);
  for (const state of states) {
    const arrows = new Map<string, string[]>();
    for (const transition of [...state.transitions.values()].flat()) {
      const target = transition.target?.[0]?.key ?? state.key;
      const actions = transition.actions.map((action) => (typeof action === 'string' ? action : (action as { readonly type: string }).type));
      const label = actions.length === 0 ? transition.eventType : `${transition.eventType} / ${actions.join(', ')}`;
      arrows.set(target, [...(arrows.get(target) ?? []), label]);
    }
    for (const [target, labels] of arrows) lines.push(`  ${word(state.key)} --> ${word(target)}: ${labels.join('<br/>')}`);
    if (state.type === 'final') lines.push(`  ${word(state.key)} --> [*]`);
  }
  return lines.join('\n');
}
