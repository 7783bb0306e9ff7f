import { logTemplateIndex } from '../../contract/log-templates.ts';
import { WARN } from '../../contract/records.ts';
import type { World } from '../world.ts';
import type { OutlierDetector } from './outlier-detector.ts';
import { isSame, readOutlierSettings } from './outlier-settings.ts';

const REJECTED = logTemplateIndex('envoyClusterRejected');

/** An Envoy takes up what its ConfigMap says of each cluster; what it cannot read it rejects, and goes on with what it had. @returns whether something is different */
export function applyOutlierSettings(world: World, pod: number, detectors: readonly OutlierDetector[], data: Readonly<Record<string, string>>): boolean {
  const { plan, s, recorder, words } = world;
  const { clusters } = plan.services[s.pods[pod].service];
  let isChanged = false;
  detectors.forEach((detector, which) => {
    const { name } = plan.services[clusters[which].target].model;
    const settings = readOutlierSettings(name, detector.settings, data);
    if (typeof settings === 'string') {
      recorder.log(s.nowUs, s.pods[pod].source, WARN, REJECTED, 0, 0, words.of(name), words.of(settings), 0, 0, 0);
      return;
    }
    if (isSame(settings, detector.settings)) return;
    detector.settings = settings;
    isChanged = true;
  });
  return isChanged;
}
