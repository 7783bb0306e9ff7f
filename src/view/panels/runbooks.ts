import { html, type TemplateResult } from 'lit-html';
import { markdown } from '../components/markdown.ts';
import { emptyState } from '../components/states.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { live, watch } from '../live.ts';

/** The runbooks of the fleet: a list and the one that is open. A command in it can be written at the prompt; running it stays with the person. */
export function mountRunbooks(host: HTMLElement, context: ViewContext): Mounted {
  const { ui, scenario } = context;
  const template = (): TemplateResult => {
    const open = scenario.runbooks.find((entry) => entry.name === ui.getState().runbook);
    if (scenario.runbooks.length === 0) return emptyState('This company has no runbooks.');
    return html`<div class="runbooks"><label class="runbook-choice"><span class="label">Runbook</span><select class="field grow" @change=${(event: Event) => ui.setState({ runbook: (event.target as HTMLSelectElement).value })}>
      <option value="" .selected=${!open}>choose one</option>${scenario.runbooks.map((entry) => html`<option value=${entry.name} .selected=${entry.name === open?.name}>${entry.name}</option>`)}</select></label>
      <article class="runbook" tabindex="0" aria-label=${open ? `Runbook ${open.name}` : 'Runbook'}>${
        open
          ? markdown(open.markdown, (line) => context.navigate({ kind: 'terminal', line }))
          : html`<ul class="runbook-list">${scenario.runbooks.map((entry) => html`<li><button type="button" class="link" @click=${() => ui.setState({ runbook: entry.name })}>${entry.name}</button></li>`)}</ul>`
      }</article></div>`;
  };
  let last = '';
  const note = (): void => {
    const { runbook } = ui.getState();
    if (runbook && runbook !== last) context.observe('runbook', runbook);
    last = runbook;
  };
  note();
  return live(host, template, [watch(ui, (state) => state.runbook)], note);
}
