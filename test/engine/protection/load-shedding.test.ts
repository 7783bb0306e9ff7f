import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../../src/cli/bench/measuring-recorder.ts';
import { logTemplateIndex } from '../../../src/contract/log-templates.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { batchMeans } from '../../fidelity/batch-means.ts';

const FROM_START = 'curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]';

const fleet = (service: string, compute: string, clients: readonly string[], more = ''): string => `schemaVersion: 1
name: measured
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 32, memory: 16Gi}]
services:
  - name: entry
    runtime: envoy
    ${service}
    endpoints: [{route: /job, steps: [${compute}]}, {route: /other, steps: [${compute}]}]
${more}loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 60s, hop: 0s, retries: 0}
clients:
${clients.map((client) => `  - {hop: 0s, ${client}, ${FROM_START}}`).join('\n')}
`;

interface Play {
  readonly engine: Engine;
  readonly beginUs: number;
  readonly play: (seconds: number) => void;
  readonly answered: (status: number, route: string) => number;
}

function begin(text: string, recorder = new MeasuringRecorder()): Play {
  const scenario = fleetScenario(text);
  const engine = createEngine(scenario, 2026, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  const answered = (status: number, route: string): number => {
    let count = 0;
    engine.world.s.meters.descriptors.forEach(({ name, labels }, slot) => {
      if (name === 'http_server_request_duration_seconds_count' && labels['http_response_status_code'] === String(status) && labels['http_route'] === route)
        count += engine.world.s.meters.values[slot];
    });
    return count;
  };
  return { engine, beginUs: scenario.warmupUs, play: (seconds) => engine.advance(scenario.warmupUs + seconds * 1e6), answered };
}

function protectionOf({ engine }: Play, pod = 0) {
  const { protection } = engine.world.s.pods[pod];
  if (protection === undefined) throw new Error('no protection');
  return protection;
}

function adaptiveOf(play: Play) {
  const { adaptive } = protectionOf(play);
  if (adaptive === undefined) throw new Error('no adaptive concurrency');
  return adaptive;
}

/**
 * A birth and death process: both classes come in below the threshold, the critical one alone from there to the limit. Shares of each class that are turned away: what is seen by Poisson arrivals.
 */
function lossesWithThreshold(servers: number, threshold: number, limit: number, critical: number, sheddable: number, mu: number) {
  const weights = [1];
  for (let n = 1; n <= limit; n++) weights.push((weights[n - 1] * (critical + (n <= threshold ? sheddable : 0))) / (mu * Math.min(n, servers)));
  const sum = weights.reduce((a, b) => a + b, 0);
  return { critical: weights[limit] / sum, sheddable: weights.slice(threshold).reduce((a, b) => a + b, 0) / sum };
}

describe('a static limit', () => {
  it('turns two classes away as the Markov chain of a threshold does', { timeout: 300_000 }, () => {
    const theory = lossesWithThreshold(4, 6, 12, 400, 300, 100);
    const run = begin(
      fleet('workers: 4\n    cores: 4\n    maxInFlight: 12', 'compute: {exponential: 10ms}', [
        'name: buyers, timeout: 60s, routes: [{route: /job, perSecond: 400}]',
        'name: crawlers, timeout: 60s, criticality: SHEDDABLE, routes: [{route: /other, perSecond: 300}]',
      ]),
    );
    const shares = Array.from({ length: 40 }, (_, batch) => {
      const before = ['/job', '/other'].map((route) => [run.answered(200, route), run.answered(503, route)]);
      run.play((batch + 1) * 30);
      return ['/job', '/other'].map((route, at) => {
        const [served, shed] = [run.answered(200, route) - before[at][0], run.answered(503, route) - before[at][1]];
        return shed / (served + shed);
      });
    });
    for (const [at, expected] of [theory.critical, theory.sheddable].entries()) {
      const { mean, halfWidth } = batchMeans(
        shares.map((batch) => batch[at]),
        0.01,
      );
      expect(Math.abs(mean / expected - 1)).toBeLessThan(0.02);
      expect(Math.abs(mean - expected)).toBeLessThan(halfWidth);
    }
    const [, critical, , sheddable] = protectionOf(run).shedBy ?? [];
    expect([critical, sheddable]).toEqual([run.answered(503, '/job'), run.answered(503, '/other')]);
    expect(protectionOf(run).shed).toBe(critical + sheddable);
  });

  it('has the shares that the service says, in its ConfigMap too', { timeout: 300_000 }, () => {
    const run = begin(
      fleet('workers: 100\n    cores: 4\n    maxInFlight: 20\n    limitShares: {SHEDDABLE_PLUS: 60, SHEDDABLE: 20}', 'compute: 10ms', [
        'name: crawlers, timeout: 60s, criticality: SHEDDABLE, routes: [{route: /job, perSecond: 600}, {route: /other, perSecond: 600, criticality: SHEDDABLE_PLUS}]',
      ]),
    );
    run.play(5);
    const { busy, accept } = run.engine.world.s.pods[0];
    // the first class holds 20 % of the places, four; the others go on to 60 %
    expect(busy + accept.length).toBeGreaterThan(8);
    expect(busy + accept.length).toBeLessThanOrEqual(12);
    const [plus, critical, sheddablePlus, sheddable] = protectionOf(run).shedBy ?? [];
    expect([plus, critical]).toEqual([0, 0]);
    expect(sheddable).toBeGreaterThan(1.2 * sheddablePlus);
    run.engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: { limit_share_sheddable: '70' } }, 'test');
    run.play(80);
    expect(protectionOf(run).shares).toEqual([100, 100, 60, 20]); // more than the class above: refused
    run.engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: { limit_share_sheddable: '60', limit_share_critical: '90' } }, 'test');
    run.play(160);
    expect(protectionOf(run).shares).toEqual([100, 90, 60, 60]);
  });
});

