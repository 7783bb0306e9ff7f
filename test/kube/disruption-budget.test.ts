import { describe, expect, it } from 'vitest';
import { fleetPort, kubectl } from '../shell/kubectl/fleet-port.ts';
import { cluster } from './fleet-fixture.ts';

const DAY = 86_400e6;
const port = (minAvailable: string | null, maxUnavailable: string | null) =>
  fleetPort(
    cluster({
      disruptionBudgets: [
        { name: 'playlist', minAvailable, maxUnavailable, expectedPods: 4, desiredHealthy: 3, currentHealthy: 4, disruptionsAllowed: 1, createdUs: -400 * DAY },
      ],
    }),
  );

describe('a disruption budget', () => {
  it('as a table', async () => {
    expect((await kubectl('kubectl get pdb', port('3', null))).stdout).toBe(
      'NAME       MIN AVAILABLE   MAX UNAVAILABLE   ALLOWED DISRUPTIONS   AGE\nplaylist   3               N/A               1                     400d\n',
    );
    expect((await kubectl('kubectl get poddisruptionbudgets playlist --no-headers', port(null, '25%'))).stdout).toBe('playlist   N/A   25%   1     400d\n');
    expect((await kubectl('kubectl get pdb', fleetPort(cluster()))).stderr).toBe('No resources found in wavelength namespace.\n');
  });

  it('described', async () => {
    expect((await kubectl('kubectl describe pdb playlist', port(null, '1'))).stdout).toBe(`Name:             playlist
Namespace:        wavelength
Max unavailable:  1
Selector:         app=playlist
Status:
    Allowed disruptions:  1
    Current:              4
    Desired:              3
    Total:                4
Events:                   <none>
`);
  });

  it('as an object', async () => {
    const { stdout } = await kubectl('kubectl get pdb playlist -o json', port('50%', null));
    expect(JSON.parse(stdout)).toMatchObject({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      spec: { minAvailable: '50%', selector: { matchLabels: { app: 'playlist' } } },
      status: {
        conditions: [{ type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods', message: '', observedGeneration: 1 }],
        currentHealthy: 4,
        desiredHealthy: 3,
        disruptionsAllowed: 1,
        expectedPods: 4,
      },
    });
  });
});
