import type { ShellPort } from '../../../../contract/ports.ts';
import type { LogLine } from '../../../../contract/records.ts';
import { MICROS_PER_MS, microsOf } from '../../../../contract/time.ts';
import type { Resource } from '../output/resource.ts';
import type { Reach } from './query-reach.ts';
import type { Matches } from './query-matching.ts';
import { timestampMs } from './query-values.ts';

export interface EntryRequest {
  /** Whose lines. */
  readonly service: string;
  readonly logName: string;
  readonly matches: Matches;
  readonly reach: Reach;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** The longest a request takes. */
  readonly longestMs: number;
}

interface Entry {
  readonly id: number;
  /** Of its time stamp. */
  readonly startMs: number;
  readonly resource: Resource;
}

const PAGE_LINES = 2_000;

/**
 * Entries in the order of their time stamps. A line is written at a request's end and stamped with its start, so lines are read on until no request
 * that ended further away can have started nearer.
 */
export async function readEntries(port: ShellPort, request: EntryRequest): Promise<readonly Resource[]> {
  const { order, limit, longestMs } = request;
  const sign = order === 'desc' ? -1 : 1;
  const ordering = (a: Entry, b: Entry): number => sign * (a.startMs - b.startMs || a.id - b.id);
  const found: Entry[] = [];
  let edge: LogLine | null = null;
  for (;;) {
    const lines: readonly LogLine[] = await nextPage(port, request, edge);
    for (const line of lines) keepMatching(line, request, found);
    if (lines.length === 0) break;
    edge = order === 'desc' ? lines[0] : lines[lines.length - 1];
    if (found.length < limit) continue;
    found.sort(ordering);
    found.length = limit;
    const last = found[limit - 1].startMs;
    if (order === 'desc' ? last >= edge.unixMs : last <= edge.unixMs - longestMs) break;
  }
  found.sort(ordering);
  return found.map(({ resource }) => resource);
}

/** The lines next to `edge`, further from where reading began; from that one itself on, as others may have the same instant. */
async function nextPage(port: ShellPort, { service, reach, order, longestMs }: EntryRequest, edge: LogLine | null): Promise<readonly LogLine[]> {
  const filter = {
    services: [service],
    limit: PAGE_LINES,
    fromUs: microsOf(port.epoch, reach.fromMs),
    toUs: microsOf(port.epoch, reach.toMs) + longestMs * MICROS_PER_MS,
    ...(reach.warningsOnly ? { minLevel: 'warn' as const } : {}),
  };
  if (order === 'asc') return port.logs({ ...filter, take: 'oldest', ...(edge === null ? {} : { afterId: edge.id }) });
  if (edge === null) return port.logs({ ...filter, take: 'newest' });
  const lines = await port.logs({ ...filter, take: 'newest', toUs: edge.tUs });
  return lines.filter(({ id }) => id < edge.id);
}

function keepMatching({ id, text }: LogLine, { matches, reach, logName }: EntryRequest, found: Entry[]): void {
  const resource: Resource = { logName, ...(JSON.parse(text) as Resource) };
  const startMs = timestampMs(String(resource.timestamp));
  if (startMs >= reach.fromMs && startMs <= reach.toMs && matches(resource)) found.push({ id, startMs, resource });
}
