import type { QueryAnswer } from '../../contract/ports.ts';
import { has, lastValue, type OptionSpec, parseOptions } from '../options.ts';
import { textTable } from '../text-table.ts';
import { fail, succeed, type Tool, type ToolResult } from '../tool.ts';
import { nowMs, parseDuration } from '../wall-clock.ts';

const USAGE = "Usage: promql 'EXPR' [--range 30m [--step 15s]] [--at -5m] [--json] | promql --list [PATTERN]\n";
const SPEC: OptionSpec = {
  names: { '--range': 'range', '--step': 'step', '--at': 'at', '--json': 'json', '--list': 'list', '--help': 'help' },
  withValue: ['range', 'step', 'at'],
};
type Labels = Readonly<Record<string, string>>;

/** Prometheus queries from the command line. */
export const promql: Tool = {
  name: 'promql',
  summary: 'evaluate PromQL, now or over a range',
  help: () => `${USAGE}
  promql 'up == 0'
  promql 'sum by (service) (rate(http_server_request_duration_seconds_count[1m]))'
  promql 'histogram_quantile(0.99, sum by (le) (rate(http_server_request_duration_seconds_bucket[1m])))' --range 30m --step 1m
  promql --list pool
`,
  async run(args, { port }) {
    const parsed = parseOptions(args, SPEC);
    if (parsed.unknown !== undefined) return fail(`promql: unknown option ${parsed.unknown}\n${USAGE}`, 2);
    if (parsed.missingValue !== undefined) return fail(`promql: ${parsed.missingValue} needs a value\n${USAGE}`, 2);
    if (has(parsed, 'help')) return succeed(promql.help());
    if (has(parsed, 'list')) {
      const pattern = parsed.rest[0] ?? '';
      const names = (await port.metricNames()).filter((name) => name.includes(pattern.replace(/\*/g, '')));
      return names.length === 0 ? fail(`promql: no metric name contains "${pattern}"\n`) : succeed(names.map((name) => `${name}\n`).join(''));
    }
    const expr = parsed.rest.join(' ');
    if (expr === '') return fail(USAGE, 2);
    const back = parseDuration((lastValue(parsed, 'at') ?? '0s').replace(/^-/, ''));
    const range = parseDuration(lastValue(parsed, 'range') ?? '0s');
    const step = parseDuration(lastValue(parsed, 'step') ?? '15s');
    if (back === null || range === null || step === null || step <= 0) return fail(`promql: durations are written 90s, 14m30s, 1h\n${USAGE}`, 2);
    const atMs = (await nowMs(port)) - back / 1000;
    await port.observe('metrics', expr);
    const answer = range === 0 ? await port.query(expr, atMs) : await port.queryRange(expr, atMs - range / 1000, atMs, step / 1000);
    if (has(parsed, 'json')) return { stdout: `${JSON.stringify(answer)}\n`, stderr: '', exitCode: answer.status === 'error' ? 1 : 0 };
    return answer.status === 'error' ? parseError(expr, answer.error) : succeed(show(answer));
  },
  async complete(words, port) {
    const last = words[words.length - 1];
    if (last.startsWith('-')) return ['--range', '--step', '--at', '--json', '--list'];
    // The metric name being typed may stand inside quotes and brackets: complete that part, keep what is before it.
    const [, before, name] = /^(.*?)([A-Za-z_:][\w:]*)?$/s.exec(last) ?? ['', '', '', ''];
    return (await port.metricNames()).filter((metric) => metric.startsWith(name ?? '')).map((metric) => before + metric);
  },
};

/** The message with a caret under the place it speaks of, when it names one (`1:5: parse error: …`). */
function parseError(expr: string, error: string): ToolResult {
  const place = /(\d+):(\d+): parse error/.exec(error);
  if (place === null) return fail(`promql: ${error}\n`);
  const line = expr.split('\n')[Number(place[1]) - 1] ?? expr;
  return fail(`promql: ${error.slice(error.indexOf(place[0]))}\n  ${line}\n  ${' '.repeat(Math.max(0, Number(place[2]) - 1))}^\n`);
}

function show({ data }: QueryAnswer & { status: 'success' }): string {
  if (data.resultType === 'vector') {
    if (data.result.length === 0) return 'no data\n';
    return textTable(
      ['SERIES', 'VALUE'],
      data.result.map(({ metric, value }) => [seriesText(metric), rounded(value[1])]),
      new Set([1]),
    );
  }
  return data.resultType === 'matrix' ? showRange(data.result) : `${data.result[1]}\n`;
}

function showRange(series: readonly { readonly metric: Labels; readonly values: readonly (readonly [number, string])[] }[]): string {
  if (series.length === 0) return 'no data\n';
  const legend = series.map(({ metric }, at) => `[${at + 1}] ${seriesText(metric)}\n`).join('');
  const times = [...new Set(series.flatMap(({ values }) => values.map(([time]) => time)))].sort((a, b) => a - b);
  const columns = series.map(({ values }) => new Map(values));
  const rows = times.map((time) => [new Date(time * 1000).toISOString().slice(11, 19), ...columns.map((column) => rounded(column.get(time) ?? '-'))]);
  return `${legend}\n${textTable(['TIME', ...columns.map((_, at) => `[${at + 1}]`)], rows, new Set(columns.map((_, at) => at + 1)))}`;
}

function seriesText(metric: Labels): string {
  const { __name__: name = '', ...labels } = metric;
  const shown = Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(', ');
  return shown === '' && name !== '' ? name : `${name}{${shown}}`;
}

/** Six significant digits are what a person reads; --json keeps all. */
function rounded(value: string): string {
  const number = Number(value);
  return !Number.isFinite(number) || value === '-' ? value : String(Number(number.toPrecision(6)));
}
