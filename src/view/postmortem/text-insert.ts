/** Where the writer was last: a field of the document and its selection. */
export interface Caret {
  readonly field: string;
  readonly from: number;
  readonly to: number;
}

/** Text with a piece put in at a place; a space is put on each side where words would touch. */
export function insertAt(text: string, piece: string, from: number, to: number): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, from),
    after = text.slice(to);
  const left = before !== '' && !/[\s(]$/.test(before) && !/^[\s.,;:)]/.test(piece) ? ' ' : '';
  const right = after !== '' && !/^[\s.,;:)]/.test(after) ? ' ' : '';
  return { text: `${before}${left}${piece}${right}${after}`, caret: before.length + left.length + piece.length };
}

export function caretOf(field: HTMLTextAreaElement): Caret {
  return { field: field.id, from: field.selectionStart, to: field.selectionEnd };
}
