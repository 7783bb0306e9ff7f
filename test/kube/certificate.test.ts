import { describe, expect, it } from 'vitest';
import type { CertificateInspection } from '../../src/contract/inspection-certificate.ts';
import { fleetPort, kubectl } from '../shell/kubectl/fleet-port.ts';
import { cluster } from './fleet-fixture.ts';

const MINUTE = 60e6;
const DAY = 86_400e6;
const tUs = cluster().fleet.tUs;
const good: CertificateInspection = {
  name: 'internal',
  secret: 'internal-tls',
  dnsNames: ['playlist', 'playlist.wavelength.svc'],
  issuer: 'internal-ca',
  durationUs: 90 * DAY,
  renewBeforeUs: 30 * DAY,
  notBeforeUs: tUs - 20 * DAY,
  notAfterUs: tUs + 70 * DAY,
  renewalUs: tUs + 40 * DAY,
  revision: 7,
  createdUs: tUs - 400 * DAY,
  issuingUs: null,
  failure: null,
};
const port = (more: Partial<CertificateInspection> = {}) => fleetPort(cluster({ certificates: [{ ...good, ...more }] }));

/** Columns are those of cert-manager's CustomResourceDefinition. */
describe('a certificate', () => {
  it.each(['certificates', 'certificate', 'cert', 'certs', 'certificates.cert-manager.io'])('as a table: kubectl get %s', async (name) => {
    expect((await kubectl(`kubectl get ${name}`, port())).stdout).toBe('NAME       READY   SECRET         AGE\ninternal   True    internal-tls   400d\n');
  });

  it('with more columns', async () => {
    expect((await kubectl('kubectl get cert -o wide', port())).stdout).toBe(
      'NAME       READY   SECRET         ISSUER        STATUS                                          AGE\n' +
        'internal   True    internal-tls   internal-ca   Certificate is up to date and has not expired   400d\n',
    );
  });

  it('expired, after attempts to renew it that failed', async () => {
    const failure = { attempts: 6, lastUs: tUs - 60 * MINUTE, message: 'no answer' };
    const { stdout } = await kubectl('kubectl get cert internal -o json', port({ notAfterUs: tUs - MINUTE, failure }));
    const { status, spec } = JSON.parse(stdout);
    expect(spec).toMatchObject({ duration: '2160h0m0s', renewBefore: '720h0m0s', secretName: 'internal-tls', issuerRef: { name: 'internal-ca' } });
    expect(status).toMatchObject({
      failedIssuanceAttempts: 6,
      revision: 7,
      conditions: [
        { type: 'Issuing', status: 'False', reason: 'Failed', message: 'The certificate request has failed to complete and will be retried: no answer' },
        {
          type: 'Ready',
          status: 'False',
          reason: 'Expired',
          message: expect.stringMatching(/^Certificate expired on \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d UTC$/),
        },
      ],
    });
  });

  it('is being issued', async () => {
    const { stdout } = await kubectl('kubectl describe certificate internal', port({ issuingUs: tUs - 1e6 }));
    expect(stdout).toMatch(/Message: +Certificate re-issuance manually triggered/);
    expect(stdout).toMatch(/Reason: +ManuallyTriggered/);
    expect(stdout).toMatch(/Not After: +\d{4}-/);
  });
});
