/**
 * Regular expressions as Prometheus reads them (Go's RE2 syntax) turned into JavaScript's: group flags such as `(?i:…)` and `(?i)` are spelled out, because
 * not every engine has them; POSIX classes, `\Q…\E`, `\A`, `\z`, `\pL`, `(?P<name>…)` and escaped punctuation are rewritten; what RE2 does not have
 * (look-around, back-references) is refused.
 */
export class Re2SyntaxError extends Error {
  constructor(problem: string, pattern: string) {
    super(`error parsing regexp: ${problem}: \`${pattern}\``);
    this.name = 'Re2SyntaxError';
  }
}

/** Matches the whole text; `.` matches newlines too, as in label matchers. @throws Re2SyntaxError. */
export function anchoredRegExp(pattern: string): RegExp {
  const source = translate(pattern);
  try {
    return new RegExp(`^(?:${source})$`, 'u');
  } catch {
    throw new Re2SyntaxError('invalid expression', pattern);
  }
}

interface Flags {
  readonly i: boolean;
  readonly s: boolean;
  readonly m: boolean;
}

const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
const SYNTAX = /[\^$\\.*+?()[\]{}|/]/;

function translate(pattern: string): string {
  let flags: Flags = { i: false, s: true, m: false };
  const outer: Flags[] = [];
  let out = '';
  let at = 0;
  while (at < pattern.length) {
    const c = pattern[at];
    if (c === '\\') {
      if (pattern[at + 1] === 'Q') {
        const end = pattern.indexOf('\\E', at + 2);
        for (const literal of pattern.slice(at + 2, end < 0 ? undefined : end)) out += literalText(literal, flags);
        at = end < 0 ? pattern.length : end + 2;
        continue;
      }
      const escaped = readEscape(pattern, at, flags, false);
      out += escaped.text;
      at = escaped.next;
    } else if (c === '[') {
      const set = readClass(pattern, at, flags);
      out += set.text;
      at = set.next;
    } else if (c === '(') {
      const group = readGroup(pattern, at, flags);
      if (group.opens) outer.push(flags);
      flags = group.flags;
      out += group.text;
      at = group.next;
    } else if (c === ')') {
      flags = outer.pop() ?? flags;
      out += c;
      at++;
    } else if (c === '{') {
      const repeat = /^\{\d+(,\d*)?\}/.exec(pattern.slice(at));
      out += repeat === null ? '\\{' : repeat[0];
      at += repeat === null ? 1 : repeat[0].length;
    } else if (c === '.') {
      out += flags.s ? '[^]' : '[^\\n]';
      at++;
    } else if (c === '^' || c === '$') {
      out += !flags.m ? c : c === '^' ? '(?:^|(?<=\\n))' : '(?=\\n|$)';
      at++;
    } else if ('*+?|'.includes(c)) {
      out += c;
      at++;
    } else {
      const literal = String.fromCodePoint(pattern.codePointAt(at) as number);
      out += literalText(literal, flags);
      at += literal.length;
    }
  }
  return out;
}

function literalText(c: string, flags: Flags): string {
  if (flags.i && c.toLowerCase() !== c.toUpperCase()) return `[${c.toLowerCase()}${c.toUpperCase()}]`;
  return SYNTAX.test(c) ? `\\${c}` : c;
}

function readGroup(
  pattern: string,
  at: number,
  flags: Flags,
): { readonly text: string; readonly next: number; readonly flags: Flags; readonly opens: boolean } {
  if (pattern[at + 1] !== '?') return { text: '(', next: at + 1, flags, opens: true };
  const rest = pattern.slice(at);
  const named = /^\(\?P?<(\w+)>/.exec(rest);
  if (named !== null) return { text: `(?<${named[1]}>`, next: at + named[0].length, flags, opens: true };
  const flagged = /^\(\?([ims]*)(?:-([ims]+))?([:)])/.exec(rest);
  if (flagged === null) throw new Re2SyntaxError('invalid or unsupported Perl syntax', rest.slice(0, 3));
  const [whole, on, off = '', end] = flagged;
  const set = (flag: keyof Flags): boolean => (flags[flag] || on.includes(flag)) && !off.includes(flag);
  const inner: Flags = { i: set('i'), s: set('s'), m: set('m') };
  return { text: end === ':' ? '(?:' : '', next: at + whole.length, flags: inner, opens: end === ':' };
}

function readEscape(pattern: string, at: number, flags: Flags, inClass: boolean): { readonly text: string; readonly next: number } {
  const c = pattern[at + 1];
  if (c === undefined) throw new Re2SyntaxError('trailing backslash at end of expression', pattern);
  if (/[dDwWsS]/.test(c) || (!inClass && /[bB]/.test(c))) return { text: `\\${c}`, next: at + 2 };
  if (/[tnrfv]/.test(c)) return { text: `\\${c}`, next: at + 2 };
  if (c === 'a') return { text: '\\x07', next: at + 2 };
  if (!inClass && (c === 'A' || c === 'z')) return { text: c === 'A' ? '^' : '$', next: at + 2 };
  const coded = /^\\(?:x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\}|([0-7]{3}))/.exec(pattern.slice(at));
  if (coded !== null) {
    const point = coded[3] === undefined ? Number.parseInt(coded[1] ?? coded[2], 16) : Number.parseInt(coded[3], 8);
    return { text: `\\u{${point.toString(16)}}`, next: at + coded[0].length };
  }
  const property = /^\\([pP])(?:(\w)|\{(\^?)(\w+)\})/.exec(pattern.slice(at));
  if (property !== null) {
    const negated = (property[1] === 'P') !== (property[3] === '^');
    const name = property[2] ?? property[4];
    return { text: `\\${negated ? 'P' : 'p'}{${name.length > 2 ? `Script=${name}` : name}}`, next: at + property[0].length };
  }
  if (/[0-9A-Za-z]/.test(c)) throw new Re2SyntaxError('invalid escape sequence', `\\${c}`);
  if (inClass) return { text: c === '-' || SYNTAX.test(c) ? `\\${c}` : c, next: at + 2 };
  return { text: literalText(c, flags), next: at + 2 };
}

function readClass(pattern: string, open: number, flags: Flags): { readonly text: string; readonly next: number } {
  let at = open + 1;
  let text = '[';
  if (pattern[at] === '^') text += pattern[at++];
  for (let first = true; first || pattern[at] !== ']'; first = false) {
    if (at >= pattern.length) throw new Re2SyntaxError('missing closing ]', pattern.slice(open));
    const posix = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(at));
    if (posix !== null) {
      if (!(posix[2] in POSIX) || posix[1] === '^') throw new Re2SyntaxError('invalid character class range', posix[0]);
      text += POSIX[posix[2]];
      at += posix[0].length;
    } else if (pattern[at] === '\\') {
      const escaped = readEscape(pattern, at, flags, true);
      text += escaped.text;
      at = escaped.next;
    } else {
      const range = /^([A-Za-z])-([A-Za-z])/.exec(pattern.slice(at));
      const taken = range === null ? String.fromCodePoint(pattern.codePointAt(at) as number) : range[0];
      const plain = range === null && SYNTAX.test(taken) ? `\\${taken}` : taken;
      text += flags.i && /[A-Za-z]/.test(taken) ? `${plain.toLowerCase()}${plain.toUpperCase()}` : plain;
      at += taken.length;
    }
  }
  return { text: `${text}]`, next: at + 1 };
}
