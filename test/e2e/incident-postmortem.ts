/** What a careful person writes about an incident of the first scenario, with the times and figures of their own run. */
export interface RunWords {
  /** `14:13`, as the write-up's figures give them. */
  readonly start: string;
  readonly end: string;
  readonly duration: string;
  readonly failed: string;
  readonly slow: string;
  readonly page: string;
  /** From onset to that page: `3 minutes`. */
  readonly toPage: string;
  readonly undo: string;
  readonly mitigated: string;
  readonly budgetLeft: string;
}

/** Section by section; the Timeline is prefilled from the log and stays as it is. */
export function sections(run: RunWords): readonly (readonly [heading: string, text: string])[] {
  return [
    [
      'Summary',
      `From ${run.start} to ${run.end} (${run.duration}) playlist opens failed or hung for listeners: ${run.failed} failed and ${run.slow} were slow. A release of playlist left database transactions open until no connection was left. Undoing the rollout restored service.`,
    ],
    [
      'Impact',
      `Listeners could not open playlists from ${run.start} to ${run.end} UTC (${run.duration}): ${run.failed} user actions failed and ${run.slow} were slow. ${run.budgetLeft} of the month's error budget of playlist opens was left. Home and search kept working.`,
    ],
    [
      'Root cause',
      'Release v2.41 of `playlist` changed what happens when its call to catalog exceeds 250 ms: the transaction around the call is no longer closed. Each such timeout left one session idle in transaction and kept its connection out of the pool. When the Hikari pools of all four pods were exhausted, requests waited 30 s for a connection and timed out. Retries by web-api and the gateway multiplied the load on the queue. Autovacuum on playlist_tracks was running at the time, but it was unrelated.',
    ],
    [
      'Contributing factors',
      '- `idle_in_transaction_session_timeout` was not set, so nothing ended those sessions.\n- There was no alert on callers waiting for a pool connection.\n- The canary was too short for the leak to show.\n- The pool size of pgbouncer, 200, is larger than the 100 slots of the database.',
    ],
    [
      'Detection',
      `The burn-rate page fired at ${run.page}, ${run.toPage} after onset. An alert on callers waiting for a connection would have shown the same earlier.`,
    ],
    [
      'Response',
      `Undoing the rollout at ${run.undo} mitigated it by ${run.mitigated}. The permanent fix is a release that rolls back when the call times out.`,
    ],
    ['What went well', `The page fired at ${run.page} and was acknowledged within a minute; the leaked sessions were found before anything was changed.`],
    ['What went poorly', `Until ${run.page} nothing showed the sessions that piled up on playlist-db.`],
    ['Where we got lucky', 'Only `playlist` had the change; auth still found slots in the same database.'],
    [
      'Action items',
      [
        '| Action | Type | Effort | Owner role | Due | Done when |',
        '|---|---|---|---|---|---|',
        '| Set idle_in_transaction_session_timeout to 60 s on playlist-db | prevent | S | database team | 2026-12-03 | SHOW prints 1min in production |',
        '| Page when callers wait over 1 s for a pool connection | detect | S | playlist on-call lead | 2026-12-03 | The page fires in a replay of this incident before users are hurt |',
        '| Cap gateway retries at 10% of requests | mitigate | M | edge team | 2026-12-17 | A replay shows at most 1.1 attempts per request |',
        '| Hold each canary for 45 min and compare pool wait | prevent | M | delivery team | 2026-12-17 | No release reaches 100% in under 45 min |',
      ].join('\n'),
    ],
  ];
}
