import { parse } from '../../promql/parse.ts';
import { PromqlParseError } from '../../promql/parse-error.ts';
import { child, itemsOf, type Located, textAt, textOf } from '../document/located.ts';
import { names } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

const SEVERITIES = ['page', 'warning', 'notice'];
const PLACEHOLDERS = ['badPercent', 'failedSoFar', 'route'];

/** Alert rules, the runbooks they point to, and what people outside write. */
export function checkAlerts(remarks: Remarks, scenario: Located): void {
  const runbooks = itemsOf(scenario, 'runbooks');
  remarks.distinct(runbooks, 'name', 'runbook');
  const groups = itemsOf(scenario, 'alertRules');
  remarks.distinct(groups, 'name', 'rule group');
  for (const group of groups) {
    for (const rule of itemsOf(group, 'rules')) {
      checkExpression(remarks, child(rule, 'expr'));
      if (textAt(rule, 'alert') === null) continue;
      remarks.known(child(rule, 'labels'), 'severity', SEVERITIES, 'severity', 'Severities');
      if (child(child(rule, 'labels'), 'severity') === null) remarks.error(rule, `an alert needs the label severity: ${SEVERITIES.join(', ')}`);
      remarks.known(child(rule, 'annotations'), 'runbook', names(runbooks), 'runbook', 'Runbooks');
    }
  }
  for (const message of itemsOf(scenario, 'messages')) {
    const text = child(message, 'text');
    for (const [, word] of (textOf(text) ?? '').matchAll(/\{(\w+)\}/g)) {
      if (text !== null && !PLACEHOLDERS.includes(word))
        remarks.error(text, `no placeholder {${word}}; Placeholders: ${PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}`);
    }
  }
}

/** A PromQL expression, if there is one, can be read. */
export function checkExpression(remarks: Remarks, expr: Located | null): void {
  const text = textOf(expr);
  if (expr === null || text === null) return;
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof PromqlParseError)) throw error;
    remarks.error(expr, `not a PromQL expression: ${error.message}`);
  }
}
