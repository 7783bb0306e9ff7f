import { describe, expect, it } from 'vitest';
import { edgePort, gcloud } from './edge-port.ts';

const WHERE = '--cluster=wavelength-uc1 --location=us-central1';
const USAGE = expect.stringContaining('Usage: gcloud beta quotas preferences create ') as string;

describe('gcloud container node-pools', () => {
  it('lists and describes', async () => {
    expect(await gcloud(`gcloud container node-pools list ${WHERE}`)).toEqual({
      stdout: 'NAME          MACHINE_TYPE   DISK_SIZE_GB  NODE_VERSION\ndefault-pool  e2-standard-4  100           1.32.4-gke.1106000\n',
      stderr: '',
      exitCode: 0,
    });
    const { stdout } = await gcloud(`gcloud container node-pools describe default-pool ${WHERE} --format=json`);
    expect(JSON.parse(stdout)).toMatchObject({ config: { machineType: 'e2-standard-4' }, locations: ['us-central1-b', 'us-central1-c'], name: 'default-pool' });
  });

  it.each([
    [
      `node-pools update default-pool ${WHERE} --enable-autoscaling --min-nodes=1 --max-nodes=6`,
      'Updating node pool default-pool...done.\n',
      '/nodePools/default-pool',
    ],
    [
      'clusters update wavelength-uc1 --region us-central1 --enable-autoscaling --node-pool=default-pool --min-nodes 1 --max-nodes 6',
      'Updating wavelength-uc1...done.\n',
      '',
    ],
  ])('%s', async (rest, progress, path) => {
    const port = edgePort();
    const line = `gcloud container ${rest}`;
    const { stdout, stderr, exitCode } = await gcloud(line, port);
    expect([stdout, exitCode]).toEqual(['', 0]);
    const updated = `Updated [https://container.googleapis.com/v1/projects/wavelength-prod/zones/us-central1/clusters/wavelength-uc1${path}].\n`;
    expect(stderr.startsWith(`${progress}${updated}`)).toBe(true);
    expect(port.executed).toEqual([
      { command: { kind: 'set-node-pool-limits', pool: 'default-pool', region: 'us-central1', minNodes: 1, maxNodes: 6 }, intent: line },
    ]);
  });

  it.each([
    ['update default-pool --max-nodes=6', 'The required property [cluster] is not currently set.'],
    ['update default-pool --cluster=wavelength-uc1 --max-nodes=6', 'One of [--location, --zone, --region] must be supplied.'],
    [
      `update nope ${WHERE} --max-nodes=6`,
      'ResponseError: code=404, message=Not found: projects/wavelength-prod/locations/us-central1/clusters/wavelength-uc1/nodePools/nope.',
    ],
    [`update default-pool ${WHERE}`, 'not simulated: updating anything but the autoscaling of a node pool'],
    [`update default-pool ${WHERE} --max-nodes=6`, 'ResponseError: code=400, message=Autoscaling is not enabled for the node pool.'],
  ])('%s', async (rest, message) => {
    const port = edgePort();
    const { stderr, exitCode } = await gcloud(`gcloud container node-pools ${rest}`, port);
    expect(stderr).toContain(message);
    expect([exitCode, port.executed.length]).toEqual([1, 0]);
  });
});

describe('quotas', () => {
  it('stand in the description of a region', async () => {
    const { stdout } = await gcloud('gcloud compute regions describe us-central1');
    expect(stdout).toContain('quotas:\n- limit: 24\n  metric: CPUS\n  usage: 12\n');
    expect(await gcloud('gcloud compute regions describe mars')).toMatchObject({
      stderr: expect.stringContaining("The resource 'projects/wavelength-prod/regions/mars' was not found") as string,
      exitCode: 1,
    });
  });

  const ASK = 'gcloud beta quotas preferences create --service=compute.googleapis.com --quota-id=CPUS-per-project-region';

  it('can be asked to grow', async () => {
    const port = edgePort();
    const line = `${ASK} --project=wavelength-prod --preferred-value=48 --dimensions=region=us-central1`;
    const { stderr, exitCode } = await gcloud(line, port);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stderr)).toMatchObject({ quotaConfig: { grantedValue: '24', preferredValue: '48' }, reconciling: true });
    expect(port.executed).toEqual([{ command: { kind: 'set-quota', region: 'us-central1', cpus: 48 }, intent: line }]);
  });

  /** Texts as SDK 528 says them here; its usage is longer. */
  it.each([
    ['gcloud beta quotas preferences create --project=wavelength-prod', 'argument --preferred-value --quota-id --service: Must be specified.\n'],
    [`${ASK} --preferred-value=48`, 'Exactly one of (--folder | --organization | --project) must be specified.\n'],
    [`${ASK} --project=wavelength-prod --preferred-value=48 --dimensions=region`, 'argument --dimensions: Bad syntax for dict arg: [region]. '],
  ])('%s', async (line, message) => {
    const { stderr, exitCode } = await gcloud(line);
    expect(stderr.startsWith(`ERROR: (gcloud.beta.quotas.preferences.create) ${message}`)).toBe(true);
    expect(stderr).toEqual(USAGE);
    expect(exitCode).toBe(2);
  });
});
