// `npm run bench`: the engine beside rival simulators on the same work in one run, the first scenario with everything on, PromQL.
import { cpus } from 'node:os';
import { benchPods } from '../src/cli/bench/pods.ts';
import { benchMemory } from '../src/cli/bench/memory.ts';
import { benchPromql } from '../src/cli/bench/promql.ts';
import { benchSeek } from '../src/cli/bench/seek.ts';
import { runStations } from '../src/cli/bench/run-stations.ts';
import { benchScenario } from '../src/cli/bench/scenario.ts';
import { type Spread, spreadOf } from '../src/cli/bench/spread.ts';
import { openScenario, scenarioIds } from '../src/cli/scenario-choice.ts';
import { findRivals } from './rivals.ts';

const RUNS = 5;
const STATIONS = 5;
const SERVERS = 16;
const ARRIVALS = 1000;
const SERVICE_RATE = 80;
const DURATION_SECONDS = 300;
const FLEETS = [100, 1_000, 10_000];

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} processors, Node ${process.versions.node}\n`);
tandem();
scenarios();
pods();
promql();

function tandem(): void {
  console.log(
    `Tandem: ${STATIONS} stations of M/M/${SERVERS}, ${ARRIVALS} requests/s, ${SERVICE_RATE}/s a server, ${DURATION_SECONDS} s. An event is an arrival or a service completion. Each program times its own simulation; starting it is not counted.`,
  );
  const { rivals, missing } = findRivals();
  const ours: number[] = [];
  const theirs = rivals.map(() => [] as number[]);
  let sojourn = '';
  // Turn about, so that what else the machine does hits all alike.
  // Runs −1 and 0 let the compiler do its work and are not counted.
  for (let run = -1; run <= RUNS; run++) {
    const network = {
      stations: STATIONS,
      servers: SERVERS,
      arrivals: ARRIVALS,
      serviceTime: { kind: 'exponential', meanSeconds: 1 / SERVICE_RATE },
      capacity: null,
    } as const;
    const figures = runStations(network, DURATION_SECONDS, run);
    if (run > 0) ours.push(figures.eventsPerSecond);
    if (run === 1) sojourn = `Brownout ${figures.meanSojournSeconds.toFixed(5)} s`;
    rivals.forEach((rival, i) => {
      // SimPy is an order of magnitude slower: a tenth of the time is enough to know its rate.
      const seconds = rival.name.startsWith('SimPy') ? DURATION_SECONDS / 10 : DURATION_SECONDS;
      const result = rival.run(STATIONS, SERVERS, ARRIVALS, SERVICE_RATE, seconds);
      if (run > 0) theirs[i]?.push(result.events / result.wallSeconds);
      if (run === 1) sojourn += `, ${rival.name} ${result.meanSojournSeconds.toFixed(5)} s`;
    });
  }
  const own = spreadOf(ours);
  row('Brownout', own, 'events/s', '');
  rivals.forEach((rival, i) => {
    const spread = spreadOf(theirs[i] ?? []);
    row(rival.name, spread, 'events/s', `Brownout is ${(own.median / spread.median).toFixed(2)}×`);
  });
  for (const reason of missing) console.log(`  ${reason}`);
  console.log(`  mean sojourn: ${sojourn}\n`);
}

function scenarios(): void {
  for (const id of scenarioIds()) {
    const scenario = openScenario(id);
    const figures = benchScenario(scenario, scenario.defaultSeed, undefined, () => undefined);
    console.log(
      `Scenario ${id}: ${figures.pods} pods, ${figures.simulatedSeconds} simulated seconds, telemetry, alerts and harm on; ${figures.eventsPerRequest.toFixed(1)} events a request.`,
    );
    row('engine', figures.eventsPerSecond, 'events/s', '');
    row('speed', figures.speed, '× real time', '');
    const { sessionMiB, engineMiB } = benchMemory(scenario, scenario.defaultSeed);
    console.log(`  an hour takes ${sessionMiB} MiB to remember, telemetry and all; the engine's state alone is ${engineMiB} MiB`);
    const { playedSeconds, waitMs, replayedSeconds } = benchSeek(scenario, scenario.defaultSeed);
    console.log(`  an instant of ${playedSeconds} s of play: wait ${milliseconds(waitMs)} ms, ${milliseconds(replayedSeconds)} s of it played again`);
    console.log('');
  }
}

function pods(): void {
  console.log('Pods at constant load a pod, telemetry on: what an event costs must not grow with the fleet.');
  const all = FLEETS.map(benchPods);
  for (const one of all) {
    const cost = all[0].eventsPerSecond.median / one.eventsPerSecond.median;
    row(
      `${one.pods} pods`,
      one.eventsPerSecond,
      'events/s',
      `${one.requestsPerSecond} requests/s, an event costs ${cost.toFixed(2)}×, ${one.residentMiB} MiB resident`,
    );
  }
  console.log('');
}

function promql(): void {
  const figures = benchPromql(undefined, undefined);
  console.log(`PromQL over ${figures.series} series, ${figures.samples} samples: milliseconds, instant and range of 241 steps.`);
  for (const [name, { instantMs, rangeMs }] of Object.entries(figures.queries))
    console.log(`  ${name.padEnd(20)} ${milliseconds(instantMs)}   ${milliseconds(rangeMs)}`);
}

function row(name: string, spread: Spread, unit: string, remark: string): void {
  const figure = (value: number): string => (value >= 1e5 ? `${(value / 1e6).toFixed(2)} M` : value.toFixed(0));
  console.log(
    `  ${name.padEnd(16)} ${figure(spread.median).padStart(8)} ${unit} (${figure(spread.min)} to ${figure(spread.max)}, ${spread.runs} runs) ${remark}`.trimEnd(),
  );
}

function milliseconds({ median, min, max }: Spread): string {
  return `${median.toFixed(2).padStart(8)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
}
