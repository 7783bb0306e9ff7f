import { html, nothing, render, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { HypothesisState } from '../../contract/commands.ts';
import type { HypothesisView, PinView } from '../../contract/incident.ts';
import { button } from '../components/button.ts';
import { icon } from '../components/icon.ts';
import { emptyState } from '../components/states.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { evidenceChip } from './evidence-chip.ts';
import { evidenceDestination } from './evidence-words.ts';
import { hypothesisRow } from './hypothesis-row.ts';
import './notebook.css';

let notebooks = 0;

/** Hypotheses with evidence for and against, and the pins not used yet. All of it goes through logged commands. */
export function mountNotebook(host: HTMLElement, context: ViewContext): Mounted {
  const inputId = `new-hypothesis-${++notebooks}`;
  let refusal = '';
  let drawnIncident: unknown;

  const field = (): HTMLInputElement | null => host.querySelector(`#${inputId}`);
  const run = async (command: Parameters<ViewContext['execute']>[0], intent: string): Promise<boolean> => {
    const result = await context.execute(command, intent);
    refusal = result.ok ? '' : result.refusal.message;
    draw();
    return result.ok;
  };
  const add = async (): Promise<void> => {
    const text = field()?.value.trim() ?? '';
    if (text === '') {
      field()?.focus();
      return;
    }
    const taken = new Set(context.frames.getState().frame?.incident.hypotheses.map((one) => one.id));
    if (await run({ kind: 'hypothesis-add', id: freshId('h', taken), text }, `hypothesis: ${text}`)) {
      const input = field();
      if (input !== null) input.value = '';
      input?.focus();
    }
  };
  const setState = (hypothesis: HypothesisView, state: HypothesisState): void =>
    void run({ kind: 'hypothesis-state', id: hypothesis.id, state }, `${state}: ${hypothesis.text}`);
  const open = (pin: PinView): void => context.navigate(evidenceDestination(pin.evidence));
  const remove = (pin: PinView): void => void run({ kind: 'evidence-unpin', id: pin.id }, `unpin ${pin.evidence.title}`);
  /** A pin is given to a hypothesis by pinning the same evidence again under its id. */
  const attach = (hypothesis: HypothesisView, pinId: string, sign: '+' | '-'): void => {
    const pin = context.frames.getState().frame?.incident.pins.find((one) => one.id === pinId);
    if (pin !== undefined)
      void run({ kind: 'evidence-pin', id: pin.id, evidence: pin.evidence, hypothesis: hypothesis.id, sign }, `evidence ${sign}: ${hypothesis.text}`);
  };

  const view = (): TemplateResult => {
    const incident = context.frames.getState().frame?.incident;
    drawnIncident = incident && `${JSON.stringify(incident.hypotheses)}${JSON.stringify(incident.pins)}`;
    const hypotheses = incident?.hypotheses ?? [];
    const pins = incident?.pins ?? [];
    const unused = pins.filter((pin) => !hypotheses.some((one) => one.id === pin.hypothesis));
    const epoch = context.port.epoch;
    return html`<div class="notebook">
      <form class="hypothesis-form" @submit=${(event: Event) => {
        event.preventDefault();
        void add();
      }}>
        <label class="sr-only" for=${inputId}>New hypothesis</label><input id=${inputId} type="text" maxlength="200" autocomplete="off" placeholder="What could explain it?">
        ${button({ label: 'Hypothesis', name: 'Add hypothesis', look: 'quiet', icon: 'plus', onClick: () => void add() })}</form>
      ${refusal === '' ? nothing : html`<p class="refusal" role="status">${icon('ruledOut')}<span>${refusal}</span></p>`}
      ${
        hypotheses.length === 0
          ? emptyState('Write down what could explain it; then pin charts, log lines, traces and output that speak for or against it.')
          : html`<ul class="hypotheses" aria-label="Hypotheses">${repeat(
              hypotheses,
              (one) => one.id,
              (one) =>
                hypothesisRow(
                  one,
                  pins.filter((pin) => pin.hypothesis === one.id),
                  unused,
                  epoch,
                  { setState, attach, open, remove },
                ),
            )}</ul>`
      }
      ${
        pins.length === 0
          ? nothing
          : html`<section class="unused-pins" aria-label="Pins not used yet"><h2>Not used yet</h2>${
              unused.length === 0
                ? html`<span class="unused-none">every pin is placed</span>`
                : repeat(
                    unused,
                    (pin) => pin.id,
                    (pin) => evidenceChip(pin, epoch, { open, remove }),
                  )
            }</section>`
      }</div>`;
  };
  const draw = (): void => {
    render(view(), host);
  };

  draw();
  const stop = context.frames.subscribe((state) => {
    const incident = state.frame?.incident;
    if (incident && `${JSON.stringify(incident.hypotheses)}${JSON.stringify(incident.pins)}` !== drawnIncident) draw();
  });
  return {
    destroy: () => {
      stop();
      render(nothing, host);
    },
    focus: () => field()?.focus(),
  };
}

/** The first of `h1`, `h2`, … that is not taken. Ids are part of the log, so they are small and say nothing. */
function freshId(prefix: string, taken: ReadonlySet<string>): string {
  let number = taken.size + 1;
  while (taken.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}
