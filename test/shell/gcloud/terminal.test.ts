import { describe, expect, it } from 'vitest';
import { createShell } from '../../../src/shell/shell.ts';
import { staticPort } from '../static-port.ts';
import { edgePort, loadBalancer } from './edge-port.ts';

/** The terminal over the load balancer of these tests. */
function terminal() {
  const edge = edgePort({ loadBalancer: loadBalancer({ retries: 1 }) });
  const { loadBalancer: inspect, logs, clusters, fleet, execute, observe, epoch, now, executed, observed } = edge;
  const shell = createShell({ ...staticPort(), loadBalancer: inspect, logs, clusters, fleet, execute, observe, epoch, now });
  return { run: (line: string) => shell.exec(line), complete: (line: string) => shell.complete(line, line.length), executed, observed };
}

describe('gcloud in the terminal', () => {
  it('exports a URL map to a file, which can be edited and imported', async () => {
    const { run, executed } = terminal();
    await run('gcloud compute url-maps export wavelength-lb --destination=um.yaml');
    expect((await run('grep numRetries um.yaml')).stdout).toBe('    numRetries: 1\n');
    await run("sed -i 's/numRetries: 1/numRetries: 2/' um.yaml");
    const line = 'gcloud compute url-maps import wavelength-lb --source=um.yaml --quiet';
    expect(await run(line)).toMatchObject({ exitCode: 0 });
    expect(executed).toEqual([{ command: { kind: 'set-edge-retries', retries: 2 }, intent: line }]);
  });

  it('writes to any name', async () => {
    const { run } = terminal();
    await run('gcloud compute url-maps export wavelength-lb --destination="it\'s a map.yaml"');
    expect((await run('cat "it\'s a map.yaml" | head -1')).stdout).toBe('defaultRouteAction:\n');
  });

  it.each([
    ['a pipe', 'gcloud compute url-maps export wavelength-lb | sed s/1$/3/ | gcloud compute url-maps import wavelength-lb --source=- -q'],
    [
      'a here document',
      'gcloud compute url-maps import wavelength-lb -q <<EOF\n{name: wavelength-lb, defaultService: k8s1-8f2c1a9b-wavelength-gateway-80-1d2e3f4a}\nEOF',
    ],
  ])('imports from %s', async (_, line) => {
    const { run, executed } = terminal();
    expect(await run(line)).toMatchObject({ exitCode: 0 });
    expect(executed).toHaveLength(1);
  });

  it('does not write over a directory or a log', async () => {
    const { run } = terminal();
    expect((await run('gcloud compute url-maps export wavelength-lb --destination=/tmp')).stderr).toBe(
      "ERROR: (gcloud.compute.url-maps.export) Unable to write file [/tmp]: [Errno 21] Is a directory: '/tmp'\n",
    );
    expect((await run('gcloud compute url-maps export wavelength-lb --destination=/var/log/playlist-db.log')).stderr).toContain('[Errno 13] Permission denied');
    expect((await run('ls -d /tmp')).stdout).toBe('/tmp\n');
  });

  it('reads the log into a pipe, and that is noted', async () => {
    const { run, observed } = terminal();
    const result = await run("gcloud logging read 'httpRequest.status>=500' --format='value(jsonPayload.statusDetails)' | sort | uniq -c");
    expect(result.stdout).toBe('   1 backend_connection_closed_before_data_sent_to_client\n   1 failed_to_connect_to_backend\n');
    expect(observed).toContain('logs: httpRequest.status>=500');
  });

  it.each(['help gcloud', 'man gcloud'])('%s says what is simulated and what is not', async (line) => {
    const { stdout } = await terminal().run(line);
    expect(stdout).toMatch(/^gcloud - Google Cloud: load balancer/);
    expect(stdout).toContain('Simulated: the commands above');
    expect(stdout).toContain('refused by name');
  });

  it('completes', async () => {
    expect((await terminal().complete('gcloud compute url-maps describe w')).options).toEqual(['wavelength-lb']);
    expect((await terminal().complete('gcl')).options).toEqual(['gcloud']);
  });
});
