import { describe, expect, it } from 'vitest';
import { completeGcloud } from '../../../src/shell/tools/gcloud/completion.ts';
import { BACKEND_SERVICE, edgePort, GROUPS } from './edge-port.ts';

const complete = (line: string) => completeGcloud(line.split(' '), edgePort());

describe('completion', () => {
  it.each([
    ['', 'compute'],
    ['comp', 'compute'],
    ['compute ', 'url-maps'],
    ['--quiet compute url-maps ', 'import'],
    ['compute url-maps describe ', 'wavelength-lb'],
    ['compute backend-services get-health ', BACKEND_SERVICE],
    ['compute backend-services describe --global ', BACKEND_SERVICE],
    ['compute network-endpoint-groups list-network-endpoints ', GROUPS[1]],
    [`compute network-endpoint-groups list-network-endpoints ${GROUPS[0]} --zone `, 'europe-west1-b'],
    ['container clusters get-credentials ', 'wavelength-uc1'],
    ['container clusters get-credentials wavelength-uc1 --region=', '--region=us-central1'],
    ['logging read --order ', 'asc'],
    ['logging read --order=', '--order=desc'],
    ['logging read --fr', '--freshness='],
    ['compute url-maps import wavelength-lb --q', '--quiet'],
    ['compute url-maps list --format=', '--format=json'],
    ['compute url-maps list --project ', 'wavelength-prod'],
  ])('%s… offers %s', async (line, offer) => expect(await complete(line)).toContain(offer));

  it.each(['nonsense ', 'compute url-maps describe wavelength-lb ', 'logging read '])('%s… offers nothing', async (line) => {
    expect(await complete(line)).toEqual([]);
  });

  it('does not offer what is refused', async () => {
    expect(await complete('compute url-maps list --')).not.toContain('--sort-by=');
    expect(await complete('compute url-maps list --')).toContain('--filter=');
  });
});
