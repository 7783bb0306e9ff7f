import { TARGET_DOWN, TARGET_UP } from '../../contract/metrics.ts';
import { isRegistered } from '../nodes/node-state.ts';
import { isUnheard } from '../network/contact.ts';
import type { World } from '../world.ts';
import { infraTarget, setGauge } from './set-gauge.ts';

/**
 * What machines count of TCP, in fleets whose network is not perfect. `OutSegs` leaves out what is sent again (RFC 4022), which `RetransSegs` counts. Only data segments of requests and
 * statements are counted. A kindness: node-exporter reads its own network namespace, and pods have theirs; these are the sums over a machine's pods, which a node agent with eBPF sees.
 * Names: node_exporter 1.9, collector netstat.
 */
export function linkGauges(world: World): void {
  const { links, nodes, meters } = world.s;
  if (links === undefined) return;
  for (let node = 0; node < nodes.length; node++) {
    if (!isRegistered(world, node)) continue;
    const { name, ip, region } = nodes[node];
    const target = infraTarget(world, 'node-exporter', `${ip}:9100`, { node: name, region });
    meters.up[target] = nodes[node].on && !isUnheard(world, node) ? TARGET_UP : TARGET_DOWN;
    setGauge(world, target, 'node_netstat_Tcp_OutSegs', {}, links.segments[node], 'counter');
    setGauge(world, target, 'node_netstat_Tcp_RetransSegs', {}, links.resent[node], 'counter');
  }
}
