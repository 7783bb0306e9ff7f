import type { LoggedCommand } from '../../src/contract/commands.ts';
import type { IncidentView } from '../../src/contract/incident.ts';
import { MICROS_PER_MINUTE } from '../../src/contract/time.ts';
import type { RunFacts } from '../../src/session/run-facts.ts';

/** Minutes after 14:00 UTC, as simulated time; simulated time 0 is 13:30. */
export const at = (minutes: number): number => (minutes + 30) * MICROS_PER_MINUTE;

const command = (seq: number, minutes: number, what: LoggedCommand['command'], intent?: string): LoggedCommand => ({
  seq,
  atUs: at(minutes),
  actor: 'player',
  command: what,
  intent,
});

export const INCIDENT: IncidentView = {
  id: 'INC-0417',
  phase: 'write-up',
  severity: 'SEV-2',
  declaredUs: at(10),
  acknowledgedUs: at(8),
  mitigatedUs: at(28),
  resolvedUs: at(36),
  updates: [
    { atUs: at(11), actor: 'player', text: 'Playlists fail for some listeners since 14:02 UTC. We are looking. Next update 14:30.' },
    { atUs: at(31), actor: 'player', text: 'Playlists load again.' },
  ],
  updateDueUs: null,
  hypotheses: [{ id: 'h1', text: 'playlist leaks connections since v2.41', state: 'supported', createdUs: at(14), changedUs: at(22) }],
  pins: [
    {
      id: 'p1',
      atUs: at(16),
      evidence: { kind: 'output', title: 'sessions by state', command: 'psql', text: '80', atUs: at(16) },
      hypothesis: 'h1',
      sign: '+',
    },
  ],
  messages: [],
};

/** A run that hurt users from 14:02 to 14:30: page at 14:06, a scale-up that made it worse at 14:18, the undo at 14:24. */
export const FACTS: RunFacts = {
  title: 'Playlists do not load',
  incidentId: 'INC-0417',
  epoch: { startUnixMs: 1_795_095_000_000, playStartUs: at(0) },
  endUs: at(40),
  outcome: {
    slos: [
      { name: '/playlists/:id availability', objective: 0.999, good: 70_900, total: 120_000, badSeconds: 1600, budgetSpent: 0.42 },
      { name: '/home availability', objective: 0.999, good: 200_000, total: 200_000, badSeconds: 0, budgetSpent: 0 },
    ],
    harm: { failedRequests: 49_100, slowRequests: 3_200, badSeconds: 1600 },
    callsPerRequest: 8,
    eventsPerRequest: 60,
    events: 1_000_000,
    alerts: [{ name: 'PlaylistOpensErrorBudgetBurn', severity: 'page', firedUs: at(6), resolvedUs: at(33) }],
    writes: null,
    lostRecords: null,
    hurtSinceUs: at(2),
    recoveredUs: at(30),
  },
  incident: INCIDENT,
  alerts: [],
  commands: [
    command(0, 8, { kind: 'acknowledge', alert: 'a' }),
    command(1, 10, { kind: 'set-severity', severity: 'SEV-2' }),
    command(2, 18, { kind: 'scale', service: 'playlist', replicas: 14 }, 'kubectl scale deploy/playlist --replicas=14'),
    command(3, 24, { kind: 'rollout-undo', service: 'playlist' }, 'kubectl rollout undo deploy/playlist'),
    command(4, 27, { kind: 'terminate-backend', database: 'playlist-db', pid: 10 }, 'psql -c "select pg_terminate_backend(…)"'),
    command(5, 27, { kind: 'terminate-backend', database: 'playlist-db', pid: 11 }, 'psql -c "select pg_terminate_backend(…)"'),
    command(6, 28, { kind: 'mark-mitigated' }),
    command(7, 36, { kind: 'mark-resolved' }),
  ],
  observations: [
    'kubectl get pods',
    'sum(rate(http_server_request_duration_seconds_count[1m]))',
    'psql -c "select state, count(*) from pg_stat_activity group by 1"',
    'kubectl rollout history deploy/playlist',
  ]
    .map((what, index) => ({ atUs: at(9 + index * 2), actor: 'player', kind: 'shell', what }))
    .concat([{ atUs: at(29), actor: 'player', kind: 'metrics', what: 'availability' }]),
  components: ['gateway', 'web-api', 'auth', 'playlist', 'catalog', 'recs', 'playlist-db', 'pgbouncer', 'catalog-cache'],
  nouns: ['playlist opens', 'home loads'],
};
