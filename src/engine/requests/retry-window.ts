/**
 * Tries and retries of a call site over the last ten seconds, in all its service's pods together, for its retry budget. A budget looks back a short while only: one that added up since the
 * beginning would save hours of good times and spend them on the first bad minute, which is when retries do harm. Ten seconds is
 * what Finagle's and Linkerd's retry budgets take by default (`ttl`); theirs are kept by each client process, and a try that an open breaker refuses counts here.
 */
export interface RetryWindow {
  /** The newest second counted. */
  second: number;
  /** By second modulo SECONDS. */
  tries: Float64Array;
  retries: Float64Array;
}

const SECONDS = 10;

export function createRetryWindow(): RetryWindow {
  return { second: 0, tries: new Float64Array(SECONDS), retries: new Float64Array(SECONDS) };
}

export function countTry(window: RetryWindow, nowUs: number, retry: boolean): void {
  moveOn(window, nowUs);
  const at = window.second % SECONDS;
  window.tries[at]++;
  if (retry) window.retries[at]++;
}

/** Whether one retry more keeps to the budget. @param share of retries among all tries */
export function isWithinBudget(window: RetryWindow, nowUs: number, share: number): boolean {
  moveOn(window, nowUs);
  let tries = 0;
  let retries = 0;
  for (let at = 0; at < SECONDS; at++) {
    tries += window.tries[at];
    retries += window.retries[at];
  }
  return retries < share * tries;
}

function moveOn(window: RetryWindow, nowUs: number): void {
  const second = Math.floor(nowUs / 1e6);
  const emptied = Math.min(SECONDS, second - window.second);
  for (let i = 1; i <= emptied; i++) {
    const at = (window.second + i) % SECONDS;
    window.tries[at] = 0;
    window.retries[at] = 0;
  }
  window.second = second;
}
