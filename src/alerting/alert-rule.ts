import type { Labels } from '../contract/metrics.ts';
import { MICROS_PER_MINUTE, type Micros, unixMsOf } from '../contract/time.ts';
import { PromqlExecutionError } from '../promql/value.ts';
import { type AlertRecord, send } from './alert-book.ts';
import { expandTemplate } from './alert-template.ts';
import { fingerprint } from './fingerprint.ts';
import type { AlertRule } from './rule-model.ts';
import type { RuleContext, RuleSample } from './rule-context.ts';

/** How long Prometheus goes on telling about a resolved alert (rules/alerting.go resolvedRetention). */
const RESOLVED_RETENTION_US = 15 * MICROS_PER_MINUTE;

/**
 * One evaluation of an alerting rule (rules/alerting.go Eval): moves its alerts and returns the ALERTS and ALERTS_FOR_STATE samples to
 * write.
 */
export function evaluateAlertRule(context: RuleContext, ruleKey: string, rule: AlertRule, samples: readonly RuleSample[], tUs: Micros): RuleSample[] {
  const seen = new Set<string>();
  for (const sample of samples) {
    const id = observe(context, ruleKey, rule, sample, tUs);
    if (seen.has(id)) throw new PromqlExecutionError('vector contains metrics with the same labelset after applying alert labels');
    seen.add(id);
  }
  const out: RuleSample[] = [];
  for (const alert of [...context.alerts.values()]) {
    if (alert.ruleKey !== ruleKey) continue;
    if (!seen.has(alert.id)) settle(context, rule, alert, tUs);
    if (alert.state === 'pending' || alert.state === 'firing') out.push(...stateSamples(context, alert));
  }
  return out;
}

/** A series the expression yielded. */
function observe(context: RuleContext, ruleKey: string, rule: AlertRule, { labels, value }: RuleSample, tUs: Micros): string {
  const own: Record<string, string> = { ...labels };
  delete own.__name__;
  for (const [name, text] of Object.entries(rule.labels)) {
    const expanded = expandTemplate(text, { labels, value });
    if (expanded === '') delete own[name];
    else own[name] = expanded;
  }
  own.alertname = rule.alert;
  const plainId = `${rule.alert}-${fingerprint(own)}`;
  const id = (context.alerts.get(plainId)?.ruleKey ?? ruleKey) === ruleKey ? plainId : `${plainId}-${fingerprint({ ruleKey })}`;
  const annotations = Object.fromEntries(Object.entries(rule.annotations).map(([name, text]) => [name, expandTemplate(text, { labels, value })]));
  let alert = context.alerts.get(id);
  if (alert === undefined || alert.state === 'resolved') {
    alert = newAlert(id, ruleKey, rule.alert, own, tUs, alert?.state ?? 'inactive');
    context.alerts.set(id, alert);
  }
  alert.value = value;
  alert.annotations = annotations;
  alert.lastSeenUs = tUs;
  alert.missingSinceUs = null;
  if (alert.state === 'firing') return id;
  if (tUs - alert.activeSinceUs < rule.forUs) send(alert, 'waiting', context.hear);
  else {
    alert.firedUs = tUs;
    send(alert, 'held', context.hear);
  }
  return id;
}

/** An alert whose series did not come. */
function settle(context: RuleContext, rule: AlertRule, alert: AlertRecord, tUs: Micros): void {
  if (alert.state === 'firing') {
    alert.missingSinceUs ??= tUs;
    if (rule.keepFiringForUs > 0 && tUs - alert.missingSinceUs < rule.keepFiringForUs) return;
    alert.resolvedUs = tUs;
    send(alert, 'cleared', context.hear);
  } else if (alert.state === 'pending') {
    send(alert, 'cleared', context.hear);
    context.alerts.delete(alert.id);
  } else if (alert.state === 'resolved' && tUs - (alert.resolvedUs ?? tUs) > RESOLVED_RETENTION_US) {
    send(alert, 'forgotten', context.hear);
    context.alerts.delete(alert.id);
  }
}

/** A new life begins from the state the old one ended in, so that the machine sees every step. */
function newAlert(id: string, ruleKey: string, rule: string, labels: Labels, tUs: Micros, state: AlertRecord['state']): AlertRecord {
  return {
    id,
    rule,
    ruleKey,
    labels,
    annotations: {},
    state,
    value: NaN,
    activeSinceUs: tUs,
    firedUs: null,
    resolvedUs: null,
    lastSeenUs: tUs,
    missingSinceUs: null,
    acknowledgedUs: null,
    acknowledgedBy: '',
    notifiedUs: null,
    escalatedUs: null,
  };
}

function stateSamples(context: RuleContext, alert: AlertRecord): RuleSample[] {
  return [
    { labels: { ...alert.labels, __name__: 'ALERTS', alertstate: alert.state }, value: 1 },
    { labels: { ...alert.labels, __name__: 'ALERTS_FOR_STATE' }, value: Math.floor(unixMsOf(context.epoch, alert.activeSinceUs) / 1_000) },
  ];
}
