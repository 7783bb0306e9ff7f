import type { Command } from '../../src/contract/commands.ts';
import type { DatabaseInspection, FleetInspection, PoolerInspection, SessionInspection } from '../../src/contract/inspection.ts';
import type { Cancellation, HttpAnswer, QueryAnswer, ShellPort } from '../../src/contract/ports.ts';
import type { LogLine } from '../../src/contract/records.ts';
import type { CommandResult } from '../../src/contract/refusals.ts';

/** A fleet that stands still: fixed data behind the shell's port, with what was asked of it on record. Time moves only by `sleep`. */
export interface StaticPort extends ShellPort {
  readonly executed: { readonly command: Command; readonly intent: string }[];
  readonly observed: string[];
  readonly logLines: LogLine[];
  answerHttp: (target: string, path: string) => HttpAnswer;
  answerQuery: (expr: string) => QueryAnswer;
  refuse: (command: Command) => CommandResult;
  sessions: SessionInspection[];
  onSleep: () => void;
}

const SECOND = 1_000_000;
export const NOW_US = 3_600 * SECOND;
const EPOCH = { startUnixMs: Date.UTC(2026, 10, 22, 12, 0, 0), playStartUs: 1_800 * SECOND };

export function session(pid: number, over: Partial<SessionInspection> = {}): SessionInspection {
  return {
    pid,
    database: 'playlist',
    user: 'playlist',
    application: 'playlist',
    clientAddress: '10.8.2.9',
    clientPort: 40_000 + pid,
    backendStartUs: NOW_US - 600 * SECOND,
    xactStartUs: null,
    queryStartUs: NOW_US - 10 * SECOND,
    stateChangeUs: NOW_US - 10 * SECOND,
    waitEventType: 'Client',
    waitEvent: 'ClientRead',
    state: 'idle',
    query: 'COMMIT',
    backendType: 'client backend',
    locks: [],
    ...over,
  };
}

function setting(name: string, value: string, unit: string | null, vartype: 'integer' | 'string' | 'bool', context: 'postmaster' | 'sighup' | 'user') {
  return {
    name,
    setting: value,
    unit,
    category: 'Test',
    description: `About ${name}.`,
    context,
    vartype,
    bootValue: value,
    source: 'default' as const,
    pendingRestart: false,
  };
}

export const SETTINGS = [
  setting('idle_in_transaction_session_timeout', '0', 'ms', 'integer', 'user'),
  setting('max_connections', '100', null, 'integer', 'postmaster'),
  setting('shared_buffers', '16384', '8kB', 'integer', 'postmaster'),
  setting('statement_timeout', '30000', 'ms', 'integer', 'user'),
  setting('superuser_reserved_connections', '3', null, 'integer', 'postmaster'),
  setting('work_mem', '4096', 'kB', 'integer', 'user'),
];

