import { describe, expect, it } from 'vitest';
import { onePage } from './one-page.ts';
import { begin, panel, pause, playUntil, setSpeed, terminal } from './player.ts';

/** The incident in which a region goes dark and its database with it: something is switched off, something promoted, and users are kept out of a region that looks healthy. */
const WEST = 'gke_wavelength-prod_us-central1_wavelength-uc1';
const FAILED = (match: string): string =>
  `promql 'sum(rate(loadbalancing_googleapis_com_https_request_count{response_code_class="500"${match}}[1m])) / sum(rate(loadbalancing_googleapis_com_https_request_count{matched_url_path_rule!="/segments/*"${match}}[1m])) * 100'`;
const ADDITIONS = FAILED(',matched_url_path_rule="/playlists/:id/tracks"');
const last = (said: string): number => Number(/ (\d+(?:\.\d+)?)\s*$/m.exec(said)?.[1]);

describe('an incident in which a region goes dark', () => {
  const at = onePage();

  it('begins with machines that are gone, and says which', async () => {
    const { page } = at;
    await begin(page, at.site, 'Europe is going dark', 'Take the page');
    await page.getByRole('region', { name: 'Pager' }).getByText('EdgeErrorRatioHigh').first().waitFor();
    expect(await terminal(page, 'kubectl get nodes | awk \'$2 == "NotReady"\' | wc -l')).toMatch(/2/);
  });

  it('is shed by flags before the network goes', async () => {
    const { page } = at;
    expect(await terminal(page, 'flags set home.shelves off && flags set search.highlights off && flags set home.recs off')).toContain('home.recs');
    await setSpeed(page, 30);
    await playUntil(page, 11);
    // half a minute goes by before the client gives up
    await setSpeed(page, 5);
    expect(await terminal(page, 'kubectl get pods')).toContain('Unable to connect to the server: dial tcp 172.16.0.2:443: i/o timeout');
    await setSpeed(page, 1);
    await page
      .getByRole('group', { name: /^Fleet map/ })
      .getByRole('button', { name: 'gateway in europe-west1: silent, nothing gets through' })
      .waitFor();
    expect(last(await terminal(page, ADDITIONS))).toBeGreaterThan(90);
  });

  it('gives a new primary to those who write, once the old one is stopped', async () => {
    const { page } = at;
    await terminal(page, 'gcloud sql instances patch playlist-db --activation-policy=NEVER --quiet');
    expect(await terminal(page, 'gcloud sql instances promote-replica playlist-db-us --quiet')).toContain('Promoted');
    const changes = await panel(page, 'Changes');
    await changes
      .getByText(/playlist-db-us/)
      .first()
      .waitFor();
    await setSpeed(page, 30);
    await playUntil(page, 17);
    await pause(page);
    expect(last(await terminal(page, ADDITIONS))).toBeLessThan(1);
    expect(await terminal(page, `kubectl get hpa web-api --context ${WEST}`)).toContain('Deployment/web-api');
  });

  it('keeps users out of a region whose gateway is healthy and whose database is not', async () => {
    const { page } = at;
    await setSpeed(page, 1);
    const list = await terminal(page, 'gcloud sql instances list');
    expect(list).toMatch(/playlist-db\s+POSTGRES_15\s+europe-west1-d[\s\S]*STOPPED/);
    await terminal(
      page,
      "gcloud compute network-endpoint-groups list | awk '/europe-west1/ {print $1, $2}' | while read neg zone; do gcloud compute backend-services update-backend k8s1-49a2ecc9-wavelength-gateway-80-6e874628 --global --network-endpoint-group=$neg --network-endpoint-group-zone=$zone --capacity-scaler=0; done",
    );
    await setSpeed(page, 30);
    await playUntil(page, 40);
    await pause(page);
    // the network has been back for five minutes
    expect(await terminal(page, 'kubectl get pods')).toContain('Running');
    expect(last(await terminal(page, FAILED('')))).toBeLessThan(1);
    expect(at.problems).toEqual([]);
  });
});
