import { Command, CommanderError, Option } from 'commander';
import { formatDuration } from '../scenario/schema/quantity.ts';
import { choiceValue, collected, numberValue, seedValue, timeValue } from './flag-values.ts';
import { programVersion } from './project-root.ts';
import type { SchemaKind } from './schema.ts';
import { UsageError } from './usage-error.ts';

/** Flags of every verb; what a verb does is in the file of its name, loaded when it is used. */

const SCHEMA_KINDS: readonly SchemaKind[] = ['scenario', 'fleet', 'test'];

const program = new Command('brownout')
  .description('A flight simulator for incident response: play, query, check and grade scenarios from the command line.')
  .version(programVersion())
  .helpCommand(false)
  .exitOverride()
  .addHelpText(
    'after',
    '\nSCENARIO is an id in scenarios/ or the path of a YAML file. Times are written 90s, 14m30s, 1h.\nExit codes: 0 fine, 1 the answer is no, 2 bad usage or input.',
  );

const seed = ['--seed <n>', 'random seed; the scenario has a default', seedValue] as const;
const plan = ['--do <file>', 'YAML list of {at, sh} or {at, command} to do on the way'] as const;

program
  .command('run')
  .summary('play headless at full speed')
  .description('Plays a scenario headless at full speed and tells what users felt.')
  .argument('<scenario>')
  .option(...seed)
  .addOption(timeOption('--until', 'how long to play, from where play begins', 40 * 60_000_000))
  .option(...plan)
  .option('--out <dir>', 'write metrics.om, logs.ndjson, traces.otlp.json and recording.json there')
  .option('--json', 'print one JSON object')
  .action(async (scenario: string, options) => (await import('./run.ts')).runVerb(scenario, options));

program
  .command('sh')
  .summary('run terminal commands at a moment of a scenario')
  .description('Runs terminal commands at a moment of a scenario, prints what a player would see, and exits with the code of the last one.')
  .argument('<scenario>')
  .requiredOption('--at <time>', 'the moment, from where play begins', timeValue('--at'))
  .option('-c, --command <line>', 'a command; repeat for several in one terminal', collected)
  .option('--script <file>', 'a file of bash to run')
  .option(...seed)
  .option(...plan)
  .action(async (scenario: string, { command, ...options }) => {
    process.exitCode = await (await import('./sh.ts')).runSh(scenario, { ...options, commands: command ?? [] });
  });

program
  .command('query')
  .summary('evaluate PromQL over a scenario or a file of samples')
  .description("Evaluates PromQL and prints the Prometheus HTTP API's JSON.")
  .argument('[expr]', 'PromQL; not with --batch')
  .option('--scenario <scenario>', 'over a run of this scenario')
  .option(...seed)
  .option(...plan)
  .option('--at <time>', 'how far to run the scenario, from where play begins', timeValue('--at'))
  .option('--openmetrics <file>', 'over OpenMetrics text with times')
  .option('--series <file>', 'over a file of {"labels", "samples": [[ms, value], …]}, one series a line')
  .option('--time <seconds>', 'evaluate at this Unix time', numberValue('--time', { min: 0, max: 1e12 }))
  .option('--start <seconds>', 'range: first Unix time', numberValue('--start', { min: 0, max: 1e12 }))
  .option('--end <seconds>', 'range: last Unix time', numberValue('--end', { min: 0, max: 1e12 }))
  .option('--step <seconds>', 'range: step', numberValue('--step', { min: 0.001, max: 1e9 }))
  .option('--batch <file>', 'many: {"id", "expr", "time"} or {"id", "expr", "start", "end", "step"}, one a line')
  .action(async (expr: string | undefined, options) => (await import('./query.ts')).queryVerb(expr, options));

program
  .command('replay')
  .summary('recompute a recording and compare its digests')
  .description('Plays a recording again, and stops at the first digest that differs.')
  .argument('<file>')
  .option('--json', 'print one JSON object')
  .action(async (file: string, options) => (await import('./replay.ts')).replayVerb(file, options));

program
  .command('lint')
  .summary('check scenario files')
  .description('Checks schema and sense of scenarios, fleets and case files; every problem with file:line:col.')
  .argument('<file...>')
  .option('--json', 'print one JSON object')
  .action(async (files: string[], options) => (await import('./lint.ts')).lintVerb(files, options));

