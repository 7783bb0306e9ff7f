import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYamlText } from 'yaml';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { formatProblem } from '../../src/scenario/problem.ts';
import { fleetJsonSchema, scenarioJsonSchema } from '../../src/scenario/schema/scenario.ts';
import { filesIn, filesOf } from './files.ts';

const SHIPPED = filesIn('scenarios');
const SCENARIO = SHIPPED.read('playlist-hangs.yaml') ?? '';
const FLEET = SHIPPED.read('fleets/wavelength.yaml') ?? '';

function load(scenario: string, fleet = FLEET) {
  return loadScenario(filesOf({ 's.yaml': scenario, 'fleets/wavelength.yaml': fleet }), 's.yaml');
}

function modelOf(scenario: string, fleet = FLEET) {
  const loaded = load(scenario, fleet);
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded.scenario;
}

describe('shipped scenarios', () => {
  it('load without a word', () => {
    const loaded = loadScenario(SHIPPED, 'playlist-hangs.yaml');
    expect(loaded.ok ? loaded.warnings : loaded.problems).toEqual([]);
  });

  it('fit the published JSON Schema, as another validator reads it', () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    for (const [schema, text] of [
      [scenarioJsonSchema(), SCENARIO],
      [fleetJsonSchema(), FLEET],
    ] as const) {
      const validate = ajv.compile(schema);
      expect(validate(parseYamlText(text)) ? [] : validate.errors).toEqual([]);
      expect(validate({ ...parseYamlText(text), surprise: 1 })).toBe(false);
    }
  });

  it('say in the fleet what the brief of the fleet says: at least eight calls for a home screen', () => {
    const { fleet } = modelOf(SCENARIO);
    const calls = (service: string, route: string): number => {
      const endpoint = fleet.services.find((one) => one.name === service)?.endpoints.find((one) => one.route === route);
      return (endpoint?.steps ?? []).reduce((sum, step) => {
        const out = step.kind === 'call' ? [step] : step.kind === 'parallel' ? step.branches : [];
        return sum + out.reduce((inner, call) => inner + 1 + calls(call.service, call.route), 0);
      }, 0);
    };
    expect(calls('gateway', '/home')).toBeGreaterThanOrEqual(8);
  });
});

describe('overrides', () => {
  const over = (text: string) => modelOf(SCENARIO.replace('fleet: wavelength\n', `fleet: wavelength\noverrides:\n${text}\n`)).fleet;
  const base = modelOf(SCENARIO).fleet;
  const playlist = (fleet: typeof base) => fleet.services.find((service) => service.name === 'playlist');

  it('merge maps key by key and lists by name', () => {
    const fleet = over('  services: [{name: playlist, replicas: 6, cpu: {limit: 3}, pools: [{name: HikariPool-1, size: 25}]}]');
    expect(playlist(fleet)).toEqual({
      ...playlist(base),
      replicas: 6,
      cpuLimitMilli: 3000,
      pools: [{ ...playlist(base)?.pools[0], size: 25, maxIdle: 25 }],
    });
    expect(fleet.services.length).toBe(base.services.length);
  });

  it('tell list items without a name by route and kind', () => {
    const fleet = over('  slos: [{route: /home, kind: latency, threshold: 600ms}]');
    expect(fleet.slos.map((slo) => slo.thresholdUs)).toEqual(base.slos.map((slo) => (slo.name === '/home latency' ? 600_000 : slo.thresholdUs)));
  });

  it('add new names at the end, replace other lists, and take away what is null', () => {
    const fleet = over(
      '  flags: [{name: new, on: true, description: New}]\n  databases: [{name: playlist-db, residents: [], settings: {max_connections: null}}]',
    );
    expect(fleet.flags.map((flag) => flag.name)).toEqual([...base.flags.map((flag) => flag.name), 'new']);
    expect(fleet.databases[0].residents).toEqual([]);
    expect(Object.keys(fleet.databases[0].settings)).not.toContain('max_connections');
  });
});

describe('the scenario’s hash', () => {
  const base = modelOf(SCENARIO).hash;
  it('is 16 hex digits', () => expect(base).toMatch(/^[0-9a-f]{16}$/));
  it('ignores comments and the order of keys', () => {
    expect(modelOf(`# remark\n${SCENARIO.replace('incident: INC-0417\ndifficulty: 2\n', 'difficulty: 2\nincident: INC-0417\n')}`).hash).toBe(base);
  });
  it.each([
    ['a default seed', 'seed: 422', 'seed: 418'],
    ['a moment', 'at: -12m', 'at: -11m'],
    ['a word of a runbook', 'lock little', 'lock much'],
  ])('changes with %s', (_, from, to) => expect(modelOf(SCENARIO.replace(from, to)).hash).not.toBe(base));
  it('changes with the fleet', () => expect(modelOf(SCENARIO, FLEET.replace('workers: 200', 'workers: 201')).hash).not.toBe(base));
});

describe('damaged text', () => {
  it('never throws: it loads or says what is wrong, inside the file', () => {
    const lines = FLEET.split('\n');
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.nat(40), fc.string({ maxLength: 6, unit: 'grapheme-ascii' }), fc.boolean(), (line, column, noise, drop) => {
        const damaged = [...lines];
        damaged[line] = drop ? noise : damaged[line].slice(0, column) + noise + damaged[line].slice(column);
        const loaded = load(SCENARIO, damaged.join('\n'));
        if (loaded.ok) return true;
        return (
          loaded.problems.length > 0 &&
          loaded.problems.every((problem) => problem.line >= 1 && problem.line <= Math.max(lines.length, SCENARIO.split('\n').length) + 1)
        );
      }),
      { numRuns: 30, seed: 7 },
    );
  }, 300_000);
});

it('keeps the cause out of whatever a player may see before the debrief', () => {
  const { truth, faults, fleet, ...seen } = modelOf(SCENARIO);
  const text = JSON.stringify({
    title: seen.title,
    id: seen.id,
    brief: seen.brief,
    alerts: seen.alertRules,
    messages: seen.messages,
    runbooks: seen.runbooks,
    practises: seen.practises,
  });
  for (const word of ['leak', faults[0].kind, ...truth.claims.map((claim) => claim.title)]) expect(text.toLowerCase()).not.toContain(word.toLowerCase());
  expect(JSON.stringify(fleet)).not.toContain('versions' in faults[0] ? faults[0].versions[0] : undefined);
});
