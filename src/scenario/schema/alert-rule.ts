import { z } from 'zod';
import type { AlertRuleGroupModel, AlertRuleModel } from '../model/scenario.ts';
import { closed } from './closed.ts';
import { duration, text } from './quantity.ts';

const labels = z.record(z.string().regex(/^[A-Za-z_]\w*$/, { error: 'expected a label name' }), z.string({ error: 'expected text' })).default({});

const rule = closed({
  alert: text.optional(),
  record: text.optional(),
  expr: text,
  for: duration.default(0),
  keep_firing_for: duration.default(0),
  labels,
  annotations: labels,
})
  .superRefine((value, context) => {
    if ((value.alert === undefined) === (value.record === undefined)) context.addIssue({ code: 'custom', message: 'expected exactly one of alert, record' });
  })
  .transform(
    (value): AlertRuleModel =>
      value.record !== undefined
        ? { kind: 'record', record: value.record, expr: value.expr, labels: value.labels }
        : {
            kind: 'alert',
            alert: value.alert ?? '',
            expr: value.expr,
            forUs: value.for,
            keepFiringForUs: value.keep_firing_for,
            labels: value.labels,
            annotations: value.annotations,
          },
  );

/** A group of a Prometheus rule file, key by key. */
export const alertRuleGroup = closed({
  name: text,
  interval: duration.default(15_000_000),
  rules: z.array(rule).min(1, { error: 'expected at least one rule' }),
}).transform((group): AlertRuleGroupModel => ({ name: group.name, intervalUs: group.interval, rules: group.rules }));
