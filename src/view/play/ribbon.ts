import { html, type TemplateResult } from 'lit-html';
import type { Frame, RibbonSeries, SliFrame } from '../../contract/frame.ts';
import { unixMsOf } from '../../contract/time.ts';
import { letterChanges } from '../../stores/change-letters.ts';
import { budgetEmptyUs, fineNouns, worstSli } from '../../stores/what-hurts.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { clockMinute, clockTime, figure, latency, percent, times } from '../format.ts';
import { live, watch } from '../live.ts';
import { playhead } from './playhead.ts';
import { laneEdges, ribbonLanes } from './ribbon-lanes.ts';

const WINDOW_US = 3600e6;
const AHEAD_US = 14 * 60e6;
const GROW_US = 5 * 60e6;
const STEP_US = 15e6;

/** What hurts, since when, what changed: in the same place on every preset and on the phone. */
export function mountRibbon(host: HTMLElement, context: ViewContext, compact: () => boolean): Mounted {
  const { frames, ui, port } = context;
  let series: RibbonSeries | null = null;
  let askedAt = -Infinity;
  let askedFor = '';
  let asking = false;

  /** The stretch shown: at most an hour, with room for what is due; it grows in steps of five minutes, and never starts before the first simulated instant. */
  const window = (nowUs: number): { fromUs: number; toUs: number } => {
    const aheadUs = nowUs + (compact() ? 4 * 60e6 : AHEAD_US);
    const fromUs = Math.max(0, aheadUs - (compact() ? 40 * 60e6 : WINDOW_US));
    return { fromUs, toUs: fromUs > 0 ? aheadUs : Math.ceil(aheadUs / GROW_US) * GROW_US };
  };

  async function ask(): Promise<void> {
    const frame = frames.getState().frame;
    const sli = frame && worstSli(frame.slis, ui.getState().sli);
    if (!frame || !sli || asking) return;
    if (sli.name === askedFor && Math.abs(frame.tUs - askedAt) < 5e6) return;
    asking = true;
    askedAt = frame.tUs;
    askedFor = sli.name;
    try {
      series = await port.ribbon(sli.name, window(frame.tUs).fromUs, frame.tUs, STEP_US);
      view.refresh();
    } catch {
      // the worker is gone; the crash notice says so, the last sag stays
    } finally {
      asking = false;
    }
  }

  const template = (): TemplateResult => {
    const frame = frames.getState().frame;
    const sli = frame && worstSli(frame.slis, ui.getState().sli);
    if (!frame || !sli) return html``;
    const width = Math.max(
      240,
      host.clientWidth - (compact() ? 0 : (host.firstElementChild?.clientWidth ?? 276) + (host.lastElementChild?.clientWidth ?? 232) + 2),
    );
    const bounds = window(frame.tUs);
    const shown = series ?? { fromUs: bounds.fromUs, stepUs: STEP_US, goodRatio: [] };
    const lanes = ribbonLanes({
      width,
      frame,
      sli,
      series: shown,
      changes: letterChanges(frame.changes),
      epoch: port.epoch,
      compact: compact(),
      asOfUs: ui.getState().asOfUs,
      ...bounds,
    });
    const scale = { left: laneEdges(compact()).left, right: width - laneEdges(compact()).right, ...bounds };
    return html`<div class="ribbon-hurts">${whatHurts(frame, sli)}</div><div class="ribbon-lanes">${lanes}${playhead(context, scale, frame.tUs)}</div><div class="ribbon-budget">${budget(frame, sli)}</div>`;
  };

  function whatHurts(frame: Frame, sli: SliFrame): TemplateResult {
    const allowed = 1 - sli.objective;
    const fine = fineNouns(frame);
    const threshold = sli.thresholdUs === null ? '' : ` over ${latency(sli.thresholdUs)}`;
    const asOf = ui.getState().asOfUs;
    if (asOf !== null) return whatHurt(sli, asOf, sliChoice(frame, sli));
    return html`<div class="row"><span class="label">What hurts</span>${sliChoice(frame, sli)}</div>
      <div class="row stat-row"><span class="stat mono ${sli.breached ? 'crit' : ''}">${percent(sli.badRatio)}</span>
        <div class="meta"><span class="stat-words">of ${sli.noun} ${sli.kind === 'latency' ? 'are slow' : 'fail'}</span><br><span class="ink-3">${compact() && sli.breachedSinceUs !== null ? `since ${clockTime(unixMsOf(port.epoch, sli.breachedSinceUs))}` : `SLO allows ${percent(allowed)}${threshold}`}</span></div></div>
      <div class="meta ink-2 ribbon-scope">${sli.route} · ${figure(sli.perSecond)} a second<br><span class="ink-3">${sli.breached ? (fine.length ? `${sentence(fine)} ${fine.length === 1 && !fine[0].endsWith('s') ? 'is' : 'are'} fine` : 'Nothing is fine') : 'Within the SLO'}</span></div>`;
  }

  /** The same place while the past is read, from the sag's own figures. */
  function whatHurt(sli: SliFrame, atUs: number, choice: TemplateResult): TemplateResult {
    const good = series?.goodRatio[Math.floor((atUs - series.fromUs) / series.stepUs)] ?? null;
    const bad = good === null ? null : 1 - good;
    return html`<div class="row"><span class="label">What hurt</span>${choice}</div>
      <div class="row stat-row"><span class="stat mono ${bad !== null && bad > 5 * (1 - sli.objective) ? 'crit' : ''}">${percent(bad)}</span>
        <div class="meta"><span class="stat-words">of ${sli.noun} ${sli.kind === 'latency' ? 'were slow' : 'failed'}</span><br><span class="ink-3">at ${clockTime(unixMsOf(port.epoch, atUs))}</span></div></div>
      <div class="meta ink-2 ribbon-scope">${sli.route}<br><span class="ink-3">Map, table and terminal show now</span></div>`;
  }

  function sliChoice(frame: Frame, sli: SliFrame): TemplateResult {
    return html`<select class="sli-choice push" aria-label="Which SLI the ribbon shows" @change=${(event: Event) => ui.setState({ sli: (event.target as HTMLSelectElement).value })}>
      <option value="" ?selected=${ui.getState().sli === ''}>worst by burn</option>
      ${frame.slis.map((entry) => html`<option value=${entry.name} ?selected=${ui.getState().sli !== '' && entry.name === sli.name}>${entry.name}</option>`)}</select>`;
  }

  function budget(frame: Frame, sli: SliFrame): TemplateResult {
    const emptyUs = budgetEmptyUs(sli, frame.tUs);
    const left = Math.max(0, Math.min(1, sli.budgetLeft));
    const hot = sli.burn > 1;
    return html`<div class="row"><span class="label">Error budget, 30 days</span><span class="push meta mono ink-3">${percent(sli.objective)}</span></div>
      <div class="row stat-row"><span class="stat mono">${percent(sli.budgetLeft)}</span><div class="meta"><span class="stat-words">left</span><br>${hot ? html`<span class=${sli.breached ? 'crit' : 'ink-3'}>burning ${times(sli.burn)}</span>` : html`<span class="ink-3">not burning</span>`}</div></div>
      <div class="budget-bar" role="img" aria-label=${`${percent(sli.budgetLeft)} of the error budget left`}><i style="width:${(left * 100).toFixed(1)}%"></i>${hot ? html`<i class="edge"></i>` : ''}</div>
      <div class="meta ink-3">${emptyUs === null ? (sli.budgetLeft <= 0 ? 'used up' : 'holds at this rate') : html`empty at <span class="mono ink-2">${emptyAt(unixMsOf(port.epoch, emptyUs), unixMsOf(port.epoch, frame.tUs))}</span> at this rate`}</div>`;
  }

  const view = live(host, template, [
    watch(frames, (state) => state.frame),
    watch(
      ui,
      (state) => state.sli,
      (state) => state.asOfUs,
    ),
  ]);
  const stopAsking = frames.subscribe(() => void ask());
  const stopSli = ui.subscribe(() => void ask());
  const observer = new ResizeObserver(() => view.refresh());
  observer.observe(host);
  void ask();
  return {
    destroy: () => {
      stopAsking();
      stopSli();
      observer.disconnect();
      view.destroy();
    },
  };
}

function sentence(words: readonly string[]): string {
  const text = words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `16:38` today, else how many days away. */
function emptyAt(unixMs: number, nowMs: number): string {
  const days = (unixMs - nowMs) / 86_400_000;
  return days < 1 ? clockMinute(unixMs) : `${days.toFixed(0)} ${days < 1.5 ? 'day' : 'days'} from now`;
}
