import { expect, it, vi } from 'vitest';
import type { CallPool } from '../../../src/engine/connect/call-connections.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { oneCaller } from '../../fidelity/one-caller.ts';

vi.setConfig({ testTimeout: 300_000 });

function poolOf(engine: Engine): CallPool {
  const pool = engine.world.s.pods.flatMap(({ callPools }) => callPools ?? [])[0];
  if (pool === undefined) throw new Error('nobody keeps connections');
  return pool;
}

/** Rows of the table that are in use, and those that pools know of. */
function rowsInUse(engine: Engine): readonly [number, number] {
  const table = engine.world.s.callConnections;
  const rows = table === undefined ? 0 : table.state.filter((state) => state > 1).length;
  return [rows, engine.world.s.pods.flatMap(({ callPools }) => callPools ?? []).reduce((sum, { open }) => sum + open, 0)];
}

it('a new connection costs a round trip, a kept one nothing', () => {
  const kept = oneCaller('timeout: 10s, connections: {roundTrip: 20ms}', 7);
  kept.engine.advance(kept.beginUs + 20e6);
  const pool = poolOf(kept.engine);
  // 1,000 a second for 10 ms each: some 15 at once, and a few dozen while all first ones are being made
  expect(pool.opened).toBeLessThan(80);
  const { opened } = pool;
  kept.engine.advance(kept.beginUs + 40e6);
  expect(pool.opened - opened).toBeLessThan(10);

  const without = oneCaller('timeout: 10s, connections: {roundTrip: 20ms, maxIdle: 0}', 7);
  without.engine.advance(without.beginUs + 20e6);
  expect(poolOf(without.engine).idle).toBe(0);
  const { served } = { served: without.recorder.completed.count };
  expect(Math.abs(poolOf(without.engine).opened - served)).toBeLessThan(100);
  const mean = (times: { arrivals(): Float64Array; departures(): Float64Array }): number => {
    const [from, to] = [times.arrivals(), times.departures()];
    return to.reduce((sum, departed, at) => sum + departed - from[at], 0) / to.length;
  };
  expect(mean(kept.recorder.completed) / 1e3).toBeCloseTo(10, 0);
  expect(mean(without.recorder.completed) / 1e3).toBeCloseTo(30, 0);
  expect(rowsInUse(without.engine)[0]).toBe(rowsInUse(without.engine)[1]);
});

it('connections end by age: as many are made a second as are open, over the age', () => {
  const { engine, beginUs } = oneCaller('timeout: 10s, connections: {maxAge: 2s, idleTimeout: 0s}', 11);
  engine.advance(beginUs + 10e6);
  const pool = poolOf(engine);
  const { opened } = pool;
  engine.advance(beginUs + 30e6);
  const perSecond = (pool.opened - opened) / 20;
  // those at the bottom of the stack are closed by the sweep and not made again, so it is between what is used and what is open
  expect(perSecond).toBeGreaterThan(5);
  expect(perSecond).toBeLessThan(20);
});

it('idle connections are closed after the idle timeout', () => {
  const { engine, beginUs } = oneCaller('timeout: 10s, connections: {roundTrip: 50ms, idleTimeout: 3s}', 11);
  engine.advance(beginUs + 1e6);
  const most = poolOf(engine).open;
  engine.advance(beginUs + 30e6);
  expect(poolOf(engine).open).toBeLessThan(most);
  expect(poolOf(engine).open).toBeGreaterThan(9);
});

it('a kept connection sticks to its pod: new pods get only new connections', () => {
  const { engine, beginUs } = oneCaller('timeout: 10s, connections: {}', 3);
  engine.advance(beginUs + 10e6);
  engine.execute({ kind: 'scale', service: 'station', replicas: 2 }, 'test');
  engine.advance(beginUs + 30e6);
  const [, second] = engine.world.s.pods.filter(({ service }) => service === 1);
  const before = second?.cpuUsedUs ?? 0;
  engine.advance(beginUs + 40e6);
  // half of the load would be 50 core seconds
  expect((second.cpuUsedUs - before) / 1e6).toBeLessThan(25);
});

it('over HTTP/2 requests share one connection, and so one pod', () => {
  const { engine, beginUs } = oneCaller('timeout: 10s, connections: {protocol: http2}', 3);
  engine.execute({ kind: 'scale', service: 'station', replicas: 3 }, 'test');
  engine.advance(beginUs + 10e6);
  expect(poolOf(engine).open).toBe(1);
  const stations = engine.world.s.pods.filter(({ service }) => service === 1);
  const before = stations.map(({ cpuUsedUs }) => cpuUsedUs);
  engine.advance(beginUs + 20e6);
  const used = stations.map(({ cpuUsedUs }, at) => cpuUsedUs - (before[at] ?? 0));
  expect(used.filter((us) => us > 0)).toHaveLength(1);
  const { streams, state } = engine.world.s.callConnections!;
  const shared = streams.reduce((sum, count, row) => sum + (state[row] === 3 ? count : 0), 0);
  expect(shared).toBe(stations.reduce((sum, { busy }) => sum + busy, 0));
});

it('an HTTP/2 connection that is too old ends with its last request', () => {
  const { engine, beginUs } = oneCaller('timeout: 10s, connections: {protocol: http2, maxAge: 2s}', 3);
  engine.advance(beginUs + 21e6);
  // some are made at once at the start; then one every two seconds
  expect(poolOf(engine).opened).toBeGreaterThan(9);
  expect(poolOf(engine).open).toBeLessThan(3);
});

it.each(['http1', 'http2'])('ends of processes and timeouts leave nothing behind: %s', (protocol) => {
  const { engine, beginUs } = oneCaller(`timeout: 12ms, connections: {roundTrip: 2ms, protocol: ${protocol}}`, 5);
  engine.advance(beginUs + 5e6);
  for (let round = 0; round < 4; round++) {
    engine.execute({ kind: 'rollout-restart', service: round % 2 === 0 ? 'station' : 'entry' }, 'test');
    engine.advance(beginUs + (round + 1) * 20e6);
    const [rows, known] = rowsInUse(engine);
    expect(rows).toBe(known);
  }
  const table = engine.world.s.callConnections;
  // each row that is being made belongs to an attempt: round trips end, so few are
  expect(table?.state.filter((state) => state === 1).length).toBeLessThan(20);
});
