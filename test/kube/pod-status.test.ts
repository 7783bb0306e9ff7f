import { describe, expect, it } from 'vitest';
import type { PodInspection } from '../../src/contract/inspection.ts';
import { podObject } from '../../src/kube/objects/pod.ts';
import { podStatusText, readyText, restartsText } from '../../src/kube/pod-status.ts';
import { cluster, NEW, NOW, pod, running, SECOND } from './fleet-fixture.ts';

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
