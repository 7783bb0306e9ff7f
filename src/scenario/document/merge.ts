import { child, type Located, type LocatedEntry, type LocatedList, type LocatedMap, textOf } from './located.ts';

/**
 * Lays an override over a value. Maps merge key by key; lists merge item by item when every item of both has a `name` (or, without
 * one, a `route`), new names being added at the end; anything else is replaced. `key: null` takes the key away.
 */
export function mergeLocated(base: Located, over: Located): Located {
  if (base.kind === 'map' && over.kind === 'map') return mergeMaps(base, over);
  if (base.kind === 'list' && over.kind === 'list') return mergeLists(base, over);
  return over;
}

function mergeMaps(base: LocatedMap, over: LocatedMap): LocatedMap {
  const entries = new Map<string, LocatedEntry>(base.entries);
  for (const [key, entry] of over.entries) {
    const before = entries.get(key);
    if (entry.value.kind === 'scalar' && entry.value.value === null) entries.delete(key);
    else entries.set(key, before === undefined ? entry : { key: entry.key, value: mergeLocated(before.value, entry.value) });
  }
  // Errors inside a merged map point into the file the broken value stands in; the map itself belongs to the base.
  return { kind: 'map', place: base.place, entries };
}

function mergeLists(base: LocatedList, over: LocatedList): Located {
  const key = ['name', 'route'].find((candidate) => [...base.items, ...over.items].every((item) => textOf(child(item, candidate)) !== null));
  if (key === undefined) return over;
  const items = [...base.items];
  for (const item of over.items) {
    const at = items.findIndex((other) => textOf(child(other, key)) === textOf(child(item, key)));
    if (at < 0) items.push(item);
    else items[at] = mergeLocated(items[at], item);
  }
  return { kind: 'list', place: base.place, items };
}
