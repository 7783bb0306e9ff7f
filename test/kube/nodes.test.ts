import { describe, expect, it } from 'vitest';
import type { NodeInspection } from '../../src/contract/inspection.ts';
import { describeNode } from '../../src/kube/describe/describe-node.ts';
import { leaseObject } from '../../src/kube/objects/lease.ts';
import { nodeObject } from '../../src/kube/objects/node.ts';
import { tableOf } from '../../src/kube/tables/tables.ts';
import { cluster, DAY, MINUTE, NODES, NOW, SECOND } from './fleet-fixture.ts';

const LOST: Partial<NodeInspection> = { ready: false, statusSinceUs: NOW - 7 * MINUTE };
const seen = (change: Partial<NodeInspection>) => {
  const node = { ...NODES[0], ...change };
  const fleet = cluster({ nodes: [node, NODES[1]] });
  return { fleet, object: nodeObject(fleet, node), lease: leaseObject(fleet, node) };
};

describe('a node', () => {
  it.each<[Partial<NodeInspection>, string]>([
    [{}, 'Ready'],
    [LOST, 'NotReady'],
    [{ unschedulable: true }, 'Ready,SchedulingDisabled'],
    [{ ...LOST, unschedulable: true }, 'NotReady,SchedulingDisabled'],
  ])('%j has the STATUS %s', (change, status) => {
    const { fleet, object } = seen(change);
    expect(tableOf('Node', [object], fleet).rows[0].cells[1]).toBe(status);
  });

  it('has every condition Unknown since the control plane has missed it, and its last report from before', () => {
    const unknown = {
      lastHeartbeatTime: '2026-11-22T13:20:00Z',
      lastTransitionTime: '2026-11-22T13:23:00Z',
      message: 'Kubelet stopped posting node status.',
      reason: 'NodeStatusUnknown',
      status: 'Unknown',
    };
    const { object, lease } = seen(LOST);
    expect(object.status.conditions).toEqual(['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) => ({ ...unknown, type })));
    expect(lease.spec.renewTime).toBe('2026-11-22T13:22:10.000000Z');
  });

  it('that is back is ready since then, and reports from then on', () => {
    const { object, lease } = seen({ statusSinceUs: NOW - 64 * SECOND });
    expect(object.spec).not.toHaveProperty('taints');
    expect(object.status.conditions.at(-1)).toEqual({
      lastHeartbeatTime: '2026-11-22T13:28:56Z',
      lastTransitionTime: '2026-11-22T13:28:56Z',
      message: 'kubelet is posting ready status',
      reason: 'KubeletReady',
      status: 'True',
      type: 'Ready',
    });
    expect(object.status.conditions[0]).toMatchObject({ status: 'False', lastTransitionTime: '2026-11-22T13:28:56Z' });
    expect(lease.spec.renewTime).toBe('2026-11-22T13:29:56.000000Z');
  });

  it('never reported before it was made', () => {
    const createdUs = NOW - 40 * SECOND;
    const { object, lease } = seen({ ready: false, createdUs, statusSinceUs: NOW });
    expect(object.status.conditions[0].lastHeartbeatTime).toBe('2026-11-22T13:29:20Z');
    expect(lease.spec.renewTime).toBe('2026-11-22T13:29:20.000000Z');
    expect(seen({ statusSinceUs: -41 * DAY }).lease.spec.renewTime).toBe('2026-11-22T13:30:00.000000Z');
  });

  it('is tainted when it is lost, and when it is cordoned', () => {
    const unreachable = { key: 'node.kubernetes.io/unreachable', timeAdded: '2026-11-22T13:23:00Z' };
    const cordoned = { effect: 'NoSchedule', key: 'node.kubernetes.io/unschedulable' };
    expect(seen({}).object.spec).not.toHaveProperty('taints');
    expect(seen({ unschedulable: true }).object.spec.taints).toEqual([cordoned]);
    expect(seen({ ...LOST, unschedulable: true }).object.spec.taints).toEqual([
      { effect: 'NoSchedule', ...unreachable },
      { effect: 'NoExecute', ...unreachable },
      cordoned,
    ]);
  });

  // What kubectl 1.32 printed for the same object.
  it('is described with its taints sorted by effect', () => {
    const { fleet, object } = seen({ ...LOST, unschedulable: true });
    const lines = describeNode(object, fleet).split('\n');
    const from = lines.findIndex((line) => line.startsWith('Taints:'));
    expect(lines.slice(from, from + 8)).toEqual([
      'Taints:             node.kubernetes.io/unreachable:NoExecute',
      '                    node.kubernetes.io/unreachable:NoSchedule',
      '                    node.kubernetes.io/unschedulable:NoSchedule',
      'Unschedulable:      true',
      'Lease:',
      `  HolderIdentity:  ${NODES[0].name}`,
      '  AcquireTime:     <unset>',
      '  RenewTime:       Sun, 22 Nov 2026 13:22:10 +0000',
    ]);
    expect(lines).toContain(
      '  Ready            Unknown   Sun, 22 Nov 2026 13:20:00 +0000   Sun, 22 Nov 2026 13:23:00 +0000   NodeStatusUnknown   Kubelet stopped posting node status.',
    );
  });
});
