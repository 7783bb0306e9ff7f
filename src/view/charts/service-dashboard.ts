import type { TopologyService } from '../../stores/topology.ts';
import { figure } from '../format.ts';
import { DASH, PER_SECOND, RATE, ratio, seconds, type ChartDefinition, type Dashboard } from './chart-definition.ts';
import { DURATION, failedShare, podsReady, podsWanted, quantile } from './service-queries.ts';

/** One service: errors, time, load, pods and its scarcest resource. */
export function serviceDashboard(service: TopologyService): Dashboard {
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
      ...PER_SECOND,
      atLeast: 1,
      lines: [{ expr: `sum(rate(${DURATION}_count{${of}}${RATE}))`, label: 'answered', colour: 's-1' }],
    },
    {
      title: 'Pods ready',
      outOf: true,
      format: figure,
      atLeast: 2,
      lines: [
        { expr: podsReady(service), label: 'ready', colour: 's-2', stepped: true },
        { expr: podsWanted(service), label: 'wanted', colour: 's-3', dash: DASH, stepped: true },
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
            ...PER_SECOND,
            atLeast: 1,
            breachAbove: 1,
            lines: [{ expr: `sum(rate(go_sql_wait_count_total{${of}}${RATE}))`, label: 'waits', colour: 's-2', area: true }],
          },
      {
        title: 'Pool',
        outOf: true,
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
    axis: figure,
    atLeast: 0.1,
    lines: [{ expr: `sum(rate(container_cpu_usage_seconds_total{container="${service.name}"}${RATE}))`, label: 'used', colour: 's-1' }],
  });
  return { id: service.name, title: service.name, charts: charts.slice(0, 6) };
}
