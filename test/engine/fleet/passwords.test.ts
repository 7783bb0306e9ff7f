import { beforeEach, describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import type { FleetCommand } from '../../../src/contract/commands.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { heldBy } from '../../../src/engine/fleet/passwords.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { LIFETIME, lockedFleet, PODS } from './locked-fleet.ts';
import { createRecorder, type TelemetryRecorder } from '../../../src/telemetry/recorder.ts';

interface Locked {
  readonly engine: Engine;
  readonly recorder: TelemetryRecorder;
  until(seconds: number): void;
  execute(command: FleetCommand): string;
  /** Answers since the last time this was asked, and how many of them were bad. */
  answers(): { readonly all: number; readonly bad: number };
  digest(): string;
  pods(): string[];
}

function locked(target: string, reloads = false): Locked {
  const scenario = fleetScenario(lockedFleet(target, reloads));
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, 3, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  const { world } = engine;
  let [all, bad] = [0, 0];
  return {
    engine,
    recorder,
    until: (seconds) => engine.advance(scenario.warmupUs + seconds * 1e6),
    execute(command) {
      const result = engine.execute(command, 'test');
      return result.ok ? '' : result.refusal.message;
    },
    answers() {
      const { requests, badRequests } = world.s.harm;
      const since = { all: (requests[0] ?? 0) - all, bad: (badRequests[0] ?? 0) - bad };
      [all, bad] = [requests[0] ?? 0, badRequests[0] ?? 0];
      return since;
    },
    digest() {
      const hasher = new Hasher();
      hashWorld(world, hasher);
      return hasher.digest();
    },
    pods: () => (world.s.services[0]?.endpoints ?? []).map((pod) => world.s.pods[pod]?.record.name ?? ''),
  };
}

/** Of all answers, within 3.5 standard deviations of a binomial share. */
function expectShare({ all, bad }: { readonly all: number; readonly bad: number }, share: number): void {
  expect(Math.abs(bad / all - share)).toBeLessThan(3.5 * Math.sqrt((share * (1 - share)) / all));
}

describe.each([
  { target: 'store', said: 'password authentication failed for user "app"', by: 'store' },
  { target: 'bouncer', said: 'SASL authentication failed', by: 'bouncer' },
])('a password that is rotated, at $target', ({ target, said, by }) => {
  let fleet: Locked;

  beforeEach(() => {
    fleet = locked(target);
    fleet.until(120);
    fleet.answers();
    expect(fleet.execute({ kind: 'rotate-password', secret: 'store-app' })).toBe('');
  });

  it('is noticed when connections age, by every pod that started before', () => {
    fleet.until(121);
    expect(fleet.answers().bad).toBe(0);
    fleet.until(120 + LIFETIME + 1);
    fleet.answers();
    fleet.until(240);
    const { all, bad } = fleet.answers();
    expect(bad).toBe(all);
    expect(all).toBeGreaterThan(4_000);
    const lines = (service: string, text: string): number => fleet.recorder.logs({ services: [service], text, limit: 5, take: 'oldest' }).length;
    expect(lines('entry', `FATAL: ${said}`)).toBe(5);
    expect(lines(by, said)).toBe(5);
  });

  it('fails the share of pods that are older; restarting those is the cure', () => {
    const [one, two] = fleet.pods();
    for (const pod of [one, two]) expect(fleet.execute({ kind: 'delete-pod', pod: pod ?? '' })).toBe('');
    fleet.until(120 + 2 * LIFETIME);
    fleet.answers();
    fleet.until(420);
    expectShare(fleet.answers(), 0.5);
    fleet.execute({ kind: 'rollout-restart', service: 'entry' });
    fleet.until(480);
    fleet.answers();
    fleet.until(600);
    expect(fleet.answers().bad).toBe(0);
  });

  it('can be set back: then the pods that have the new one are turned away', () => {
    const [one] = fleet.pods();
    fleet.execute({ kind: 'delete-pod', pod: one ?? '' });
    expect(fleet.execute({ kind: 'set-password', secret: 'store-app', version: 1 })).toBe('');
    fleet.until(120 + 2 * LIFETIME);
    fleet.answers();
    fleet.until(600);
    expectShare(fleet.answers(), 1 / PODS);
  });

  it('and so is everybody by one that is nobody’s', () => {
    fleet.execute({ kind: 'set-password', secret: 'store-app', version: 99 });
    fleet.execute({ kind: 'rollout-restart', service: 'entry' });
    fleet.until(120 + 2 * LIFETIME);
    fleet.answers();
    fleet.until(300);
    const { all, bad } = fleet.answers();
    expect(bad).toBe(all);
  });
});

it('a process that reads a mounted file has the new one within the kubelet’s minute', () => {
  const fleet = locked('store', true);
  fleet.until(120);
  fleet.execute({ kind: 'rotate-password', secret: 'store-app' });
  const { world } = fleet.engine;
  const held = (): number[] => world.s.pods.flatMap((pod, at) => (pod.service === 0 ? [heldBy(world, at, 0)] : []));
  fleet.until(121);
  expect(held()).toEqual(Array(PODS).fill(0));
  fleet.until(120 + 62);
  expect(held()).toEqual(Array(PODS).fill(1));
  fleet.answers();
  fleet.until(300);
  expect(fleet.answers().bad).toBe(0);
});

it('a container that starts again in its pod has the new one too', () => {
  const fleet = locked('store');
  fleet.until(120);
  const { world } = fleet.engine;
  fleet.execute({ kind: 'rotate-password', secret: 'store-app' });
  const pod = world.s.pods[0];
  if (pod === undefined) throw new Error('no pod');
  expect(heldBy(world, 0, 0)).toBe(0);
  pod.record.startedUs = world.s.nowUs;
  expect(heldBy(world, 0, 0)).toBe(1);
});

it('is part of the state: a snapshot amid it goes on the same', () => {
  const [straight, half, copy] = [locked('store'), locked('store'), locked('store')];
  for (const fleet of [straight, half]) {
    fleet.until(60);
    fleet.execute({ kind: 'rotate-password', secret: 'store-app' });
  }
  half.until(90.5);
  restoreWorld(copy.engine.world, snapshotWorld(half.engine.world));
  for (const fleet of [straight, copy]) {
    fleet.until(150);
    fleet.execute({ kind: 'set-password', secret: 'store-app', version: 1 });
    fleet.until(200);
  }
  expect(copy.digest()).toBe(straight.digest());
});

it('refuses a secret there is not, and says when nothing changes', () => {
  const fleet = locked('store');
  fleet.until(10);
  expect(fleet.execute({ kind: 'rotate-password', secret: 'nobody' })).toBe('secrets "nobody" not found');
  expect(fleet.execute({ kind: 'set-password', secret: 'nobody', version: 1 })).toBe('secrets "nobody" not found');
  expect(fleet.engine.execute({ kind: 'set-password', secret: 'store-app', version: 1 }, 'test')).toEqual({ ok: true, data: { changed: false } });
});
