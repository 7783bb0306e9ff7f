import { describe, expect, it } from 'vitest';
import { cluster, configMap, MINUTE, NOW } from '../../kube/fleet-fixture.ts';
import { fleetPort, kubectl } from './fleet-port.ts';

const CONFIGURED = cluster({
  configMaps: [
    configMap({ idle_timeout: '620s' }),
    configMap({}, { name: 'empty-config', uid: '5d2c1e00-1111-4222-8333-444455556667', createdUs: NOW - 5 * MINUTE, version: 1 }),
    configMap({ 'b.properties': 'x=1\ny=2\n', a: '' }, { name: 'lines-config', uid: '5d2c1e00-1111-4222-8333-444455556668', version: 1 }),
  ],
});

const ask = async (line: string, fleet = CONFIGURED): Promise<string> => {
  const { stdout, stderr, exitCode } = await kubectl(line, fleetPort(fleet));
  expect([stderr, exitCode]).toEqual(['', 0]);
  return stdout;
};

/** What kubectl 1.32 prints of a server of these objects, checked by hand. */
describe('ConfigMaps', () => {
  it('are listed with how many keys they have, beside the one in every namespace', async () => {
    expect(await ask('kubectl get cm')).toBe(
      [
        'NAME               DATA   AGE',
        'empty-config       0      5m',
        'gateway-config     1      400d',
        'kube-root-ca.crt   1      400d',
        'lines-config       2      400d',
        '',
      ].join('\n'),
    );
    expect((await ask('kubectl get configmaps -A --no-headers')).match(/\S+ +kube-root-ca.crt +1 /g)?.map((row) => row.split(' ')[0])).toEqual([
      'default',
      'kube-node-lease',
      'kube-public',
      'kube-system',
      'wavelength',
    ]);
    expect(await ask('kubectl get cm -o name')).toBe('configmap/empty-config\nconfigmap/gateway-config\nconfigmap/kube-root-ca.crt\nconfigmap/lines-config\n');
  });

  it.each([
    [
      'kubectl get cm gateway-config -o yaml',
      'apiVersion: v1\ndata:\n  idle_timeout: 620s\nkind: ConfigMap\nmetadata:\n  creationTimestamp: "2025-10-18T13:00:00Z"\n' +
        '  name: gateway-config\n  namespace: wavelength\n  resourceVersion: "3654400003"\n  uid: 5d2c1e00-1111-4222-8333-444455556666\n',
    ],
    ["kubectl get configmap/gateway-config -o jsonpath='{.data.idle_timeout}'", '620s'],
    ["kubectl get cm empty-config -o jsonpath='{.data}'", ''],
    [
      'kubectl get cm lines-config gateway-config --no-headers -o custom-columns=N:.metadata.name,T:.data.idle_timeout',
      'lines-config     <none>\ngateway-config   620s\n',
    ],
    [
      'kubectl describe cm gateway-config',
      'Name:         gateway-config\nNamespace:    wavelength\nLabels:       <none>\nAnnotations:  <none>\n\n' +
        'Data\n====\nidle_timeout:\n----\n620s\n\n\nBinaryData\n====\n\nEvents:  <none>\n',
    ],
    [
      'kubectl describe cm empty-config --show-events=false',
      'Name:         empty-config\nNamespace:    wavelength\nLabels:       <none>\nAnnotations:  <none>\n\nData\n====\n\nBinaryData\n====\n\n',
    ],
    [
      'kubectl describe configmap lines-config',
      'Name:         lines-config\nNamespace:    wavelength\nLabels:       <none>\nAnnotations:  <none>\n\n' +
        'Data\n====\na:\n----\n\n\nb.properties:\n----\nx=1\ny=2\n\n\n\nBinaryData\n====\n\nEvents:  <none>\n',
    ],
  ])('%s', async (line, stdout) => expect(await ask(line)).toBe(stdout));

  it('have a resource version that grows with every change', async () => {
    const version = async (n: number): Promise<number> =>
      Number(
        await ask("kubectl get cm gateway-config -o jsonpath='{.metadata.resourceVersion}'", cluster({ configMaps: [configMap({ a: 'b' }, { version: n })] })),
      );
    expect((await version(4)) - (await version(3))).toBe(1);
  });

  it('hold a certificate of their own in each cluster', async () => {
    const certificate = (clusterName: string): Promise<string> =>
      ask("kubectl get cm kube-root-ca.crt -o jsonpath='{.data.ca\\.crt}'", cluster({ clusterName }));
    expect(await certificate('wavelength-eu')).toMatch(
      /^-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/]{64}\n){22}[A-Za-z0-9+/]{23}=\n-----END CERTIFICATE-----\n$/,
    );
    expect(await certificate('wavelength-us')).not.toBe(await certificate('wavelength-eu'));
  });

  it('are explained, and may be patched but not deleted', async () => {
    expect(await ask('kubectl explain cm')).toContain('KIND:       ConfigMap\nVERSION:    v1\n');
    expect(await ask('kubectl auth can-i patch cm')).toBe('yes\n');
    expect((await kubectl('kubectl auth can-i delete configmaps', fleetPort(CONFIGURED))).stdout).toBe('no\n');
    expect((await kubectl('kubectl delete cm gateway-config', fleetPort(CONFIGURED))).stderr).toContain('not simulated: deleting configmaps');
  });
});
