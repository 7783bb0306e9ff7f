import { describe, expect, it } from 'vitest';
import { twoRegions } from './two-regions.ts';

describe('a zone that is taken out of the backend service', () => {
  it('gets no new request, though its pods are well; its users go to the other region, and come back', () => {
    const edge = twoRegions();
    edge.until(30);
    const east = edge.engine.world.s.services[0];
    const scale = (scaler: number): boolean => edge.engine.execute({ kind: 'set-edge-capacity', zone: 'east-a', scaler }, 'player').ok;
    expect(scale(0)).toBe(true);
    edge.until(60);
    // what was on its way at 30 s is answered
    const during = edge.lines().filter(({ atUs }) => atUs > 30.2e6);
    expect(during.length).toBeGreaterThan(1_300);
    expect(during.every(({ status }) => status === 200)).toBe(true);
    expect(during.filter(({ seconds }) => seconds < 0.05).length).toBeGreaterThan(0.4 * during.length);
    // half of the users are from the east: 40 ms each way between the regions
    expect(during.filter(({ seconds }) => seconds > 0.09).length).toBeGreaterThan(0.4 * during.length);
    expect(east?.backends).toEqual([]);
    expect(east?.group.length).toBe(2);
    expect(scale(1)).toBe(true);
    edge.until(90);
    const after = edge.lines().filter(({ atUs }) => atUs > 61e6);
    expect(after.every(({ seconds }) => seconds < 0.05)).toBe(true);
  });

  it.each([
    [{ zone: 'east-z', scaler: 0 }, 'no zone "east-z"; there are east-a, west-a'],
    [{ zone: 'east-a', scaler: 0.5 }, "Invalid value for field 'capacityScaler': '0.5'. Simulated are 0 and 1."],
  ])('%j is refused', (command, message) => {
    const { engine } = twoRegions();
    expect(engine.execute({ kind: 'set-edge-capacity', ...command }, 'player')).toMatchObject({ ok: false, refusal: { message } });
  });
});
