/** What a key did, for whoever draws the line. */
export type EditorEvent =
  | { readonly kind: 'changed' }
  | { readonly kind: 'submit'; readonly line: string }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'complete' }
  /** Escape twice: leave the terminal. */
  | { readonly kind: 'leave' };

const ESCAPE = '\u001b';
const PASTE_START = '\u001b[200~',
  PASTE_END = '\u001b[201~';
/** One key as a terminal sends it: a control sequence, Escape with a character, Escape alone, or a character. */
const KEY = new RegExp(`^(?:${ESCAPE}(?:\\[[0-9;]*[A-Za-z~]|O[A-Za-z]|[^[O${ESCAPE}])|[^${ESCAPE}])|^${ESCAPE}`, 'su');
const HISTORY_LIMIT = 1000;

/** readline's common keys over one line of text. Knows nothing of a screen: it eats what a terminal sends and says what happened. */
export class LineEditor {
  text = '';
  cursor = 0;
  /** Reverse search: what was typed, or null when not searching. */
  search: string | null = null;
  readonly #history: string[] = [];
  #place = 0;
  #draft = '';
  #killed = '';
  #searchFrom = 0;
  #escaped = false;
  #pasting: string | null = null;

  /** @param data one chunk of a terminal's input; may hold several keys. */
  input(data: string): EditorEvent[] {
    const events: EditorEvent[] = [];
    let rest = data;
    while (rest !== '') {
      if (this.#pasting !== null || rest.startsWith(PASTE_START)) {
        const body = this.#pasting === null ? rest.slice(PASTE_START.length) : rest;
        const end = body.indexOf(PASTE_END);
        this.#pasting = (this.#pasting ?? '') + (end < 0 ? body : body.slice(0, end));
        if (end < 0) return events;
        this.insert(
          this.#pasting
            .replace(/\r\n?/g, '\n')
            .replace(/[^\P{C}\n\t]/gu, '')
            .replace(/\n+$/, ''),
        );
        this.#pasting = null;
        events.push({ kind: 'changed' });
        rest = body.slice(end + PASTE_END.length);
        continue;
      }
      const key = KEY.exec(rest)?.[0] ?? rest[0];
      rest = rest.slice(key.length);
      const event = this.#key(key);
      if (event !== null) events.push(event);
    }
    return events;
  }

  insert(text: string): void {
    this.text = this.text.slice(0, this.cursor) + text + this.text.slice(this.cursor);
    this.cursor += text.length;
  }

  /** Replaces the word from `from` to the cursor. */
  replaceWord(from: number, text: string): void {
    this.text = this.text.slice(0, from) + text + this.text.slice(this.cursor);
    this.cursor = from + text.length;
  }

  set(text: string): void {
    this.text = text;
    this.cursor = text.length;
  }

  /** What remains of the newest line in history that starts with what was typed; '' when none does. */
  suggestion(): string {
    if (this.text === '' || this.cursor !== this.text.length || this.search !== null) return '';
    const found = this.#history.findLast((line) => line.startsWith(this.text) && line !== this.text);
    return found === undefined ? '' : found.slice(this.text.length);
  }

