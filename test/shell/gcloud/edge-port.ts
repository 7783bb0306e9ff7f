import type { Command } from '../../../src/contract/commands.ts';
import type { FleetInspection, NodeInspection } from '../../../src/contract/inspection.ts';
import type { LoadBalancerInspection } from '../../../src/contract/inspection-load-balancer.ts';
import type { ShellPort } from '../../../src/contract/ports.ts';
import { LEVELS, type LogLine } from '../../../src/contract/records.ts';
import type { CommandResult } from '../../../src/contract/refusals.ts';
import { unixMsOf } from '../../../src/contract/time.ts';
import { runGcloud } from '../../../src/shell/tools/gcloud/gcloud.ts';
import type { ToolResult } from '../../../src/shell/tool.ts';
import { words } from '../kubectl/fleet-port.ts';

const SECOND = 1_000_000;
/** Sun, 22 Nov 2026 13:00:00 UTC at simulated 0. */
const EPOCH = { startUnixMs: 1_795_352_400_000, playStartUs: 600 * SECOND };
/** 13:30:00. */
export const NOW = 1_800 * SECOND;

export const BACKEND_SERVICE = 'k8s1-8f2c1a9b-wavelength-gateway-80-1d2e3f4a';
export const GROUPS = ['k8s1-8f2c1a9b-wavelength-gateway-80-0a1b2c3d', 'k8s1-8f2c1a9b-wavelength-gateway-80-5e6f7a8b'] as const;
const PROJECT = 'wavelength-prod';

export function loadBalancer(over: Partial<LoadBalancerInspection> = {}): LoadBalancerInspection {
  return {
    tUs: NOW,
    project: PROJECT,
    name: 'wavelength-lb',
    host: 'api.wavelength.example',
    address: '198.51.100.20',
    backendService: BACKEND_SERVICE,
    timeoutUs: 30 * SECOND,
    retries: 0,
    maxRatePerEndpoint: null,
    logSampleRate: 0.1,
    groups: [
      {
        name: GROUPS[0],
        zone: 'europe-west1-b',
        region: 'europe-west1',
        scaler: 1,
        endpoints: [
          { pod: 'gateway-a', ip: '10.8.0.6', port: 8080, node: 'gke-wavelength-ew1-default-pool-1a2b3c4d-x7k2', healthy: false },
          { pod: 'gateway-b', ip: '10.8.1.17', port: 8080, node: 'gke-wavelength-ew1-default-pool-1a2b3c4d-b4', healthy: true },
        ],
      },
      { name: GROUPS[1], zone: 'us-central1-a', region: 'us-central1', scaler: 1, endpoints: [] },
    ],
    ...over,
  };
}

const CLUSTERS = [
  { name: 'wavelength-ew1', region: 'europe-west1' },
  { name: 'wavelength-uc1', region: 'us-central1' },
] as const;

function fleet(name: string = CLUSTERS[0].name): FleetInspection {
  const { region } = CLUSTERS.find((cluster) => cluster.name === name) ?? CLUSTERS[0];
  const node = (zone: string): Partial<NodeInspection> => ({ zone: `${region}-${zone}`, machineType: 'e2-standard-4' });
  return {
    project: PROJECT,
    namespace: 'wavelength',
    deployments: [],
    rollouts: [],
    analysisRuns: [],
    clusterName: name,
    region,
    kubernetesVersion: 'v1.32.4-gke.1106000',
    nodes: [node('b'), node('c'), node('c')],
    nodePools: [
      {
        name: 'default-pool',
        machineType: 'e2-standard-4',
        zones: [`${region}-b`, `${region}-c`],
        nodes: 3,
        autoscaling: null,
      },
    ],
    cpuQuota: region === 'us-central1' ? { limit: 24, usage: 12 } : null,
  } as unknown as FleetInspection;
}

export interface Request {
  readonly status?: number;
  readonly path?: string;
  readonly details?: string;
  readonly method?: string;
  /** Seconds it took. */
  readonly latency?: number;
}

/** A line of the load balancer's log. @param endUs when the request was over */
export function requestLine(id: number, endUs: number, { status = 200, path = '/v1/home', details, method = 'GET', latency = 0.25 }: Request = {}): LogLine {
  const unixMs = unixMsOf(EPOCH, endUs);
  const entry = {
    insertId: `00000000${id.toString(16).padStart(6, '0')}`,
    timestamp: new Date(unixMs - latency * 1000).toISOString().replace('Z', '000Z'),
    severity: status >= 500 ? 'WARNING' : 'INFO',
    httpRequest: {
      requestMethod: method,
      requestUrl: `https://api.wavelength.example${path}`,
      status,
      responseSize: status >= 500 ? '488' : '7311',
      userAgent: 'Wavelength/9.1 (iOS)',
      remoteIp: '203.0.113.50',
      ...(status === 502 ? {} : { serverIp: '10.8.1.17' }),
      latency: `${latency.toFixed(6)}s`,
    },
    jsonPayload: {
      '@type': 'type.googleapis.com/google.cloud.loadbalancing.type.LoadBalancerLogEntry',
      statusDetails: details ?? (status === 502 ? 'failed_to_connect_to_backend' : 'response_sent_by_backend'),
    },
    resource: {
      type: 'http_load_balancer',
      labels: { backend_service_name: BACKEND_SERVICE, project_id: PROJECT, url_map_name: 'wavelength-lb', zone: 'global' },
    },
    trace: `projects/${PROJECT}/traces/0af7651916cd43dd8448eb211c80${id.toString(16).padStart(4, '0')}`,
  };
  const level = status >= 500 ? 'warn' : 'info';
  return { id, tUs: endUs, unixMs, level, service: 'wavelength-lb', pod: '', container: '', traceId: '', text: JSON.stringify(entry) };
}

