import type { RolloutInspection } from '../../../../contract/rollout-inspection.ts';
import type { Cluster } from '../../../../kube/cluster.ts';
import { alignTabs } from '../../../../kube/tabwriter.ts';
import { actualWeight, type Paint, rolloutSign, rolloutTree, runningImages } from './rollout-view.ts';

/** Codes of a terminal's colours. Source: Argo Rollouts 1.7 pkg/kubectl-argo-rollouts/cmd/get/get.go. */
const COLOURS: Readonly<Record<string, number>> = {
  '◷': 33,
  '◌': 94,
  '⚠': 31,
  '?': 33,
  '✔': 32,
  '✖': 31,
  canary: 33,
  stable: 32,
  Pending: 94,
  Running: 94,
};

/** What `get rollout` prints. @param colours false: plain text */
export function printRollout(cluster: Cluster, rollout: RolloutInspection, colours: boolean): string {
  const paint = (text: string, by: string): string => (colours && COLOURS[by] !== undefined ? `\u001b[${COLOURS[by]}m${text}\u001b[0m` : text);
  const line = (label: string, value: string | number): string => `${label.padEnd(17)}${value}\n`;
  const sign = rolloutSign(rollout.phase);
  const images = runningImages(cluster, rollout).map(({ image, tags }) =>
    tags.length === 0 ? image : `${image} (${tags.map((tag) => paint(tag, tag)).join(', ')})`,
  );
  const head = [
    line('Name:', rollout.name),
    line('Namespace:', cluster.fleet.namespace),
    line('Status:', `${paint(sign, sign)} ${rollout.phase}`),
    rollout.message === '' ? '' : line('Message:', rollout.message),
    line('Strategy:', 'Canary'),
    line('  Step:', rollout.steps.length === 0 ? '' : `${rollout.step}/${rollout.steps.length}`),
    line('  SetWeight:', rollout.setWeight),
    line('  ActualWeight:', actualWeight(cluster, rollout)),
    ...images.map((image, at) => line(at === 0 ? 'Images:' : '', image)),
    'Replicas:\n',
    line('  Desired:', rollout.replicas),
    line('  Current:', rollout.totalReplicas),
    line('  Updated:', rollout.updatedReplicas),
    line('  Ready:', rollout.readyReplicas),
    line('  Available:', rollout.availableReplicas),
  ].join('');
  const rows = rolloutTree(cluster, rollout);
  const aligned = alignTabs([['NAME', 'KIND', 'STATUS', 'AGE', 'INFO'], ...rows.map(({ cells }) => cells)].map((cells) => cells.join('\t')).join('\n'), 0, 2);
  const [header, ...lines] = aligned.split('\n');
  // Colours come after the columns, so that they take no room.
  const painted = lines.map((text, at) => rows[at].paint.reduce((done, part) => paintedLine(done, part, paint), text));
  return `${head}\n${[header, ...painted].join('\n')}\n`;
}

function paintedLine(line: string, { text, by, isLast }: Paint, paint: (text: string, by: string) => string): string {
  const at = isLast ? line.lastIndexOf(text) : line.indexOf(text);
  return line.slice(0, at) + paint(text, by) + line.slice(at + text.length);
}
