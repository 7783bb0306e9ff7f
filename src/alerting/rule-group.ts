import { type Appender, type Labels, type Queryable, STALE } from '../contract/metrics.ts';
import { type Micros, unixMsOf } from '../contract/time.ts';
import { evaluateInstant } from '../promql/query.ts';
import { parse } from '../promql/parse.ts';
import { PromqlParseError } from '../promql/parse-error.ts';
import { PromqlExecutionError } from '../promql/value.ts';
import { evaluateAlertRule } from './alert-rule.ts';
import { expandTemplate } from './alert-template.ts';
import { labelText } from './fingerprint.ts';
import type { RuleContext, RuleSample } from './rule-context.ts';
import type { RecordingRule, RuleGroup } from './rule-model.ts';

/** What a group keeps between evaluations. Plain data. */
export interface GroupState {
  dueUs: Micros;
  /** Per rule: the series its last evaluation wrote; those that do not come again get a staleness marker. */
  written: (readonly Labels[])[];
}

export function createGroup(group: RuleGroup): GroupState {
  return { dueUs: 0, written: group.rules.map(() => []) };
}

/** Evaluates the rules in order, each seeing what the ones before it wrote (rules/group.go). */
export function evaluateGroup(context: RuleContext, group: RuleGroup, state: GroupState, tUs: Micros): void {
  const timeMs = unixMsOf(context.epoch, tUs);
  group.rules.forEach((rule, number) => {
    const name = rule.kind === 'alert' ? rule.alert : rule.record;
    const key = `${group.name}\u0000${number}`;
    try {
      const samples = query(context.queryable, rule.expr, timeMs);
      const written = rule.kind === 'alert' ? evaluateAlertRule(context, key, rule, samples, tUs) : record(rule, samples);
      context.failures.delete(key);
      const refused = write(context.appender, written, state.written[number], timeMs);
      state.written[number] = written.map(({ labels }) => labels);
      if (refused !== null) context.failures.set(key, { group: group.name, rule: name, error: refused });
    } catch (error) {
      if (!(error instanceof PromqlParseError || error instanceof PromqlExecutionError)) throw error;
      context.failures.set(key, { group: group.name, rule: name, error: error.message });
    }
  });
}

const SILENT = { warn: () => {}, info: () => {} };

function query(queryable: Queryable, expr: string, timeMs: number): RuleSample[] {
  const result = evaluateInstant(queryable, parse(expr), timeMs, SILENT);
  if (result.kind === 'vector') return [...result.series];
  if (result.kind === 'scalar') return [{ labels: {}, value: result.value }];
  throw new PromqlExecutionError('rule result is not a vector or scalar');
}

function record(rule: RecordingRule, samples: readonly RuleSample[]): RuleSample[] {
  const seen = new Set<string>();
  return samples.map(({ labels, value }) => {
    const full: Record<string, string> = { ...labels, __name__: rule.record };
    for (const [name, text] of Object.entries(rule.labels)) full[name] = expandTemplate(text, { labels, value });
    const key = labelText(full);
    if (seen.has(key)) throw new PromqlExecutionError('vector contains metrics with the same labelset after applying rule labels');
    seen.add(key);
    return { labels: full, value };
  });
}

/** Writes what the rule yielded and ends what it no longer yields. The store refuses a second sample at one time; Prometheus logs that and goes on. */
function write(appender: Appender, samples: readonly RuleSample[], before: readonly Labels[], timeMs: number): string | null {
  const now = new Set(samples.map(({ labels }) => labelText(labels)));
  const ended = before.filter((labels) => !now.has(labelText(labels))).map((labels) => ({ labels, value: STALE }));
  let refused: string | null = null;
  for (const { labels, value } of [...samples, ...ended]) {
    try {
      appender.append(labels, timeMs, value);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refused = error.message;
    }
  }
  return refused;
}
