import { describe, expect, it } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../../src/cli/bench/measuring-recorder.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';

const RTO_MS = 200;

/** Each of four hundred requests a second is one call that takes 10 ms exactly and never waits. */
const fleet = (network: string, policy: string, work: string): string => `schemaVersion: 1
name: measured
regions: [{name: here, zones: [here-a, here-b], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 1, cpu: 4, memory: 16Gi}]
services:
  - {name: entry, workers: 100000, cpu: {request: 1, limit: 1}, memory: {limit: 1024Gi}, endpoints: [{route: /job, steps: [{call: {service: station, route: /work${policy}}}]}]}
  - {name: station, workers: 100000, cores: 1000, cpu: {request: 1, limit: 1}, memory: {limit: 1024Gi}, endpoints: [{route: /work, steps: [{compute: ${work}}]}]}
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 600s, hop: 0s}
clients: [{name: jobs, hop: 0s, timeout: 600s, routes: [{route: /job, perSecond: 400}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}, {at: 101s, factor: 1}, {at: 102s, factor: 0}]}]
${network}
`;

interface Run {
  readonly engine: Engine;
  readonly recorder: MeasuringRecorder;
  until(seconds: number): void;
  /** Times of all requests so far in milliseconds, shortest first. */
  times(): Float64Array;
}

