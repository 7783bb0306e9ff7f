import type { AtModifier, Expr } from './ast.ts';
import { PromqlParseError } from './parse-error.ts';

/**
 * The lezer grammar hangs a postfix (`[5m]`, `[5m:]`, `offset`, `@`) on the whole expression to its left; in Prometheus' grammar it binds tighter than
 * any operator, so it belongs to the last operand.
 */
export function applyToLastOperand(expr: Expr, to: number, apply: (operand: Expr) => Expr): Expr {
  if (expr.kind === 'binary') return { ...expr, right: applyToLastOperand(expr.right, to, apply), to };
  if (expr.kind === 'unary') return { ...expr, expr: applyToLastOperand(expr.expr, to, apply), to };
  return apply(expr);
}

export function withOffset(text: string, expr: Expr, offsetMs: number, to: number): Expr {
  const problem = 'offset modifier must be preceded by an instant vector selector or range vector selector or a subquery';
  return applyToLastOperand(expr, to, (operand) => {
    if (operand.kind === 'matrix')
      return { ...operand, selector: { ...operand.selector, offsetMs: once(text, operand, operand.selector.offsetMs, offsetMs) }, to };
    if (operand.kind === 'vector' || operand.kind === 'subquery') return { ...operand, offsetMs: once(text, operand, operand.offsetMs, offsetMs), to };
    throw new PromqlParseError(text, operand.from, problem);
  });
}

export function withAt(text: string, expr: Expr, at: AtModifier, to: number): Expr {
  const problem = '@ modifier must be preceded by an instant vector selector or range vector selector or a subquery';
  const set = (was: AtModifier, from: number): AtModifier => {
    if (was !== null) throw new PromqlParseError(text, from, '@ <timestamp> may not be set multiple times');
    return at;
  };
  return applyToLastOperand(expr, to, (operand) => {
    if (operand.kind === 'matrix') return { ...operand, selector: { ...operand.selector, at: set(operand.selector.at, operand.from) }, to };
    if (operand.kind === 'vector' || operand.kind === 'subquery') return { ...operand, at: set(operand.at, operand.from), to };
    throw new PromqlParseError(text, operand.from, problem);
  });
}

function once(text: string, operand: Expr, was: number, offsetMs: number): number {
  if (was !== 0) throw new PromqlParseError(text, operand.from, 'offset may not be set multiple times');
  return offsetMs;
}
