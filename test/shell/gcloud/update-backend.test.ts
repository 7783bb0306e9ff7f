import { describe, expect, it } from 'vitest';
import { edgePort, gcloud, loadBalancer } from './edge-port.ts';

const { backendService, groups } = loadBalancer();
const { name, zone } = groups[0]!;
const LINE = `gcloud compute backend-services update-backend ${backendService} --network-endpoint-group=${name} --network-endpoint-group-zone=${zone} --global`;

describe('gcloud compute backend-services update-backend', () => {
  it.each([0, 1])('sets a capacity scaler of %i', async (scaler) => {
    const port = edgePort();
    const line = `${LINE} --capacity-scaler=${scaler}`;
    const { stdout, stderr, exitCode } = await gcloud(line, port);
    expect([stdout, exitCode]).toEqual(['', 0]);
    expect(stderr).toBe(`Updated [https://www.googleapis.com/compute/v1/projects/wavelength-prod/global/backendServices/${backendService}].\n`);
    expect(port.executed).toEqual([{ command: { kind: 'set-edge-capacity', zone, scaler }, intent: line }]);
  });

  it('shows it', async () => {
    const [first, ...others] = loadBalancer().groups;
    const out = edgePort({ loadBalancer: loadBalancer({ groups: [{ ...first!, scaler: 0 }, ...others] }) });
    const { stdout } = await gcloud(`gcloud compute backend-services describe ${backendService} --global --format=json`, out);
    expect((JSON.parse(stdout) as { backends: { capacityScaler: number }[] }).backends.map(({ capacityScaler }) => capacityScaler)).toEqual([0, 1]);
  });

  it.each([
    [`${LINE} --capacity-scaler=0.5`, 'not simulated: a capacity scaler between 0 and 1', 1],
    [`${LINE} --capacity-scaler=2`, 'argument --capacity-scaler: Value must be greater than or equal to 0.0 and less than or equal to 1.0; received: 2', 1],
    [LINE, 'argument --capacity-scaler: Must be specified.', 2],
    [
      `${LINE.replace(name, 'nope')} --capacity-scaler=0`,
      `No backend with name [nope] in zone [${zone}] is part of the backend service [${backendService}].`,
      1,
    ],
  ])('%s', async (line, message, code) => {
    const port = edgePort();
    const { stderr, exitCode } = await gcloud(line, port);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(code);
    expect(port.executed).toEqual([]);
  });
});
