import { html, type TemplateResult } from 'lit-html';
import type { PinView } from '../../contract/incident.ts';
import type { RibbonSeries } from '../../contract/frame.ts';
import { type Epoch, unixMsOf } from '../../contract/time.ts';
import { button } from '../components/button.ts';
import { icon } from '../components/icon.ts';
import { emptyState } from '../components/states.ts';
import { clockMinute } from '../format.ts';
import { evidenceIcon, evidenceTime } from '../notebook/evidence-words.ts';
import type { LiveFigure } from './live-figures.ts';
import { timelineChart } from './timeline-chart.ts';
import type { TimelineEntry } from './timeline-entries.ts';

export interface TimelineOptions {
  readonly entries: readonly TimelineEntry[];
  readonly ribbon: RibbonSeries | null;
  readonly noun: string;
  readonly epoch: Epoch;
  readonly width: number;
  /** Is the entry in the Timeline section already? */
  readonly placed: (entry: TimelineEntry) => boolean;
  readonly insert: (entry: TimelineEntry) => void;
}

/** The log of this run beside the text: what happened when, each line ready to be put into the Timeline section. */
export function timelinePanel(options: TimelineOptions): TemplateResult {
  const { entries, epoch } = options;
  return html`<div class="timeline-chart">${timelineChart(options.ribbon, entries, epoch, options.width - 24, options.noun)}</div>
    ${
      entries.length === 0
        ? emptyState('Pages, changes and what you did appear here.')
        : html`<ol class="timeline-rows" aria-label="From the log">${entries.map(
            (entry) => html`<li>
      <span class="mono timeline-time">${clockMinute(unixMsOf(epoch, entry.atUs))}</span>${markOf(entry)}<span class="timeline-text ${entry.code ? 'mono' : ''}" title=${entry.text}>${entry.text}</span>
      ${options.placed(entry) ? html`<span class="placed">${icon('tick')}in the text</span>` : button({ label: 'Insert', name: `Insert into the timeline: ${entry.text}`, look: 'quiet', onClick: () => options.insert(entry) })}</li>`,
          )}</ol>`
    }`;
}

function markOf(entry: TimelineEntry): TemplateResult {
  switch (entry.mark) {
    case 'page':
      return icon('diamond', 'solid crit');
    case 'warning':
      return icon('triangle', 'solid warn');
    case 'done':
      return icon('tick');
    case 'change':
      return html`<span class="letter">${entry.letter}</span>`;
    case 'action':
      return html`<svg class="icon action-square" viewBox="0 0 12 12" aria-hidden="true"><rect x="3" y="3" width="6" height="6"></rect></svg>`;
  }
}

/** Pins, to be cited where the caret was. */
export function evidencePanel(
  pins: readonly PinView[],
  epoch: Epoch,
  placed: (pin: PinView) => boolean,
  insert: (pin: PinView) => void,
  open: (pin: PinView) => void,
): TemplateResult {
  if (pins.length === 0) return emptyState('Charts, log lines, traces and output you pinned in the notebook appear here.');
  return html`<ul class="source-rows" aria-label="Pinned evidence">${pins.map(
    (pin) => html`<li>${icon(evidenceIcon(pin.evidence))}<button type="button" class="source-open" @click=${() => open(pin)}>${pin.evidence.title}</button>
    <span class="mono source-when">${evidenceTime(pin.evidence, epoch)}</span>${placed(pin) ? html`<span class="placed">${icon('tick')}placed</span>` : ''}${button({ label: 'Insert', name: `Insert evidence: ${pin.evidence.title}`, look: 'quiet', onClick: () => insert(pin) })}</li>`,
  )}</ul>`;
}

/** Impact numbers of the run so far. */
export function figuresPanel(figures: readonly LiveFigure[], insert: (figure: LiveFigure) => void): TemplateResult {
  if (figures.length === 0) return emptyState('Impact numbers of this run appear here.');
  return html`<ul class="source-rows" aria-label="Live figures">${figures.map((figure) => html`<li><span class="source-name">${figure.name}</span><span class="figure-box">${figure.value}</span>${button({ label: 'Insert', name: `Insert figure: ${figure.name} ${figure.value}`, look: 'quiet', onClick: () => insert(figure) })}</li>`)}</ul>`;
}
