import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { listenLocally, staticHandler } from '../../scripts/serve/static-server.mjs';
import { browserAdvice, findChromium, findFirefox } from '../../scripts/setup/browsers.mjs';
import { ROOT } from '../../scripts/setup/install.mjs';

/** The built site; `BROWNOUT_DIST` names another folder to test. */
export const DIST = process.env.BROWNOUT_DIST ?? join(ROOT, 'dist');

/** A folder served to this machine on a free port. */
export interface Site {
  /** Address of its index page, with a slash at the end. */
  readonly url: string;
  /** Files sent so far, in order, with what they weigh compressed as most hosts send them. */
  readonly sent: readonly { readonly path: string; readonly gzipBytes: number }[];
  /** Resolves with the JSON a page of this site posts to `path`. */
  posted(path: string): Promise<unknown>;
  close(): Promise<unknown>;
}

/** Serves `folder` under `prefix`, such as `/some/path/`. */
export async function serve(folder: string = DIST, prefix = '/'): Promise<Site> {
  const sent: { path: string; gzipBytes: number }[] = [];
  const waiting = new Map<string, (body: unknown) => void>();
  const files = staticHandler(folder, { prefix, onFile: (path, file) => sent.push({ path, gzipBytes: gzipSync(readFileSync(file)).length }) });
  const server = await listenLocally((request, response) => {
    if (request.method === 'POST') void receive(request, response, waiting);
    else files(request, response);
  }, 0);
  return {
    url: `http://localhost:${server.port}${prefix}`,
    sent,
    posted: (path) => new Promise((resolve) => waiting.set(path, resolve)),
    close: server.close,
  };
}

async function receive(request: IncomingMessage, response: ServerResponse, waiting: ReadonlyMap<string, (body: unknown) => void>): Promise<void> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  response.writeHead(204).end();
  waiting.get(request.url ?? '')?.(JSON.parse(body));
}

/** Chromium as installed here, without its background traffic. `BROWNOUT_HEADFUL=1` shows it. */
export async function openChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`no Chromium on this machine\n${browserAdvice()}`);
  return chromium.launch({
    executablePath,
    headless: process.env.BROWNOUT_HEADFUL !== '1',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** Preferences that keep a fresh Firefox profile from opening pages of its own or calling home. */
const FIREFOX_PREFERENCES = `
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.aboutwelcome.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("datareporting.policy.firstRunURL", "");
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
user_pref("app.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("dom.max_script_run_time", 0);
`;

/** Opens a page in a headless Firefox with a profile of its own until `until` settles; then ends it. */
export async function withFirefox<Result>(url: string, until: Promise<Result>, timeoutMs: number): Promise<Result> {
  const program = findFirefox();
  if (program === null) throw new Error(`no Firefox on this machine\n${browserAdvice()}`);
  const profile = mkdtempSync(join(tmpdir(), 'brownout-firefox-'));
  writeFileSync(join(profile, 'user.js'), FIREFOX_PREFERENCES);
  const firefox = spawn(program, ['--headless', '--no-remote', '--profile', profile, url], {
    stdio: 'ignore',
    env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1', HOME: profile },
  });
  const gone = new Promise<void>((resolve) => firefox.once('exit', () => resolve()));
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Firefox did not report within ${timeoutMs / 1000} s`)), timeoutMs);
  });
  const ended = gone.then(() => Promise.reject(new Error('Firefox ended before it reported')));
  try {
    return await Promise.race([until, tooLong, ended]);
  } finally {
    clearTimeout(timer);
    ended.catch(() => undefined);
    firefox.kill();
    await gone;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
