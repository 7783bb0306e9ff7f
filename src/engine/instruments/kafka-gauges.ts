import { lagOf, kafkaOf } from '../kafka/kafka-state.ts';
import type { World } from '../world.ts';
import { infraTarget, setGauge } from './set-gauge.ts';

/** What kafka_exporter (danielqsj) says of the cluster, under its names; and of each Java consumer its own largest lag, as Micrometer names it. */
export function kafkaGauges(world: World): void {
  const { plan, state } = kafkaOf(world);
  const target = infraTarget(world, 'kafka-exporter', `${plan.model.name}:9308`, {});
  setGauge(world, target, 'kafka_brokers', {}, plan.model.brokers);
  plan.topics.forEach(({ model }, topic) => {
    setGauge(world, target, 'kafka_topic_partitions', { topic: model.name }, model.partitions);
    state.topics[topic].partitions.forEach(({ start, end }, partition) => {
      const labels = { partition: String(partition), topic: model.name };
      setGauge(world, target, 'kafka_topic_partition_current_offset', labels, end);
      setGauge(world, target, 'kafka_topic_partition_oldest_offset', labels, start);
    });
  });
  plan.groups.forEach(({ name, topic }, group) => {
    const its = state.groups[group];
    const labels = { consumergroup: name, topic: plan.topics[topic].model.name };
    let sum = 0;
    its.committed.forEach((offset, partition) => {
      const lag = lagOf(world, group, partition);
      sum += lag;
      setGauge(world, target, 'kafka_consumergroup_current_offset', { ...labels, partition: String(partition) }, offset);
      setGauge(world, target, 'kafka_consumergroup_lag', { ...labels, partition: String(partition) }, lag);
    });
    setGauge(world, target, 'kafka_consumergroup_lag_sum', labels, sum);
    setGauge(
      world,
      target,
      'kafka_consumergroup_members',
      { consumergroup: name },
      its.members.reduce((count, { known }) => count + (known ? 1 : 0), 0),
    );
  });
}
