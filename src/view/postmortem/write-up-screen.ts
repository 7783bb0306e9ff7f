import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { PinView } from '../../contract/incident.ts';
import type { Claim } from '../../contract/postmortem.ts';
import { documentOf, textOf } from '../../stores/write-up.ts';
import { writeUpStoresOf } from '../../stores/write-up-stores.ts';
import { button } from '../components/button.ts';
import { errorState, loadingState } from '../components/states.ts';
import { tabList } from '../components/tabs.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { download } from '../debrief/download.ts';
import { handIn } from '../debrief/grading.ts';
import { figure } from '../format.ts';
import { evidenceDestination } from '../notebook/evidence-words.ts';
import { startAutosave } from './autosave.ts';
import { causeMap } from './cause-map.ts';
import { causeMapList } from './cause-map-list.ts';
import { claimForm } from './claim-form.ts';
import { claimHomes, documentEditor, BYLINE_FIELD, sectionFieldId } from './document-editor.ts';
import { liveFigures } from './live-figures.ts';
import { markdownPage } from '../components/markdown.ts';
import { syncField } from './section-field.ts';
import { sectionList } from './section-list.ts';
import { wordCount } from './sections.ts';
import { evidencePanel, figuresPanel, timelinePanel } from './source-panel.ts';
import { timelineEntries, timelineRow } from './timeline-entries.ts';
import { createWriteUpData, hardestHit } from './write-up-data.ts';
import { createWriter, type Writer } from './writer.ts';
import './write-up.css';

const SAVING = { saved: 'Saved', saving: 'Saving…', unsaved: 'Not saved yet', failed: 'Not saved: storage refused; export keeps your text' } as const;

