import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../src/contract/records.ts';
import { edgePort, gcloud, NOW, type Request, requestLine } from './edge-port.ts';

const SECOND = 1_000_000;
const REQUESTS: readonly Request[] = [
  { path: '/v1/home', latency: 0.25 },
  { path: '/v1/play/42', status: 502, latency: 0.004 },
  { path: '/v1/playlists/7', status: 404, method: 'POST', latency: 1.5 },
  { path: '/v1/stream', status: 502, details: 'backend_connection_closed_before_data_sent_to_client', latency: 0.012 },
  { path: '/v1/stream', status: 504, details: 'backend_timeout', latency: 20 },
];
/** Requests 1 to 5, a minute apart, the last of them over 10 s ago. */
const LINES = REQUESTS.map((request, at) => requestLine(at + 1, NOW - (10 + 60 * (REQUESTS.length - 1 - at)) * SECOND, request));

/** Numbers of the requests that a query finds, in the order printed. */
async function found(query: string, flags = '', logs: readonly LogLine[] = LINES): Promise<readonly number[]> {
  const result = await gcloud(`gcloud logging read '${query}' --format=value(insertId) ${flags}`, edgePort({ logs }));
  expect(result).toMatchObject({ exitCode: 0 });
  return result.stdout
    .split('\n')
    .slice(0, -1)
    .map((id) => Number.parseInt(id, 16));
}

