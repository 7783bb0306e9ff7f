import { expect, it } from 'vitest';
import { createShell } from '../../src/shell/shell.ts';
import { staticPort } from './static-port.ts';

function withCertificates(names: readonly string[]) {
  const port = staticPort();
  const fleet = port.fleet.bind(port);
  const certificate = { secret: '', dnsNames: [], issuer: '', durationUs: 0, renewBeforeUs: 0, notBeforeUs: 0, notAfterUs: 0, renewalUs: 0 };
  port.fleet = async () => ({
    ...(await fleet()),
    certificates: names.map((name) => ({ ...certificate, name, revision: 1, createdUs: 0, issuingUs: null, failure: null })),
  });
  return port;
}

it('cmctl renew asks cert-manager for a new certificate', async () => {
  const port = withCertificates(['inside', 'outside']);
  const run = (line: string) => createShell(port).exec(line);
  const { namespace } = await port.fleet();
  expect((await run('cmctl renew inside')).stdout).toBe(`Manually triggered issuance of Certificate ${namespace}/inside\n`);
  expect(port.executed.map(({ command }) => command)).toContainEqual({ kind: 'renew-certificate', certificate: 'inside' });
  expect((await run('cmctl renew --all')).stdout.split('\n')).toHaveLength(3);
  expect(await run('cmctl renew insid')).toMatchObject({ stderr: 'error: certificates.cert-manager.io "insid" not found\n', exitCode: 1 });
  expect(await run('cmctl renew inside -n elsewhere')).toMatchObject({ exitCode: 1 });
  expect((await run('cmctl renew --all -n elsewhere')).stdout).toBe('No Certificates found\n');
  expect(await run('cmctl renew')).toMatchObject({ exitCode: 1, stdout: '' });
  expect(await run('cmctl approve inside')).toMatchObject({ stderr: 'Error: unknown command "approve" for "cmctl"\n', exitCode: 1 });
});
