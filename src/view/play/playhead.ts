import { html, nothing, type TemplateResult } from 'lit-html';
import { playheadAt, SCRUB_STEP_US } from '../../stores/as-of.ts';
import { letterChanges } from '../../stores/change-letters.ts';
import type { ViewContext } from '../context.ts';
import { clockTime, span } from '../format.ts';
import { unixMsOf } from '../../contract/time.ts';

/** Where the lanes of the ribbon put times, in CSS pixels from their left edge. */
export interface LaneScale {
  readonly left: number;
  readonly right: number;
  readonly fromUs: number;
  readonly toUs: number;
}

/** Puts the playhead at an instant; charts, changes and the pager follow. */
export function scrubTo(context: ViewContext, us: number): void {
  const frame = context.frames.getState().frame;
  if (frame) context.ui.setState({ asOfUs: playheadAt(us, frame.tUs) });
}

export function scrubBy(context: ViewContext, steps: number): void {
  const frame = context.frames.getState().frame;
  if (frame) scrubTo(context, (context.ui.getState().asOfUs ?? frame.tUs) + steps * SCRUB_STEP_US);
}

/** To the instant a change came, by its letter; false when no change carries it. */
export function scrubToChange(context: ViewContext, letter: string): boolean {
  const frame = context.frames.getState().frame;
  const change = frame && letterChanges(frame.changes).find((entry) => entry.letter === letter.toUpperCase());
  if (!change) return false;
  scrubTo(context, change.atUs);
  context.announce(`Change ${change.letter}, ${change.title}, ${clockTime(unixMsOf(context.port.epoch, change.atUs))}`);
  return true;
}

/** The handle on the playhead: drag it, or walk it with the arrow keys, to read the past. */
export function playhead(context: ViewContext, scale: LaneScale, nowUs: number): TemplateResult {
  const { ui, port } = context;
  const asOf = ui.getState().asOfUs;
  const at = asOf ?? nowUs;
  const { left, right, fromUs, toUs } = scale;
  const x = left + ((at - fromUs) / (toUs - fromUs)) * (right - left);
  const time = clockTime(unixMsOf(port.epoch, at));
  const lanes = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).closest('.ribbon-lanes')?.getBoundingClientRect();
    if (box) scrubTo(context, fromUs + ((event.clientX - box.left - left) / (right - left)) * (toUs - fromUs));
  };
  const keys = (event: KeyboardEvent): void => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -4, PageDown: 4 }[event.key];
    if (steps !== undefined) scrubBy(context, event.shiftKey ? 4 * steps : steps);
    else if (event.key === 'Home') scrubTo(context, fromUs);
    else if (event.key === 'End' || (event.key === 'Escape' && asOf !== null)) ui.setState({ asOfUs: null });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="playhead" role="slider" tabindex="0" aria-label="Playhead: arrow keys read the past, End comes back to now" aria-valuemin="0" aria-valuemax=${Math.round(nowUs / 1e6)} aria-valuenow=${Math.round(at / 1e6)}
      aria-valuetext=${asOf === null ? `now, ${time}` : `${time}, ${span(nowUs - at)} ago`} style="left:${x.toFixed(1)}px" @keydown=${keys}
      @pointerdown=${(event: PointerEvent) => (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)}
      @pointermove=${(event: PointerEvent) => {
        if ((event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) lanes(event);
      }}></div>
    ${asOf === null ? nothing : html`<button type="button" class="back-to-now" @click=${() => ui.setState({ asOfUs: null })}><span class="mono">${time}</span>, ${span(nowUs - at)} ago · <b>back to now</b></button>`}`;
}