describe('the Logging query language', () => {
  it.each<[string, readonly number[]]>([
    ['', [5, 4, 3, 2, 1]],
    ['resource.type="http_load_balancer"', [5, 4, 3, 2, 1]],
    ['resource.type=http_load_balancer AND httpRequest.status>=500', [5, 4, 2]],
    ['resource.type="http_load_balancer"\nhttpRequest.status=502', [4, 2]],
    ['httpRequest.status=502 -- a remark', [4, 2]],
    ['httpRequest.status="502"', [4, 2]],
    ['httpRequest.status:502', [4, 2]],
    ['httpRequest.status!=502', [5, 3, 1]],
    ['httpRequest.status>404', [5, 4, 2]],
    ['httpRequest.status<404', [1]],
    ['httpRequest.status<=404', [3, 1]],
    ['httpRequest.status=(404 OR 504)', [5, 3]],
    ['httpRequest.status!=(404 OR 504)', [4, 2, 1]],
    ['httpRequest.status=~"50[24]"', [5, 4, 2]],
    ['jsonPayload.statusDetails="BACKEND_TIMEOUT"', [5]],
    ['jsonPayload.statusDetails="backend"', []],
    ['jsonPayload.statusDetails:"closed"', [4]],
    ['jsonPayload.statusDetails=~"^backend_.*t$"', [5, 4]],
    ['jsonPayload.statusDetails=~"^BACKEND"', []],
    ['jsonPayload.statusDetails!~"^backend_"', [3, 2, 1]],
    ['jsonPayload:"timeout"', [5]],
    ['severity>=WARNING', [5, 4, 2]],
    ['severity>info', [5, 4, 2]],
    ['severity=INFO', [3, 1]],
    ['severity>=400', [5, 4, 2]],
    ['severity<WARNING', [3, 1]],
    ['httpRequest.requestUrl:"/stream"', [5, 4]],
    ['httpRequest.requestUrl:/STREAM', [5, 4]],
    ['httpRequest.requestMethod=POST', [3]],
    ['httpRequest.latency>1s', [5, 3]],
    ['httpRequest.latency>="1500ms"', [5, 3]],
    ['httpRequest.latency<0.1s', [4, 2]],
    ['httpRequest.responseSize>488', [3, 1]],
    ['timestamp>="2026-11-22T13:28:00Z"', [5, 4]],
    ['timestamp<"2026-11-22T13:27:00.000000Z"', [2, 1]],
    ['timestamp>="2026-11-22T14:28:00+01:00"', [5, 4]],
    ['timestamp="2026-11-22T13:25:49.750Z"', [1]],
    ['stream', [5, 4]],
    ['"closed_before"', [4]],
    // a field that no entry has
    ['jsonPayload.nope="x"', []],
    ['jsonPayload.nope!="x"', []],
    ['NOT jsonPayload.nope="x"', [5, 4, 3, 2, 1]],
    ['jsonPayload.statusDetails:*', [5, 4, 3, 2, 1]],
    ['jsonPayload.constructor:*', []],
    ['httpRequest.serverIp:*', [5, 3, 1]],
    ['httpRequest.serverIp=""', [4, 2]],
    ['httpRequest.cacheHit=true', []],
    ['httpRequest.cacheHit=false', [5, 4, 3, 2, 1]],
    // NOT binds most, then OR, then AND
    ['NOT httpRequest.status=502 AND severity=WARNING', [5]],
    ['-httpRequest.status=502 severity=WARNING'.replace(/^/, 'severity:* '), [5]],
    ['severity=WARNING AND httpRequest.status=504 OR httpRequest.status=404', [5]],
    ['(severity=WARNING AND httpRequest.status=504) OR httpRequest.status=404', [5, 3]],
    ['httpRequest.status=404 OR httpRequest.status=504 AND severity=WARNING', [5]],
    ['NOT (httpRequest.status=502 OR httpRequest.status=200)', [5, 3]],
    ['httpRequest.requestUrl:(stream OR play) AND NOT httpRequest.requestUrl:playlists', [5, 4, 2]],
  ])('%s', async (query, numbers) => expect(await found(query)).toEqual(numbers));

  it.each([
    ['httpRequest.status>=', "syntax error at line 1, column 21, token ''"],
    ['httpRequest.status 5 = 6 = 7', "syntax error at line 1, column 26, token '='"],
    ['timestamp>=2026-11-22T13:28:00Z', "syntax error at line 1, column 25, token ':'"],
    ['severity>=WARNING AND', "syntax error at line 1, column 22, token ''"],
    ['severity>=WARNING\n  AND AND x', "syntax error at line 2, column 7, token 'AND'"],
    ['(severity>=WARNING', "syntax error at line 1, column 19, token ''"],
    ['severity>=WARNING)', "syntax error at line 1, column 18, token ')'"],
    ['severity==WARNING', "syntax error at line 1, column 10, token '='"],
    ['"severity"=WARNING', "syntax error at line 1, column 11, token '='"],
    ['severity="WARNING', "syntax error at line 1, column 10, token '\"'"],
    ['SEARCH("x")', "syntax error at line 1, column 7, token '('"],
  ])('%s cannot be read', async (query, message) => {
    const port = edgePort();
    const expected = { stdout: '', stderr: `ERROR: (gcloud.logging.read) INVALID_ARGUMENT: Unparseable filter: ${message}\n`, exitCode: 1 };
    expect(await gcloud(`gcloud logging read '${query}'`, port)).toEqual(expected);
    expect(port.read.lines).toBe(0);
  });

  it.each([
    ['status=502', "INVALID_ARGUMENT: Field not found: 'status'."],
    ['httpRequest.url:x', "INVALID_ARGUMENT: Field not found: 'httpRequest.url'."],
    ['httpRequest.status=5xx', "httpRequest.status at line 1, column 1 is compared with '5xx', which is no number"],
    ['x AND severity>=SEVERE', "severity at line 1, column 7 is compared with 'SEVERE', which is no severity"],
    ['httpRequest.latency>fast', 'which is no duration'],
    ['timestamp>"yesterday"', 'which is no RFC 3339 time'],
    ['jsonPayload.statusDetails=~"("', 'invalid regular expression "(" at line 1, column 1'],
    ['resource.type="k8s_container" AND severity>=ERROR', 'not simulated: resource.type="k8s_container"; "http_load_balancer" is.'],
    ['resource.type=("http_load_balancer" OR "gce_instance")', 'not simulated: resource.type="gce_instance"'],
  ])('%s is refused', async (query, message) => {
    const result = await gcloud(`gcloud logging read '${query}'`);
    expect(result).toMatchObject({ stdout: '', exitCode: 1 });
    expect(result.stderr).toContain(message);
  });

  it('says what is kept where a real project would have more', async () => {
    expect((await gcloud("gcloud logging read 'severity>=WARNING'")).stderr).toMatch(/^WARNING: only entries of the load balancer .* are kept here\./);
    expect((await gcloud("gcloud logging read 'httpRequest.status>=500'")).stderr).toBe('');
    expect((await gcloud('gcloud logging read \'NOT resource.type="k8s_container"\'')).stderr).toBe('');
  });
});

