import { SEGMENT_PATHS } from '../../contract/cdn.ts';
import type { TopologyStore } from '../../stores/topology.ts';
import { figure } from '../format.ts';
import { DASH, longSpan, PER_SECOND, RATE, ratio, seconds, type ChartDefinition, type Dashboard } from './chart-definition.ts';

/** One data store, by its kind. */
export function storeDashboard(store: TopologyStore): Dashboard {
  const charts = { postgres: postgresCharts, pgbouncer: poolerCharts, redis: cacheCharts, kafka: kafkaCharts, cdn: cdnCharts, external: externalCharts }[
    store.kind
  ](store);
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
      outOf: true,
      format: figure,
      atLeast: 10,
      lines: [
        { expr: `sum(pg_stat_database_numbackends{${of}})`, label: 'used', colour: 's-1' },
        { expr: `max(pg_settings_max_connections{${of}})`, label: 'max_connections', colour: 's-4', dash: DASH },
      ],
    },
    {
      title: 'Transactions',
      ...PER_SECOND,
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
      ...PER_SECOND,
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
      ...PER_SECOND,
      atLeast: 1,
      lines: [
        { expr: hits, label: 'hits', colour: 's-1' },
        { expr: misses, label: 'misses', colour: 's-2' },
      ],
    },
    { title: 'Evictions', ...PER_SECOND, atLeast: 1, lines: [{ expr: `sum(rate(redis_evicted_keys_total{${of}}${RATE}))`, label: 'evicted', colour: 's-1' }] },
    { title: 'Keys', format: figure, atLeast: 10, lines: [{ expr: `sum(redis_db_keys{${of}})`, label: 'keys', colour: 's-1' }] },
  ];
}

const GROUP_COLOURS = ['s-1', 's-2', 's-3', 's-4', 's-5'];

function kafkaCharts({ groups = [] }: TopologyStore): ChartDefinition[] {
  const topics = [...new Set(groups.map(({ topic }) => topic))];
  const coloured = <T>(values: readonly T[], line: (value: T) => { expr: string; label: string }) =>
    values.map((value, at) => ({ ...line(value), colour: GROUP_COLOURS[at % GROUP_COLOURS.length] }));
  return [
    {
      title: 'Records behind',
      format: figure,
      atLeast: 10,
      lines: coloured(groups, ({ name }) => ({ expr: `sum(kafka_consumergroup_lag{consumergroup="${name}"})`, label: name })),
    },
    {
      title: 'Furthest partition behind',
      format: figure,
      atLeast: 10,
      lines: coloured(groups, ({ name }) => ({ expr: `max(kafka_consumergroup_lag{consumergroup="${name}"})`, label: name })),
    },
    {
      title: 'Records in',
      ...PER_SECOND,
      atLeast: 1,
      lines: coloured(topics, (topic) => ({ expr: `sum(rate(kafka_topic_partition_current_offset{topic="${topic}"}${RATE}))`, label: topic })),
    },
    {
      title: 'Records done with',
      ...PER_SECOND,
      atLeast: 1,
      lines: coloured(groups, ({ name }) => ({ expr: `sum(rate(kafka_consumergroup_current_offset{consumergroup="${name}"}${RATE}))`, label: name })),
    },
    {
      title: 'Consumers',
      format: figure,
      atLeast: 2,
      lines: coloured(groups, ({ name }) => ({ expr: `sum(kafka_consumergroup_members{consumergroup="${name}"})`, label: name })),
    },
  ];
}

/** What the load balancer's metrics say of it, in which a point of presence is a continent. */
function cdnCharts(): ChartDefinition[] {
  const edge = 'loadbalancing_googleapis_com_https';
  const of = `matched_url_path_rule="${SEGMENT_PATHS}"`;
  const all = `sum(rate(${edge}_request_count{${of}}${RATE}))`;
  const quantile = (q: number): string => `histogram_quantile(${q}, sum by (le) (rate(${edge}_total_latencies_bucket{${of}}${RATE}))) / 1000`;
  return [
    {
      title: 'Hit ratio',
      format: ratio,
      atLeast: 1,
      lines: [{ expr: `sum(rate(${edge}_request_count{${of},cache_result="HIT"}${RATE})) / ${all}`, label: 'hits', colour: 's-1' }],
    },
    {
      title: 'Segments that failed',
      format: ratio,
      atLeast: 0.02,
      lines: [
        {
          expr: `(sum(rate(${edge}_request_count{${of},response_code_class!="200"}${RATE})) or vector(0)) / ${all}`,
          label: 'every try',
          colour: 's-1',
          area: true,
        },
      ],
    },
    {
      title: 'Time to a segment',
      format: seconds,
      scale: 'log',
      lines: [
        { expr: quantile(0.99), label: 'p99', colour: 's-1' },
        { expr: quantile(0.5), label: 'p50', colour: 's-5' },
      ],
    },
    {
      title: 'Segments by continent',
      ...PER_SECOND,
      atLeast: 1,
      lines: ['Europe', 'America', 'Asia'].map((continent, index) => ({
        expr: `sum(rate(${edge}_request_count{${of},proxy_continent="${continent}"}${RATE}))`,
        label: continent,
        colour: ['s-1', 's-5', 's-2'][index],
      })),
    },
    {
      title: 'Asked of the bucket',
      ...PER_SECOND,
      atLeast: 1,
      lines: ['200', '429', '503'].map((code, index) => ({
        expr: `sum(rate(${edge}_backend_request_count{${of},response_code="${code}"}${RATE}))`,
        label: code,
        colour: ['s-1', 's-2', 's-3'][index],
      })),
    },
  ];
}

/** What clients measured: there is nothing else to know of somebody else's service. */
function externalCharts(store: TopologyStore): ChartDefinition[] {
  const client = 'http_client_request_duration_seconds';
  const of = `server_address="${store.host ?? store.name}"`;
  const quantile = (q: number): string => `histogram_quantile(${q}, sum by (le) (rate(${client}_bucket{${of}}${RATE})))`;
  return [
    {
      title: 'Calls without an answer',
      format: ratio,
      atLeast: 0.02,
      lines: [
        {
          expr: `(sum(rate(${client}_count{${of},error_type!=""}${RATE})) or vector(0)) / sum(rate(${client}_count{${of}}${RATE}))`,
          label: 'errors and timeouts',
          colour: 's-1',
          area: true,
        },
      ],
    },
    {
      title: 'Time to answer',
      format: seconds,
      scale: 'log',
      lines: [
        { expr: quantile(0.99), label: 'p99', colour: 's-1' },
        { expr: quantile(0.5), label: 'p50', colour: 's-5' },
      ],
    },
    { title: 'Calls', ...PER_SECOND, atLeast: 1, lines: [{ expr: `sum(rate(${client}_count{${of}}${RATE}))`, label: 'calls', colour: 's-1' }] },
  ];
}
