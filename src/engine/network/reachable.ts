import type { World } from '../world.ts';

/** Whether packets of one region arrive in the other: always inside a region, else while neither is cut off. Regions by their place in the fleet. */
export function reachable(world: World, from: number, to: number): boolean {
  return from === to || (world.s.isolated[from] === 0 && world.s.isolated[to] === 0);
}

/** Whether any region is cut off: while none is, nobody need ask who is where. */
export function isAnyCutOff({ s }: World): boolean {
  const { isolated } = s;
  for (let region = 0; region < isolated.length; region++) if (isolated[region] !== 0) return true;
  return false;
}
