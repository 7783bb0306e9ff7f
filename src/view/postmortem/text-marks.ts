/** A stretch of text that is drawn differently; stretches may overlap. */
export interface TextMark {
  readonly from: number;
  readonly to: number;
  readonly kind: 'remark' | 'quote' | 'code' | 'evidence';
}

export interface MarkedPiece {
  readonly text: string;
  /** Kinds that cover it, in the order of `TextMark['kind']`. */
  readonly kinds: readonly TextMark['kind'][];
}

const KINDS: readonly TextMark['kind'][] = ['remark', 'quote', 'code', 'evidence'];

/** Cuts a text where marks begin and end. The pieces joined are the text. */
export function cutAtMarks(text: string, marks: readonly TextMark[]): readonly MarkedPiece[] {
  const inside = marks.map((mark) => ({ ...mark, from: Math.max(0, mark.from), to: Math.min(text.length, mark.to) })).filter((mark) => mark.to > mark.from);
  const edges = [...new Set([0, text.length, ...inside.flatMap((mark) => [mark.from, mark.to])])].sort((a, b) => a - b);
  const pieces: MarkedPiece[] = [];
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const from = edges[index];
    const kinds = KINDS.filter((kind) => inside.some((mark) => mark.kind === kind && mark.from <= from && mark.to > from));
    pieces.push({ text: text.slice(from, edges[index + 1]), kinds });
  }
  return pieces;
}

/** Inline code and evidence links, marked so that figures and citations stand out while writing. */
export function syntaxMarks(text: string): readonly TextMark[] {
  const marks: TextMark[] = [];
  for (const match of text.matchAll(/`[^`\n]+`/g)) marks.push({ from: match.index, to: match.index + match[0].length, kind: 'code' });
  for (const match of text.matchAll(/\[[^\]\n]+\]\(pin:[^)\s]+\)/g)) marks.push({ from: match.index, to: match.index + match[0].length, kind: 'evidence' });
  return marks;
}
