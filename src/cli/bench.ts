import type { Micros } from '../contract/time.ts';
import { type AutoscalerRow, benchAutoscaler } from './bench/autoscaler.ts';
import { readRateTable } from './bench/rate-table.ts';
import { benchPromql } from './bench/promql.ts';
import { benchQueue } from './bench/queue.ts';
import { runStationsCompiled } from './bench/run-stations.ts';
import type { Discipline, ServiceTime } from './bench/station-fleet.ts';
import { createProgressLine } from './progress-line.ts';
import { UsageError } from './usage-error.ts';

interface StationOptions {
  readonly servers: number;
  readonly arrivals: number;
  readonly serviceRate: number;
  readonly duration: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** `bench tandem`: stations in a row, each M/M/c. */
export function benchTandemVerb(options: StationOptions & { readonly stations: number }): void {
  const { stations, servers, arrivals } = options;
  requireStable(options);
  const serviceTime: ServiceTime = { kind: 'exponential', meanSeconds: 1 / options.serviceRate };
  const {
    recorder: _,
    coreSeconds: __,
    ...figures
  } = runStationsCompiled({ stations, servers, arrivals, serviceTime, capacity: null }, options.duration, options.seed);
  print(figures, options.json);
}

export type Service = 'exponential' | 'deterministic' | 'lognormal';

/** `bench queue`: one station. */
export function benchQueueVerb(
  options: StationOptions & { readonly capacity?: number; readonly service: Service; readonly cv?: number; readonly discipline: Discipline },
): void {
  const { servers, arrivals, capacity } = options;
  if (capacity === undefined) requireStable(options);
  else if (capacity < servers) throw new UsageError(`--capacity: ${capacity} is less than the ${servers} servers; it counts those being served too`);
  const serviceTime = serviceTimeOf(options.service, 1 / options.serviceRate, options.cv);
  const { discipline } = options;
  print(
    benchQueue({ servers, arrivals, serviceTime, capacity: capacity ?? null, discipline, durationSeconds: options.duration, seed: options.seed }),
    options.json,
  );
}

function serviceTimeOf(service: Service, meanSeconds: number, cv: number | undefined): ServiceTime {
  if (service === 'lognormal') {
    if (cv === undefined) throw new UsageError('--service lognormal needs --cv, the standard deviation over the mean');
    return { kind: 'lognormal', meanSeconds, cv };
  }
  if (cv !== undefined) throw new UsageError('--cv goes with --service lognormal');
  return { kind: service, meanSeconds };
}

function requireStable({ servers, arrivals, serviceRate }: StationOptions): void {
  if (arrivals < servers * serviceRate) return;
  throw new UsageError(`${arrivals} arrivals a second are not less than ${servers} servers × ${serviceRate}: the queue would grow without end`);
}

/** `bench autoscaler`: a row an interval. */
export function benchAutoscalerVerb(options: {
  readonly arrivals: string;
  readonly serviceRate: number;
  readonly servers: number;
  readonly window: Micros;
  readonly high: number;
  readonly low: number;
  readonly cooldown: Micros;
  readonly max: number;
  readonly duration: Micros;
  readonly interval: Micros;
  readonly seed: number;
  readonly json?: boolean;
}): void {
  if (options.low >= options.high) throw new UsageError(`--low: ${options.low} is not below --high ${options.high}`);
  if (options.servers > options.max) throw new UsageError(`--servers: ${options.servers} is more than --max ${options.max}`);
  if (options.interval > options.duration) throw new UsageError('--interval: longer than --duration, so there would be no row');
  for (const [flag, us] of [
    ['--window', options.window],
    ['--interval', options.interval],
    ['--duration', options.duration],
  ] as const)
    if (us < 1e6) throw new UsageError(`${flag}: a second at least`);
  const rows = benchAutoscaler({
    arrivals: readRateTable(options.arrivals),
    serviceRate: options.serviceRate,
    servers: options.servers,
    windowSeconds: options.window / 1e6,
    high: options.high,
    low: options.low,
    cooldownSeconds: options.cooldown / 1e6,
    max: options.max,
    durationSeconds: options.duration / 1e6,
    intervalSeconds: options.interval / 1e6,
    seed: options.seed,
  });
  if (options.json === true) process.stdout.write(`${JSON.stringify(rows)}\n`);
  else process.stdout.write(rowTable(rows));
}

function rowTable(rows: readonly AutoscalerRow[]): string {
  const heading = ['t', 'queueLength', 'meanLatencySeconds', 'servers', 'utilisation'];
  const cells = rows.map((row) => [
    `${row.t} s`,
    String(row.queueLength),
    row.meanLatencySeconds === null ? '–' : row.meanLatencySeconds.toFixed(4),
    String(row.servers),
    `${(100 * row.utilisation).toFixed(1)}%`,
  ]);
  const widths = heading.map((word, column) => Math.max(word.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (words: readonly string[]): string => `${words.map((word, column) => word.padStart(widths[column] ?? 0)).join('  ')}\n`;
  return [heading, ...cells].map(line).join('');
}

/** `bench scenario NAME`. */
export async function benchScenarioVerb(name: string, options: { readonly pods?: number; readonly seed?: number; readonly json?: boolean }): Promise<void> {
  const [{ benchScenario }, { openScenario }] = await Promise.all([import('./bench/scenario.ts'), import('./scenario-choice.ts')]);
  const scenario = openScenario(name);
  const progress = createProgressLine();
  const figures = benchScenario(scenario, options.seed ?? scenario.defaultSeed, options.pods, (done, of) =>
    progress.show(done / of, `run ${done + 1} of ${of}`),
  );
  progress.clear();
  print(figures, options.json);
}

/** `bench promql`. */
export function benchPromqlVerb(options: { readonly series?: string; readonly queries?: string; readonly json?: boolean }): void {
  print(benchPromql(options.series, options.queries), options.json);
}

/** JSON on one line for programs, a line a figure for people. */
function print(figures: object, json: boolean | undefined): void {
  process.stdout.write(json === true ? `${JSON.stringify(figures)}\n` : `${figureLines(figures, '').join('\n')}\n`);
}

function figureLines(figures: object, indent: string): string[] {
  return Object.entries(figures).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null) return [`${indent}${name}: ${shown(value)}`];
    if ('median' in value && 'min' in value && 'max' in value && 'runs' in value) {
      return [`${indent}${name}: ${shown(value.median)} (${shown(value.min)} to ${shown(value.max)} in ${shown(value.runs)} runs)`];
    }
    return [`${indent}${name}:`, ...figureLines(value, `${indent}  `)];
  });
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}
