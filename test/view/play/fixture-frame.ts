import type { Frame, PodFrame, ServiceFrame } from '../../../src/contract/frame.ts';
import type { AlertView } from '../../../src/contract/incident.ts';
import type { ChangeRecord } from '../../../src/contract/records.ts';
import type { Epoch } from '../../../src/contract/time.ts';

/** Made-up figures to look at the play screen and test it; nothing in the product reads this. Minutes count from where play begins. */
export const EPOCH: Epoch = { startUnixMs: Date.UTC(2026, 10, 19, 13, 52), playStartUs: 24 * 60e6 };
export const at = (minute: number): number => EPOCH.playStartUs + minute * 60e6;
const REGION = 'europe-west1';
const ZONES = ['b', 'c', 'd'].map((zone) => `${REGION}-${zone}`);

export function pods(service: string, marks: string): readonly PodFrame[] {
  const words = { R: 'ready', N: 'not-ready', P: 'pending', X: 'crashed', T: 'terminating' } as const;
  return [...marks].map((mark, index) => ({
    name: `${service}-6c9f7d8b54-${'bcdfghjk'[index % 8]}${index}zvn`,
    zone: ZONES[index % 3],
    version: 'v1',
    mark: words[mark as keyof typeof words],
  }));
}

const service = (name: string, perSecond: number, saturation: number, marks: string, more: Partial<ServiceFrame> = {}): ServiceFrame => {
  const whole = {
    version: 'v1.88.2',
    perSecond,
    errorRatio: 0,
    p50Us: 18_000,
    p99Us: 190_000,
    saturation,
    pool: null,
    desired: marks.length,
    canary: null,
    pods: pods(name, marks),
    ...more,
  };
  return { name, ...whole, homes: [{ region: REGION, ...whole }] };
};

const alert = (
  name: string,
  fired: number,
  severity: AlertView['severity'],
  summary: string,
  acknowledged: number | null,
  runbook = 'playlist',
): AlertView => ({
  id: `${name}-1`,
  name,
  labels: {},
  severity,
  state: 'firing',
  summary,
  description: `${summary} for two minutes`,
  owner: 'playlists',
  runbook,
  activeSinceUs: at(fired - 2),
  firedUs: at(fired),
  resolvedUs: null,
  acknowledgedUs: acknowledged === null ? null : at(acknowledged),
  acknowledgedBy: acknowledged === null ? '' : 'player',
  escalatesUs: acknowledged === null && severity === 'page' ? at(fired + 5) : null,
});

const change = (minute: number, kind: ChangeRecord['kind'], subject: string, title: string, actor = 'release-bot', undo?: string): ChangeRecord => ({
  atUs: at(minute),
  kind,
  subject,
  title,
  detail: `${title} by ${actor}`,
  actor,
  ...(undo ? { undo } : {}),
});

const edge = (
  from: string,
  to: string,
  perSecond: number,
  errorRatio = 0,
  retryRatio = 0,
  breaker: Frame['edges'][number]['breaker'] = null,
): Frame['edges'][number] => ({ region: REGION, from, to, perSecond, errorRatio, retryRatio, breaker });
const sli = (route: string, kind: 'availability' | 'latency', noun: string, badRatio: number, perSecond: number, hurt: boolean): Frame['slis'][number] => ({
  name: `${route} ${kind}`,
  route,
  kind,
  noun,
  objective: kind === 'latency' ? 0.99 : 0.999,
  thresholdUs: kind === 'latency' ? 400_000 : null,
  badRatio,
  perSecond,
  breached: hurt,
  breachedSinceUs: hurt ? at(0.5) : null,
  budgetLeft: hurt ? 0.608 : 0.97,
  burn: hurt ? (kind === 'latency' ? 41 : 186) : 0.2,
});

