import type { ChangeRecord } from '../../contract/records.ts';
import type { World } from '../world.ts';

/** Puts a change to a service into the feed; with the region, and the context to undo it in, where the service runs in several. */
export function recordChange(world: World, service: number, change: ChangeRecord): void {
  const { services, scenario } = world.plan;
  const { name, region } = services[service].model;
  const homes = services.filter(({ model }) => model.name === name);
  if (homes.length < 2) {
    world.recorder.change(change);
    return;
  }
  const cluster = scenario.fleet.regions.find((candidate) => candidate.name === region)?.cluster ?? '';
  const context = `--context gke_${scenario.fleet.project}_${region}_${cluster}`;
  const undo = change.undo === undefined ? {} : { undo: inContext(change.undo, context) };
  world.recorder.change({ ...change, title: `${change.title} (${region})`, ...undo });
}

/** A plugin takes its flags after its own name. */
function inContext(line: string, context: string): string {
  return line.startsWith('kubectl argo ') ? `${line} ${context}` : line.replace(/^kubectl /, `kubectl ${context} `);
}