/** The write-up: sections, document, cause map, and what the log and the notebook offer for it. Nothing is graded until it is handed in. */
export function mountWriteUp(place: HTMLElement, context: ViewContext): Mounted {
  // an element of its own: the place is emptied by others, which lit does not bear
  const host = document.createElement('div');
  host.className = 'write-up';
  place.append(host);
  const stores = writeUpStoresOf(context.port);
  const store = stores.writeUp;
  const ui = { documentTab: 'write', mapTab: 'map', sideTab: 'timeline', selected: '', editing: '', adding: false, linkingFrom: '', error: '' };
  let visible = true;
  let scheduled = 0;
  let width = { map: 636, side: 636 };
  const frameNow = () => context.frames.getState().frame;
  const refresh = (): void => {
    if (visible && scheduled === 0) scheduled = requestAnimationFrame(draw);
  };
  const data = createWriteUpData(context, refresh);
  const writer: Writer = createWriter(host, store, ui, refresh);
  const autosave = startAutosave(store, context.port, context.writeUp);

  const submit = async (): Promise<void> => {
    await autosave.flush();
    await context.port.pause().catch(() => undefined);
    void handIn(stores.debrief, context.writeUp, documentOf(store.getState()));
    context.navigate({ kind: 'preset', preset: 'debrief' });
  };
  const open = async (): Promise<void> => {
    try {
      store.getState().setComponents(await context.writeUp.components());
      // The hints of the file's comments stand under the empty sections here.
      const template = (await context.writeUp.template()).replace(/<!--[\s\S]*?-->\n*/g, '');
      if (!store.getState().ready) {
        const saved = (await context.port.recording()).postmortem;
        store.getState().open(saved.trim() === '' ? template : saved);
      } else if (store.getState().past.length === 0 && store.getState().claims.length === 0 && ui.error === '' && untouched) store.getState().open(template);
      untouched = store.getState().markdown.trim() === template.trim();
    } catch (error) {
      ui.error = error instanceof Error ? error.message : String(error);
    }
    refresh();
  };
  let untouched = false;
  untouched = store.getState().ready && store.getState().past.length === 0;

  const header = (): TemplateResult => html`<div class="write-up-head"><h2>Write-up</h2><p class="write-up-note">Nothing is graded until you hand in</p>
    <div class="write-up-actions"><span class="write-up-saving" role="status">${SAVING[store.getState().saving]}</span>
      ${button({ label: 'Back to on call', look: 'quiet', size: 'medium', onClick: () => context.navigate({ kind: 'preset', preset: 'on-call' }) })}
      ${button({ label: 'Export', size: 'medium', onClick: () => download(`${context.scenario.id}-postmortem.md`, textOf(store.getState()), 'text/markdown') })}
      ${button({ label: 'Hand in', look: 'primary', size: 'medium', key: 'Ctrl Enter', onClick: () => void submit() })}</div></div>`;

  const documentPanel = (pins: readonly PinView[]): TemplateResult => {
    const { markdown, remarks, keptRemarks, claims, past, future } = store.getState();
    const parts = writer.parts();
    const heading = writer.heading();
    const open = remarks.filter((flag) => !keptRemarks.includes(markdown.slice(flag.span[0], flag.span[1])));
    return html`<div class="panel-head">${tabList(
      'Document',
      [
        { id: 'write', label: 'Postmortem' },
        { id: 'read', label: 'Read' },
        { id: 'markdown', label: 'Markdown' },
      ],
      ui.documentTab,
      'write-up-document',
      (tab) => writer.show('documentTab', tab),
    )}
        <span class="panel-tools"><span>${figure(wordCount(markdown))} words</span>${button({ label: 'Undo', look: 'quiet', disabled: past.length === 0, onClick: () => store.getState().undo() })}${button({ label: 'Redo', look: 'quiet', disabled: future.length === 0, onClick: () => store.getState().redo() })}</span></div>
      <div class="panel-body" id="write-up-document" role="tabpanel" tabindex="-1" aria-labelledby=${`write-up-document-${ui.documentTab}`}>${
        ui.documentTab === 'write'
          ? documentEditor({
              title: heading.title,
              byline: writer.typedByline(),
              markdown,
              sections: parts.sections,
              claims,
              selected: ui.selected,
              remarks: open,
              pins,
              epoch: context.port.epoch,
              answers: data.answers(),
              claimActions: writer.claimActions,
              remarkActions: writer.remarkActions,
              typed: writer.typed,
              onTitle: (title) => writer.writeHead(title, heading.byline),
              onByline: (byline) => writer.writeHead(heading.title, byline),
              onSection: writer.writeSection,
              onActionItem: writer.addActionItem,
            })
          : ui.documentTab === 'read'
            ? html`<article class="document-read" tabindex="0" aria-label="Postmortem as it will be read">${markdownPage(markdown, (id, words) => html`<span class="cited">${pins.find((pin) => pin.id === id)?.evidence.title ?? words}</span>`)}</article>`
            : html`<textarea class="document-markdown" aria-label="Markdown of the whole postmortem" spellcheck="false" .value=${markdown} @input=${(event: Event) => store.getState().write((event.currentTarget as HTMLTextAreaElement).value, 'markdown')}></textarea>`
      }</div>`;
  };

  const mapPanel = (): TemplateResult => {
    const { claims, components } = store.getState();
    const frame = frameNow();
    const sli = frame && hardestHit(frame);
    const selected = claims.find((claim) => claim.id === ui.selected);
    return html`<div class="panel-head">${tabList(
      'Cause map',
      [
        { id: 'map', label: 'Cause map' },
        { id: 'list', label: 'List' },
      ],
      ui.mapTab,
      'write-up-map',
      (tab) => writer.show('mapTab', tab),
    )}
        <span class="panel-tools">${button({ label: 'Add claim', look: 'quiet', icon: 'plus', key: 'N', onClick: writer.startAdding })}${button({ label: 'Leads to', look: 'quiet', key: 'E', disabled: selected === undefined || selected.role === 'ruled-out', onClick: writer.startLinking })}</span></div>
      <div class="panel-body well" id="write-up-map" role="tabpanel" tabindex="-1" aria-labelledby=${`write-up-map-${ui.mapTab}`}>
        ${ui.adding ? claimForm({ components, onSave: writer.addClaim, onCancel: writer.stopAdding }) : nothing}
        ${ui.linkingFrom ? html`<p class="linking-note" role="status">Choose what it leads to; the same again takes the arrow away; Escape stops.</p>` : nothing}
        ${
          ui.mapTab === 'map'
            ? html`${causeMap({
                claims,
                width: width.map,
                selected: ui.selected,
                linkingFrom: ui.linkingFrom,
                evidenceCount: writer.evidenceCount,
                choose: writer.choose,
                felt: {
                  words: sli ? `${sli.noun[0].toUpperCase()}${sli.noun.slice(1)} fail or take too long` : 'Users were hurt',
                  figure: frame ? `${figure(frame.harm.failedRequests + frame.harm.slowRequests)} in ${Math.round(frame.harm.badSeconds / 60)} min` : '',
                },
              })}${selected ? html`<ul class="claims selected-claim" aria-label="Selected claim">${writer.claimLine(selected)}</ul>` : nothing}`
            : causeMapList(claims, writer.claimActions, { link: store.getState().link, unlink: store.getState().unlink })
        }</div>`;
  };

  const sidePanel = (pins: readonly PinView[], placed: (pin: PinView) => boolean): TemplateResult => {
    const frame = frameNow();
    const { epoch } = context.port;
    const timeline = writer.timelineSection();
    const entries = frame ? timelineEntries(frame, data.commands()) : [];
    const tabs = [
      { id: 'timeline', label: 'Timeline' },
      { id: 'evidence', label: 'Evidence', count: pins.length },
      { id: 'figures', label: 'Live figures' },
    ];
    return html`<div class="panel-head">${tabList('Sources', tabs, ui.sideTab, 'write-up-sources', (tab) => writer.show('sideTab', tab))}<span class="panel-tools"><span>${ui.sideTab === 'timeline' ? `from the log, ${entries.length} entries` : ''}</span></span></div>
      <div class="panel-body" id="write-up-sources" role="tabpanel" tabindex="-1" aria-labelledby=${`write-up-sources-${ui.sideTab}`}>${
        ui.sideTab === 'timeline'
          ? timelinePanel({
              entries,
              ribbon: data.ribbon(),
              noun: (frame && hardestHit(frame)?.noun) ?? 'user actions',
              epoch,
              width: width.side,
              placed: (entry) => timeline.includes(timelineRow(entry, epoch, timeline)),
              insert: (entry) => writer.insertTimeline(timelineRow(entry, epoch, timeline)),
            })
          : ui.sideTab === 'evidence'
            ? evidencePanel(
                pins,
                epoch,
                placed,
                (pin) => writer.insert(`[${pin.evidence.title.replace(/[[\]]/g, '')}](pin:${pin.id})`),
                (pin) => context.navigate(evidenceDestination(pin.evidence)),
              )
            : figuresPanel(frame ? liveFigures(frame, data.ribbon(), epoch) : [], (one) => writer.insert(one.text))
      }</div>`;
  };

  const view = (): TemplateResult => {
    const { ready, markdown, claims, remarks, keptRemarks } = store.getState();
    const pins = frameNow()?.incident.pins ?? [];
    const placed = (pin: PinView): boolean => markdown.includes(`(pin:${pin.id})`);
    const { sections } = writer.parts();
    const homes = claimHomes(claims, sections);
    const proposed = (claim: Claim): boolean => claim.state === 'proposed';
    return html`${header()}<div class="write-up-main">
      ${
        !ready
          ? html`<section class="write-up-panel wide" aria-label="Postmortem">${
              ui.error
                ? errorState('The write-up could not be opened. The run itself is not lost.', ui.error, () => {
                    ui.error = '';
                    void open();
                  })
                : loadingState('Preparing the template from the log')
            }</section>`
          : html`
      <section class="write-up-panel sections" aria-label="Sections and what waits"><div class="panel-head"><h2>Sections</h2></div><div class="panel-body">${sectionList(
        {
          sections,
          claims,
          remarks: remarks.filter((flag) => !keptRemarks.includes(markdown.slice(flag.span[0], flag.span[1]))),
          pinsPlaced: pins.filter(placed).length,
          pinsAll: pins.length,
          toReviewIn: (section) => (homes.get(sections.indexOf(section)) ?? []).filter(proposed).length,
          go: writer.goToSection,
          goToClaim: writer.goToClaim,
          goToRemark: writer.goToRemark,
        },
      )}</div></section>
      <section class="write-up-panel document-panel" aria-label="Postmortem">${documentPanel(pins)}</section>
      <section class="write-up-panel map-panel" aria-label="Cause map">${mapPanel()}</section>
      <section class="write-up-panel side-panel" aria-label="Sources">${sidePanel(pins, placed)}</section>`
      }</div>`;
  };

  function draw(): void {
    scheduled = 0;
    const frame = frameNow();
    if (frame) data.refresh(frame);
    const pins = frame?.incident.pins ?? [];
    data.want(pins.filter((pin) => store.getState().markdown.includes(`(pin:${pin.id})`)));
    render(view(), host);
    const parts = writer.parts();
    const sync = (id: string, text: string): void => {
      const field = host.querySelector<HTMLTextAreaElement>(`#${id}`);
      if (field) syncField(field, text);
    };
    sync(BYLINE_FIELD, writer.heading().byline);
    parts.sections.forEach((section, index) => sync(sectionFieldId(index), section.text));
    measure();
  }
  /** The map and the timeline are drawn to the width they have. */
  function measure(): void {
    const map = host.querySelector<HTMLElement>('.map-panel')?.clientWidth || 636;
    const side = host.querySelector<HTMLElement>('.side-panel')?.clientWidth || 636;
    if (map === width.map && side === width.side) return;
    width = { map, side };
    refresh();
  }

  const onKeydown = (event: KeyboardEvent): void => {
    if (visible && (host.contains(event.target as Node) || event.target === host.ownerDocument.body)) writer.onKeydown(event, () => void submit());
  };
  host.ownerDocument.addEventListener('keydown', onKeydown);
  const observer = new ResizeObserver(() => measure());
  observer.observe(host);
  draw();
  void open();
  const stops = [
    store.subscribe(refresh),
    context.frames.subscribe((now, before) => {
      if (now.frame && (now.frame.incident !== before.frame?.incident || Math.floor(now.frame.tUs / 1e6) !== Math.floor((before.frame?.tUs ?? 0) / 1e6)))
        refresh();
    }),
  ];
  return {
    destroy() {
      for (const stop of stops) stop();
      autosave.stop();
      observer.disconnect();
      host.ownerDocument.removeEventListener('keydown', onKeydown);
      if (scheduled) cancelAnimationFrame(scheduled);
      host.remove();
    },
    setVisible(now) {
      visible = now;
      if (now) refresh();
    },
    focus: () => writer.goToSection(0),
  };
}
