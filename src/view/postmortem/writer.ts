import type { TemplateResult } from 'lit-html';
import type { Claim } from '../../contract/postmortem.ts';
import type { ClaimDraft, WriteUpStore } from '../../stores/write-up.ts';
import { withActionItem } from './action-item-form.ts';
import { CONFIRM, type ClaimActions, claimLine } from './claim-line.ts';
import { BYLINE_FIELD, sectionFieldId } from './document-editor.ts';
import type { RemarkActions } from './remark-card.ts';
import { findQuote, replaceSection, type Section, type Sections, splitSections } from './sections.ts';
import { type Caret, caretOf, insertAt } from './text-insert.ts';
import { withTimelineRow } from './timeline-entries.ts';

/** What is open on the screen; not part of the document. */
export interface WriteUpUi {
  documentTab: string;
  mapTab: string;
  sideTab: string;
  /** Selected claim, '' when none. */
  selected: string;
  /** Claim whose form is open. */
  editing: string;
  adding: boolean;
  linkingFrom: string;
}

/** Everything a writer can do to the document, by button or key. */
export type Writer = ReturnType<typeof createWriter>;

export function createWriter(host: HTMLElement, store: WriteUpStore, ui: WriteUpUi, refresh: () => void) {
  let caret: Caret | null = null;
  let cut: { readonly markdown: string; readonly parts: Sections } | null = null;
  const field = (id: string): HTMLTextAreaElement | null => host.querySelector<HTMLTextAreaElement>(`textarea#${id}`);

  host.addEventListener('focusout', (event) => {
    if (event.target instanceof HTMLTextAreaElement && event.target.id.startsWith('write-up-section-')) caret = caretOf(event.target);
  });

  const parts = (): Sections => {
    const { markdown } = store.getState();
    if (cut?.markdown !== markdown) cut = { markdown, parts: splitSections(markdown) };
    return cut!.parts;
  };
  const typed = (index: number, section: Section): string => {
    const shown = field(sectionFieldId(index))?.value;
    return shown !== undefined && shown.trim() === section.text ? shown : section.text;
  };
  const heading = (): { readonly title: string; readonly byline: string } => {
    const { head } = parts();
    const match = /^#\s+(.*)\n?/.exec(head);
    return match === null ? { title: '', byline: head } : { title: match[1], byline: head.slice(match[0].length).trim() };
  };
  const typedByline = (): string => {
    const { byline } = heading();
    const shown = field(BYLINE_FIELD)?.value;
    return shown !== undefined && shown.trim() === byline ? shown : byline;
  };
  /** The mirror under a field must grow with blank lines that are not part of the document. */
  const writeSection = (index: number, text: string): void => {
    store.getState().write(replaceSection(store.getState().markdown, index, text), `section ${index}`);
    refresh();
  };
  const writeHead = (title: string, byline: string): void => {
    const { markdown } = store.getState();
    const { head } = parts();
    const rest = markdown.slice(markdown.indexOf(head) + head.length).trimStart();
    store.getState().write([title.trim() === '' ? '' : `# ${title}`, byline.trim(), rest].filter((part) => part !== '').join('\n\n'), 'head');
    refresh();
  };
  const later = (run: () => void): void => {
    refresh();
    requestAnimationFrame(() => requestAnimationFrame(run));
  };
  const select = (id: string, from: number, to: number): void => {
    const box = field(id);
    if (!box) return;
    box.focus();
    box.setSelectionRange(from, to);
    box.scrollIntoView({ block: 'center' });
  };
  const inDocument = (run: () => void): void => {
    ui.documentTab = 'write';
    later(run);
  };
  /** Selects a stretch of the whole document in its field. */
  const selectSpan = (from: number, to: number): void =>
    inDocument(() => {
      const index = parts().sections.findIndex((section) => from >= section.start && to <= section.end);
      if (index < 0) return;
      const section = parts().sections[index];
      const lead = leadOf(field(sectionFieldId(index))?.value ?? '');
      select(sectionFieldId(index), from - section.start + lead, to - section.start + lead);
    });
  const sectionIndex = (name: RegExp): number => parts().sections.findIndex((section) => name.test(section.heading));

  /** The button that was pressed is gone: the keyboard goes on in the field of its section. */
  const focusField = (at: number): void =>
    later(() => field(sectionFieldId(parts().sections.findIndex((section) => at >= section.start && at <= section.end)))?.focus());
  /** …or with the next claim to review, else with the same claim. */
  const focusNextClaim = (id: string): void => {
    const list = host.ownerDocument.activeElement?.closest('ul');
    later(() => {
      if (host.contains(host.ownerDocument.activeElement)) return;
      const next =
        list?.querySelector<HTMLElement>(CONFIRM) ??
        host.querySelector<HTMLElement>(`.claims ${CONFIRM}`) ??
        host.querySelector<HTMLElement>(`[data-claim="${id}"] button`);
      (next ?? field(sectionFieldId(sectionIndex(/root cause/i))))?.focus();
    });
  };

  const claimActions: ClaimActions = {
    get editing() {
      return ui.editing;
    },
    get components() {
      return store.getState().components;
    },
    confirm: (id) => {
      store.getState().confirm(id);
      focusNextClaim(id);
    },
    reject: (id) => {
      if (ui.selected === id) ui.selected = '';
      store.getState().reject(id);
      focusNextClaim(id);
    },
    edit: (id) => {
      ui.editing = id;
      refresh();
      if (id) later(() => host.querySelector<HTMLElement>('.claim-form select')?.focus());
    },
    save: (id, draft) => {
      ui.editing = '';
      store.getState().changeClaim(id, draft);
      focusNextClaim(id);
    },
    show: (claim) => {
      ui.selected = claim.id;
      const found = claim.quote === undefined ? null : findQuote(store.getState().markdown, claim.quote);
      if (found) selectSpan(found[0], found[1]);
      else refresh();
    },
  };
  const remarkActions: RemarkActions = {
    use: (flag, rewrite) => {
      const { markdown } = store.getState();
      store.getState().write(`${markdown.slice(0, flag.span[0])}${rewrite}${markdown.slice(flag.span[1])}`, '');
      focusField(flag.span[0]);
    },
    rewrite: (flag) => selectSpan(flag.span[0], flag.span[1]),
    keep: (flag) => {
      store.getState().keepRemark(store.getState().markdown.slice(flag.span[0], flag.span[1]));
      focusField(flag.span[0]);
    },
  };

  const choose = (id: string): void => {
    const { claims, link, unlink } = store.getState();
    const from = claims.find((claim) => claim.id === ui.linkingFrom);
    if (from !== undefined && from.id !== id) {
      if (from.leadsTo.includes(id)) unlink(from.id, id);
      else link(from.id, id);
      ui.linkingFrom = '';
    } else ui.selected = ui.selected === id ? '' : id;
    refresh();
  };
  const startAdding = (): void => {
    ui.adding = true;
    later(() => host.querySelector<HTMLElement>('#write-up-map .claim-form select')?.focus());
  };
  const startLinking = (): void => {
    ui.linkingFrom = ui.selected;
    refresh();
  };
  const goToSection = (index: number): void =>
    inDocument(() => select(sectionFieldId(index), field(sectionFieldId(index))?.value.length ?? 0, field(sectionFieldId(index))?.value.length ?? 0));

  return {
    parts,
    typed,
    heading,
    typedByline,
    writeSection,
    writeHead,
    claimActions,
    remarkActions,
    choose,
    startAdding,
    startLinking,
    goToSection,
    claimLine: (claim: Claim): TemplateResult => claimLine(claim, claimActions),
    show(which: 'documentTab' | 'mapTab' | 'sideTab', tab: string): void {
      ui[which] = tab;
      refresh();
    },
    addClaim(draft: ClaimDraft): void {
      ui.adding = false;
      ui.selected = store.getState().addClaim(draft);
      refresh();
    },
    stopAdding(): void {
      ui.adding = false;
      refresh();
    },
    addActionItem: (index: number, cells: readonly string[]): void => writeSection(index, withActionItem(parts().sections[index].text, cells)),
    timelineSection: (): string => parts().sections[sectionIndex(/^timeline/i)]?.text ?? '',
    insertTimeline(row: string): void {
      const index = sectionIndex(/^timeline/i);
      if (index >= 0) writeSection(index, withTimelineRow(parts().sections[index].text, row));
    },
    /** Puts a piece where the writer last was, else at the end of the first empty section or the first one. */
    insert(piece: string): void {
      ui.documentTab = 'write';
      const index =
        caret === null
          ? Math.max(
              0,
              parts().sections.findIndex((section) => section.text === ''),
            )
          : Number(caret.field.slice('write-up-section-'.length));
      const section = parts().sections[index];
      if (section === undefined) return;
      const text = typed(index, section);
      const at = caret ?? { field: sectionFieldId(index), from: text.length, to: text.length };
      const put = insertAt(text, piece, Math.min(at.from, text.length), Math.min(at.to, text.length));
      writeSection(index, put.text);
      caret = { field: at.field, from: put.caret, to: put.caret };
      later(() => select(at.field, put.caret, put.caret));
    },
    /** Pins cited in the paragraph a claim was read from. */
    evidenceCount(claim: Claim): number {
      const { markdown } = store.getState();
      const found = claim.quote === undefined ? null : findQuote(markdown, claim.quote);
      if (found === null) return 0;
      const from = markdown.lastIndexOf('\n\n', found[0]);
      const to = markdown.indexOf('\n\n', found[1]);
      return markdown.slice(Math.max(0, from), to < 0 ? markdown.length : to).split('](pin:').length - 1;
    },
    goToClaim: (): void => inDocument(() => host.querySelector<HTMLElement>(`.claims ${CONFIRM}`)?.focus()),
    goToRemark: (): void => inDocument(() => host.querySelector<HTMLElement>('.remark button')?.focus()),
    onKeydown(event: KeyboardEvent, submit: () => void): void {
      const target = event.target as HTMLElement;
      const command = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      const run = (action: () => void): void => {
        event.preventDefault();
        event.stopPropagation();
        action();
      };
      if (command && key === 'enter') run(submit);
      else if (command && !target.matches('input') && (key === 'y' || (key === 'z' && event.shiftKey))) run(() => store.getState().redo());
      else if (command && !target.matches('input') && key === 'z') run(() => store.getState().undo());
      else if (key === 'escape' && ui.linkingFrom)
        run(() => {
          ui.linkingFrom = '';
          refresh();
        });
      else if (!command && !event.altKey && !target.matches('input, textarea, select')) {
        if (key === 'n') run(startAdding);
        else if (key === 'e' && ui.selected) run(startLinking);
      }
    },
  };
}

function leadOf(text: string): number {
  return text.length - text.trimStart().length;
}
