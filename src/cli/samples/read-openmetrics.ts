import type { Labels } from '../../contract/metrics.ts';
import { readLines } from '../node-files.ts';
import { UsageError } from '../usage-error.ts';
import { collectSamples, type SampleSet } from './sample-set.ts';

/**
 * Reads OpenMetrics text whose samples carry times (seconds), as `promtool tsdb create-blocks-from openmetrics` takes it. Exemplars and
 * metadata are passed over. Source: OpenMetrics 1.0, "Text format". @throws UsageError with file and line
 */
export function readOpenMetrics(path: string): SampleSet {
  let number = 0;
  const place = (): string => `${path}:${number}`;
  const collector = collectSamples(place);
  // A series' lines follow each other and begin with the same text, so its labels are read once.
  let lastHead = '';
  let lastLabels: Labels = {};
  let ended = false;
  for (const text of readLines(path)) {
    number++;
    if (text === '' || text.startsWith('#')) {
      if (text === '# EOF') ended = true;
      continue;
    }
    if (ended) throw new UsageError(`${place()}: text after # EOF`);
    const headEnd = endOfHead(text, place);
    const head = text.slice(0, headEnd);
    if (head !== lastHead) {
      lastLabels = labelsOf(head, place);
      lastHead = head;
    }
    const [value, time] = text.slice(headEnd + 1).split(' ');
    if (time === undefined || time === '#') throw new UsageError(`${place()}: this sample has no time`);
    collector.add(lastLabels, Math.round(numberOf(time, place) * 1000), numberOf(value ?? '', place));
  }
  if (!ended) throw new UsageError(`${path}: no # EOF at the end: the file is cut off`);
  return collector.done();
}

/** Where name and labels end: the space after the closing brace, or the first one. */
function endOfHead(text: string, place: () => string): number {
  const space = text.indexOf(' ');
  const brace = text.indexOf('{');
  if (brace < 0 || (space >= 0 && space < brace)) {
    if (space < 0) throw new UsageError(`${place()}: expected a value after the name`);
    return space;
  }
  for (let i = brace + 1, quoted = false; i < text.length; i++) {
    const c = text[i];
    if (c === '\\' && quoted) i++;
    else if (c === '"') quoted = !quoted;
    else if (c === '}' && !quoted) return i + 1;
  }
  throw new UsageError(`${place()}: a label list that does not end`);
}

const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

function labelsOf(head: string, place: () => string): Labels {
  const brace = head.indexOf('{');
  const name = brace < 0 ? head : head.slice(0, brace);
  if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name)) throw new UsageError(`${place()}: "${name}" is not a metric name`);
  const labels: Record<string, string> = { __name__: name };
  const list = brace < 0 ? '' : head.slice(brace + 1, -1);
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < list.length) {
    const at = LABEL.lastIndex;
    const match = LABEL.exec(list);
    if (match === null) throw new UsageError(`${place()}: expected label="value" at "${list.slice(at, at + 20)}"`);
    labels[match[1] ?? ''] = (match[2] ?? '').replace(/\\(.)/g, (whole, c: string) => ESCAPES[c] ?? whole);
  }
  return labels;
}

function numberOf(text: string, place: () => string): number {
  if (text === 'NaN') return Number.NaN;
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  const value = text === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new UsageError(`${place()}: "${text}" is not a number`);
  return value;
}
