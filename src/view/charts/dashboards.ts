import type { SliFrame } from '../../contract/frame.ts';
import type { ScenarioCard } from '../../stores/scenario-card.ts';
import type { TopologyService, TopologyStore } from '../../stores/topology.ts';
import { figure, latency, percent, span } from '../format.ts';

/** One line of a chart: a PromQL expression and how its result is drawn. */
export interface QueryLine {
  readonly expr: string;
  readonly label: string;
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly area?: boolean;
  readonly stepped?: boolean;
}

export interface ChartDefinition {
  readonly title: string;
  readonly lines: readonly QueryLine[];
  readonly format: (value: number) => string;
  readonly scale?: 'linear' | 'log';
  readonly atLeast?: number;
  readonly threshold?: { readonly value: number; readonly label: string };
  /** Which line's last value stands beside the title (the first unless told), or the largest of all, or their sum. */
  readonly current?: number | 'worst' | 'sum';
  /** Breached above this value: the current value is shown in a filled chip. */
  readonly breachAbove?: number;
}

export interface Dashboard {
  readonly id: string;
  readonly title: string;
  readonly charts: readonly ChartDefinition[];
}

const RATE = '[1m]';
const DASH = [4, 2] as const;
const seconds = (value: number): string => latency(value * 1e6);
/** Ages that may pass a histogram's last bound. */
const longSpan = (value: number): string => (value < 1 ? latency(value * 1e6) : span(value * 1e6));
const ratio = (value: number): string => percent(value);

/** The dashboards of a fleet: what users get at the edge, then one a service and one a data store. */
export function dashboardsOf(card: ScenarioCard, slis: readonly SliFrame[]): readonly Dashboard[] {
  return [edgeDashboard(card, slis), ...card.services.map((service) => serviceDashboard(service)), ...card.stores.map((store) => storeDashboard(store))];
}

function edgeDashboard(card: ScenarioCard, slis: readonly SliFrame[]): Dashboard {
  const edge = 'loadbalancing_googleapis_com_https';
  const all = `${edge}_request_count`;
  const routes = [...new Set(card.slos.map((slo) => slo.route))];
  const colours = ['s-1', 's-2', 's-3', 's-4', 's-5', 's-6'];
  const perRoute = (expr: (route: string) => string): QueryLine[] =>
    routes.slice(0, 6).map((route, index) => ({
      expr: expr(route),
      label: route,
      colour: colours[index],
      ...(index % 2 ? { dash: DASH } : {}),
    }));
  const objective = slis.find((sli) => sli.kind === 'availability')?.objective ?? 0.999;
  const slow = card.slos.find((slo) => slo.kind === 'latency');
  return {
    id: 'edge',
    title: 'edge',
    charts: [
      {
        title: 'Failed at the edge',
        current: 'worst',
        format: ratio,
        atLeast: 0.02,
        threshold: { value: 1 - objective, label: `SLO ${percent(1 - objective)}` },
        breachAbove: 5 * (1 - objective),
        lines: perRoute(
          (route) =>
            `(sum(rate(${all}{matched_url_path_rule="${route}",response_code_class="500"}${RATE})) or vector(0)) / sum(rate(${all}{matched_url_path_rule="${route}"}${RATE}))`,
        ),
      },
      {
        title: 'Time to answer, p99',
        current: 'worst',
        format: seconds,
        scale: 'log',
        ...(slow?.thresholdUs
          ? { threshold: { value: slow.thresholdUs / 1e6, label: `SLO ${latency(slow.thresholdUs)}` }, breachAbove: slow.thresholdUs / 1e6 }
          : {}),
        lines: perRoute(
          (route) => `histogram_quantile(0.99, sum by (le) (rate(${edge}_total_latencies_bucket{matched_url_path_rule="${route}"}${RATE}))) / 1000`,
        ),
      },
      {
        title: 'Requests at the edge',
        current: 'sum',
        format: figure,
        lines: perRoute((route) => `sum(rate(${all}{matched_url_path_rule="${route}"}${RATE}))`),
      },
      {
        title: 'Answers by class',
        current: 'sum',
        format: figure,
        lines: ['200', '400', '500'].map((code, index) => ({
          expr: `sum(rate(${all}{response_code_class="${code}"}${RATE}))`,
          label: `${code[0]}xx`,
          colour: colours[index],
        })),
      },
      {
        title: 'Failed by service',
        current: 'worst',
        format: ratio,
        atLeast: 0.02,
        breachAbove: 0.05,
        lines: card.services.slice(0, 6).map((service, index) => ({ expr: failedShare(service), label: service.name, colour: colours[index] })),
      },
      {
        title: 'Time to answer by service, p99',
        current: 'worst',
        format: seconds,
        scale: 'log',
        lines: card.services.slice(0, 6).map((service, index) => ({ expr: quantile(service, 0.99), label: service.name, colour: colours[index] })),
      },
    ],
  };
}