/** Fourteen minutes in: playlist opens fail, one page waits. */
export const FRAME: Frame = {
  tUs: at(14.1),
  playing: true,
  speed: 1,
  achievedSpeed: 1,
  silentRegions: [],
  commandCount: 3,
  slis: [
    sli('/playlists/:id', 'availability', 'playlist opens', 0.186, 52, true),
    sli('/playlists/:id', 'latency', 'playlist opens', 0.41, 52, true),
    sli('/home', 'availability', 'home loads', 0.0002, 96, false),
    sli('/search', 'availability', 'searches', 0, 31, false),
  ],
  services: [
    service('gateway', 190, 0.41, 'RRRRRRRRR', { errorRatio: 0.03 }),
    service('web-api', 212, 0.66, 'RRRRRRRRRRRP', { errorRatio: 0.03 }),
    service('auth', 402, 0.24, 'RRRRRR'),
    service('playlist', 61, 1, 'RNRNRRNR', { errorRatio: 0.186, version: 'v2.41.0', p99Us: 10_000_000, pool: { used: 80, size: 80, waiting: 284 } }),
    service('recs', 92, 0.71, 'RRRR'),
    service('catalog', 188, 0.44, 'RRRRRR'),
  ],
  stores: [
    { name: 'playlist-db', region: REGION, kind: 'postgres', perSecond: 220, errorRatio: 0, saturation: 0.88, caption: '88 of 100' },
    { name: 'pgbouncer', region: REGION, kind: 'pgbouncer', perSecond: 58, errorRatio: 0, saturation: 0.4, caption: '80 of 200' },
    { name: 'catalog-cache', region: REGION, kind: 'redis', perSecond: 188, errorRatio: 0, saturation: 0.36, caption: 'hit 96.2%' },
  ],
  edges: [
    edge('wavelength-lb', 'gateway', 190, 0.03),
    edge('gateway', 'web-api', 212, 0.03, 0.1),
    edge('web-api', 'auth', 210),
    edge('web-api', 'playlist', 61, 0.186, 0.4, 'closed'),
    edge('web-api', 'recs', 92, 0, 0, 'closed'),
    edge('web-api', 'catalog', 60),
    edge('playlist', 'pgbouncer', 58, 0.1),
    edge('pgbouncer', 'playlist-db', 58),
    edge('auth', 'playlist-db', 200),
    edge('playlist', 'catalog', 55),
    edge('recs', 'catalog', 70),
    edge('catalog', 'catalog-cache', 188),
  ],
  alerts: [
    alert('PlaylistReadyBelow75', 12.5, 'page', '5 of 8 pods ready', null),
    alert('SLO burn 14.4×, availability', 4, 'page', '/playlists/:id, now 186×', 4.7),
    alert('SLO burn 14.4×, latency', 5, 'page', '/playlists/:id, 41% over 400 ms', 5.5),
    alert('GatewayRetryRatioHigh', 7, 'warning', '1.9 attempts a request, usual 1.02', null, ''),
    alert('WebApiUpstreamSlow', 8, 'warning', 'web-api to playlist, p95 8.2 s', null, 'rollback'),
    alert('CPUThrottlingHigh', -16, 'notice', 'recs, 31% of periods', null, ''),
  ],
  incident: {
    id: 'INC-0417',
    phase: 'triage',
    severity: 'SEV-2',
    declaredUs: at(5),
    acknowledgedUs: at(4.7),
    mitigatedUs: null,
    resolvedUs: null,
    updateDueUs: at(21),
    updates: [
      { atUs: at(6), actor: 'player', text: 'Playlist opens fail for about a fifth of listeners since 14:16 UTC. Looking at what changed. Next update 14:37.' },
    ],
    hypotheses: [
      { id: 'h1', text: 'Something in B, C or D changed how playlist behaves', state: 'open', createdUs: at(6), changedUs: at(6) },
      { id: 'h2', text: 'The pool of 20 is too small for tonight', state: 'supported', createdUs: at(7), changedUs: at(9) },
      { id: 'h3', text: 'Autovacuum blocks readers', state: 'ruled-out', createdUs: at(7), changedUs: at(11) },
    ],
    pins: [
      {
        id: 'p1',
        atUs: at(7),
        evidence: { kind: 'chart', title: 'onset 16 min after B', expr: 'up', fromUs: at(-10), toUs: at(7) },
        hypothesis: 'h1',
        sign: '+',
      },
      { id: 'p2', atUs: at(8), evidence: { kind: 'log', title: 'active=20, waiting=41', text: 'HikariPool-1', atUs: at(8) }, hypothesis: 'h2', sign: '+' },
      {
        id: 'p3',
        atUs: at(10),
        evidence: { kind: 'output', title: 'pg_locks: nothing waits', command: 'psql', text: '(0 rows)', atUs: at(10) },
        hypothesis: 'h3',
        sign: '-',
      },
    ],
    messages: [
      { atUs: at(3), from: 'Ingrid', role: 'VP product', text: 'Is this payments again? I am on stage at 15:00.' },
      { atUs: at(12.5), from: 'Nadia', role: 'support', text: '64 tickets, web and iOS: “playlist spins for ever”. Can I tell people to retry?' },
    ],
  },
  changes: [
    change(-13, 'deploy', 'recs', 'recs v0.94.0'),
    change(-12, 'deploy', 'playlist', 'playlist v2.41.0', 'release-bot', 'kubectl rollout undo deployment/playlist'),
    change(-8, 'flag', 'home.seasonal-banner', 'home.seasonal-banner on', 'dana (growth)'),
    change(-6, 'database', 'playlist-db', 'autovacuum playlist_tracks', 'autovacuum'),
    change(-5.5, 'job', 'playlist-db', 'weekly-report job'),
    change(9, 'scale', 'web-api', 'web-api 9 to 12 replicas', 'hpa'),
  ],
  harm: { failedRequests: 9120, slowRequests: 4410, badSeconds: 820 },
};
