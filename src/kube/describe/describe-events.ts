import type { Cluster } from '../cluster.ts';
import { type EventObject, eventObject } from '../objects/event.ts';
import { since } from '../tables/table.ts';
import { parseRfc3339 } from '../timestamps.ts';
import type { DescribeWriter } from './describe-writer.ts';

/** The last section: events of one object, oldest last seen first. Source: kubectl pkg/describe DescribeEvents. */
export function describeEvents(writer: DescribeWriter, cluster: Cluster, kind: string, name: string): void {
  const events = cluster.fleet.events.filter((event) => event.objectKind === kind && event.objectName === name).map((event) => eventObject(cluster, event));
  if (events.length === 0) {
    writer.line(0, 'Events:', '<none>');
    return;
  }
  writer.line(0, 'Events:');
  writer.line(1, 'Type', 'Reason', 'Age', 'From', 'Message');
  writer.line(1, '----', '------', '----', '----', '-------');
  for (const event of events.sort((a, b) => parseRfc3339(a.lastTimestamp) - parseRfc3339(b.lastTimestamp))) {
    writer.line(1, event.type, event.reason, interval(cluster, event), event.source.component, event.message.trim());
  }
}

/** `118s`, or `118s (x6 over 10m)` for an event seen before. */
export function interval(cluster: Cluster, event: EventObject): string {
  const last = since(cluster, event.lastTimestamp);
  return event.count > 1 ? `${last} (x${event.count} over ${since(cluster, event.firstTimestamp)})` : last;
}
