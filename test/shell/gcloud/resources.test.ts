import { describe, expect, it } from 'vitest';
import type { LoadBalancerInspection } from '../../../src/contract/inspection-load-balancer.ts';
import { BACKEND_SERVICE, edgePort, GROUPS, gcloud, loadBalancer, NOW, requestLine } from './edge-port.ts';

describe('resources follow the load balancer', () => {
  const describeService = async (over: Partial<LoadBalancerInspection>): Promise<string> =>
    (await gcloud(`gcloud compute backend-services describe ${BACKEND_SERVICE} --global`, edgePort({ loadBalancer: loadBalancer(over) }))).stdout;

  it('the timeout of the backend service', async () => expect(await describeService({ timeoutUs: 45_000_000 })).toContain('timeoutSec: 45\n'));

  it.each([
    [null, 'maxRatePerEndpoint: 100000000'],
    [40, 'maxRatePerEndpoint: 40'],
  ])('what an endpoint is good for: %d', async (maxRatePerEndpoint, text) => expect(await describeService({ maxRatePerEndpoint })).toContain(text));

  it.each([
    [0, 'logConfig:\n  enable: false\n  sampleRate: 0.0\n'],
    [0.25, 'logConfig:\n  enable: true\n  sampleRate: 0.25\n'],
    [1, 'logConfig:\n  enable: true\n  sampleRate: 1.0\n'],
  ])('the share of requests that is logged: %d', async (logSampleRate, text) => expect(await describeService({ logSampleRate })).toContain(text));

  it.each([
    [0, ''],
    [2, 'defaultRouteAction:\n  retryPolicy:\n    numRetries: 2\n    retryConditions:\n    - gateway-error\n'],
  ])('the retry policy of the URL map: %d', async (retries, text) => {
    const { stdout } = await gcloud('gcloud compute url-maps describe wavelength-lb', edgePort({ loadBalancer: loadBalancer({ retries }) }));
    expect(stdout.slice(0, stdout.indexOf('defaultService'))).toBe(text);
  });

  it('outlier detection of the backend service, under the names of the API', async () => {
    const outlierDetection = {
      baseEjectionUs: 30_000_000,
      consecutiveErrors: 5,
      consecutiveGatewayFailure: 3,
      enforcingConsecutiveErrors: 0,
      enforcingConsecutiveGatewayFailure: 100,
      enforcingSuccessRate: 100,
      intervalUs: 1_500_000,
      maxEjectionPercent: 50,
      successRateMinimumHosts: 5,
      successRateRequestVolume: 100,
      successRateStdevFactor: 1_900,
    };
    const text = await describeService({ outlierDetection });
    expect(text).toContain('loadBalancingScheme: EXTERNAL_MANAGED\n');
    expect(text).toContain(`outlierDetection:
  baseEjectionTime:
    seconds: '30'
  consecutiveErrors: 5
  consecutiveGatewayFailure: 3
  enforcingConsecutiveErrors: 0
  enforcingConsecutiveGatewayFailure: 100
  enforcingSuccessRate: 100
  interval:
    nanos: 500000000
    seconds: '1'
  maxEjectionPercent: 50
  successRateMinimumHosts: 5
  successRateRequestVolume: 100
  successRateStdevFactor: 1900
`);
    expect(await describeService({})).not.toContain('outlierDetection');
  });

  it('has no global group', async () => {
    expect(await gcloud('gcloud compute network-endpoint-groups list --global')).toEqual({ stdout: '', stderr: 'Listed 0 items.\n', exitCode: 0 });
  });

  it('finds a group in its own zone only', async () => {
    const line = `gcloud compute network-endpoint-groups list-network-endpoints ${GROUPS[0]} --zone us-central1-a`;
    const missing = `zones/us-central1-a/networkEndpointGroups/${GROUPS[0]}' was not found`;
    expect(await gcloud(line)).toMatchObject({ stderr: expect.stringContaining(missing), exitCode: 1 });
    const empty = `gcloud compute network-endpoint-groups list-network-endpoints ${GROUPS[1]} --zone us-central1-a`;
    expect(await gcloud(empty)).toEqual({ stdout: '', stderr: 'Listed 0 items.\n', exitCode: 0 });
  });

  it('puts together keys that go into the same list', async () => {
    const { stdout } = await gcloud("gcloud compute backend-services list '--format=json(backends[0].group.basename(),backends[].balancingMode)'");
    expect(JSON.parse(stdout)).toEqual([{ backends: [{ group: GROUPS[0], balancingMode: 'RATE' }, { balancingMode: 'RATE' }] }]);
  });

  it('quotes a cell of csv that would be two', async () => {
    const port = edgePort({ logs: [requestLine(1, NOW, { path: '/a,"b"' })] });
    const { stdout } = await gcloud("gcloud logging read 'resource.type:*' '--format=csv[no-heading](httpRequest.status,httpRequest.requestUrl)'", port);
    expect(stdout).toBe('200,"https://api.wavelength.example/a,""b"""\n');
  });
});
