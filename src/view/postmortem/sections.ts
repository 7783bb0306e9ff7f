/** The Markdown cut at its second-level headings, and put together again. Headings inside fenced code don't count. */
export interface Section {
  readonly heading: string;
  /** Text below the heading without the blank lines around it, and where it stands in the whole document. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Sections {
  /** Everything above the first heading, trimmed. */
  readonly head: string;
  readonly sections: readonly Section[];
}

interface Cut {
  readonly heading: string;
  readonly bodyStart: number;
  readonly lineStart: number;
}

export function splitSections(markdown: string): Sections {
  const cuts = headingsOf(markdown);
  const sections = cuts.map((cut, index) => {
    const raw = markdown.slice(cut.bodyStart, cuts[index + 1]?.lineStart ?? markdown.length);
    const text = raw.trim();
    const start = cut.bodyStart + (text === '' ? 0 : raw.indexOf(text));
    return { heading: cut.heading, text, start, end: start + text.length };
  });
  return { head: markdown.slice(0, cuts[0]?.lineStart ?? markdown.length).trim(), sections };
}

/** The document with the text of one section replaced; a blank line stays on both sides. */
export function replaceSection(markdown: string, index: number, text: string): string {
  const cuts = headingsOf(markdown);
  const cut = cuts[index];
  if (cut === undefined) return markdown;
  const rest = markdown.slice(cuts[index + 1]?.lineStart ?? markdown.length);
  const before = markdown.slice(0, cut.bodyStart).trimEnd();
  const body = text.trim() === '' ? '' : `${text.replace(/^\s*\n/, '').trimEnd()}\n`;
  return `${before}\n\n${body}${rest === '' ? '' : `${body === '' ? '' : '\n'}${rest}`}`;
}

function headingsOf(markdown: string): readonly Cut[] {
  const cuts: Cut[] = [];
  let fenced = false;
  let at = 0;
  while (at < markdown.length) {
    const newline = markdown.indexOf('\n', at);
    const next = newline < 0 ? markdown.length : newline + 1;
    const line = markdown.slice(at, newline < 0 ? next : newline);
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const match = fenced ? null : /^##\s+(.+?)\s*#*\s*$/.exec(line);
    if (match !== null) cuts.push({ heading: match[1], bodyStart: next, lineStart: at });
    at = next;
  }
  return cuts;
}

/** Where a sentence stands in a text, whatever its line breaks; null when it is not there. */
export function findQuote(text: string, quote: string): readonly [number, number] | null {
  const words = quote
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (words[0] === '') return null;
  const match = new RegExp(words.join('\\s+')).exec(text);
  return match === null ? null : [match.index, match.index + match[0].length];
}

/** Words of prose: Markdown marks, comments and link targets don't count. */
export function wordCount(markdown: string): number {
  const prose = markdown
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/\]\([^)]*\)/g, ' ')
    .replace(/[#*_`|>[\]()-]+/g, ' ');
  return prose.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

export type SectionState = 'empty' | 'begun' | 'written';

/**
 * How far a section is: empty without words of its own, begun while it holds a blank to fill (`…`, `TODO`, `?` alone in a table cell) or a claim to
 * review. Says nothing about quality.
 */
export function sectionState(text: string, toReview: number): SectionState {
  const own = text.replace(/<!--[\s\S]*?-->/g, '').trim();
  if (wordCount(own.replace(/^\|.*\|\s*\n\|[\s:|-]+\|/m, '')) === 0) return 'empty';
  return toReview > 0 || /…|\bTODO\b|\bTBD\b|\|\s*\?\s*\|/.test(own) ? 'begun' : 'written';
}
