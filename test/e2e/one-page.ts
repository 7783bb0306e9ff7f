import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openChromium, type Site, serve } from './harness.ts';
import { PATIENCE_MS } from './player.ts';

/** What the tests of one incident share, from `beforeAll` on. */
export interface OnePage {
  readonly site: Site;
  readonly page: Page;
  /** Errors of the page and of its console, in order. */
  readonly problems: readonly string[];
}

/** One page of the built site for all tests of a `describe`, which go on where the one before left off. */
export function onePage(): OnePage {
  const problems: string[] = [];
  let site: Site | undefined;
  let browser: Browser | undefined;
  let page: Page | undefined;
  beforeAll(async () => {
    site = await serve();
    browser = await openChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const opened = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error('the page is there from beforeAll on');
    return thing;
  };
  return {
    get site() {
      return opened(site);
    },
    get page() {
      return opened(page);
    },
    problems,
  };
}
