import type { Micros } from '../../../contract/time.ts';
import type { KafkaInspection } from '../../../contract/inspection-kafka.ts';
import { fail, type ToolContext, type ToolResult } from '../../tool.ts';

/** How long an admin client waits for an answer, and what the tool says then. */
export interface Unanswered {
  readonly afterUs: Micros;
  readonly says: (reason: string) => ToolResult;
  /** What the client calls what it asked. */
  readonly call: string;
}

/** The cluster behind `--bootstrap-server`, or what the tool says when it finds none there. */
export async function reach({ port, cancel }: ToolContext, bootstrap: string | undefined, unanswered: Unanswered): Promise<KafkaInspection | ToolResult> {
  if (bootstrap === undefined) return fail('Missing required argument "[bootstrap-server]"\n');
  const { kafka } = await port.fleet();
  const host = bootstrap.replace(/:\d+$/, '');
  const known = kafka !== undefined && (host === kafka.name || host.startsWith(`${kafka.name}.`) || host.startsWith(`${kafka.name}-`));
  if (known && (!/:\d+$/.test(bootstrap) || bootstrap.endsWith(':9092'))) {
    if (kafka.reachable) return kafka;
    await port.sleep(unanswered.afterUs, cancel);
    return unanswered.says(`Timed out waiting for a node assignment. Call: ${unanswered.call}`);
  }
  const where = kafka === undefined ? 'this fleet has no Kafka' : `Kafka is at ${kafka.name}:9092`;
  return known
    ? fail(`Connection to node -1 (${bootstrap}) could not be established. Node may not be available. (${where})\n`)
    : fail(`org.apache.kafka.common.config.ConfigException: No resolvable bootstrap urls given in bootstrap.servers (${where})\n`);
}

/** Rows of cells, each column at least so wide, those of `growing` as wide as their longest; a blank between them, as `%-15s` has it. */
export function padded(rows: readonly (readonly string[])[], least: readonly number[], growing: readonly number[] = []): string {
  const widths = least.map((width, column) => (growing.includes(column) ? Math.max(width, ...rows.map((row) => row[column].length)) : width));
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column])).join(' ')}\n`).join('');
}
