import type { Labels } from '../contract/metrics.ts';

/** What `{{ … }}` may read. */
export interface TemplateData {
  readonly labels: Labels;
  readonly value: number;
}

/**
 * Expands label and annotation templates of rule files: `{{ $labels.x }}`, `{{ $value }}` (also `.Labels.x`, `.Value`), piped through humanize,
 * humanize1024, humanizePercentage, humanizeDuration, title, toUpper, toLower, or printf "%.2f". An unknown function or label is shown as Prometheus
 * shows it: empty label, or `<error expanding template: …>`.
 */
export function expandTemplate(text: string, data: TemplateData): string {
  let error = '';
  const out = text.replace(/\{\{-?\s*(.*?)\s*-?\}\}/gs, (_whole, inner: string) => {
    const result = expandPipeline(inner, data);
    if (result === null && error === '') error = `<error expanding template: cannot evaluate "${inner}">`;
    return result ?? '';
  });
  return error === '' ? out : error;
}

type Operand = string | number;

function expandPipeline(text: string, data: TemplateData): string | null {
  let current: Operand | null = null;
  for (const [at, stage] of splitPipes(text).entries()) {
    const words = stage.match(/"(?:\\.|[^"\\])*"|`[^`]*`|\S+/g) ?? [];
    const last: Operand | null = at === 0 ? null : current;
    current = applyStage(words, last, data);
    if (current === null) return null;
  }
  if (current === null) return null;
  return typeof current === 'number' ? goNumber(current) : current;
}

function splitPipes(text: string): string[] {
  return (text.match(/(?:"(?:\\.|[^"\\])*"|`[^`]*`|[^|"`])+/g) ?? []).map((stage) => stage.trim());
}

function operand(word: string, data: TemplateData): Operand | null {
  if (word === '$value' || word === '.Value') return data.value;
  const label = /^(?:\$labels|\.Labels)\.(\w+)$/.exec(word);
  if (label !== null) return data.labels[label[1]] ?? '';
  if (/^".*"$/s.test(word)) return JSON.parse(word) as string;
  if (/^`.*`$/s.test(word)) return word.slice(1, -1);
  const number = Number(word);
  return word !== '' && number === number ? number : null;
}

function applyStage(words: readonly string[], piped: Operand | null, data: TemplateData): Operand | null {
  const [name, ...rest] = words;
  const args: (Operand | null)[] = [...rest.map((word) => operand(word, data)), ...(piped === null ? [] : [piped])];
  if (args.includes(null)) return null;
  const given = args as Operand[];
  const last = given[given.length - 1];
  switch (name) {
    case 'humanize':
      return humanize(Number(last), 1_000);
    case 'humanize1024':
      return humanize(Number(last), 1_024);
    case 'humanizePercentage':
      return `${significant(Number(last) * 100, 4)}%`;
    case 'humanizeDuration':
      return humanizeDuration(Number(last));
    case 'title':
      return String(last).replace(/(^|\s)\S/g, (letter) => letter.toUpperCase());
    case 'toUpper':
      return String(last).toUpperCase();
    case 'toLower':
      return String(last).toLowerCase();
    case 'printf':
      return given.length < 2 ? null : printf(String(given[0]), given.slice(1));
    default:
      return rest.length === 0 && piped === null ? operand(name ?? '', data) : null;
  }
}

/** Go's %v of a float64: %g with the shortest digits, exponent from 21 digits on as strconv 'g' does for %v. */
function goNumber(value: number): string {
  if (value !== value) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e21 || size < 1e-4)) return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  return String(value);
}

/** Go's %.Ng: N significant digits, no trailing zeros. */
function significant(value: number, digits: number): string {
  if (!Number.isFinite(value)) return goNumber(value);
  if (value === 0) return '0';
  const text = value.toExponential(digits - 1);
  const power = Number(text.slice(text.indexOf('e') + 1));
  if (power < -4 || power >= digits) return text.replace(/\.?0+e/, 'e').replace(/e([+-])(\d)$/, 'e$10$2');
  return String(Number(text));
}

const LARGE = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const BINARY = ['ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'];
const SMALL = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];

/** template/template.go humanize and humanize1024. */
function humanize(value: number, base: 1_000 | 1_024): string {
  if (value === 0 || !Number.isFinite(value) || (base === 1_024 && Math.abs(value) <= 1)) return significant(value, 4);
  let scaled = value;
  let prefix = '';
  if (Math.abs(value) >= 1) {
    for (const p of base === 1_000 ? LARGE : BINARY) {
      if (Math.abs(scaled) < base) break;
      prefix = p;
      scaled /= base;
    }
  } else {
    for (const p of SMALL) {
      if (Math.abs(scaled) >= 1) break;
      prefix = p;
      scaled *= base;
    }
  }
  return `${significant(scaled, 4)}${prefix}`;
}

/** template/template.go humanizeDuration: seconds as `1d 2h 3m 4s`, milliseconds and less with four digits. */
function humanizeDuration(value: number): string {
  if (!Number.isFinite(value)) return significant(value, 4);
  if (value === 0) return '0s';
  if (Math.abs(value) >= 1) {
    const sign = value < 0 ? '-' : '';
    const duration = Math.trunc(Math.abs(value));
    const seconds = duration % 60;
    const minutes = Math.floor(duration / 60) % 60;
    const hours = Math.floor(duration / 3_600) % 24;
    const days = Math.floor(duration / 86_400);
    if (days !== 0) return `${sign}${days}d ${hours}h ${minutes}m ${seconds}s`;
    if (hours !== 0) return `${sign}${hours}h ${minutes}m ${seconds}s`;
    if (minutes !== 0) return `${sign}${minutes}m ${seconds}s`;
    return `${significant(value, 4)}s`;
  }
  let scaled = value;
  let prefix = '';
  for (const p of SMALL) {
    if (Math.abs(scaled) >= 1) break;
    prefix = p;
    scaled *= 1_000;
  }
  return `${significant(scaled, 4)}${prefix}s`;
}

/** The verbs rule files use: %s %v %d %f %g with precision. */
function printf(format: string, args: readonly Operand[]): string {
  let next = 0;
  return format.replace(/%(?:(%)|(?:\.(\d+))?([svdfg]))/g, (_whole, percent: string | undefined, precision: string | undefined, verb: string | undefined) => {
    if (percent !== undefined) return '%';
    const value = args[next++] ?? '';
    if (verb === 'f') return Number(value).toFixed(precision === undefined ? 6 : Number(precision));
    if (verb === 'g' && precision !== undefined) return significant(Number(value), Number(precision));
    if (verb === 'd') return String(Math.trunc(Number(value)));
    return typeof value === 'number' ? goNumber(value) : value;
  });
}