  #key(key: string): EditorEvent | null {
    const escaped = this.#escaped;
    this.#escaped = key === '\u001b';
    if (key === '\u001b') {
      if (this.search !== null) return this.#endSearch();
      return escaped ? { kind: 'leave' } : null;
    }
    if (this.search !== null) return this.#searchKey(key);
    switch (key) {
      case '\r':
      case '\n':
        return this.#submit();
      case '\t':
        return { kind: 'complete' };
      case '\u0003':
        this.#reset();
        return { kind: 'interrupt' };
      case '\u000c':
        return { kind: 'clear' };
      case '\u0012':
        this.search = '';
        this.#searchFrom = this.#history.length;
        return { kind: 'changed' };
      case '\u007f':
      case '\b':
        return this.#erase(this.cursor - 1, this.cursor, false);
      case '\u0004':
      case '\u001b[3~':
        return this.#erase(this.cursor, this.cursor + 1, false);
      case '\u0001':
      case '\u001b[H':
      case '\u001bOH':
      case '\u001b[1~':
        return this.#move(0);
      case '\u0005':
      case '\u001b[F':
      case '\u001bOF':
      case '\u001b[4~':
        return this.#move(this.text.length);
      case '\u0002':
      case '\u001b[D':
      case '\u001bOD':
        return this.#move(this.cursor - 1);
      case '\u0006':
      case '\u001b[C':
      case '\u001bOC':
        return this.cursor === this.text.length ? this.#acceptSuggestion() : this.#move(this.cursor + 1);
      case '\u001bb':
      case '\u001b[1;5D':
      case '\u001b[1;3D':
        return this.#move(this.#wordLeft());
      case '\u001bf':
      case '\u001b[1;5C':
      case '\u001b[1;3C':
        return this.#move(this.#wordRight());
      case '\u0015':
        return this.#erase(0, this.cursor, true);
      case '\u000b':
        return this.#erase(this.cursor, this.text.length, true);
      case '\u0017':
        return this.#erase(this.cursor - (/\S*\s*$/.exec(this.text.slice(0, this.cursor))?.[0].length ?? 0), this.cursor, true);
      case '\u001b\u007f':
        return this.#erase(this.#wordLeft(), this.cursor, true);
      case '\u001bd':
        return this.#erase(this.cursor, this.#wordRight(), true);
      case '\u0019':
        this.insert(this.#killed);
        return { kind: 'changed' };
      case '\u0010':
      case '\u001b[A':
      case '\u001bOA':
        return this.#recall(this.#place - 1);
      case '\u000e':
      case '\u001b[B':
      case '\u001bOB':
        return this.#recall(this.#place + 1);
      default:
        if (/^\p{C}/u.test(key)) return null;
        this.insert(key);
        return { kind: 'changed' };
    }
  }

  #submit(): EditorEvent {
    const line = this.text;
    if (line.trim() !== '' && this.#history[this.#history.length - 1] !== line) this.#history.push(line);
    if (this.#history.length > HISTORY_LIMIT) this.#history.shift();
    this.#reset();
    return { kind: 'submit', line };
  }

  #reset(): void {
    this.set('');
    this.#place = this.#history.length;
    this.#draft = '';
    this.search = null;
  }

  #recall(place: number): EditorEvent | null {
    if (place < 0 || place > this.#history.length) return null;
    if (this.#place === this.#history.length) this.#draft = this.text;
    this.#place = place;
    this.set(place === this.#history.length ? this.#draft : this.#history[place]);
    return { kind: 'changed' };
  }

  #acceptSuggestion(): EditorEvent | null {
    const more = this.suggestion();
    if (more === '') return null;
    this.insert(more);
    return { kind: 'changed' };
  }

  #move(to: number): EditorEvent {
    this.cursor = Math.min(this.text.length, Math.max(0, to));
    return { kind: 'changed' };
  }

  #erase(from: number, to: number, keep: boolean): EditorEvent {
    const start = Math.max(0, from);
    if (keep) this.#killed = this.text.slice(start, to);
    this.text = this.text.slice(0, start) + this.text.slice(to);
    this.cursor = start;
    return { kind: 'changed' };
  }

  #wordLeft(): number {
    return this.cursor - (/\w*\W*$/.exec(this.text.slice(0, this.cursor))?.[0].length ?? 0);
  }

  #wordRight(): number {
    return this.cursor + (/^\W*\w*/.exec(this.text.slice(this.cursor))?.[0].length ?? 0);
  }

  #searchKey(key: string): EditorEvent {
    if (key === '\u0012') this.#find(this.#searchFrom - 1);
    else if (key === '\u007f') {
      this.search = this.search?.slice(0, -1) ?? null;
      this.#find(this.#history.length - 1);
    } else if (key === '\u0003' || key === '\u0007') {
      this.#reset();
      return key === '\u0003' ? { kind: 'interrupt' } : { kind: 'changed' };
    } else if (/^\p{C}/u.test(key)) {
      this.#endSearch();
      return this.#key(key) ?? { kind: 'changed' };
    } else {
      this.search = (this.search ?? '') + key;
      this.#find(Math.min(this.#searchFrom, this.#history.length - 1));
    }
    return { kind: 'changed' };
  }

  #find(from: number): void {
    for (let at = from; at >= 0; at--) {
      if (!this.#history[at].includes(this.search ?? '')) continue;
      this.#searchFrom = at;
      this.#place = at;
      this.set(this.#history[at]);
      this.cursor = this.text.indexOf(this.search ?? '');
      return;
    }
  }

  #endSearch(): EditorEvent {
    this.search = null;
    this.cursor = this.text.length;
    return { kind: 'changed' };
  }
}
