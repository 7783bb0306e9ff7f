import { type Cluster, nowUnixUs } from '../cluster.ts';
import { humanDuration } from '../duration.ts';
import type { KubeObject } from '../objects/object-meta.ts';
import { parseRfc3339 } from '../timestamps.ts';

export interface Column {
  readonly name: string;
  /** Shown with `-o wide` only. */
  readonly wide: boolean;
}

export type Cell = string | number;

/** A table as the API server answers it: all cells, the wide ones too, and the object of each row. Source: meta/v1 Table. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly cells: readonly Cell[]; readonly object: KubeObject }[];
}

/** How a kind is shown in a table. */
export interface TablePrinter<T extends KubeObject> {
  readonly columns: readonly Column[];
  cells(object: T, cluster: Cluster): readonly Cell[];
}

export function columns(always: readonly string[], wide: readonly string[] = []): readonly Column[] {
  return [...always.map((name) => ({ name, wide: false })), ...wide.map((name) => ({ name, wide: true }))];
}

/** Time since a timestamp, as AGE columns show it. */
export function since(cluster: Cluster, timestamp: string | undefined): string {
  return timestamp === undefined ? '<unknown>' : humanDuration(nowUnixUs(cluster) - parseRfc3339(timestamp) * 1_000_000);
}

export function age(cluster: Cluster, object: KubeObject): string {
  return since(cluster, object.metadata.creationTimestamp);
}

/** `app=web,tier=front`, or `<none>`. */
export function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort();
  return pairs.length === 0 ? '<none>' : pairs.join(',');
}
