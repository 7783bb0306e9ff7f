import { fire } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { canaryChanged } from './canary.ts';
import { templateHash, uidIn } from './names.ts';
import type { PodResources } from './pod-resources.ts';
import { requestSync } from './sync.ts';

export interface TemplateChange {
  readonly version: string;
  readonly image: string;
  readonly env: Record<string, string>;
  /** Absent: those of the fleet file. */
  readonly resources?: PodResources;
  readonly changeCause: string;
  readonly restartedAtUs: number | null;
}

/** A new pod template: a new revision, or an old one's replica set under a new number. Returns the revision. */
export function changeTemplate(world: World, service: number, template: TemplateChange): number {
  const s = world.s;
  const state = s.services[service];
  const { model } = world.plan.services[service];
  const hash = templateHash(model.name, template.image, template.env, template.restartedAtUs, template.resources);
  const next = state.replicaSets.reduce((most, set) => Math.max(most, set.revision), 0) + 1;
  const known = state.replicaSets.findIndex((set) => set.hash === hash);
  if (known === state.current) return state.replicaSets[known].revision;
  if (known >= 0) {
    state.replicaSets[known].revision = next;
    state.replicaSets[known].changeCause = template.changeCause;
    state.current = known;
  } else {
    state.replicaSets.push({
      revision: next,
      version: template.version,
      image: template.image,
      env: template.env,
      ...(template.resources === undefined ? {} : { resources: template.resources }),
      changeCause: template.changeCause,
      hash,
      uid: uidIn(world.plan.scenario.fleet, model.region, `${model.name}-${hash}`),
      createdUs: s.nowUs,
      restartedAtUs: template.restartedAtUs,
      desired: 0,
      pods: [],
    });
    state.current = state.replicaSets.length - 1;
  }
  state.generation++;
  state.lastProgressUs = s.nowUs;
  if (state.canary === null) fire(s.lifecycles, 'rollout', service, 'TEMPLATE_CHANGED');
  else canaryChanged(world, service, state.canary);
  requestSync(world, service);
  return next;
}