function run(network = '', policy = '', work = '{constant: 10ms}'): Run {
  const scenario = fleetScenario(fleet(network, policy, work));
  const recorder = new MeasuringRecorder();
  const engine = createEngine(scenario, 11, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  return {
    engine,
    recorder,
    until: (seconds) => engine.advance(scenario.warmupUs + seconds * 1e6),
    times() {
      const begun = recorder.completed.arrivals();
      return recorder.completed
        .departures()
        .map((end, at) => (end - (begun[at] ?? 0)) / 1000)
        .sort();
    },
  };
}

const quantile = (sorted: Float64Array, q: number): number => sorted[Math.floor(q * sorted.length)] ?? NaN;
const BETWEEN = 'from: service/entry, to: service/station';

/** Whether a count of Bernoulli trials is within four standard deviations of what is expected. */
function expectShare(count: number, of: number, share: number): void {
  expect(Math.abs(count - of * share)).toBeLessThan(4 * Math.sqrt(of * share * (1 - share)) + 1);
}

describe('packet loss', { timeout: 300_000 }, () => {
  /**
   * Request and answer are a segment each; a is the number of times the one is lost, b the other: both geometric. A lost one costs 200 ms, 400 ms, …: a message
   * lost n times is late by 200 (2^n − 1) ms. P(late by 200 (2^a − 1) + 200 (2^b − 1)) = (1 − p)² p^(a+b), and a and b may be exchanged.
   */
  it.each([0.01, 0.2])('of %d makes calls late as two messages that double their timeouts do', (p) => {
    const played = run(`network: {links: [{${BETWEEN}, loss: ${p}}]}`);
    played.until(400);
    const times = played.times();
    expect(times.length).toBeGreaterThan(38_000);
    const extra = (n: number): number => RTO_MS * (2 ** n - 1);
    for (let a = 0; a <= 3; a++)
      for (let b = a; b <= 3; b++) {
        const late = 10 + extra(a) + extra(b);
        const share = (a === b ? 1 : 2) * (1 - p) ** 2 * p ** (a + b);
        expectShare(times.filter((ms) => Math.abs(ms - late) < 0.01).length, times.length, share);
      }
    expect(quantile(times, 0.5)).toBeCloseTo(10, 6);
    if (p === 0.01) expect([quantile(times, 0.97), quantile(times, 0.99)].map(Math.round)).toEqual([10, 210]);
    expect(played.recorder.lost).toBe(0);
  });

  it('one way makes only what goes that way late', () => {
    const played = run(`network: {links: [{${BETWEEN}, loss: 10%, oneWay: true}]}`);
    played.until(400);
    const times = played.times();
    expectShare(times.filter((ms) => ms < 11).length, times.length, 0.9);
    expectShare(times.filter((ms) => Math.abs(ms - 210) < 0.01).length, times.length, 0.09);
    // the server's clock starts when the request is there: it knows of nothing
    const station = played.recorder.served('station');
    const [came, went] = [station.arrivals(), station.departures()];
    expect(went.every((end, at) => end - (came[at] ?? 0) === 10_000)).toBe(true);
  });

  it('leaves the work of every request as it is', () => {
    const [whole, lossy] = ['', `network: {links: [{${BETWEEN}, loss: 10%, delay: {exponential: 3ms}}]}`].map((network) => {
      const played = run(network, '', '{lognormal: {p50: 8ms, p99: 60ms}}');
      played.until(400);
      const station = played.recorder.served('station');
      const came = station.arrivals();
      return station
        .departures()
        .map((end, at) => end - (came[at] ?? 0))
        .sort();
    });
    expect(lossy).toEqual(whole);
  });

  it('with a timeout of less than the retransmission is a failure to the caller, and the server works on for nobody', () => {
    const played = run(`network: {links: [{${BETWEEN}, loss: 10%}]}`, ', timeout: 100ms');
    played.until(400);
    const answered = played.recorder.completed.count;
    const all = answered + played.recorder.lost;
    expectShare(answered, all, 0.9 ** 2);
    // requests come to the station once, late or not
    expect(played.recorder.served('station').count).toBe(all);
    expect(played.engine.world.s.attempts.inUse).toBe(0);
  });
});

describe('latency', { timeout: 300_000 }, () => {
  it('is added to the request and to the answer', () => {
    const played = run(`network: {links: [{${BETWEEN}, delay: 30ms}]}`);
    played.until(130);
    const times = played.times();
    expect([times[0], times[times.length - 1]]).toEqual([70, 70]);
  });

  it('has the distribution it is given, each way by itself, and loss waits for its round trip', () => {
    const played = run(`network: {links: [{${BETWEEN}, delay: {exponential: 20ms}}]}`);
    played.until(130);
    const extra = played.times().map((ms) => (ms - 10) / 20);
    const mean = extra.reduce((sum, x) => sum + x, 0) / extra.length;
    const variance = extra.reduce((sum, x) => sum + (x - mean) ** 2, 0) / extra.length;
    // two exponentials: Erlang
    expect(Math.abs(mean / 2 - 1)).toBeLessThan(0.01);
    // four standard errors: an Erlang of two has a kurtosis of 6
    expect(Math.abs(variance / 2 - 1)).toBeLessThan(4 * Math.sqrt(5 / extra.length));
    for (const x of [0.5, 2, 5]) expectShare(extra.filter((one) => one <= x).length, extra.length, 1 - Math.exp(-x) * (1 + x));
    const lossy = run(`network: {links: [{${BETWEEN}, delay: 30ms, loss: 5%}]}`);
    lossy.until(400);
    // RTO: 200 ms and a round trip of 60 ms
    expectShare(lossy.times().filter((ms) => Math.abs(ms - 330) < 0.01).length, lossy.times().length, 2 * 0.95 ** 2 * 0.05);
  });
});

describe('a link cut by command', { timeout: 300_000 }, () => {
  const cut = { kind: 'degrade-link', from: 'service/entry', to: 'service/station', partition: true } as const;
  const whole = { kind: 'restore-link', from: 'service/entry', to: 'service/station' } as const;

  it('holds calls up until their timeout, and leaves those alone that were answered in time', () => {
    const played = run('', ', timeout: 1s');
    played.until(20);
    expect(played.recorder.lost).toBe(0);
    played.engine.execute(cut, 'scenario');
    played.until(30);
    const before = played.recorder.completed.count;
    expect(played.recorder.lost).toBeGreaterThan(3_400);
    played.engine.execute(whole, 'scenario');
    played.until(31.2);
    const lost = played.recorder.lost;
    played.until(60);
    expect(played.recorder.lost).toBe(lost);
    expect(played.recorder.completed.count - before).toBeGreaterThan(11_200);
    played.until(400);
    expect(played.engine.world.s.attempts.inUse).toBe(0);
  });

  it('lets what waited through with the next transmission when it is whole again', () => {
    const played = run();
    played.until(20);
    played.engine.execute(cut, 'scenario');
    played.until(21);
    played.engine.execute(whole, 'scenario');
    played.until(22);
    // sent at 20 s: again 0.2, 0.6 and 1.4 s later; sent just before 21 s: 0.2 s later
    const late = played.times().filter((ms) => ms > 11);
    expect(late.length).toBeGreaterThan(340);
    expect(late.length).toBeLessThan(480);
    for (const ms of late) expect([210, 610, 1_410].some((one) => Math.abs(ms - one) < 0.01)).toBe(true);
    played.until(400);
    expect(played.recorder.lost).toBe(0);
  });

  it('that stays cut is given up by TCP after 924.6 s', () => {
    const played = run();
    played.until(20);
    played.engine.execute(cut, 'scenario');
    played.until(20.5);
    const waiting = played.engine.world.s.attempts.inUse;
    expect(waiting).toBeGreaterThan(200);
    // the load balancer's own patience is 600 s; what waits behind it is TCP's
    played.until(101.9 + 924);
    expect(played.engine.world.s.attempts.inUse).toBeGreaterThan(0);
    played.until(102.1 + 924.6);
    expect(played.engine.world.s.attempts.inUse).toBe(0);
  });
});