program
  .command('verify')
  .summary('prove that scenarios play')
  .description('Plays the cases beside each scenario over several seeds and says what did not hold.')
  .argument('<file...>', 'scenario ids or paths')
  .option('--seeds <n>', 'seeds 1 to this many', numberValue('--seeds', { min: 1, max: 1_000, whole: true }), 2)
  .option('--json', 'print one JSON object')
  .action(async (files: string[], options) => (await import('./verify.ts')).verifyVerb(files, options));

program
  .command('score')
  .summary('grade a postmortem, with reasons')
  .description("Grades a recording's postmortem and response, or many Root cause texts (--texts).")
  .argument('<scenario>')
  .option('--recording <file>', 'recording.json of the run')
  .option('--postmortem <file>', 'the postmortem in Markdown; absent: the one in the recording')
  .option('--texts <file>', 'grade each line\'s text as a Root cause section: {"id", "text"} a line')
  .option('--json', 'print JSON')
  .action(async (scenario: string, options) => (await import('./score.ts')).runScore({ ...options, scenario }));

program
  .command('prose')
  .summary('remarks on language: blame and counterfactuals')
  .description("Language remarks on each line's text.")
  .requiredOption('--texts <file>', '{"id", "text"} a line')
  .option('--json', 'print a JSON line each')
  .action(async (options) => (await import('./prose.ts')).runProse(options));

program
  .command('new')
  .summary('write a scenario to begin with')
  .description('Writes scenarios/NAME.yaml and its cases: a scenario that lints clean, plays, and explains itself in comments.')
  .argument('<name>', 'lower case and dashes; it shows, so it tells the symptom')
  .option('--in <folder>', 'another folder than scenarios/; its fleets are in fleets/ there')
  .action(async (name: string, options) => (await import('./new.ts')).newVerb(name, options));

program
  .command('schema')
  .summary('print the JSON Schema of scenario files')
  .description('Prints the JSON Schema (draft 7) for editors.')
  .argument('[kind]', `what kind of file: ${SCHEMA_KINDS.join(', ')}`, choiceValue('kind', SCHEMA_KINDS), 'scenario')
  .action(async (kind: SchemaKind) => (await import('./schema.ts')).schemaVerb(kind));

const stationFlags = (
  command: Command,
  defaults: { readonly servers: number; readonly arrivals: number; readonly serviceRate: number; readonly duration: number },
): Command =>
  command
    .option('--servers <c>', 'servers of a station', numberValue('--servers', { min: 1, max: 1_000, whole: true }), defaults.servers)
    .option('--arrivals <λ>', 'Poisson arrivals a second', numberValue('--arrivals', { min: 0.001, max: 1e6 }), defaults.arrivals)
    .option('--service-rate <μ>', 'services a second of one server', numberValue('--service-rate', { min: 0.001, max: 1e6 }), defaults.serviceRate)
    .option('--duration <seconds>', 'simulated seconds, from empty stations on', numberValue('--duration', { min: 1, max: 1e6 }), defaults.duration)
    .option('--seed <n>', 'random seed', seedValue, 1)
    .option('--json', 'print one JSON object');

const bench = program
  .command('bench')
  .summary('measure the engine and PromQL')
  .description('Prints figures; see also npm run bench, which compares with other simulators.')
  .helpCommand(false);

stationFlags(
  bench
    .command('tandem')
    .description('Stations in a row, each M/M/c, as a fleet on the engine.')
    .option('--stations <n>', 'stations in a row', numberValue('--stations', { min: 1, max: 30, whole: true }), 5),
  { servers: 16, arrivals: 1000, serviceRate: 80, duration: 300 },
).action(async (options) => (await import('./bench.ts')).benchTandemVerb(options));

