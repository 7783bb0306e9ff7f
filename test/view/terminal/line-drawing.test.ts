import { Terminal } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { drawLine } from '../../../src/view/terminal/line-drawing.ts';

/** What a real terminal shows after drawing the lines one over the other. */
async function screen(columns: number, ...lines: { text: string; cursor?: number; ghost?: string }[]) {
  const terminal = new Terminal({ cols: columns, rows: 8 });
  let row = 0;
  let sequence = '';
  for (const { text, cursor = text.length, ghost = '' } of lines) {
    const drawn = drawLine({ styled: '\u001b[36mops\u001b[0m$ ', plain: 'ops$ ' }, text, cursor, ghost, columns, row);
    row = drawn.cursorRow;
    sequence += drawn.sequence;
  }
  await new Promise<void>((resolve) => terminal.write(sequence, resolve));
  const { active } = terminal.buffer;
  const rows = Array.from({ length: 8 }, (_, at) => active.getLine(at)?.translateToString(true).trimEnd() ?? '');
  const found = { rows: rows.slice(0, rows.findLastIndex((text) => text !== '') + 1), cursor: [active.cursorX, active.cursorY] };
  terminal.dispose();
  return found;
}

describe('drawn line', () => {
  it.each([
    ['a short line', 20, [{ text: 'abc' }], ['ops$ abc'], [8, 0]],
    ['a wrapped line', 10, [{ text: 'abcdefgh' }], ['ops$ abcde', 'fgh'], [3, 1]],
    ['a line that ends at the edge', 10, [{ text: 'abcde' }], ['ops$ abcde'], [0, 1]],
    ['the cursor inside the first row of two', 10, [{ text: 'abcdefgh', cursor: 2 }], ['ops$ abcde', 'fgh'], [7, 0]],
    ['a shorter line over a longer one', 10, [{ text: 'abcdefghijklmnop' }, { text: 'x' }], ['ops$ x'], [6, 0]],
    ['a redrawn wrapped line', 10, [{ text: 'abcdefgh' }, { text: 'abcdefghi' }], ['ops$ abcde', 'fghi'], [4, 1]],
    ['ghost text after the cursor', 20, [{ text: 'abc', ghost: 'def' }], ['ops$ abcdef'], [8, 0]],
    ['several lines', 20, [{ text: 'for i\ndo x\ndone', cursor: 8 }], ['ops$ for i', 'do x', 'done'], [2, 1]],
  ] as const)('%s', async (_, columns, lines, rows, cursor) => {
    expect(await screen(columns, ...lines)).toEqual({ rows, cursor });
  });
});
