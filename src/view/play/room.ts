import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { unixMsOf, type Micros } from '../../contract/time.ts';
import type { IncidentView } from '../../contract/incident.ts';
import { button, keyHint } from '../components/button.ts';
import { icon } from '../components/icon.ts';
import { emptyState } from '../components/states.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { clockMinute, countdown } from '../format.ts';
import { initialsOf } from '../incident/role-initials.ts';
import { live, watch } from '../live.ts';

interface RoomEntry {
  readonly key: string;
  readonly atUs: Micros;
  readonly from: string;
  readonly role: string;
  readonly text: string;
  readonly own: boolean;
  /** A question to the room that no later update answered. */
  readonly waiting: boolean;
}

/** Messages of others and the player's own updates, oldest first. */
export function roomEntries(incident: IncidentView): readonly RoomEntry[] {
  const lastUpdateUs = incident.updates.reduce((latest, update) => Math.max(latest, update.atUs), -Infinity);
  const messages = incident.messages.map(
    (message, index): RoomEntry => ({
      key: `m${index}`,
      atUs: message.atUs,
      from: message.from,
      role: message.role,
      text: message.text,
      own: false,
      waiting: message.text.trimEnd().endsWith('?') && lastUpdateUs < message.atUs,
    }),
  );
  const updates = incident.updates.map(
    (update, index): RoomEntry => ({
      key: `u${index}`,
      atUs: update.atUs,
      from: update.actor === 'player' ? 'You' : update.actor,
      role: 'operations',
      text: update.text,
      own: update.actor === 'player',
      waiting: false,
    }),
  );
  return [...messages, ...updates].sort((a, b) => a.atUs - b.atUs);
}

/** The room: what support and product ask, what was told them, and a line to answer. */
export function mountRoom(host: HTMLElement, context: ViewContext): Mounted {
  const { frames, port } = context;
  let draft = '';
  let refused = '';
  let count = -1;

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    const text = draft.trim();
    if (text === '') return;
    const result = await context.execute({ kind: 'status-update', text }, text);
    refused = result.ok ? '' : result.refusal.message;
    if (result.ok) draft = '';
    view.refresh();
  }
  const focus = (): void => host.querySelector<HTMLInputElement>('.room-input')?.focus();

  const message = (
    entry: RoomEntry,
    nowUs: Micros,
  ): TemplateResult => html`<li class="message ${entry.waiting ? 'waiting' : ''}"><span class="avatar ${entry.own ? 'you' : ''}" aria-hidden="true">${entry.own ? 'OP' : initialsOf(entry.from)}</span>
    <div class="grow"><div class="message-head"><b>${entry.from}</b>${entry.role}<span class="push mono">${clockMinute(unixMsOf(port.epoch, entry.atUs))}</span></div><div class="message-text">${entry.text}</div>
    ${entry.waiting ? html`<div class="message-waiting">${icon('triangle', 'solid warn')}<span class="warn">waiting ${countdown(nowUs - entry.atUs)}</span><button type="button" class="link push" aria-label=${`Answer ${entry.from}`} @click=${focus}>Answer</button></div>` : nothing}</div></li>`;

  const template = (): TemplateResult => {
    const frame = frames.getState().frame;
    const entries = frame ? roomEntries(frame.incident) : [];
    const due = frame?.incident.updateDueUs ?? null;
    return html`<div class="room">${
      due !== null && frame
        ? html`<div class="room-due">${icon('clock')}<span>${due >= frame.tUs ? 'Update due in' : 'Update late by'} <b class="mono ${due < frame.tUs ? 'warn' : ''}">${countdown(Math.abs(due - frame.tUs))}</b></span>
        <button type="button" class="link push" @click=${() => context.navigate({ kind: 'panel', panel: 'status' })}>Write it</button></div>`
        : nothing
    }
      <div class="room-log" role="log" aria-label="Room" tabindex="0">${
        entries.length
          ? html`<ul>${repeat(
              entries,
              (entry) => entry.key,
              (entry) => message(entry, frame?.tUs ?? 0),
            )}</ul>`
          : emptyState('Messages from support and product appear here.')
      }</div>
      ${refused ? html`<p class="room-refused" role="alert">${refused}</p>` : nothing}
      <form class="room-composer" @submit=${(event: Event) => void send(event)}><input class="field room-input grow" aria-label="Message the room" placeholder="Message the room" autocomplete="off" .value=${draft}
        @input=${(event: Event) => {
          draft = (event.target as HTMLInputElement).value;
        }}>${draft ? button({ label: 'Send', look: 'quiet', onClick: (event) => void send(event) }) : keyHint('/')}</form></div>`;
  };
  const view = live(host, template, [watch(frames, (state) => state.frame)], () => {
    const log = host.querySelector('.room-log');
    const now = log?.querySelectorAll('.message').length ?? 0;
    if (log && now !== count) log.scrollTop = log.scrollHeight;
    count = now;
  });
  return { ...view, focus };
}
