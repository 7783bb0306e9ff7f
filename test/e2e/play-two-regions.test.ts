import { describe, expect, it } from 'vitest';
import { onePage } from './one-page.ts';
import { begin, minutesIn, panel, PATIENCE_MS, pause, setSpeed, terminal, until } from './player.ts';

/** The incident with two clusters behind one load balancer, from the home page to users who are well, as somebody who knows the tools would go about it. */
const WEST = 'gke_wavelength-prod_us-central1_wavelength-uc1';
const PATCH = `patch configmap gateway-config --type merge -p '{"data":{"idle_timeout":"620s"}}'`;
const SHARE = `promql 'sum(rate(loadbalancing_googleapis_com_https_request_count{response_code="502"}[1m])) / sum(rate(loadbalancing_googleapis_com_https_request_count{matched_url_path_rule!="/segments/*"}[1m])) * 100'`;

describe('an incident in two regions', () => {
  const at = onePage();

  it('is chosen at home, and begins with its page', async () => {
    const { page } = at;
    await begin(page, at.site, 'Something is wrong on Friday morning', 'Take the page');
    await page.getByRole('region', { name: 'Pager' }).getByText('EdgeErrorRatioHigh').first().waitFor();
  });

  it('draws every service in both regions, and says which', async () => {
    const { page } = at;
    const map = page.getByRole('group', { name: /^Fleet map/ });
    await map.getByRole('button', { name: /^gateway in europe-west1: .*4 of 4 pods ready|^gateway in europe-west1: .*5 of 5 pods ready/ }).waitFor();
    await map.getByRole('button', { name: /^gateway in us-central1: .*3 of 3 pods ready/ }).waitFor();
    await map.getByRole('button', { name: /^catalog-cache-us in us-central1: / }).waitFor();
    const table = (await panel(page, 'Table')).getByRole('table', { name: 'Services' });
    await table.getByRole('row', { name: /^gateway us-central1 .*3 of 3/ }).waitFor();
    await table.getByRole('row', { name: /^gateway europe-west1 / }).waitFor();
  });

  it('has the load balancer say why, in a line a person can read', async () => {
    const { page } = at;
    await page.getByRole('tab', { name: 'Logs' }).click();
    await page.getByRole('combobox', { name: 'Service', exact: true }).selectOption('wavelength-lb');
    await page.getByRole('searchbox', { name: 'Text in the line' }).fill('closed_before_data');
    await pause(page);
    const lines = page.getByRole('region', { name: 'Log lines' });
    await lines
      .getByText(/^502 (GET|POST) \/\S+ {2}0\.0\d\ds {2}backend_connection_closed_before_data_sent_to_client$/)
      .first()
      .waitFor();
  });

  it('is told apart by region in the terminal, and undone in each cluster', async () => {
    const { page } = at;
    await setSpeed(page, 1);
    expect(Number(/ (\d+\.\d+)\s*$/m.exec(await terminal(page, SHARE))?.[1])).toBeGreaterThan(0.5);
    expect(await terminal(page, 'kubectl config get-contexts -o name')).toContain(WEST);
    expect(await terminal(page, 'kubectl get configmap gateway-config -o yaml | grep idle')).toContain('idle_timeout: 1s');
    expect(await terminal(page, `kubectl ${PATCH}`)).toContain('configmap/gateway-config patched');
    expect(await terminal(page, `kubectl --context ${WEST} ${PATCH}`)).toContain('configmap/gateway-config patched');
    const changes = await panel(page, 'Changes');
    await changes.getByText('gateway-config: idle_timeout = 620s (us-central1)').first().waitFor();
    await changes.getByText('gateway-config: idle_timeout = 620s (europe-west1)').first().waitFor();
  });

  it('heals when the pods have read the file', async () => {
    const { page } = at;
    const start = await minutesIn(page);
    await setSpeed(page, 10);
    await until(async () => (await minutesIn(page)) > start + 3, 'three minutes later', 2 * PATIENCE_MS);
    await pause(page);
    expect(Number(/ (\d+(?:\.\d+)?)\s*$/m.exec(await terminal(page, SHARE))?.[1])).toBe(0);
    expect(at.problems).toEqual([]);
  });
});