const DURATION = 'http_server_request_duration_seconds';

function failedShare(service: TopologyService): string {
  return `(sum(rate(${DURATION}_count{service="${service.name}",http_response_status_code=~"5.."}${RATE})) or vector(0)) / sum(rate(${DURATION}_count{service="${service.name}"}${RATE}))`;
}

function quantile(service: TopologyService, q: number): string {
  return `histogram_quantile(${q}, sum by (le) (rate(${DURATION}_bucket{service="${service.name}"}${RATE})))`;
}

function serviceDashboard(service: TopologyService): Dashboard {
  const of = `service="${service.name}"`;
  const pool = service.pools.find((entry) => entry.size > 0);
  const charts: ChartDefinition[] = [
    {
      title: 'Failed requests',
      format: ratio,
      atLeast: 0.02,
      breachAbove: 0.05,
      lines: [{ expr: failedShare(service), label: '5xx', colour: 's-1', area: true }],
    },
    {
      title: 'Time to answer',
      format: seconds,
      scale: 'log',
      lines: [
        { expr: quantile(service, 0.99), label: 'p99', colour: 's-1' },
        { expr: quantile(service, 0.5), label: 'p50', colour: 's-5' },
      ],
    },
    {
      title: `Requests to ${service.name}`,
      format: figure,
      atLeast: 1,
      lines: [{ expr: `sum(rate(${DURATION}_count{${of}}${RATE}))`, label: 'answered', colour: 's-1' }],
    },
    {
      title: 'Pods ready',
      format: figure,
      atLeast: 2,
      lines: [
        { expr: `sum(kube_deployment_status_replicas_ready{deployment="${service.name}"})`, label: 'ready', colour: 's-2', stepped: true },
        { expr: `sum(kube_deployment_spec_replicas{deployment="${service.name}"})`, label: 'wanted', colour: 's-3', dash: DASH, stepped: true },
      ],
    },
  ];
  if (pool) {
    charts.push(
      pool.kind === 'hikaricp'
        ? {
            title: 'Waiting for a connection',
            format: figure,
            atLeast: 4,
            breachAbove: 4,
            lines: [{ expr: `sum(hikaricp_pending_threads{${of}})`, label: 'waiting', colour: 's-2', area: true }],
          }
        : {
            title: 'Waits for a connection',
            format: (value) => `${figure(value)}/s`,
            atLeast: 1,
            breachAbove: 1,
            lines: [{ expr: `sum(rate(go_sql_wait_count_total{${of}}${RATE}))`, label: 'waits', colour: 's-2', area: true }],
          },
      {
        title: 'Pool',
        format: figure,
        atLeast: 4,
        lines: [
          { expr: `sum(${pool.kind === 'hikaricp' ? 'hikaricp_active_connections' : 'go_sql_in_use_connections'}{${of}})`, label: 'in use', colour: 's-1' },
          {
            expr: `sum(${pool.kind === 'hikaricp' ? 'hikaricp_max_connections' : 'go_sql_max_open_connections'}{${of}})`,
            label: 'size',
            colour: 's-4',
            dash: DASH,
          },
        ],
      },
    );
  } else {
    charts.push({
      title: 'Requests in flight',
      format: figure,
      atLeast: 4,
      lines: [{ expr: `sum(http_server_active_requests{${of}})`, label: 'in flight', colour: 's-2', area: true }],
    });
  }
  charts.push({
    title: 'CPU',
    format: (value) => `${figure(value)} cores`,
    atLeast: 0.1,
    lines: [{ expr: `sum(rate(container_cpu_usage_seconds_total{container="${service.name}"}${RATE}))`, label: 'used', colour: 's-1' }],
  });
  return { id: service.name, title: service.name, charts: charts.slice(0, 6) };
}

