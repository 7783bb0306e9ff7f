import { html, type TemplateResult } from 'lit-html';
import type { CanaryFrame, Frame } from '../../contract/frame.ts';
import { keyHint } from '../components/button.ts';
import type { ViewContext } from '../context.ts';
import { latency, percent, rate } from '../format.ts';

/** What can be done with the selected thing; each has a key while the map or the table has the focus. */
export interface NodeAction {
  readonly key: string;
  readonly label: string;
  readonly run: () => void;
}

export function nodeActions(context: ViewContext, name: string): readonly NodeAction[] {
  const service = context.scenario.services.find((entry) => entry.name === name);
  const store = context.scenario.stores.find((entry) => entry.name === name);
  const runbook = context.scenario.runbooks.find((entry) => entry.name === name || entry.name.startsWith(`${name}-`) || entry.markdown.includes(`\`${name}\``));
  const describeLine = service
    ? service.isRollout
      ? `kubectl argo rollouts get rollout ${name}`
      : `kubectl describe deployment ${name}`
    : store?.kind === 'postgres'
      ? `psql -h ${name} -c "select * from pg_stat_activity"`
      : store?.kind === 'pgbouncer'
        ? 'pgbouncer "SHOW POOLS"'
        : store?.kind === 'kafka'
          ? `kafka-consumer-groups.sh --bootstrap-server ${name}:9092 --describe --all-groups`
          : '';
  // a CDN's requests are lines of the load balancer
  const logsOf = store?.kind === 'cdn' ? { service: context.scenario.edge.name, text: store.host ?? '' } : { service: name, text: '' };
  return [
    { key: 'L', label: 'Logs', run: () => context.navigate({ kind: 'logs', query: { ...logsOf, pod: '', traceId: '' } }) },
    ...(service ? [{ key: 'T', label: 'Traces', run: () => context.navigate({ kind: 'panel', panel: 'traces' }) }] : []),
    ...(describeLine ? [{ key: 'D', label: 'Describe', run: () => context.navigate({ kind: 'terminal', line: describeLine }) }] : []),
    ...(runbook ? [{ key: 'R', label: 'Runbook', run: () => context.navigate({ kind: 'runbook', name: runbook.name }) }] : []),
  ];
}

/** `10%, paused`: share of pods wanted to run the new version, and whether it goes on. */
function canaryWords({ phase, weight }: CanaryFrame): string {
  return phase === 'Progressing' ? `${weight}%` : `${weight}%, ${phase.toLowerCase()}`;
}

/** The box beside the selection. */
export function inspector(context: ViewContext, frame: Frame, selected: string): TemplateResult {
  const service = frame.services.find((entry) => entry.name === selected);
  const store = frame.stores.find((entry) => entry.name === selected);
  if (!service && !store) return html`<p class="inspector-hint">Select a service or a data store with a click or the arrow keys.</p>`;
  const facts: readonly (readonly [string, string])[] = service
    ? [
        ['ready', `${service.pods.filter((pod) => pod.mark === 'ready').length} of ${service.desired}`],
        ['fails', percent(service.errorRatio)],
        ['p99', latency(service.p99Us)],
        service.pool ? ['pool', `${service.pool.used} of ${service.pool.size}`] : ['rate', rate(service.perSecond)],
        ...(service.canary ? [['canary', canaryWords(service.canary)] as const] : []),
        ...(service.pool?.waiting ? [['waiting', String(service.pool.waiting)] as const] : []),
      ]
    : store && frame.silentRegions.includes(store.region)
      ? [['answers', 'none, nothing gets through']]
      : store
        ? [
            ['rate', rate(store.perSecond)],
            ['fails', percent(store.errorRatio)],
            ...(store.kind === 'external'
              ? []
              : store.kind === 'kafka'
                ? [['behind', store.caption] as const]
                : store.kind === 'cdn'
                  ? ([
                      ['cache', store.caption],
                      ['full', `${Math.round(store.saturation * 100)}%`],
                    ] as const)
                  : ([
                      ['in use', store.caption],
                      ['full', `${Math.round(store.saturation * 100)}%`],
                    ] as const)),
          ]
        : [];
  const regions = service?.homes.map(({ region }) => region) ?? [];
  const everywhere = regions.length === context.scenario.regions.length;
  const where = service
    ? `${everywhere ? '' : `${regions.join(' and ')}, `}${service.version}`
    : store?.kind === 'cdn'
      ? 'every point of presence'
      : (store?.region ?? '');
  return html`<div class="inspector" role="region" aria-label=${`Details of ${selected}`}><div class="inspector-head"><b>${selected}</b><span class="ink-3" title=${where}>${where}</span></div>
    <dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd class="mono">${value}</dd></div>`)}</dl>
    <div class="inspector-actions">${nodeActions(context, selected).map((action) => html`<button type="button" class="link" @click=${action.run}>${keyHint(action.key)}${action.label}</button>`)}</div></div>`;
}
