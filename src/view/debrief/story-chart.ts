import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit-html';
import type { Epoch } from '../../contract/time.ts';
import { unixMsOf } from '../../contract/time.ts';
import type { ForkOutcome, Story, StoryLane } from '../../contract/write-up-port.ts';
import { clockMinute } from '../format.ts';
import { axisPercent, floorOf, harmPaths, type HealthScale, healthPath, timeTicks, xOf } from './health-line.ts';
import { thousands } from './what-if.ts';
import { LANE_WORDS, redHerrings, spreadLabels, storySpan, truthLanes } from './story-lanes.ts';

const LEFT = 132,
  RIGHT_MARGIN = 16,
  SAG_TOP = 28,
  SAG_BOTTOM = 104,
  LANE = 28,
  SEEN = 20,
  /** Width of a letter of a lane's title, about. */
  CHAR = 6.4;

/** What really happened over time: sag on top, lanes of the truth with where they could be seen, red herrings, your actions as lines through everything. */
export function storyChart(story: Story, you: ForkOutcome, epoch: Epoch, width: number): TemplateResult {
  const endUs = you.ribbon.fromUs + you.ribbon.stepUs * you.ribbon.goodRatio.length;
  const [fromUs, toUs] = storySpan(story, you.ribbon.fromUs, endUs);
  const scale: HealthScale = { fromUs, toUs, left: LEFT, right: width - RIGHT_MARGIN, top: SAG_TOP, bottom: SAG_BOTTOM, floor: floorOf([you.ribbon]) };
  const lanes = truthLanes(story).filter((lane) => lane.fromUs !== null);
  const herrings = redHerrings(story).filter((lane) => lane.fromUs !== null);
  const parts: SVGTemplateResult[] = [];
  let y = SAG_BOTTOM + 24;
  for (const lane of lanes) {
    parts.push(laneMark(lane, scale, y));
    y += LANE;
    if (lane.visible) {
      parts.push(seenMark(lane, scale, y));
      y += SEEN;
    }
  }
  const herringTop = y + 4;
  herrings.forEach((lane, index) => parts.push(herringMark(lane, scale, herringTop + 8 + index * 17)));
  const youTop = herringTop + (herrings.length ? 16 + herrings.length * 17 : 0);
  const height = youTop + 74;
  const did = story.actions.filter((action) => action.kind === 'did');
  const rows = spreadLabels(
    did.map((action) => ({ x: xOf(scale, action.atUs), width: action.label.length * 6.2 })),
    2,
  );
  const harm = harmPaths(you.ribbon, scale);
  const snap = (x: number): number => Math.round(x) + 0.5;
  return html`<svg class="story-chart" width=${width} height=${height} role="img" aria-label="What happened over time; the list below says the same">
    <defs><pattern id="story-harm" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="harm-ground" width="5" height="5"/><path class="harm-stripe" d="M0 0V5"/></pattern></defs>
    ${timeTicks(fromUs, toUs, epoch, Math.max(2, Math.floor((width - LEFT) / 84))).map((tick) => svg`<path class="grid" d="M${snap(xOf(scale, tick.atUs))} 24V${height - 18}"/><text class="tick" x=${xOf(scale, tick.atUs)} y=${height - 4} text-anchor="middle">${tick.text}</text>`)}
    ${did.map((action) => svg`<path class=${action.hurt ? 'action-line hurt' : 'action-line'} d="M${snap(xOf(scale, action.atUs))} ${SAG_TOP}V${youTop + 8}"/>`)}
    <path class="axis" d="M${LEFT} ${SAG_TOP + 0.5}H${scale.right}"/><text class="strong" x="12" y="46">${capital(story.noun)}</text><text x="12" y="62">${thousands(you.harm.failedRequests)} failed</text><text x="12" y="78">${thousands(you.harm.slowRequests)} slow</text>
    <text class="tick" x=${LEFT - 8} y="32" text-anchor="end">100%</text><text class="tick" x=${LEFT - 8} y=${SAG_BOTTOM} text-anchor="end">${axisPercent(scale.floor)}</text>
    <path d=${harm.area} fill="url(#story-harm)"/><path class="health" d=${healthPath(you.ribbon, scale)}/><path class="harm-line" d=${harm.line}/>
    <path class="rule" d="M12 ${SAG_BOTTOM + 12.5}H${scale.right}"/>${parts}
    ${herrings.length ? svg`<path class="rule" d="M12 ${herringTop + 0.5}H${scale.right}"/><text class="medium" x="12" y=${herringTop + 18}>Red herrings</text>` : nothing}
    <path class="rule" d="M12 ${youTop + 0.5}H${scale.right}"/><text class="strong" x="12" y=${youTop + 20}>You</text><text x="12" y=${youTop + 36}>hollow: looked</text>
    ${story.actions.filter((action) => action.kind === 'looked').map((action) => svg`<rect class="looked" x=${xOf(scale, action.atUs) - 3} y=${youTop + 13} width="6" height="6"/>`)}
    ${did.map((action, index) => {
      const x = xOf(scale, action.atUs);
      return svg`${action.hurt ? svg`<path class="hurt-mark" d="M${x} ${youTop + 11}l5 5-5 5-5-5Z"/>` : svg`<rect class="did" x=${x - 3.5} y=${youTop + 12.5} width="7" height="7"/>`}
        ${rows[index] < 0 ? nothing : svg`<text class=${action.hurt ? 'action-label hurt' : 'action-label'} x=${Math.min(x, width - action.label.length * 3.2)} y=${youTop + 34 + rows[index] * 15} text-anchor="middle">${action.label}</text>`}`;
    })}</svg>`;

  function laneMark(lane: StoryLane, at: HealthScale, top: number): SVGTemplateResult {
    const x = xOf(at, lane.fromUs!),
      end = xOf(at, lane.toUs ?? toUs);
    // beside the bar's left edge where it fits, else moved left over the bar, never over the role's name
    const room = Math.floor((at.right - LEFT - 12) / CHAR);
    const title = lane.title.length > room ? `${lane.title.slice(0, room - 1)}…` : lane.title;
    const titleX = Math.max(LEFT + 6, Math.min(x + 10, at.right - 6 - title.length * CHAR));
    return svg`<g class="lane ${lane.role}"><text class="lane-role" x="12" y=${top + 15}>${LANE_WORDS[lane.role]}</text><rect class="lane-body" x=${x} y=${top} width=${Math.max(4, end - x)} height="22" rx="2"/><rect class="lane-edge" x=${x} y=${top} width="3" height="22"/>
      <text class="lane-title" x=${titleX} y=${top + 15}>${title}</text></g>`;
  }
}