export const SOME_REQUESTS: readonly LogLine[] = [
  requestLine(1, NOW - 60 * SECOND),
  requestLine(2, NOW - 50 * SECOND, { status: 502, path: '/v1/play/42', latency: 0.004 }),
  requestLine(3, NOW - 40 * SECOND, { status: 404, path: '/v1/playlists/7', method: 'POST' }),
  requestLine(4, NOW - 30 * SECOND, { status: 502, details: 'backend_connection_closed_before_data_sent_to_client', path: '/v1/stream', latency: 0.012 }),
];

export interface EdgePort extends ShellPort {
  readonly executed: { readonly command: Command; readonly intent: string }[];
  readonly observed: string[];
  /** Lines handed out, to see how much was read. */
  readonly read: { lines: number };
}

export interface EdgePortOptions {
  readonly loadBalancer?: LoadBalancerInspection;
  readonly logs?: readonly LogLine[];
  readonly answer?: (command: Command) => CommandResult;
}

/** A load balancer before two clusters that stand still: what gcloud sees of them, and what it was asked to do. */
export function edgePort(options: EdgePortOptions = {}): EdgePort {
  const executed: EdgePort['executed'] = [];
  const observed: string[] = [];
  const read = { lines: 0 };
  const nothing = (): Promise<never> => Promise.reject(new Error('gcloud has no business here'));
  return {
    executed,
    observed,
    read,
    epoch: EPOCH,
    now: () => Promise.resolve(NOW),
    clusters: () => Promise.resolve(CLUSTERS),
    loadBalancer: () => Promise.resolve(options.loadBalancer ?? loadBalancer()),
    fleet: (cluster) => Promise.resolve(fleet(cluster)),
    logs: ({ services, fromUs = -Infinity, toUs = Infinity, afterId = -1, minLevel = 'debug', limit, take }) => {
      const found = (options.logs ?? SOME_REQUESTS).filter(
        (line) =>
          services?.includes(line.service) &&
          line.tUs >= fromUs &&
          line.tUs <= toUs &&
          line.id > afterId &&
          LEVELS.indexOf(line.level) >= LEVELS.indexOf(minLevel),
      );
      const taken = take === 'newest' ? found.slice(-limit) : found.slice(0, limit);
      read.lines += taken.length;
      return Promise.resolve(taken);
    },
    execute: (command, intent) => {
      executed.push({ command, intent });
      return Promise.resolve(options.answer?.(command) ?? { ok: true });
    },
    observe: (kind, what) => {
      observed.push(`${kind}: ${what}`);
      return Promise.resolve();
    },
    sleep: nothing,
    databases: nothing,
    database: nothing,
    poolers: nothing,
    pooler: nothing,
    caches: nothing,
    trace: nothing,
    changes: nothing,
    runbooks: nothing,
    query: nothing,
    queryRange: nothing,
    metricNames: nothing,
    echo: async () => null,
    resolver: async () => ({ nameserver: '10.0.0.10', search: [], ndots: 5 }),
    askName: async () => null,
    http: nothing,
  };
}

/** Runs a line such as `gcloud compute url-maps list`; quotes as in a shell. @param files what can be read; what is written is put there */
export function gcloud(
  line: string,
  port: ShellPort = edgePort(),
  { stdin = '', files = {} }: { stdin?: string; files?: Record<string, string> } = {},
): Promise<ToolResult> {
  return runGcloud(words(line).slice(1), {
    port,
    line,
    stdin,
    env: {},
    cwd: '/home/ops',
    readFile: (path) => (path in files ? Promise.resolve(files[path]) : Promise.reject(new Error(`ENOENT: no such file or directory, open '${path}'`))),
    exec: (inner, { stdin: text = '' } = {}) => {
      const path = /^cat > '(.*)'$/.exec(inner)?.[1] ?? '';
      if (path.startsWith('/nodir/')) return Promise.resolve({ stdout: '', stderr: `bash: ${path}: No such file or directory\n`, exitCode: 1 });
      files[path] = text;
      return Promise.resolve({ stdout: '', stderr: '', exitCode: 0 });
    },
  });
}