const ADAPTIVE = 'adaptiveConcurrency: {}';

describe('an adaptive limit', () => {
  // 20 cores of 50 ms each serve 400 a second. In saturation gradient · limit = (minRTT + buffer) · limit ÷ sampleRTT = 1.25 · minRTT · throughput by Little's law,
  // whatever the limit was: 25, and the next limit is 25 + √25 = 30.
  // In line the answers tell of the limit one window before, so it swings; shared cores tell at once.
  it.each([
    { discipline: 'fcfs', swing: 11 },
    { discipline: 'ps', swing: 4 },
  ])('lies where Little’s law says under twice the load, and what is let in is served: $discipline', { timeout: 300_000 }, ({ discipline, swing }) => {
    const clients = ['name: jobs, timeout: 1s, routes: [{route: /job, perSecond: 800}]'];
    const service = `workers: 2000\n    cores: 20\n    discipline: ${discipline}\n    acceptQueue: 0\n    memory: {limit: 4Gi}`;
    const [run, without] = [begin(fleet(`${service}\n    ${ADAPTIVE}`, 'compute: 50ms', clients)), begin(fleet(service, 'compute: 50ms', clients))];
    run.play(5);
    const { controller } = adaptiveOf(run);
    const [limits, rtts]: [number[], number[]] = [[], []];
    for (let tenth = 50; tenth < 550; tenth++) {
      run.play(tenth / 10);
      if (controller.deferredLimit > 0) continue;
      limits.push(controller.limit);
      rtts.push(controller.sampleRttUs);
    }
    const [mean, rtt] = [limits, rtts].map((values) => values.reduce((a, b) => a + b, 0) / values.length);
    const bdp = (400 * 1.25 * controller.minRttUs) / 1e6;
    expect(controller.minRttUs).toBeGreaterThan(49_500);
    expect(controller.minRttUs).toBeLessThan(51_000);
    expect(limits.length).toBeGreaterThan(450);
    expect(Math.abs(mean / (bdp + Math.sqrt(bdp)) - 1)).toBeLessThan(0.03);
    expect(Math.max(...limits.map((limit) => Math.abs(limit - mean)))).toBeLessThan(swing);
    // 30 in flight at 400 a second are 75 ms
    expect(Math.abs(rtt / 75_000 - 1)).toBeLessThan(0.03);

    // what users get in time
    const good = (play: Play): number => {
      const { siteAttempts, siteFailures } = play.engine.world.s.meters;
      const users = play.engine.world.plan.streams[0].sites[0];
      return siteAttempts[users] - siteFailures[users];
    };
    without.play(30);
    const before = [good(run), good(without)];
    run.play(180);
    without.play(60);
    expect((good(run) - before[0]) / 125).toBeGreaterThan(0.97 * 400);
    expect((good(without) - before[1]) / 30).toBeLessThan(0.05 * 400);
    expect(without.engine.world.s.pods[0].busy).toBeGreaterThan(1_990);
    expect(controller.measurements).toBeGreaterThanOrEqual(3);
  });

  it('sheds the sheddable first, and answers with 503 and Envoy’s counters', { timeout: 300_000 }, () => {
    const run = begin(
      fleet(`workers: 5000\n    cores: 20\n    acceptQueue: 100000\n    ${ADAPTIVE}`, 'compute: 50ms', [
        'name: buyers, timeout: 10s, criticality: CRITICAL_PLUS, routes: [{route: /job, perSecond: 300}]',
        'name: crawlers, timeout: 10s, criticality: SHEDDABLE, routes: [{route: /other, perSecond: 500}]',
      ]),
    );
    run.play(10);
    const before = ['/job', '/other'].map((route) => run.answered(503, route));
    run.play(55);
    const [job, other] = ['/job', '/other'].map((route, at) => run.answered(503, route) - before[at]);
    // 300 critical ones a second leave room for less than a hundred others; nearly nothing of the critical is shed
    expect(job / (45 * 300)).toBeLessThan(0.02);
    expect(other / (45 * 500)).toBeGreaterThan(0.75);
    const { controller } = adaptiveOf(run);
    expect((protectionOf(run).shedBy ?? []).reduce((a, b) => a + b, 0)).toBe(controller.blocked);
    run.engine.instruments.refreshGauges();
    const names = new Map(run.engine.world.s.meters.descriptors.map(({ name, labels }, slot) => [`${name} ${labels['criticality'] ?? ''}`.trim(), slot]));
    for (const name of ['rq_blocked', 'concurrency_limit', 'gradient', 'burst_queue_size', 'min_rtt_msecs', 'sample_rtt_msecs', 'min_rtt_calculation_active'])
      expect([...names.keys()]).toContain(`envoy_http_adaptive_concurrency_gradient_controller_${name}`);
    const slot = names.get('load_shedding_requests_shed_total SHEDDABLE') ?? -1;
    expect(run.engine.world.s.meters.values[slot]).toBe(protectionOf(run).shedBy?.[3]);
  });

  it('says what Envoy says to whom it turns away', { timeout: 300_000 }, () => {
    const run = begin(
      fleet(`workers: 5000\n    cores: 20\n    ${ADAPTIVE}`, 'compute: 50ms', ['name: jobs, timeout: 60s, routes: [{route: /job, perSecond: 4000}]']),
    );
    run.play(3);
    const result = run.engine.execute({ kind: 'http-request', target: 'bench.example', method: 'GET', path: '/job', timeoutUs: 2e6 }, 'player');
    run.play(5);
    const answer = run.engine.world.s.http.answers[String(result.ok ? result.data?.id : '')];
    expect(answer).toMatchObject({ status: 503, body: 'reached concurrency limit', headers: { 'content-length': '25', server: 'envoy' } });
  });

  it('is changed and switched off in the ConfigMap; what cannot be read is refused', { timeout: 300_000 }, () => {
    let refusals = 0;
    class Listener extends MeasuringRecorder {
      override log(...[, , , template]: number[]): void {
        if (template === logTemplateIndex('envoyLimitRejected')) refusals++;
      }
    }
    const run = begin(
      fleet(`workers: 5000\n    cores: 20\n    ${ADAPTIVE}`, 'compute: 50ms', ['name: jobs, timeout: 60s, routes: [{route: /job, perSecond: 800}]']),
      new Listener(),
    );
    run.play(10);
    run.engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: { adaptive_concurrency_min_rtt_buffer: 'lots' } }, 'test');
    run.play(80);
    expect(refusals).toBe(1);
    expect(adaptiveOf(run).settings.bufferPercent).toBe(25);
    run.engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: { adaptive_concurrency_min_rtt_buffer: '100' } }, 'test');
    run.play(160);
    expect(adaptiveOf(run).settings.bufferPercent).toBe(100);
    const { controller } = adaptiveOf(run);
    expect(controller.deferredLimit === 0 ? controller.limit : controller.deferredLimit).toBeGreaterThan(40); // 40 + √40 now
    run.engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: { adaptive_concurrency_enabled: null } }, 'test');
    run.play(230);
    const { blocked } = controller;
    expect(adaptiveOf(run).settings.isEnabled).toBe(false);
    run.play(232);
    expect(controller.blocked).toBe(blocked);
    expect(run.engine.world.s.pods[0].busy).toBeGreaterThan(1_000);
  });

  it('a snapshot goes on as if it had never been one', { timeout: 300_000 }, () => {
    const digest = ({ engine }: Play): string => {
      const hasher = new Hasher();
      hashWorld(engine.world, hasher);
      return hasher.digest();
    };
    const [straight, half, copy] = [1, 2, 3].map(() =>
      begin(
        fleet('workers: 500\n    cores: 4\n    adaptiveConcurrency: {minRtt: {interval: 5s}}', 'compute: {exponential: 10ms}', [
          'name: buyers, timeout: 60s, routes: [{route: /job, perSecond: 300}]',
          'name: crawlers, timeout: 60s, criticality: SHEDDABLE, routes: [{route: /other, perSecond: 300}]',
        ]),
      ),
    );
    half.play(13.37);
    restoreWorld(copy.engine.world, snapshotWorld(half.engine.world));
    straight.play(30);
    copy.play(30);
    expect(digest(copy)).toBe(digest(straight));
    expect(adaptiveOf(copy).controller.measurements).toBeGreaterThan(4);
    expect(digest(half)).not.toBe(digest(straight));
  });
});

