import type { SliFrame } from '../../contract/frame.ts';
import type { ScenarioCard } from '../../stores/scenario-card.ts';
import { latency, percent } from '../format.ts';
import { DASH, PER_SECOND, RATE, ratio, seconds, type Dashboard, type QueryLine } from './chart-definition.ts';
import { failedShare, quantile } from './service-queries.ts';

/** What users get, at the load balancer. */
export function edgeDashboard(card: ScenarioCard, slis: readonly SliFrame[]): Dashboard {
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
        title: 'p99 at the edge',
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
        ...PER_SECOND,
        lines: perRoute((route) => `sum(rate(${all}{matched_url_path_rule="${route}"}${RATE}))`),
      },
      {
        title: 'Answers by class',
        current: 'sum',
        ...PER_SECOND,
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
        title: 'p99 by service',
        current: 'worst',
        format: seconds,
        scale: 'log',
        lines: card.services.slice(0, 6).map((service, index) => ({ expr: quantile(service, 0.99), label: service.name, colour: colours[index] })),
      },
    ],
  };
}
