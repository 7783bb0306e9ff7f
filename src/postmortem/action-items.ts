export const ACTION_TYPES = ['prevent', 'detect', 'mitigate', 'process'] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

export interface ActionItem {
  readonly action: string;
  readonly type: ActionType | null;
  readonly effort: string;
  readonly owner: string;
  readonly due: string;
  readonly doneWhen: string;
  /** The row or bullet as written. */
  readonly quote: string;
}

type Column = 'action' | 'type' | 'effort' | 'owner' | 'due' | 'doneWhen' | 'other';
const HEADERS: readonly (readonly [Column, RegExp])[] = [
  ['type', /\b(?:type|kind|category)\b/],
  ['effort', /\b(?:effort|size|estimate|cost|priority)\b/],
  ['owner', /\b(?:owner|role|team|responsible|assignee|who)\b/],
  ['due', /\b(?:due|deadline|date|by when|^when$)/],
  ['doneWhen', /\b(?:done|definition|verif\w*|end state|acceptance|measure\w*|success)\b/],
  ['action', /\b(?:action|item|what|task|description|todo)\b/],
];
const DEFAULT: readonly Column[] = ['action', 'type', 'effort', 'owner', 'due', 'doneWhen'];

/** Reads the table; bullets with `owner: …; due …; done when …; type` are read too. */
export function parseActionItems(text: string): ActionItem[] {
  const rows = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('|'));
  return rows.length > 0 ? fromTable(rows) : fromBullets(text);
}

function cells(row: string): string[] {
  return row
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replace(/\\\|/g, '|').trim());
}

function fromTable(rows: readonly string[]): ActionItem[] {
  const separator = rows.findIndex((row) => /^\|?[\s:|-]+\|?$/.test(row) && row.includes('-'));
  const columns = separator > 0 ? cells(rows[separator - 1]).map(columnOf) : DEFAULT;
  return rows
    .slice(separator + 1)
    .map(cells)
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) => {
      const pick = (column: Column): string => row[columns.indexOf(column)] ?? '';
      return {
        action: pick('action'),
        type: typeOf(pick('type')),
        effort: pick('effort'),
        owner: pick('owner'),
        due: pick('due'),
        doneWhen: pick('doneWhen'),
        quote: row.filter((cell) => cell !== '').join(' | '),
      };
    });
}

function columnOf(header: string): Column {
  const plain = header.toLowerCase();
  return HEADERS.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'other';
}

function typeOf(text: string): ActionType | null {
  const plain = text.toLowerCase();
  return ACTION_TYPES.find((type) => plain.startsWith(type.slice(0, 6))) ?? (/^(?:repair|fix)/.test(plain) ? 'prevent' : null);
}

function fromBullets(text: string): ActionItem[] {
  const bullets = text
    .split(/\n(?=\s*(?:[-*+]|\d+[.)])\s)/)
    .map((part) => part.trim())
    .filter((part) => /^(?:[-*+]|\d+[.)])\s/.test(part));
  return bullets.map((bullet) => {
    const body = bullet.replace(/^(?:[-*+]|\d+[.)])\s+(?:\[[ x]\]\s*)?/, '').replace(/\s+/g, ' ');
    const field = (pattern: RegExp): string => pattern.exec(body)?.[1]?.trim() ?? '';
    const type = /\b(prevent|detect|mitigate|process)\w*\b/i.exec(body.replace(/^[^;(]*?[;(]/, ''))?.[1] ?? '';
    return {
      action: body.split(/[;(]|\b(?:owner|due|done when|type)\b/i)[0].trim(),
      type: typeOf(type),
      effort: field(/\beffort:?\s*([^;,)]+)/i),
      owner: field(/\bowner(?: role)?:?\s*([^;,)]+)/i),
      due: field(/\bdue:?\s*([^;,)]+)/i),
      doneWhen: field(/\bdone[- ]when:?\s*([^;)]+)/i),
      quote: body,
    };
  });
}

const VAGUE =
  /^(?:improve|be more careful|try to|look into|consider|raise awareness|remind|train|make .{1,40} better|pay attention|double[- ]check|investigate whether|think about|be careful|discuss|review more)\b/i;

/** `Improve …`, `look into …`: nobody can tell when that is done. */
export function isVague(action: string): boolean {
  return VAGUE.test(action.trim());
}

const COMPARES =
  /[<>≤≥=]|\b\d|\b(?:fires?|pages?|alerts?|fails?|passes|rejects?|blocks?|refuses?|returns?|exists?|enabled|deployed|merged|set to|runs? in|in (?:ci|production|prod)|shows?|zero|none|every|no|all|replay|drill|closes?|ends?|stays?|below|above|within|at least|at most)\b/i;

/** An end state that a stranger can check on the due date. */
export function isMeasurable(doneWhen: string): boolean {
  return doneWhen.trim().split(/\s+/).length >= 3 && COMPARES.test(doneWhen);
}

const ROLE =
  /\b(?:team|lead|on-?call|owner|engineers?|engineering|sre|platform|manager|dba|database|playlist|payments?|web|infra\w*|squad|group|delivery|release|observability|backend|frontend|api|data|security|product|support|commander|ops|operations|service|reliability|guild|developers?)s?\b/i;

export function isRole(owner: string, components: readonly string[]): boolean {
  return owner.trim() !== '' && (ROLE.test(owner) || components.some((component) => owner.toLowerCase().includes(component)));
}

export function isDate(due: string): boolean {
  return /\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./-]\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\s+\d|\b\d+\s*(?:d|days?|w|weeks?)\b|\b(?:week|sprint|q[1-4]|end of|next (?:week|sprint|month|monday|tuesday|wednesday|thursday|friday)|this (?:week|sprint|month)|tomorrow|(?:mon|tues|wednes|thurs|fri)day)\b/i.test(
    due,
  );
}
