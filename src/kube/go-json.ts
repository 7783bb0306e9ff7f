/**
 * Reads JSON. @throws Error in the words of Go's decoder, which are what the API server answers to a patch it cannot read.
 * Source: Go encoding/json scanner.go.
 */
export function parseGoJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const scanner = new Scanner(text);
    scanner.value();
    scanner.end();
    throw error;
  }
}

/** Walks the text until something is wrong with it, and throws that. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): void {
    const first = this.#peek();
    if (first === '{') this.#members();
    else if (first === '[') this.#elements();
    else if (first === '"') this.#string();
    else if (/[-0-9]/.test(first)) this.#number();
    else {
      const literal = ['true', 'false', 'null'].find((word) => word[0] === first);
      if (literal === undefined) throw this.#wrong('looking for beginning of value');
      for (const letter of literal) this.#take(letter, `in literal ${literal} (expecting '${letter}')`);
    }
  }

  end(): void {
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#wrong('after top-level value');
  }

  #members(): void {
    this.#at++;
    for (let first = true; ; first = false) {
      if (first && this.#peek() === '}') break;
      if (this.#peek() !== '"') throw this.#wrong('looking for beginning of object key string');
      this.#string();
      this.#peek();
      this.#take(':', 'after object key');
      this.value();
      if (this.#peek() === '}') break;
      this.#take(',', 'after object key:value pair');
    }
    this.#at++;
  }

  #elements(): void {
    this.#at++;
    for (let first = true; ; first = false) {
      if (first && this.#peek() === ']') break;
      this.value();
      if (this.#peek() === ']') break;
      this.#take(',', 'after array element');
    }
    this.#at++;
  }

  #string(): void {
    for (this.#at++; this.#here() !== '"'; this.#at++) {
      if (this.#here() < ' ') throw this.#wrong('in string literal');
      if (this.#here() !== '\\') continue;
      this.#at++;
      if (!'"\\/bfnrtu'.includes(this.#here())) throw this.#wrong('in string escape code');
      if (this.#here() !== 'u') continue;
      for (let digit = 0; digit < 4; digit++) {
        this.#at++;
        if (!/[0-9a-fA-F]/.test(this.#here())) throw this.#wrong('in \\u hexadecimal character escape');
      }
    }
    this.#at++;
  }

  #number(): void {
    if (this.#text[this.#at] === '-') this.#at++;
    if (this.#here() === '0') this.#at++;
    else this.#digits('in numeric literal');
    if (this.#text[this.#at] === '.') {
      this.#at++;
      this.#digits('after decimal point in numeric literal');
    }
    if (!/[eE]/.test(this.#text[this.#at] ?? '')) return;
    this.#at++;
    if (/[-+]/.test(this.#text[this.#at] ?? '')) this.#at++;
    this.#digits('in exponent of numeric literal');
  }

  #digits(where: string): void {
    if (!/\d/.test(this.#here())) throw this.#wrong(where);
    while (/\d/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  /** The character at hand. */
  #here(): string {
    if (this.#at >= this.#text.length) throw new Error('unexpected end of JSON input');
    return this.#text[this.#at];
  }

  /** The next character that is no space. */
  #peek(): string {
    this.#skipSpace();
    return this.#here();
  }

  #skipSpace(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #take(expected: string, where: string): void {
    if (this.#here() !== expected) throw this.#wrong(where);
    this.#at++;
  }

  #wrong(where: string): Error {
    const character = firstByte(this.#text[this.#at]);
    const shown = character === "'" ? "'\\''" : character === '"' ? `'"'` : `'${JSON.stringify(character).slice(1, -1)}'`;
    return new Error(`invalid character ${shown} ${where}`);
  }
}

/** Go looks at bytes: of a character outside ASCII it names the first one of its UTF-8 form. */
function firstByte(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x80) return character;
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6));
  return String.fromCharCode(code >= 0xd800 && code < 0xe000 ? 0xf0 : 0xe0 | (code >> 12));
}
