import type { EvidenceRef } from '../../contract/commands.ts';
import { type Epoch, type Micros, unixMsOf } from '../../contract/time.ts';
import type { IconName } from '../components/icon.ts';
import { clockMinute } from '../format.ts';
import type { Destination } from '../context.ts';

/** The icon of a kind of evidence, the same in notebook and write-up. */
export function evidenceIcon(evidence: EvidenceRef): IconName {
  return { chart: 'chart', log: 'log', trace: 'trace', output: 'terminal' }[evidence.kind] as IconName;
}

/** When it was so: a range for a chart, an instant for the rest. */
export function evidenceTime(evidence: EvidenceRef, epoch: Epoch): string {
  const time = (us: Micros): string => clockMinute(unixMsOf(epoch, us));
  return evidence.kind === 'chart' ? `${time(evidence.fromUs)} to ${time(evidence.toUs)}` : time(evidence.atUs);
}

/** Where it opens again. */
export function evidenceDestination(evidence: EvidenceRef): Destination {
  switch (evidence.kind) {
    case 'chart':
      return { kind: 'metrics', expr: evidence.expr };
    case 'trace':
      return { kind: 'trace', traceId: evidence.traceId };
    case 'log':
      return { kind: 'logs', query: { text: searchable(evidence.text) } };
    case 'output':
      return { kind: 'terminal', line: evidence.command };
  }
}

/** A piece of a log line that finds it again: its first hundred characters without the leading time stamp. */
function searchable(text: string): string {
  return text
    .replace(/^[\d:.,TZ+\-/[\]\s]+/, '')
    .split('\n', 1)[0]
    .slice(0, 100);
}
