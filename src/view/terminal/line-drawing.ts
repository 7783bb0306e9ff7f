export interface DrawnLine {
  /** What to write to the terminal. */
  readonly sequence: string;
  /** Rows from the prompt's row down to the cursor's, for the next drawing. */
  readonly cursorRow: number;
}

const ESCAPE = '\u001b[';
const BOLD_OFF = `${ESCAPE}0m`,
  DIM = `${ESCAPE}2m`;

/**
 * Draws prompt, text and ghost over what was drawn before (its cursor `previousRow` rows below the prompt) and puts the cursor in place.
 * Every character counts as one cell; text that reaches the last column is pushed to the next row at once, so that rows can be counted.
 */
export function drawLine(
  prompt: { readonly styled: string; readonly plain: string },
  text: string,
  cursor: number,
  ghost: string,
  columns: number,
  previousRow: number,
): DrawnLine {
  const up = previousRow > 0 ? `${ESCAPE}${previousRow}A` : '';
  const body = text.replace(/\n/g, '\r\n');
  const end = place(prompt.plain.length, text + ghost, (text + ghost).length, columns);
  const at = place(prompt.plain.length, text, cursor, columns);
  const push = end.column === 0 && end.row > 0 && !(text + ghost).endsWith('\n') ? ' \r' : '';
  const back = end.row - at.row;
  return {
    sequence: `\r${up}${ESCAPE}J${prompt.styled}${body}${ghost === '' ? '' : DIM + ghost + BOLD_OFF}${push}\r${back > 0 ? `${ESCAPE}${back}A` : ''}${at.column > 0 ? `${ESCAPE}${at.column}C` : ''}`,
    cursorRow: at.row,
  };
}

/** Row and column, counted from the prompt's start, of offset `offset` in `text`. */
export function place(promptLength: number, text: string, offset: number, columns: number): { readonly row: number; readonly column: number } {
  let row = Math.floor(promptLength / columns);
  let column = promptLength % columns;
  for (const char of text.slice(0, offset)) {
    if (char === '\n') {
      row += 1;
      column = 0;
    } else if (++column === columns) {
      row += 1;
      column = 0;
    }
  }
  return { row, column };
}
