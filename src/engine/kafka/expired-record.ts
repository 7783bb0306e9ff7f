import { INT } from '../requests/attempt-table.ts';
import { RUNTIME } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { write } from './kafka-logs.ts';
import { patienceUs, topicPartitionOf } from './produce.ts';

/** What a program says of a record that was not delivered in time: the Java client's words, or librdkafka's. */
export function logExpiredRecord(world: World, row: number): void {
  const { s, plan } = world;
  const { ints } = s.attempts;
  const pod = ints[row + INT.pod];
  const ms = patienceUs(world, pod) / 1_000;
  const text =
    plan.services[s.pods[pod].service].runtime === RUNTIME.java
      ? `org.apache.kafka.common.errors.TimeoutException: Expiring 1 record(s) for ${topicPartitionOf(world, row, plan.program.a[ints[row + INT.pc] - 1])}:${ms} ms has passed since batch creation`
      : 'Local: Message timed out';
  write(world, pod, 'ERROR', text, ints[row + INT.keyHi], ints[row + INT.keyLo]);
}
