import { html, nothing, type TemplateResult } from 'lit-html';
import { unixMsOf } from '../../contract/time.ts';
import { letterChanges } from '../../stores/change-letters.ts';
import { emptyState } from '../components/states.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { clockTime, span } from '../format.ts';
import { live, watch } from '../live.ts';

/** The change feed, newest first, each with the letter it carries everywhere. All look alike: styling never hints at the cause. */
export function mountChanges(host: HTMLElement, context: ViewContext): Mounted {
  const template = (): TemplateResult => {
    const frame = context.frames.getState().frame;
    const at = context.ui.getState().asOfUs;
    const changes = frame
      ? letterChanges(frame.changes)
          .filter((change) => at === null || change.atUs <= at)
          .reverse()
      : [];
    if (!frame || changes.length === 0) return emptyState('Deploys, configuration, flags, migrations and jobs appear here.');
    return html`<ol class="changes" aria-label="Changes, newest first">${changes.map(
      (change) => html`<li class="change"><span class="letter">${change.letter}</span>
      <div class="grow"><div class="change-head"><b>${change.title}</b><span class="ink-3">${change.kind}</span><span class="push mono meta ink-3">${clockTime(unixMsOf(context.port.epoch, change.atUs))}</span></div>
      <div class="meta ink-2">${change.detail}</div><div class="meta ink-3">${change.actor} · ${change.subject} · ${span((at ?? frame.tUs) - change.atUs)} ${at === null ? 'ago' : 'before'}
      ${change.undo ? html`<button type="button" class="link push" @click=${() => context.navigate({ kind: 'terminal', line: change.undo ?? '' })}>Way back, to the terminal<span class="sr-only">, change ${change.letter}</span></button>` : nothing}</div></div></li>`,
    )}</ol>`;
  };
  // the ages are words of minutes: once in five simulated seconds is enough
  const view = live(host, template, [
    watch(
      context.frames,
      (state) => state.frame?.changes.length,
      (state) => Math.floor((state.frame?.tUs ?? 0) / 5e6),
    ),
    watch(context.ui, (state) => state.asOfUs),
  ]);
  return {
    ...view,
    setVisible: (visible) => {
      view.setVisible(visible);
      if (visible) context.observe('changes', 'change feed');
    },
  };
}
