import { beforeAll, describe, expect, it } from 'vitest';
import { HeadlessClock } from '../../../src/cli/headless/clock.ts';
import { openSession } from '../../../src/cli/headless/open-session.ts';
import { createSessionPort } from '../../../src/cli/headless/session-port.ts';
import type { ShellPort } from '../../../src/contract/ports.ts';
import type { Session } from '../../../src/session/session-api.ts';
import { gcloud } from './edge-port.ts';

/** Lines typed one after another against a running session: what gcloud says must be what the load balancer does. */
interface LogEntry {
  readonly severity: string;
  readonly httpRequest: { readonly status: number; readonly latency: string };
}

let session: Session;
let port: ShellPort;

beforeAll(() => {
  session = openSession('playlist-hangs', 1);
  session.advance(30_000_000);
  port = createSessionPort(session, new HeadlessClock(session), 'player');
}, 300_000);

const output = async (line: string, stdin = ''): Promise<string> => {
  const { stdout, stderr, exitCode } = await gcloud(line, port, { stdin });
  expect([stderr.replace('Updating URL map...done.\n', ''), exitCode]).toEqual(['', 0]);
  return stdout;
};

describe('gcloud over a running session', () => {
  it('prints every log line there is as an entry, newest first', async () => {
    const { name } = session.loadBalancer();
    const lines = session.logs({ services: [name], limit: 5_000, take: 'newest' });
    const entries = JSON.parse(await output('gcloud logging read \'resource.type="http_load_balancer"\' --format=json')) as {
      timestamp: string;
      insertId: string;
    }[];
    expect(lines.length).toBeGreaterThan(50);
    expect(entries.map(({ insertId }) => insertId).sort()).toEqual(lines.map(({ text }) => (JSON.parse(text) as { insertId: string }).insertId).sort());
    expect(entries.map(({ timestamp }) => timestamp)).toEqual(
      entries
        .map(({ timestamp }) => timestamp)
        .sort()
        .reverse(),
    );
  });

  it('gives the health of every endpoint, and lists the same ones', async () => {
    const { backendService, groups } = session.loadBalancer();
    const pods = groups.flatMap(({ endpoints }) => endpoints);
    const health = await output(`gcloud compute backend-services get-health ${backendService} --global`);
    expect(pods.length).toBeGreaterThan(0);
    for (const { ip } of pods) expect(health).toContain(`ipAddress: ${ip}\n`);
    const listed = await Promise.all(
      groups.map(({ name, zone }) =>
        output(`gcloud compute network-endpoint-groups list-network-endpoints ${name} --zone=${zone} --format=value(networkEndpoint.ipAddress)`),
      ),
    );
    expect(listed.join('').split('\n').slice(0, -1)).toEqual(pods.map(({ ip }) => ip));
  });

  it('changes the retry policy, which the change feed shows, and takes it away again', async () => {
    const { name } = session.loadBalancer();
    const before = await output(`gcloud compute url-maps export ${name}`);
    const bare = before.replace(/^defaultRouteAction:\n(?: .*\n)*/m, '').replace(/^fingerprint.*\n/m, '');
    await output(
      `gcloud compute url-maps import ${name} --quiet`,
      `${bare}defaultRouteAction: {retryPolicy: {numRetries: 3, retryConditions: [gateway-error]}}\n`,
    );
    expect(session.loadBalancer().retries).toBe(3);
    expect(await output(`gcloud compute url-maps describe ${name}`)).toContain('  retryPolicy:\n    numRetries: 3\n');
    await output(`gcloud compute url-maps import ${name} --quiet`, bare);
    expect(session.loadBalancer().retries).toBe(0);
    expect(await output(`gcloud compute url-maps describe ${name}`)).not.toContain('retryPolicy');
    expect(
      session
        .changes()
        .filter(({ subject }) => subject === name)
        .map(({ title }) => title),
    ).toEqual([`${name} numRetries = 3`, `${name} numRetries = 0`]);
  });

  it('refuses more retries than the load balancer does', async () => {
    const { name, backendService } = session.loadBalancer();
    const map = `{name: ${name}, defaultService: ${backendService}, defaultRouteAction: {retryPolicy: {numRetries: 11, retryConditions: [gateway-error]}}}`;
    const result = await gcloud(`gcloud compute url-maps import ${name} -q`, port, { stdin: map });
    expect(result).toMatchObject({ stderr: expect.stringContaining("HTTPError 400: Invalid value for field 'retryPolicy.numRetries': '11'"), exitCode: 1 });
  });

  /** Errors are looked for among warnings only: in an incident no other line may be one. */
  it('finds by status and severity what a reader of all lines finds', async () => {
    session.advance(session.epoch.playStartUs + 30_000_000);
    const { name } = session.loadBalancer();
    const lines = session.logs({ services: [name], limit: 1_000_000, take: 'newest' }).map(({ text }) => JSON.parse(text) as LogEntry);
    const count = async (query: string): Promise<number> => (await output(`gcloud logging read '${query}' --format=value(insertId)`)).split('\n').length - 1;
    const errors = lines.filter(({ httpRequest }) => httpRequest.status >= 500);
    expect(new Set(errors.map(({ httpRequest }) => httpRequest.status)).size).toBeGreaterThan(1);
    expect(await count('httpRequest.status>=500')).toBe(errors.length);
    expect(await count('resource.type:* AND severity>=WARNING')).toBe(lines.filter(({ severity }) => severity !== 'INFO').length);
    expect(await count('httpRequest.status=504')).toBe(errors.filter(({ httpRequest }) => httpRequest.status === 504).length);
    expect(await count('httpRequest.latency>5s')).toBe(lines.filter(({ httpRequest }) => Number.parseFloat(httpRequest.latency) > 5).length);
  }, 300_000);
});
