const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_536_000_000 };
const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** Milliseconds of a duration such as `1h30m`, units in descending order, each once; null if it is none. Source: prometheus/common model.ParseDuration. */
export function parseDurationMs(text: string): number | null {
  const parts = text === '' ? null : DURATION.exec(text);
  if (parts === null) return null;
  let total = 0;
  ['y', 'w', 'd', 'h', 'm', 's', 'ms'].forEach((unit, i) => {
    total += Number(parts[i + 1] ?? 0) * UNIT_MS[unit];
  });
  return total;
}

/** A number or duration literal as a plain number (durations in seconds); null if it is neither. */
export function parseNumber(text: string): number | null {
  const lower = text.toLowerCase();
  if (lower === 'inf') return Infinity;
  if (lower === 'nan') return NaN;
  const digits = lower.replace(/_/g, '');
  if (/^0x[0-9a-f]+$/.test(digits)) return Number.parseInt(digits.slice(2), 16);
  // Go reads integers with a leading zero as octal.
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
  if (/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(digits)) return Number(digits);
  const ms = parseDurationMs(text);
  return ms === null ? null : ms / 1_000;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', "'": "'", '"': '"' };

/** The text inside a Go string literal ("…", '…' or `…`), or null when an escape is wrong. */
export function unquote(literal: string): string | null {
  const quote = literal[0];
  const body = literal.slice(1, -1);
  if (literal.length < 2 || literal[literal.length - 1] !== quote) return null;
  if (quote === '`') return body;
  let out = '';
  const bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0) out += decodeUtf8(bytes.splice(0));
  };
  for (let i = 0; i < body.length; i++) {
    if (body[i] !== '\\') {
      flush();
      out += body[i];
      continue;
    }
    const c = body[++i] ?? '';
    const size = c === 'x' ? 2 : c === 'u' ? 4 : c === 'U' ? 8 : 0;
    if (size > 0) {
      const hex = body.slice(i + 1, i + 1 + size);
      if (hex.length !== size || !/^[0-9a-fA-F]+$/.test(hex)) return null;
      i += size;
      if (size === 2) bytes.push(Number.parseInt(hex, 16));
      else {
        const point = Number.parseInt(hex, 16);
        if (point > 0x10ffff) return null;
        flush();
        out += String.fromCodePoint(point);
      }
    } else if (/[0-7]/.test(c)) {
      const octal = body.slice(i, i + 3);
      if (!/^[0-7]{3}$/.test(octal)) return null;
      bytes.push(Number.parseInt(octal, 8) & 0xff);
      i += 2;
    } else {
      if (!(c in SIMPLE_ESCAPES)) return null;
      flush();
      out += SIMPLE_ESCAPES[c];
    }
  }
  flush();
  return out;
}

/** `\x` and octal escapes give bytes; adjacent ones may spell one character. Wrong sequences become U+FFFD. */
function decodeUtf8(bytes: readonly number[]): string {
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i];
    const more = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : -1;
    let point = more === 0 ? first : first & (0x3f >> Math.max(more, 0));
    let whole = more >= 0;
    for (let k = 1; k <= more; k++) {
      const next = bytes[i + k] ?? 0;
      if ((next & 0xc0) !== 0x80) whole = false;
      point = point * 64 + (next & 0x3f);
    }
    out += whole && point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
    i += whole ? more + 1 : 1;
  }
  return out;
}
