import { child, type Located, type LocatedEntry, type LocatedList, type LocatedMap, textOf } from './located.ts';

/**
 * Lays an override over a value. Maps merge key by key; lists merge item by item when every item can be told by its `name` (or, without
 * one, by `route`, `method` and `kind`), new ones being added at the end; anything else is replaced. `key: null` takes the key away.
 * A merged value stands where the override stands: a contradiction between the two is the override's to solve.
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
  return { kind: 'map', place: over.place, entries };
}

function mergeLists(base: LocatedList, over: LocatedList): Located {
  const ids = base.items.map(identityOf);
  const overIds = over.items.map(identityOf);
  if (new Set(ids).size < ids.length || ids.includes(null) || overIds.includes(null)) return over;
  const items = [...base.items];
  over.items.forEach((item, i) => {
    const at = ids.indexOf(overIds[i]);
    if (at < 0) items.push(item);
    else items[at] = mergeLocated(items[at], item);
  });
  return { kind: 'list', place: over.place, items };
}

function identityOf(item: Located): string | null {
  const name = textOf(child(item, 'name'));
  if (name !== null) return name;
  const route = textOf(child(item, 'route'));
  const method = textOf(child(item, 'method')) ?? 'GET';
  return route === null ? null : `${method} ${route} ${textOf(child(item, 'kind')) ?? ''}`;
}
