import { createStore, type StoreApi } from 'zustand/vanilla';
import { joinCauseMap, splitCauseMap } from '../contract/cause-map-block.ts';
import type { Claim, ClaimRole, PostmortemDocument, ProseFlag } from '../contract/postmortem.ts';
import { mergeProposals } from './claim-proposals.ts';
import { moveRemarks } from './move-remarks.ts';

/** The postmortem being written: prose, cause map, remarks and one undo history over all of them. Holds only what the writer made. */
export interface WriteUpState {
  readonly ready: boolean;
  readonly markdown: string;
  readonly claims: readonly Claim[];
  readonly remarks: readonly ProseFlag[];
  /** Texts whose remark the writer chose to keep. */
  readonly keptRemarks: readonly string[];
  readonly components: readonly string[];
  readonly saving: 'saved' | 'unsaved' | 'saving' | 'failed';
  readonly past: readonly Version[];
  readonly future: readonly Version[];

  /** Starts over with a text that may end in a cause-map block. */
  open(text: string): void;
  /** Replaces the prose. Edits of one `group` melt into one undo step until a word ends. */
  write(markdown: string, group: string): void;
  propose(read: readonly Claim[]): void;
  setRemarks(remarks: readonly ProseFlag[]): void;
  keepRemark(text: string): void;
  setComponents(components: readonly string[]): void;
  setSaving(saving: WriteUpState['saving']): void;
  addClaim(draft: ClaimDraft): string;
  changeClaim(id: string, change: Partial<ClaimDraft>): void;
  /** Confirms a proposed claim. */
  confirm(id: string): void;
  /** Refuses a proposed claim, so that it isn't proposed again; removes one made by hand. */
  reject(id: string): void;
  link(from: string, to: string): void;
  unlink(from: string, to: string): void;
  undo(): void;
  redo(): void;
}

export interface ClaimDraft {
  readonly role: ClaimRole;
  readonly component: string;
  readonly condition: string;
}

interface Version {
  readonly markdown: string;
  readonly claims: readonly Claim[];
  readonly group: string;
}

const HISTORY_MAX = 500;

export type WriteUpStore = StoreApi<WriteUpState>;

export function createWriteUpStore(): WriteUpStore {
  return createStore<WriteUpState>()((set, get) => {
    /** Remembers where we are, then moves on. */
    const step = (change: Partial<Pick<WriteUpState, 'markdown' | 'claims'>>, group: string): void => {
      const { markdown, claims, past, remarks } = get();
      set({
        ...change,
        remarks: moveRemarks(remarks, markdown, change.markdown ?? markdown),
        past: [...past.slice(1 - HISTORY_MAX), { markdown, claims, group }],
        future: [],
        saving: 'unsaved',
      });
    };
    const mapClaims = (change: (claim: Claim) => Claim, group: string): void => step({ claims: get().claims.map(change) }, group);
    const changeOne = (id: string, change: (claim: Claim) => Claim, group: string): void => {
      if (get().claims.some((claim) => claim.id === id)) mapClaims((claim) => (claim.id === id ? change(claim) : claim), group);
    };

    return {
      ready: false,
      markdown: '',
      claims: [],
      remarks: [],
      keptRemarks: [],
      components: [],
      saving: 'saved',
      past: [],
      future: [],

      open(text) {
        set({ ...splitCauseMap(text), ready: true, remarks: [], keptRemarks: [], past: [], future: [], saving: 'saved' });
      },
      write(markdown, group) {
        const { markdown: before, past } = get();
        if (markdown === before) return;
        const last = past.at(-1);
        const melts = last?.group === group && group !== '' && get().future.length === 0 && !endsWord(before, markdown);
        if (melts) set({ markdown, remarks: moveRemarks(get().remarks, before, markdown), saving: 'unsaved' });
        else step({ markdown }, group);
      },
      propose(read) {
        const claims = mergeProposals(get().claims, read);
        if (claims !== null) set({ claims });
      },
      setRemarks: (remarks) => set({ remarks }),
      keepRemark: (text) => set({ keptRemarks: [...get().keptRemarks, text] }),
      setComponents: (components) => set({ components }),
      setSaving: (saving) => set({ saving }),
      addClaim(draft) {
        const id = freshId(get().claims);
        step({ claims: [...get().claims, { id, ...draft, leadsTo: [], state: 'confirmed' }] }, '');
        return id;
      },
      changeClaim: (id, change) => changeOne(id, (claim) => ({ ...claim, ...change, state: 'confirmed' }), ''),
      confirm: (id) => changeOne(id, (claim) => ({ ...claim, state: 'confirmed' }), ''),
      reject(id) {
        const claim = get().claims.find((one) => one.id === id);
        if (claim === undefined) return;
        const rest = get()
          .claims.filter((one) => one.id !== id)
          .map((one) => withoutEdge(one, id));
        step({ claims: claim.quote === undefined ? rest : [...rest, { ...claim, leadsTo: [], state: 'rejected' }] }, '');
      },
      link(from, to) {
        if (from === to) return;
        changeOne(from, (claim) => (claim.leadsTo.includes(to) ? claim : { ...claim, leadsTo: [...claim.leadsTo, to] }), '');
      },
      unlink: (from, to) => changeOne(from, (claim) => withoutEdge(claim, to), ''),
      undo() {
        const { past, future, markdown, claims } = get();
        const last = past.at(-1);
        if (last === undefined) return;
        set({
          markdown: last.markdown,
          claims: last.claims,
          remarks: moveRemarks(get().remarks, markdown, last.markdown),
          past: past.slice(0, -1),
          future: [...future, { markdown, claims, group: last.group }],
          saving: 'unsaved',
        });
      },
      redo() {
        const { past, future, markdown, claims } = get();
        const next = future.at(-1);
        if (next === undefined) return;
        set({
          markdown: next.markdown,
          claims: next.claims,
          remarks: moveRemarks(get().remarks, markdown, next.markdown),
          future: future.slice(0, -1),
          past: [...past, { markdown, claims, group: next.group }],
          saving: 'unsaved',
        });
      },
    };
  });
}

/** What is graded and exported: nothing the writer has not confirmed. */
export function documentOf(state: Pick<WriteUpState, 'markdown' | 'claims'>): PostmortemDocument {
  return { markdown: state.markdown, claims: state.claims.filter((claim) => claim.state === 'confirmed') };
}

/** One text to save: rejected claims stay in it, so that they are not proposed again. */
export function textOf(state: Pick<WriteUpState, 'markdown' | 'claims'>): string {
  return joinCauseMap({ markdown: state.markdown, claims: state.claims.filter((claim) => claim.state !== 'proposed') });
}

function withoutEdge(claim: Claim, to: string): Claim {
  return claim.leadsTo.includes(to) ? { ...claim, leadsTo: claim.leadsTo.filter((id) => id !== to) } : claim;
}

/** A space or line break just typed after a longer text: the next edit is a new undo step. */
function endsWord(before: string, after: string): boolean {
  if (Math.abs(after.length - before.length) > 1) return true;
  return /\s/.test(firstDifference(before, after));
}

function firstDifference(before: string, after: string): string {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at += 1;
  return after.length >= before.length ? (after[at] ?? '') : before[at];
}

export function freshId(claims: readonly Claim[]): string {
  let highest = 0;
  for (const claim of claims) {
    const match = /^c(\d+)$/.exec(claim.id);
    if (match !== null) highest = Math.max(highest, Number(match[1]));
  }
  return `c${highest + 1}`;
}
