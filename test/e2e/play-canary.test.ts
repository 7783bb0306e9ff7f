import { describe, expect, it } from 'vitest';
import { onePage } from './one-page.ts';
import { begin, minutesIn, panel, PATIENCE_MS, pause, setSpeed, terminal, until } from './player.ts';

/** The incident that begins with tickets and no page: from the home page to users who are well, as somebody who splits averages would go about it. */
const WEST = 'gke_wavelength-prod_us-central1_wavelength-uc1';
const BY_PLATFORM =
  'promql \'sum by (client_platform) (rate(loadbalancing_googleapis_com_https_request_count{matched_url_path_rule!="/segments/*",response_code_class="500"}[5m])) / sum by (client_platform) (rate(loadbalancing_googleapis_com_https_request_count{matched_url_path_rule!="/segments/*"}[5m])) * 100\'';

describe('an incident that nothing pages for', () => {
  const at = onePage();

  it('begins with a shift, not with a page, and with a ticket', async () => {
    const { page } = at;
    await begin(page, at.site, 'Tickets on Tuesday', 'Take the shift');
    await page
      .getByText(/songs do not start/)
      .first()
      .waitFor();
  });

  it('is told apart by app, and by version, in the terminal', async () => {
    const { page } = at;
    await pause(page);
    const split = await terminal(page, BY_PLATFORM);
    expect(split).toContain('client_platform="ios"');
    expect(split).not.toContain('client_platform="android"');
    const rollout = await terminal(page, 'kubectl argo rollouts get rollout playback');
    expect(rollout).toMatch(/Step:\s+3\/6/);
    expect(rollout).toContain('canary');
    expect(await terminal(page, 'kubectl get deployment playback')).toContain('deployments.apps "playback" not found');
  });

  it('shows the canary where a service is looked at', async () => {
    const { page } = at;
    const map = page.getByRole('group', { name: /^Fleet map/ });
    await map.getByRole('button', { name: /^playback in europe-west1: / }).click();
    await page
      .getByText(/v7\.3\.0 on 3 of 11 pods/)
      .first()
      .waitFor();
  });

  it('says of a failed request why, in a line that is no error', async () => {
    const { page } = at;
    await page.getByRole('tab', { name: 'Logs' }).click();
    await page.getByRole('combobox', { name: 'Service', exact: true }).selectOption('playback');
    await page.getByRole('searchbox', { name: 'Text in the line' }).fill('no rendition');
    const lines = page.getByRole('region', { name: 'Log lines' });
    await lines
      .getByText(/no rendition for container fmp4-cbcs/)
      .first()
      .waitFor();
  });

  it('is over when the release is aborted in both clusters', async () => {
    const { page } = at;
    await setSpeed(page, 1);
    expect(await terminal(page, 'kubectl argo rollouts abort playback')).toContain("rollout 'playback' aborted");
    expect(await terminal(page, `kubectl argo rollouts abort playback --context ${WEST}`)).toContain("rollout 'playback' aborted");
    const changes = await panel(page, 'Changes');
    await changes.getByText('playback aborted (us-central1)').first().waitFor();
    const start = await minutesIn(page);
    await setSpeed(page, 10);
    await until(async () => (await minutesIn(page)) > start + 7, 'seven minutes later', 3 * PATIENCE_MS);
    await pause(page);
    // the series is still there, and nothing has been added to it for five minutes
    expect(await terminal(page, BY_PLATFORM)).toMatch(/client_platform="ios"\}\s+0\s*$/m);
    expect(at.problems).toEqual([]);
  });
});