/** Hollow dot: could be seen from here; filled dot: was looked at. */
function seenMark(lane: StoryLane, scale: HealthScale, top: number): SVGTemplateResult {
  const seen = xOf(scale, lane.visible!.atUs),
    middle = top + 5;
  const looked = lane.looked ? xOf(scale, lane.looked.atUs) : null;
  const before = seen - LEFT > lane.visible!.where.length * 5.8;
  const late = lane.looked ? `${Math.round((lane.looked.atUs - lane.visible!.atUs) / 60e6)} min later` : 'never looked at';
  return svg`<path class="seen-line" d="M${seen} ${middle}H${looked ?? scale.right}"/><circle class="seen-dot" cx=${seen} cy=${middle} r="3.5"/>${looked === null ? nothing : svg`<circle class="looked-dot" cx=${looked} cy=${middle} r="3.5"/>`}
    ${before ? svg`<text x=${seen - 8} y=${middle + 4} text-anchor="end">${lane.visible!.where}</text>` : nothing}<text class="late" x=${Math.min((looked ?? seen) + 9, scale.right - late.length * 6)} y=${middle + 4}>${before ? late : `${lane.visible!.where}, ${late}`}</text>`;
}

function herringMark(lane: StoryLane, scale: HealthScale, top: number): SVGTemplateResult {
  const x = xOf(scale, lane.fromUs!),
    end = xOf(scale, lane.toUs ?? scale.toUs);
  return svg`<rect class="herring" x=${x} y=${top} width=${Math.max(6, end - x)} height="13" rx="1"/><text x=${Math.min(end - x < lane.title.length * 5.8 + 12 ? Math.max(end, x + 6) + 6 : x + 6, scale.right - lane.title.length * 5.8)} y=${top + 10.5}>${lane.title}</text>`;
}

/** The chart in words, for those who don't see it and for lanes without a time. */
export function storyList(story: Story, epoch: Epoch): TemplateResult {
  const time = (us: number): string => clockMinute(unixMsOf(epoch, us));
  const line = (lane: StoryLane): TemplateResult =>
    html`<li><strong class="lane-word ${lane.role}">${LANE_WORDS[lane.role]}</strong> <span class="mono">${lane.component}</span> ${lane.title}${lane.fromUs === null ? '' : lane.toUs === null ? `, from ${time(lane.fromUs)} to the end` : `, ${time(lane.fromUs)} to ${time(lane.toUs)}`}${
      lane.visible
        ? `. Could be seen from ${time(lane.visible.atUs)}: ${lane.visible.where}. ${lane.looked ? `Looked at ${time(lane.looked.atUs)}: ${lane.looked.where}` : 'Never looked at'}`
        : ''
    }.</li>`;
  return html`<details class="story-words"><summary>What happened, in words</summary><ul aria-label="What happened">${[...truthLanes(story), ...redHerrings(story)].map(line)}</ul>
    <h3>What you did</h3><ol aria-label="What you did">${story.actions.map((action) => html`<li><span class="mono">${time(action.atUs)}</span> ${action.kind === 'looked' ? 'looked: ' : ''}${action.what}${action.refused ? ', refused' : ''}${action.hurt ? html` <span class="crit">harm rose</span>` : nothing}</li>`)}</ol></details>`;
}

function capital(text: string): string {
  return text === '' ? '' : text[0].toUpperCase() + text.slice(1);
}
