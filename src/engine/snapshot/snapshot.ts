import type { Hasher } from '../../base/hash.ts';
import { openStream } from '../../base/random.ts';
import type { World, WorldState } from '../world.ts';

/**
 * Snapshot, restore and digest of the world. The state is one tree of plain data, so a snapshot is a copy; order is state and identity
 * is state: rows keep their numbers, free lists their chains.
 */
export function snapshotWorld(world: World): WorldState {
  world.s.streams = world.streams.map((stream, index) => ({ ...world.s.streams[index], state: { ...stream.state() } }));
  return copy(world.s) as WorldState;
}

export function restoreWorld(world: World, saved: unknown): void {
  const state = copy(saved) as WorldState;
  // The tree is swapped whole; everything reads it through `world.s`.
  world.s = state;
  world.nodes = state.nodes;
  world.shownPods.length = 0;
  world.nodeNames = state.nodes.map((node) => node.name);
  state.streams.forEach((stream, index) => {
    world.streams[index] = openStream(world.seed, `arrivals/${world.plan.streams[index].name}`, stream.state);
  });
}

/** Deep copy of plain data: objects, arrays, typed arrays, primitives. */
export function copy(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (ArrayBuffer.isView(value)) return (value as Uint8Array).slice();
  if (Array.isArray(value)) {
    // as densely packed as the original: `map` leaves room for holes, and code that was compiled for the one kind of array is thrown away when it meets the other
    const twin: unknown[] = value.slice();
    for (let at = 0; at < twin.length; at++) if (typeof twin[at] === 'object') twin[at] = copy(twin[at]);
    return twin;
  }
  const twin: Record<string, unknown> = {};
  for (const key of Object.keys(value)) twin[key] = copy((value as Record<string, unknown>)[key]);
  return twin;
}

/** Names of series and targets follow from everything else and are long; they are the one part digests leave out. */
const LEFT_OUT: ReadonlySet<string> = new Set(['descriptors', 'targets', 'named']);

export function hashWorld(world: World, hasher: Hasher): void {
  const s = world.s;
  for (const key of Object.keys(s).sort()) {
    hasher.text(key);
    const part = s[key as keyof WorldState];
    if (key === 'meters') for (const [name, column] of Object.entries(s.meters)) hasher.value(LEFT_OUT.has(name) ? 0 : column);
    else if (key === 'streams') for (const stream of world.streams) hasher.value({ ...stream.state() });
    else hasher.value(part);
  }
}
