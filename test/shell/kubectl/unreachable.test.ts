import { describe, expect, it } from 'vitest';
import { cluster } from '../../kube/fleet-fixture.ts';
import { fleetPort, kubectl } from './fleet-port.ts';

describe('a cluster whose control plane does not answer', () => {
  it.each(['get pods', 'scale deployment/playlist --replicas=3', 'rollout undo deployment/playlist', 'cordon gke-x'])(
    'kubectl %s gives up after 30 s',
    async (line) => {
      const port = fleetPort(cluster({ reachable: false }));
      const before = await port.now();
      expect(await kubectl(`kubectl ${line}`, port)).toEqual({
        stdout: '',
        stderr: 'Unable to connect to the server: dial tcp 172.16.0.2:443: i/o timeout\n',
        exitCode: 1,
      });
      expect((await port.now()) - before).toBe(30_000_000);
      expect(port.executed).toEqual([]);
    },
  );

  it('kubectl config does not ask it', async () => {
    expect((await kubectl('kubectl config current-context', fleetPort(cluster({ reachable: false })))).exitCode).toBe(0);
  });
});
