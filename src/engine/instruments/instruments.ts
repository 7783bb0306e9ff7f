import type { Instruments } from '../../contract/metrics.ts';
import type { World } from '../world.ts';
import { databaseGauges, poolerGauges, cacheGauges } from './data-gauges.ts';
import { linkGauges } from './link-gauges.ts';
import { certificateGauges } from './connection-gauges.ts';
import { kafkaGauges } from './kafka-gauges.ts';
import { kubeGauges } from './kube-gauges.ts';
import { upFromOutside } from './up-from-outside.ts';
import { podGauges } from './pod-gauges.ts';
import { edgeGauges } from './slo-gauges.ts';

/** The meters as the scraper sees them. Gauges are computed when asked for, not kept up to date. */
export function createInstruments(world: World): Instruments {
  return {
    get descriptors() {
      return world.s.meters.descriptors;
    },
    get targets() {
      return world.s.meters.targets;
    },
    get values() {
      return world.s.meters.values;
    },
    get up() {
      return upFromOutside(world);
    },
    refreshGauges() {
      edgeGauges(world);
      podGauges(world);
      databaseGauges(world);
      poolerGauges(world);
      cacheGauges(world);
      if (world.s.kafka !== undefined) kafkaGauges(world);
      kubeGauges(world);
      if (world.s.links !== undefined) linkGauges(world);
      if (world.s.certificates !== undefined) certificateGauges(world);
    },
  };
}
