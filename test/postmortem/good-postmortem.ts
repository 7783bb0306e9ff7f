/** A postmortem of the run in run-facts-fixture.ts that a careful person might write. */
export const GOOD = `# Playlists do not load, 19 November 2026

INC-0417 · all times UTC

## Summary

From 14:02 to 14:30 about 41% of playlist opens failed or hung for listeners, 49,100 in all. A release of playlist left database transactions open until no connection was left. Undoing the rollout and ending the sessions it had left behind restored service.

## Impact

Listeners could not open playlists from 14:02 to 14:30 UTC (28 minutes): 49,100 opens failed, 41% of the total. This spent 42% of the month's error budget. Home and search kept working until 14:18.

## Timeline

| Time (UTC) | What happened |
|---|---|
| 14:02 | Users begin to be hurt |
| 14:06 | Page: PlaylistOpensErrorBudgetBurn |
| 14:08 | Page acknowledged |
| 14:10 | Declared SEV-2 |
| 14:18 | kubectl scale deploy/playlist --replicas=14 |
| 14:24 | kubectl rollout undo deploy/playlist |
| 14:27 | Sessions terminated |
| 14:28 | Marked mitigated |
| 14:30 | SLIs back within their objectives |
| 14:36 | Marked resolved |

## Root cause

Release v2.41.0 of \`playlist\` changed what happens when its call to catalog exceeds 250 ms: the transaction around the call is no longer closed. Each such timeout left one session idle in transaction ([sessions by state](pin:p1): 80 of them) and kept its connection out of the pool. About twelve minutes later the Hikari pools of all four pods were exhausted, so requests waited 30 s for a connection. Retries by web-api and the gateway multiplied the load on the queue. Autovacuum on playlist_tracks was running at the time, but it was unrelated.

## Contributing factors

- \`idle_in_transaction_session_timeout\` was not set, so nothing ended those sessions.
- There was no alert on waiting for a pool connection.
- The canary was too short for the leak to show.

## Detection

The burn-rate page fired 4 minutes after onset. An alert on callers waiting for a connection shows the same 8 minutes earlier.

## Response

Scaling playlist to 14 replicas at 14:18 made it worse: the new pods took the last database slots. Undoing the rollout at 14:24 mitigated it; terminating the leaked sessions at 14:27 brought listeners back sooner. The permanent fix is a release that rolls back on timeout.

## What went well

The page came 4 minutes after onset and was acknowledged at 14:08.

## What went poorly

Scaling at 14:18 took the connection slots that auth needs too.

## Where we got lucky

Only \`playlist\` had the change; catalog's own pool was never near its limit.

## Action items

| Action | Type | Effort | Owner role | Due | Done when |
|---|---|---|---|---|---|
| Set idle_in_transaction_session_timeout to 60 s on playlist-db | prevent | S | database team | 2026-11-26 | SHOW prints 1min in production |
| Page when callers wait over 1 s for a connection | detect | S | playlist on-call lead | 2026-11-26 | The page fires in a replay of this incident by 14:00 |
| Cap gateway retries at 10% of requests | mitigate | M | edge team | 2026-12-10 | Replay shows at most 1.1 attempts per request |
| Hold each canary for 45 min and compare pool wait | prevent | M | delivery team | 2026-12-17 | No release reaches 100% in under 45 min |
`;
