import type { ScorePart } from '../../contract/postmortem.ts';
import { type Epoch, unixMsOf } from '../../contract/time.ts';
import type { Debrief } from '../../contract/write-up-port.ts';
import { clockMinute } from '../format.ts';
import { points } from './score-panel.ts';
import { LANE_WORDS, redHerrings, truthLanes } from './story-lanes.ts';
import { harmOf, thousands } from './what-if.ts';

/** The debrief as a Markdown file: both scores with reasons, what happened, what if, and the postmortem as handed in. */
export function reportMarkdown(title: string, seed: number | null, debrief: Debrief, epoch: Epoch, handedIn: string): string {
  const lines: string[] = [`# Debrief: ${title}`, ''];
  if (seed !== null) lines.push(`Seed ${seed}. Times in UTC.`, '');
  const { response, postmortem, story, forks } = debrief;
  if (response) lines.push(`## Response: ${points(response.total)} of ${response.outOf}`, '', ...partsOf(response.parts));
  if (postmortem) lines.push(`## Postmortem: ${points(postmortem.total)} of ${postmortem.outOf}, ${postmortem.label}`, '', ...partsOf(postmortem.parts));
  const time = (us: number): string => clockMinute(unixMsOf(epoch, us));
  if (story) {
    lines.push('## What happened', '', story.markdown.trim(), '');
    for (const lane of [...truthLanes(story), ...redHerrings(story)]) {
      const when = lane.fromUs === null ? '' : ` (${time(lane.fromUs)} to ${lane.toUs === null ? 'the end' : time(lane.toUs)})`;
      lines.push(`- ${LANE_WORDS[lane.role]}: \`${lane.component}\`, ${lane.title}${when}`);
    }
    lines.push('');
  }
  if (forks.length > 0) {
    lines.push('## What if', '', '| Run | Failed or slow user actions | Recovered |', '|---|---|---|');
    for (const fork of forks)
      lines.push(
        `| ${fork.title} | ${thousands(harmOf(fork))} | ${fork.hurtSinceUs === null ? 'never hurt' : fork.recoveredUs === null ? 'no' : time(fork.recoveredUs)} |`,
      );
    lines.push('');
  }
  lines.push('---', '', handedIn.trim(), '');
  return lines.join('\n');
}

function partsOf(parts: readonly ScorePart[]): readonly string[] {
  return parts.flatMap((part) => [
    `### ${part.title}: ${points(part.points)} of ${points(part.outOf)}`,
    '',
    ...part.reasons.map((reason) => `- ${reason.verdict === 'lost' ? 'Would raise it: ' : ''}${reason.text}${reason.quote ? ` “${reason.quote}”` : ''}`),
    '',
  ]);
}
