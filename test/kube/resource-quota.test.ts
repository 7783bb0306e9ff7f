import { describe, expect, it } from 'vitest';
import { fleetPort, kubectl } from '../shell/kubectl/fleet-port.ts';
import { cluster, replicaSet, NEW } from './fleet-fixture.ts';

const DAY = 86_400e6;
const port = () =>
  fleetPort(
    cluster({
      resourceQuotas: [
        {
          name: 'compute-resources',
          hard: { 'limits.cpu': '20', pods: '12', 'requests.cpu': '9600m', 'requests.memory': '16Gi' },
          used: { 'limits.cpu': '8', pods: '4', 'requests.cpu': '9500m', 'requests.memory': '2Gi' },
          createdUs: -400 * DAY,
        },
      ],
    }),
  );

describe('a resource quota', () => {
  it('as a table', async () => {
    expect((await kubectl('kubectl get quota', port())).stdout).toBe(
      'NAME                REQUEST                                                            LIMIT              AGE\n' +
        'compute-resources   pods: 4/12, requests.cpu: 9500m/9600m, requests.memory: 2Gi/16Gi   limits.cpu: 8/20   400d\n',
    );
    expect((await kubectl('kubectl get resourcequotas', fleetPort(cluster()))).stderr).toBe('No resources found in wavelength namespace.\n');
  });

  it('described', async () => {
    expect((await kubectl('kubectl describe quota compute-resources', port())).stdout).toBe(`Name:            compute-resources
Namespace:       wavelength
Resource         Used   Hard
--------         ----   ----
limits.cpu       8      20
pods             4      12
requests.cpu     9500m  9600m
requests.memory  2Gi    16Gi
`);
  });

  it('as an object', async () => {
    const { stdout } = await kubectl('kubectl get resourcequota compute-resources -o json', port());
    expect(JSON.parse(stdout)).toMatchObject({ apiVersion: 'v1', kind: 'ResourceQuota', spec: { hard: { pods: '12' } }, status: { used: { pods: '4' } } });
  });

  it('fails a replica set, which says why', async () => {
    const message = 'pods "x" is forbidden: exceeded quota: compute-resources, requested: pods=1, used: pods=4, limited: pods=4';
    const failing = fleetPort(cluster({ replicaSets: [{ ...replicaSet(NEW, 14, 4), failure: { message, sinceUs: 0 } }] }));
    expect((await kubectl('kubectl describe rs', failing)).stdout).toContain(`Conditions:
  Type             Status  Reason
  ----             ------  ------
  ReplicaFailure   True    FailedCreate
`);
    const { stdout } = await kubectl('kubectl get rs -o json', failing);
    expect(JSON.parse(stdout).items[0].status.conditions).toMatchObject([{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message }]);
  });

  it.each([
    [`-p '{"spec":{"hard":{"requests.cpu":"20","pods":30}}}'`, { 'requests.cpu': 20_000, pods: 30 }],
    [`--type merge -p 'spec: {hard: {requests.memory: 20.5Gi, pods: null}}'`, { 'requests.memory': 20_992, pods: null }],
    [`--type json -p '[{"op":"replace","path":"/spec/hard/limits.cpu","value":"24500m"}]'`, { 'limits.cpu': 24_500 }],
  ])('patched: %s', async (rest, hard) => {
    const fleet = port();
    const line = `kubectl patch quota compute-resources ${rest}`;
    expect(await kubectl(line, fleet)).toEqual({ stdout: 'resourcequota/compute-resources patched\n', stderr: '', exitCode: 0 });
    expect(fleet.executed).toEqual([{ command: { kind: 'set-resource-quota', quota: 'compute-resources', hard }, intent: line }]);
  });

  it('is not patched where nothing differs, nor where it cannot be', async () => {
    const fleet = port();
    expect((await kubectl(`kubectl patch quota compute-resources -p '{"spec":{"hard":{"requests.memory":"16384Mi"}}}'`, fleet)).stdout).toBe(
      'resourcequota/compute-resources patched (no change)\n',
    );
    expect((await kubectl(`kubectl patch quota compute-resources -p '{"spec":{"scopes":["BestEffort"]}}'`, fleet)).exitCode).toBe(1);
    expect((await kubectl(`kubectl patch quota compute-resources -p '{"spec":{"hard":{"pods":"many"}}}'`, fleet)).stderr).toContain('quantities must match');
    expect(fleet.executed).toEqual([]);
  });
});
