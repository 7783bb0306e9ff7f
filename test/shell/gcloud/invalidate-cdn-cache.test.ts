import { describe, expect, it } from 'vitest';
import { edgePort, gcloud, loadBalancer } from './edge-port.ts';

const LINE = 'gcloud compute url-maps invalidate-cdn-cache wavelength-lb';
const port = () => edgePort({ loadBalancer: loadBalancer({ cdn: { host: 'media.wavelength.example' } }) });

describe('gcloud compute url-maps invalidate-cdn-cache', () => {
  it.each(["--path='/*'", "--path='/segments/*' --global", '--path=/segments/7.m4s --host=media.wavelength.example'])(
    'asks for it, and says nothing: %s',
    async (flags) => {
      const out = port();
      const line = `${LINE} ${flags}`;
      expect(await gcloud(line, out)).toMatchObject({ stdout: '', stderr: '', exitCode: 0 });
      expect(out.executed).toEqual([{ command: { kind: 'purge-cdn', path: /--path='?([^' ]+)/.exec(flags)?.[1] }, intent: expect.any(String) as string }]);
    },
  );

  it('says where to look when it does not wait', async () => {
    const { stderr, exitCode } = await gcloud(`${LINE} --path='/*' --async`, port());
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /^Invalidation pending for \[https:\/\/www\.googleapis\.com\/compute\/v1\/projects\/wavelength-prod\/global\/urlMaps\/wavelength-lb\]\nMonitor its progress at \[https:\/\/www\.googleapis\.com\/compute\/v1\/projects\/wavelength-prod\/global\/operations\/operation-\S+\]\n$/,
    );
  });

  it('has nothing to do for a host that is not the CDN’s', async () => {
    const out = port();
    expect(await gcloud(`${LINE} --path='/*' --host=api.wavelength.example`, out)).toMatchObject({ stdout: '', stderr: '', exitCode: 0 });
    expect(out.executed).toEqual([]);
  });

  it.each([
    [LINE, 'argument --path: Must be specified.', 2],
    [
      `${LINE.replace('-lb', '-x')} --path='/*'`,
      "Could not fetch resource:\n - The resource 'projects/wavelength-prod/global/urlMaps/wavelength-x' was not found",
      1,
    ],
  ])('%s', async (line, message, code) => {
    const out = port();
    const { stderr, exitCode } = await gcloud(line, out);
    expect(stderr).toContain(message);
    expect([exitCode, out.executed]).toEqual([code, []]);
  });

  it('is for fleets with a CDN', async () => {
    const { stderr, exitCode } = await gcloud(`${LINE} --path='/*'`, edgePort());
    expect([stderr, exitCode]).toEqual(['ERROR: (gcloud.compute.url-maps.invalidate-cdn-cache) not simulated: Cloud CDN, which this URL map has not\n', 1]);
  });
});