describe('what is read of the log', () => {
  it('orders by the time stamp, which is when a request began', async () => {
    const slow = [requestLine(1, NOW - 21 * SECOND), requestLine(2, NOW - 20 * SECOND, { latency: 15 }), requestLine(3, NOW - 10 * SECOND, { latency: 29 })];
    expect(await found('', '', slow)).toEqual([1, 2, 3]);
    expect(await found('', '--limit=1', slow)).toEqual([1]);
    expect(await found('', '--order=asc --limit=1', slow)).toEqual([3]);
    expect(await found('', '--order=asc', slow)).toEqual([3, 2, 1]);
  });

  it('reads on past a page when what ended further away may have begun nearer', async () => {
    const page = (endUs: number, latency: number) => Array.from({ length: 2_100 }, (_, at) => requestLine(at + 2, endUs + at, { latency }));
    expect(await found('', '--limit=1', [requestLine(1, NOW - 11 * SECOND, { latency: 0.01 }), ...page(NOW - 10 * SECOND, 29)])).toEqual([1]);
    const last = requestLine(9_999, NOW - 5 * SECOND, { latency: 29 });
    expect(await found('', '--order=asc --limit=1', [...page(NOW - 10 * SECOND, 0.01), last])).toEqual([9_999]);
  });

  it.each([
    ['', '--freshness=3m', [5, 4, 3]],
    ['', '--freshness=10', []],
    // without effect when the order is ascending or the query speaks of the time
    ['', '--freshness=3m --order=asc', [1, 2, 3, 4, 5]],
    ['timestamp>"2026-11-22T13:00:00Z"', '--freshness=3m', [5, 4, 3, 2, 1]],
  ])("'%s' %s", async (query, flags, numbers) => expect(await found(query, flags)).toEqual(numbers));

  /** A request every 100 ms; every 1,000th failed. */
  const MANY = Array.from({ length: 9_000 }, (_, at) =>
    requestLine(at + 1, NOW - (9_000 - at) * 100_000, { latency: 0.05, ...(at % 1_000 === 0 ? { status: 502 } : {}) }),
  );

  it('goes through the log page by page, without losing or repeating any', async () => {
    expect(await found('httpRequest.latency<1s AND httpRequest.status=502', '', MANY)).toEqual([8001, 7001, 6001, 5001, 4001, 3001, 2001, 1001, 1]);
    expect(await found('httpRequest.latency<1s AND NOT httpRequest.status=200', '--order=asc', MANY)).toEqual([
      1, 1001, 2001, 3001, 4001, 5001, 6001, 7001, 8001,
    ]);
  });

  it('loses no line at the edge of a page', async () => {
    const ids = MANY.slice(0, 4_500).map(({ id }) => id);
    expect(await found('', '--order=asc', MANY.slice(0, 4_500))).toEqual(ids);
    expect(await found('', '', MANY.slice(0, 4_500))).toEqual(ids.reverse());
  });

  it('stops when it has what was asked for, and reads warnings only where nothing else can match', async () => {
    const linesRead = async (rest: string): Promise<number> => {
      const port = edgePort({ logs: MANY });
      await gcloud(`gcloud logging read ${rest} --format=none`, port);
      return port.read.lines;
    };
    expect(await linesRead("'httpRequest.status=200' --limit=5")).toBeLessThan(3_000);
    expect(await linesRead("'httpRequest.status=200' --limit=5 --order=asc")).toBeLessThan(3_000);
    expect(await linesRead("'httpRequest.status>=500'")).toBeLessThan(20);
    expect(await linesRead("'severity>=WARNING'")).toBeLessThan(20);
    expect(await linesRead('\'timestamp>="2026-11-22T13:29:00Z"\'')).toBeLessThan(700);
    expect(await linesRead("'httpRequest.status=404'")).toBeGreaterThan(8_999);
  });

  it('prints at most 5000 entries, and says so', async () => {
    const result = await gcloud("gcloud logging read 'resource.type:*' --format=value(insertId)", edgePort({ logs: MANY }));
    expect(result.stdout.split('\n')).toHaveLength(5_001);
    expect(result.stderr).toContain('more than 5000 entries');
    const asked = await gcloud("gcloud logging read 'resource.type:*' --limit=5000 --format=none", edgePort({ logs: MANY }));
    expect(asked.stderr).toBe('');
  });

  it('notes that someone looked, and at what', async () => {
    const port = edgePort();
    await gcloud("gcloud logging read 'httpRequest.status=502'", port);
    expect(port.observed).toEqual(['logs: httpRequest.status=502']);
  });
});
