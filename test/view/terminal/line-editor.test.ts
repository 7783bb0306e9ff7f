import { describe, expect, it } from 'vitest';
import { LineEditor } from '../../../src/view/terminal/line-editor.ts';

const CTRL = { a: '\u0001', c: '\u0003', e: '\u0005', k: '\u000b', l: '\u000c', r: '\u0012', u: '\u0015', w: '\u0017', y: '\u0019' };
const UP = '\u001b[A',
  DOWN = '\u001b[B',
  LEFT = '\u001b[D',
  WORD_LEFT = '\u001bb',
  WORD_RIGHT = '\u001bf',
  DELETE = '\u001b[3~',
  BACK = '\u007f';

function typed(...keys: string[]) {
  const editor = new LineEditor();
  const events = keys.flatMap((key) => editor.input(key));
  return { editor, events, shown: `${editor.text.slice(0, editor.cursor)}|${editor.text.slice(editor.cursor)}` };
}

describe('line editor', () => {
  it.each<[string, string[], string]>([
    ['types', ['ab', 'c'], 'abc|'],
    ['moves and inserts', ['ac', LEFT, 'b'], 'ab|c'],
    ['goes to start and end', ['bc', CTRL.a, 'a', CTRL.e, 'd'], 'abcd|'],
    ['deletes backwards and forwards', ['abcd', BACK, LEFT, DELETE], 'ab|'],
    ['kills to the start', ['abc def', LEFT, CTRL.u], '|f'],
    ['kills to the end and puts back', ['abc', CTRL.a, CTRL.k, 'x', CTRL.y], 'xabc|'],
    ['kills a word', ['kubectl get pods', CTRL.w], 'kubectl get |'],
    ['moves by words', ['one two three', WORD_LEFT, WORD_LEFT, WORD_RIGHT], 'one two| three'],
    ['recalls', ['one\r', 'two\r', UP, UP], 'one|'],
    ['comes back to the draft', ['one\r', 'dra', UP, DOWN], 'dra|'],
    ['does not repeat the same line in history', ['one\r', 'one\r', UP, UP], 'one|'],
    ['searches backwards', ['kubectl get pods\r', 'psql -l\r', CTRL.r, 'ge', CTRL.e], 'kubectl get pods|'],
    ['searches further back', ['echo 1\r', 'echo 2\r', CTRL.r, 'echo', CTRL.r, CTRL.e], 'echo 1|'],
    ['pastes several lines without running them', ['\u001b[200~for i in 1 2\r\ndo echo $i\ndone\n\u001b[201~'], 'for i in 1 2\ndo echo $i\ndone|'],
    ['joins a paste that comes in pieces', ['\u001b[200~ab', 'cd\u001b[201~e'], 'abcde|'],
    ['ignores keys it does not know', ['a', '\u001b[15~', '\u0000'], 'a|'],
  ])('%s', (_, keys, shown) => {
    expect(typed(...keys).shown).toBe(shown);
  });

  it('says what happened', () => {
    expect(typed('ls\r').events.at(-1)).toEqual({ kind: 'submit', line: 'ls' });
    expect(typed('ls', CTRL.c).events.at(-1)).toEqual({ kind: 'interrupt' });
    expect(typed('ls', CTRL.c).shown).toBe('|');
    expect(typed('l\t').events.at(-1)).toEqual({ kind: 'complete' });
    expect(typed(CTRL.l).events).toEqual([{ kind: 'clear' }]);
    expect(typed('\u001b', '\u001b').events).toEqual([{ kind: 'leave' }]);
    expect(typed('\u001b', 'x', '\u001b').events).toEqual([{ kind: 'changed' }]);
  });

  it('suggests the rest of the newest line that starts so', () => {
    const { editor } = typed('kubectl get pods\r', 'kubectl get nodes\r', 'kubectl get');
    expect(editor.suggestion()).toBe(' nodes');
    editor.input('\u001b[C');
    expect(editor.text).toBe('kubectl get nodes');
  });
});
