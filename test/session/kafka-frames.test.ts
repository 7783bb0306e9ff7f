import { expect, it } from 'vitest';
import { scenarioCardOf } from '../../src/app/scenario-card.ts';
import { edgeFrames } from '../../src/session/frames/edge-frames.ts';
import { serviceFrames } from '../../src/session/frames/service-frames.ts';
import { storeFrames } from '../../src/session/frames/store-frames.ts';
import { snapshot } from '../../src/session/rates.ts';
import { kafkaFleet } from '../engine/kafka/kafka-fleet.ts';

const POISON = { kind: 'poison-record', topic: 'plays', service: 'royalty', share: 1, says: 'unknown territory', fromUs: 30e6, count: 1 } as const;

it('Kafka on the map: what is sent, what is read, what is behind, and who fails at it', () => {
  const fleet = kafkaFleet({ faults: [POISON] });
  expect(scenarioCardOf(fleet.scenario).stores).toContainEqual({
    name: 'kafka',
    kind: 'kafka',
    region: 'east',
    groups: [{ name: 'royalties', topic: 'plays' }],
    map: { column: 0, row: 0 },
  });
  const { world } = fleet.engine;
  const frames = (from: number, to: number) => {
    fleet.until(from);
    const then = snapshot(world);
    fleet.until(to);
    const now = snapshot(world);
    const edge = (of: string, into: string) => edgeFrames(world, now, then).find((frame) => frame.from === of && frame.to === into);
    return {
      store: storeFrames(world, now, then).find(({ kind }) => kind === 'kafka'),
      sent: edge('entry', 'kafka'),
      read: edge('kafka', 'royalty'),
      reader: serviceFrames(world, now, then, then).find(({ name }) => name === 'royalty'),
    };
  };
  const well = frames(5, 25);
  expect(Math.abs((well.store?.perSecond ?? 0) / 40 - 1)).toBeLessThan(0.15);
  expect(well.sent?.perSecond).toBeCloseTo(well.store?.perSecond ?? 0);
  expect(Math.abs((well.read?.perSecond ?? 0) / (well.sent?.perSecond ?? 1) - 1)).toBeLessThan(0.02);
  expect(well.read?.errorRatio).toBe(0);
  // one partition stands still, its record tried once a second
  const stuck = frames(90, 110);
  expect(stuck.store?.caption).toBe(`lag ${fleet.lags().reduce((sum, lag) => sum + lag, 0)}`);
  expect((stuck.read?.errorRatio ?? 0) * (stuck.read?.perSecond ?? 0)).toBeGreaterThan(0.8);
  expect(stuck.reader?.errorRatio).toBeGreaterThan(0.02);
  expect(stuck.reader?.perSecond).toBeLessThan(35);
}, 300_000);
