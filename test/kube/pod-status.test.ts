import { describe, expect, it } from 'vitest';
import type { PodInspection } from '../../src/contract/inspection.ts';
import { podObject } from '../../src/kube/objects/pod.ts';
import { podStatusText, readyText, restartsText } from '../../src/kube/pod-status.ts';
import { cluster, event, MINUTE, NEW, NODES, NOW, pod, running, SECOND } from './fleet-fixture.ts';

const waiting = (reason: string): PodInspection['containerState'] => ({ state: 'waiting', reason, exitCode: 0, startedUs: null, finishedUs: null });
const ended = (reason: string, exitCode: number): PodInspection['containerState'] => ({
  state: 'terminated',
  reason,
  exitCode,
  startedUs: NOW - 60 * SECOND,
  finishedUs: NOW - 95 * SECOND,
});

/** Rows: what the pod is, then STATUS, READY and RESTARTS as `kubectl get pods` shows them. */
const ROWS: readonly (readonly [string, Partial<PodInspection>, string, string, string])[] = [
  ['healthy', {}, 'Running', '1/1', '0'],
  ['unready', { ready: false, readySinceUs: null }, 'Running', '0/1', '0'],
  ['unscheduled', { node: '', ip: '', phase: 'Pending', ready: false, startedUs: null, containerState: waiting('') }, 'Pending', '0/1', '0'],
  ['pulling', { phase: 'Pending', ready: false, containerState: waiting('ContainerCreating') }, 'ContainerCreating', '0/1', '0'],
  ['image missing', { phase: 'Pending', ready: false, containerState: waiting('ImagePullBackOff') }, 'ImagePullBackOff', '0/1', '0'],
  ['just killed', { ready: false, containerState: ended('OOMKilled', 137) }, 'OOMKilled', '0/1', '0'],
  ['exit without a reason', { ready: false, containerState: ended('', 3) }, 'ExitCode:3', '0/1', '0'],
  [
    'backing off',
    { ready: false, restarts: 5, containerState: waiting('CrashLoopBackOff'), lastState: ended('OOMKilled', 137) },
    'CrashLoopBackOff',
    '0/1',
    '5 (95s ago)',
  ],
  ['restarted', { restarts: 1, containerState: running(NOW - 90 * SECOND), lastState: ended('Error', 1) }, 'Running', '1/1', '1 (95s ago)'],
  ['going', { deletionUs: NOW - SECOND }, 'Terminating', '1/1', '0'],
  ['failed and deleted', { phase: 'Failed', ready: false, deletionUs: NOW - SECOND, containerState: ended('Error', 1) }, 'Error', '0/1', '0'],
];

describe('STATUS, READY and RESTARTS', () => {
  it.each(ROWS)('%s', (_, change, status, ready, restarts) => {
    const inspected = pod('2xk9p', NEW, change);
    const fleet = cluster({ pods: [inspected] });
    const object = podObject(fleet, inspected);
    expect([podStatusText(object), readyText(object), restartsText(fleet, object)]).toEqual([status, ready, restarts]);
  });
});

describe('a pod of a node that is not ready', () => {
  const sinceUs = NOW - 7 * MINUTE;
  const shown = (change: Partial<PodInspection>, ...lostUs: number[]) => {
    const inspected = pod('2xk9p', NEW, { ready: false, readySinceUs: null, ...change });
    const events = lostUs.map((lastUs) => event('NodeNotReady', 'Node is not ready', { objectName: inspected.name, lastUs }));
    const fleet = cluster({ pods: [inspected], nodes: [{ ...NODES[0], ready: false, statusSinceUs: sinceUs }, NODES[1]], events });
    const object = podObject(fleet, inspected);
    const condition = (type: string) => object.status.conditions.find((candidate) => candidate.type === type);
    return { status: podStatusText(object), ready: readyText(object), pod: condition('Ready'), containers: condition('ContainersReady') };
  };

  it('is no longer ready, while its containers are what they last were', () => {
    expect(shown({}, sinceUs)).toEqual({
      status: 'Running',
      ready: '1/1',
      pod: { lastProbeTime: null, lastTransitionTime: '2026-11-22T13:23:00Z', status: 'False', type: 'Ready' },
      containers: { lastProbeTime: null, lastTransitionTime: '2026-11-22T13:02:03Z', status: 'True', type: 'ContainersReady' },
    });
    expect(shown({ ready: true, readySinceUs: 3 * MINUTE })).toMatchObject({ ready: '1/1', pod: { status: 'False' }, containers: { status: 'True' } });
  });

  it.each([
    ['one that was not ready before', {}, []],
    ['one that an earlier failure took', {}, [sinceUs - MINUTE]],
    ['one that never started', { containerState: waiting('ContainerCreating') }, []],
  ])('%s has unready containers too', (_, change, lostUs) => {
    const unready = { status: 'False', reason: 'ContainersNotReady' };
    expect(shown(change, ...lostUs)).toMatchObject({ ready: '0/1', pod: unready, containers: unready });
  });

  it('is not the other pod that an event is about', () => {
    const inspected = pod('2xk9p', NEW, { ready: false });
    const events = [event('NodeNotReady', 'Node is not ready', { objectName: 'other', lastUs: sinceUs })];
    const fleet = cluster({ pods: [inspected], nodes: [{ ...NODES[0], ready: false, statusSinceUs: sinceUs }], events });
    expect(readyText(podObject(fleet, inspected))).toBe('0/1');
  });

  it('stays Terminating when it is deleted', () => {
    expect(shown({ deletionUs: NOW - 2 * MINUTE }, sinceUs)).toMatchObject({ status: 'Terminating', ready: '1/1', pod: { status: 'False' } });
  });

  it('leaves the pods of other nodes alone', () => {
    expect(shown({ node: NODES[1].name, ready: true })).toMatchObject({ ready: '1/1', pod: { status: 'True' } });
  });
});