stationFlags(
  bench
    .command('queue')
    .description('One station as a fleet on the engine, with the figures queueing theory has formulas for.')
    .option(
      '--capacity <k>',
      'most requests in the station, those served included; others are refused',
      numberValue('--capacity', { min: 1, max: 1e6, whole: true }),
    )
    .option(
      '--service <law>',
      'exponential, deterministic or lognormal',
      choiceValue('--service', ['exponential', 'deterministic', 'lognormal']),
      'exponential',
    )
    .option('--cv <x>', 'lognormal: standard deviation over mean', numberValue('--cv', { min: 0.01, max: 10 }))
    .option(
      '--discipline <word>',
      'fcfs: first come first served; ps: all requests share the servers equally',
      choiceValue('--discipline', ['fcfs', 'ps']),
      'fcfs',
    ),
  { servers: 4, arrivals: 300, serviceRate: 100, duration: 300 },
).action(async (options) => (await import('./bench.ts')).benchQueueVerb(options));

bench
  .command('autoscaler')
  .description('A shared queue whose servers follow their utilisation: a row an interval.')
  .option('--arrivals <table>', 'arrivals a second by time, such as 0s:5,10m:20, a file of such lines, or one rate', '5')
  .option('--service-rate <mu>', 'requests a server serves in a second', numberValue('--service-rate', { min: 1e-3, max: 1e4 }), 0.5)
  .option('--servers <n>', 'servers at the beginning', numberValue('--servers', { min: 1, max: 1_000, whole: true }), 5)
  .addOption(timeOption('--window', 'how long utilisation is averaged over', 30 * 1e6))
  .option('--high <share>', 'one server more above this utilisation', numberValue('--high', { min: 0.01, max: 1 }), 0.75)
  .option('--low <share>', 'one server fewer below it', numberValue('--low', { min: 0, max: 1 }), 0.25)
  .addOption(timeOption('--cooldown', 'shortest time between two changes', 60 * 1e6))
  .option('--max <n>', 'most servers', numberValue('--max', { min: 1, max: 1_000, whole: true }), 100)
  .addOption(timeOption('--duration', 'simulated time', 3_600 * 1e6))
  .addOption(timeOption('--interval', 'simulated time of a row', 60 * 1e6))
  .option('--seed <n>', 'random seed', seedValue, 1)
  .option('--json', 'print one JSON array')
  .action(async (options) => (await import('./bench.ts')).benchAutoscalerVerb(options));

bench
  .command('scenario')
  .description('A whole session with telemetry, alerts and harm on: median, least and most of several runs.')
  .argument('<scenario>')
  .option('--pods <n>', 'the same traffic on a fleet of about this many pods', numberValue('--pods', { min: 1, max: 5_000, whole: true }))
  .option(...seed)
  .option('--json', 'print one JSON object')
  .action(async (name: string, options) => (await import('./bench.ts')).benchScenarioVerb(name, options));

bench
  .command('promql')
  .description('PromQL over an hour of a fleet: median, least and most of several runs, in milliseconds.')
  .option('--series <file>', 'series to query, one a line, instead of made-up ones')
  .option('--queries <file>', 'JSON {instant: {time}, range: {start, end, step}, queries: {name: expr}}')
  .option('--json', 'print one JSON object')
  .action(async (options) => (await import('./bench.ts')).benchPromqlVerb(options));

// Whoever reads our output may stop early (`| head`): then there is nobody left to write to, and nothing is wrong.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
void program.parseAsync().catch(refuse);

/** A flag with a time, whose default `--help` shows as one would type it. */
function timeOption(flag: string, description: string, defaultUs: number): Option {
  return new Option(`${flag} <time>`, description).argParser(timeValue(flag)).default(defaultUs, formatDuration(defaultUs));
}

function refuse(error: unknown): void {
  if (error instanceof CommanderError) {
    const choices = choicesAfter(error);
    if (choices !== '') console.error(choices);
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UsageError) {
    console.error(error.message);
    process.exitCode = 2;
  } else throw error;
}

/** What could have been typed instead of an unknown verb or flag. */
function choicesAfter(error: CommanderError): string {
  const path = process.argv.slice(2);
  let command = program;
  for (const word of path) command = command.commands.find((candidate) => candidate.name() === word) ?? command;
  if (error.code === 'commander.unknownCommand') return `Verbs: ${command.commands.map((verb) => verb.name()).join(', ')}`;
  if (error.code === 'commander.unknownOption') return `Flags of ${command.name()}: ${command.options.map((option) => option.long).join(', ')}`;
  return '';
}