function storeDashboard(store: TopologyStore): Dashboard {
  const charts = { postgres: postgresCharts, pgbouncer: poolerCharts, redis: cacheCharts }[store.kind](store);
  return { id: store.name, title: store.name, charts };
}

function postgresCharts(store: TopologyStore): ChartDefinition[] {
  const of = `instance=~"${store.name}.*"`;
  const states = ['active', 'idle', 'idle in transaction'];
  const colours = ['s-1', 's-5', 's-2'];
  return [
    {
      title: 'Sessions by state',
      format: figure,
      atLeast: 10,
      lines: states.map((state, index) => ({ expr: `sum(pg_stat_activity_count{${of},state="${state}"})`, label: state, colour: colours[index] })),
    },
    {
      title: 'Connection slots',
      format: figure,
      atLeast: 10,
      lines: [
        { expr: `sum(pg_stat_database_numbackends{${of}})`, label: 'used', colour: 's-1' },
        { expr: `max(pg_settings_max_connections{${of}})`, label: 'max_connections', colour: 's-4', dash: DASH },
      ],
    },
    {
      title: 'Transactions',
      format: figure,
      atLeast: 1,
      lines: [
        { expr: `sum(rate(pg_stat_database_xact_commit{${of}}${RATE}))`, label: 'commit', colour: 's-1' },
        { expr: `sum(rate(pg_stat_database_xact_rollback{${of}}${RATE}))`, label: 'rollback', colour: 's-2' },
      ],
    },
    { title: 'CPU', format: ratio, atLeast: 0.5, lines: [{ expr: `max(node_cpu_used_ratio{${of}})`, label: 'used', colour: 's-1' }] },
    { title: 'Locks held', format: figure, atLeast: 4, lines: [{ expr: `sum(pg_locks_count{${of}})`, label: 'locks', colour: 's-1' }] },
    { title: 'Longest transaction', format: longSpan, lines: [{ expr: `max(pg_stat_activity_max_tx_duration{${of}})`, label: 'age', colour: 's-1' }] },
  ];
}

function poolerCharts(store: TopologyStore): ChartDefinition[] {
  const of = `instance=~"${store.name}.*"`;
  return [
    {
      title: 'Clients',
      format: figure,
      atLeast: 10,
      lines: [
        { expr: `sum(pgbouncer_pools_client_active_connections{${of}})`, label: 'active', colour: 's-1' },
        { expr: `sum(pgbouncer_pools_client_waiting_connections{${of}})`, label: 'waiting', colour: 's-2' },
      ],
    },
    {
      title: 'Servers',
      format: figure,
      atLeast: 10,
      lines: [
        { expr: `sum(pgbouncer_pools_server_active_connections{${of}})`, label: 'active', colour: 's-1' },
        { expr: `sum(pgbouncer_pools_server_idle_connections{${of}})`, label: 'idle', colour: 's-5' },
      ],
    },
    { title: 'Longest wait', format: longSpan, lines: [{ expr: `max(pgbouncer_pools_client_maxwait_seconds{${of}})`, label: 'maxwait', colour: 's-1' }] },
    {
      title: 'Transactions',
      format: figure,
      atLeast: 1,
      lines: [{ expr: `sum(rate(pgbouncer_stats_queries_pooled_total{${of}}${RATE}))`, label: 'queries', colour: 's-1' }],
    },
  ];
}

function cacheCharts(store: TopologyStore): ChartDefinition[] {
  const of = `instance=~"${store.name}.*"`;
  const hits = `sum(rate(redis_keyspace_hits_total{${of}}${RATE}))`;
  const misses = `sum(rate(redis_keyspace_misses_total{${of}}${RATE}))`;
  return [
    { title: 'Hit ratio', format: ratio, atLeast: 1, lines: [{ expr: `${hits} / (${hits} + ${misses})`, label: 'hits', colour: 's-1' }] },
    {
      title: 'Lookups',
      format: figure,
      atLeast: 1,
      lines: [
        { expr: hits, label: 'hits', colour: 's-1' },
        { expr: misses, label: 'misses', colour: 's-2' },
      ],
    },
    { title: 'Evictions', format: figure, atLeast: 1, lines: [{ expr: `sum(rate(redis_evicted_keys_total{${of}}${RATE}))`, label: 'evicted', colour: 's-1' }] },
    { title: 'Keys', format: figure, atLeast: 10, lines: [{ expr: `sum(redis_db_keys{${of}})`, label: 'keys', colour: 's-1' }] },
  ];
}