export function staticPort(): StaticPort {
  let nowUs = NOW_US;
  const executed: StaticPort['executed'] = [];
  const observed: string[] = [];
  const logLines: LogLine[] = [];
  const fleet = (): FleetInspection => ({
    tUs: nowUs,
    reachable: true,
    controlPlane: '172.16.0.2',
    namespace: 'prod',
    region: 'europe-west1',
    configMaps: [],
    clusterName: 'gke-prod',
    project: 'tunes-prod',
    kubernetesVersion: 'v1.32.4',
    nodes: [],
    nodePools: [],
    cpuQuota: null,
    deployments: [{ name: 'web-api' }, { name: 'playlist' }] as unknown as FleetInspection['deployments'],
    rollouts: [],
    analysisRuns: [],
    replicaSets: [],
    pods: [{ name: 'web-api-abc', ip: '10.8.1.4', service: 'web-api' }] as unknown as FleetInspection['pods'],
    services: [{ name: 'web-api', clusterIp: '10.12.0.7', port: 80, type: 'ClusterIP', createdUs: 0, endpoints: ['10.8.1.4:8080'] }],
    autoscalers: [],
    disruptionBudgets: [],
    events: [],
    flags: [{ name: 'home.recs', on: true, description: 'Recommendations on /home', changedUs: null, changedBy: '' }],
  });
  const database = (): DatabaseInspection => ({
    tUs: nowUs,
    name: 'playlist-db',
    host: 'playlist-db.internal',
    port: 5432,
    version: '15.18',
    role: 'primary',
    region: 'europe-west1',
    zone: null,
    address: '10.132.0.90',
    cores: 8,
    state: 'running',
    activationPolicy: 'ALWAYS',
    wal: null,
    databases: ['playlist', 'sessions'],
    sessions: port.sessions,
    settings: SETTINGS,
    replicas: [{ name: 'replica_us', clientAddress: '10.9.0.3', pid: 900, lagUs: 120_000, sentLsn: null, replayLsn: null, backendStartUs: 0 }],
    tables: [
      { database: 'playlist', name: 'playlists', liveRows: 2_000_000, deadRows: 31_000, sizeBytes: 1_073_741_824 },
      { database: 'sessions', name: 'tokens', liveRows: 10, deadRows: 0, sizeBytes: 8192 },
    ],
    activity: [],
    cpuRatio: 0.2,
  });
  const pooler = (): PoolerInspection => ({
    tUs: nowUs,
    name: 'pgbouncer',
    version: '1.25.2',
    address: '10.8.0.9',
    pools: [
      {
        database: 'playlist',
        user: 'playlist',
        clientsActive: 2,
        clientsWaiting: 2,
        serversActive: 2,
        serversIdle: 0,
        serversUsed: 0,
        serversLogin: 0,
        maxWaitUs: 1_302_721,
        mode: 'transaction',
      },
    ],
    clients: [],
    servers: [],
    stats: [{ database: 'playlist', totalTransactions: 10, totalQueries: 20, totalTransactionUs: 300, totalQueryUs: 200, totalWaitUs: 5 }],
    config: [{ key: 'default_pool_size', value: '200', default: '20', changeable: true }],
  });
  const port: StaticPort = {
    epoch: EPOCH,
    executed,
    observed,
    logLines,
    sessions: [
      session(101),
      session(102, { state: 'idle in transaction', xactStartUs: NOW_US - 372 * SECOND, query: 'SELECT * FROM playlists WHERE id = $1' }),
      session(103, {
        state: 'idle in transaction',
        xactStartUs: NOW_US - 61 * SECOND,
        query: 'SELECT * FROM playlists WHERE id = $1',
        locks: [{ relation: 'playlists', mode: 'RowExclusiveLock', granted: true }],
      }),
      session(104, { state: 'active', database: 'sessions', user: 'auth', application: 'auth', waitEventType: null, waitEvent: null, query: 'SELECT 1' }),
      session(105, {
        state: 'active',
        waitEventType: 'Lock',
        waitEvent: 'relation',
        query: 'LOCK TABLE playlists',
        locks: [{ relation: 'playlists', mode: 'AccessExclusiveLock', granted: false }],
      }),
      session(12, {
        database: '',
        user: '',
        application: '',
        state: null,
        backendType: 'checkpointer',
        clientAddress: null,
        clientPort: null,
        query: '',
        waitEventType: 'Activity',
        waitEvent: 'CheckpointerMain',
      }),
    ],
    answerHttp: () => ({
      status: 200,
      durationUs: 12_345,
      headers: { 'content-type': 'application/json' },
      body: '{"ok":true}',
      failure: '',
      address: '203.0.113.10',
    }),
    answerQuery: () => ({ status: 'success', data: { resultType: 'vector', result: [] } }),
    refuse: () => ({ ok: true }),
    onSleep: () => undefined,
    now: async () => nowUs,
    clusters: async () => [{ name: 'gke-prod', region: 'europe-west1' }],
    fleet: async () => fleet(),
    loadBalancer: async () => Promise.reject(new Error('no load balancer here')),
    databases: async () => ['playlist-db'],
    database: async (name) => {
      if (name !== 'playlist-db') throw new Error(`no database ${name}`);
      return database();
    },
    poolers: async () => ['pgbouncer'],
    pooler: async () => pooler(),
    caches: async () => [],
    logs: async ({ services, afterId, limit, take }) => {
      const matching = logLines.filter((line) => (services === undefined || services.includes(line.service)) && line.id > (afterId ?? -1));
      return take === 'newest' ? matching.slice(-limit) : matching.slice(0, limit);
    },
    trace: async () => null,
    changes: async () => [{ atUs: NOW_US - 300 * SECOND, kind: 'deploy', subject: 'recs', title: 'recs v1.9.2', detail: '', actor: 'pipeline' }],
    runbooks: async () => [{ name: 'pool', markdown: '# Pool is full\n\nLook at the pool.\n' }],
    query: async (expr) => port.answerQuery(expr),
    queryRange: async (expr) => port.answerQuery(expr),
    metricNames: async () => ['http_requests_total', 'up'],
    execute: async (command, intent) => {
      executed.push({ command, intent });
      return port.refuse(command);
    },
    echo: async () => null,
    resolver: async () => ({ nameserver: '10.0.0.10', search: [], ndots: 5 }),
    askName: async () => null,
    http: async (target, _method, path) => port.answerHttp(target, path),
    observe: async (kind, what) => void observed.push(`${kind}: ${what}`),
    sleep: async (durationUs: number, cancel?: Cancellation) => {
      if (cancel?.aborted) throw Object.assign(new Error('cancelled'), { name: 'AbortError' });
      nowUs += durationUs;
      port.onSleep();
    },
  };
  return port;
}

export function logLine(id: number, service: string, text: string): LogLine {
  return { id, tUs: NOW_US, unixMs: EPOCH.startUnixMs + NOW_US / 1000, level: 'info', service, pod: `${service}-abc`, container: service, traceId: '', text };
}