describe('criticality', () => {
  const chain = (call: string, client: string): Play =>
    begin(fleet('workers: 1000\n    cores: 30', `call: {service: back, route: /x${call}}`, [`name: jobs, timeout: 60s, ${client}`], BACK));
  const BACK = `  - name: middle
    endpoints: [{route: /x, steps: [{call: {service: back, route: /x}}]}]
  - name: back
    workers: 4
    cores: 4
    maxInFlight: 8
    endpoints: [{route: /x, steps: [{compute: 20ms}]}]
`;

  it.each([
    { said: 'nothing', call: '', client: 'routes: [{route: /job, perSecond: 400}]', place: -1 },
    { said: 'by the class of users', call: '', client: 'criticality: SHEDDABLE, routes: [{route: /job, perSecond: 400}]', place: 3 },
    { said: 'by the route', call: '', client: 'criticality: SHEDDABLE, routes: [{route: /job, perSecond: 400, criticality: SHEDDABLE_PLUS}]', place: 2 },
    { said: 'by the call', call: ', criticality: CRITICAL_PLUS', client: 'criticality: SHEDDABLE, routes: [{route: /job, perSecond: 400}]', place: 0 },
    { said: 'and goes on with tries', call: ', retries: 2', client: 'criticality: SHEDDABLE, routes: [{route: /job, perSecond: 400}]', place: 3 },
  ])('is said $said', ({ call, client, place }) => {
    const run = chain(call, client);
    run.play(5);
    const pod = run.engine.world.s.pods.findIndex(({ protection }) => protection !== undefined);
    const { shed, shedBy } = protectionOf(run, pod);
    expect(shed).toBeGreaterThan(300);
    expect(shedBy).toEqual(place < 0 ? undefined : [0, 1, 2, 3].map((at) => (at === place ? shed : 0)));
  });

  it('goes along all calls of a request', () => {
    const run = begin(
      fleet(
        'workers: 1000\n    cores: 30',
        'call: {service: middle, route: /x}',
        ['name: jobs, timeout: 60s, criticality: SHEDDABLE, routes: [{route: /job, perSecond: 400}]'],
        BACK,
      ),
    );
    run.play(5);
    const pod = run.engine.world.s.pods.findIndex(({ protection }) => protection !== undefined);
    expect(protectionOf(run, pod).shedBy?.[3]).toBeGreaterThan(300);
    expect(protectionOf(run, pod).shedBy?.slice(0, 3)).toEqual([0, 0, 0]);
  });
});
