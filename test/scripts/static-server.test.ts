import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenLocally, staticHandler } from '../../scripts/serve/static-server.mjs';

const outer = mkdtempSync(join(tmpdir(), 'brownout-serve-'));
const folder = join(outer, 'site');
mkdirSync(join(folder, 'assets'), { recursive: true });
writeFileSync(join(outer, 'secret.txt'), 'secret');
writeFileSync(join(folder, 'index.html'), '<h1>hello</h1>');
writeFileSync(join(folder, 'assets/main-Ab3_dE9x.js'), 'export {};');
writeFileSync(join(folder, 'assets/engine-Ab3_dE9x.wasm'), '\0asm');
writeFileSync(join(folder, 'manifest.webmanifest'), '{}');
writeFileSync(join(outer, 'site-secret.txt'), 'secret');

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request whose path is sent as it is: fetch() would tidy `..` away. */
function ask(
  port: number,
  path: string,
  options: { readonly method?: string; readonly host?: string; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: options.host ?? '127.0.0.1', port, path, method: options.method ?? 'GET', headers: options.headers ?? {} }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

describe('static server', () => {
  let port = 0;
  let close: () => Promise<unknown>;
  beforeAll(async () => {
    ({ port, close } = await listenLocally(staticHandler(folder), 0));
  });
  afterAll(async () => {
    await close();
    rmSync(outer, { recursive: true });
  });

  it.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/index.html', 'text/html; charset=utf-8', 'no-cache'],
    ['/assets/main-Ab3_dE9x.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/engine-Ab3_dE9x.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
    ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8', 'no-cache'],
  ])('%s is served as %s, %s', async (path, type, cache) => {
    const answer = await ask(port, path);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'content-type': type, 'cache-control': cache, 'x-content-type-options': 'nosniff' });
    expect(answer.headers['content-security-policy']).toMatch(/script-src 'self' 'wasm-unsafe-eval'.*frame-ancestors 'none'/);
  });

  it.each(['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/../site-secret.txt', '/assets', '/nope.js', '/a%00b'])(
    '%s is not there',
    async (path) => {
      const answer = await ask(port, path);
      expect(answer.status).toBe(404);
      expect(answer.body).not.toContain('secret');
    },
  );

  it('refuses what is not a read, and a broken address', async () => {
    expect((await ask(port, '/', { method: 'POST' })).status).toBe(405);
    expect((await ask(port, '/%zz')).status).toBe(400);
  });

  it('answers 304 to the tag it gave, and HEAD without a body', async () => {
    const first = await ask(port, '/');
    const again = await ask(port, '/', { headers: { 'if-none-match': String(first.headers.etag) } });
    expect([again.status, again.body]).toEqual([304, '']);
    const head = await ask(port, '/', { method: 'HEAD' });
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', String(first.body.length)]);
  });

  it('serves under a path, and only there', async () => {
    const under = await listenLocally(staticHandler(folder, { prefix: '/deep/path/' }), 0);
    expect((await ask(under.port, '/deep/path/')).status).toBe(200);
    expect((await ask(under.port, '/')).status).toBe(404);
    await under.close();
  });

  it('takes the next port when one is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port: first } = taken.address() as AddressInfo;
    const next = await listenLocally(staticHandler(folder), first);
    expect(next.port).toBeGreaterThan(first);
    await next.close();
    await new Promise((resolve) => taken.close(resolve));
  });
});
