import type { CallExpr, Expr } from '../ast.ts';
import type { Evaluation, Value, VectorSeries } from '../value.ts';
import { PromqlExecutionError } from '../value.ts';

/** What a function sees of the evaluator. */
export interface FunctionCall {
  readonly node: CallExpr;
  readonly evaluation: Evaluation;
  evaluate(expr: Expr): Value;
  /** At other steps: the inside of a subquery. */
  evaluateIn(evaluation: Evaluation, expr: Expr): Value;
}

export type PromqlFunction = (call: FunctionCall) => Value;

export function vectorArgument(call: FunctionCall, index: number): readonly VectorSeries[] {
  const value = call.evaluate(call.node.args[index]);
  if (value.kind !== 'vector') throw new PromqlExecutionError(`expected instant vector in call to function "${call.node.func}"`);
  return value.series;
}

export function scalarArgument(call: FunctionCall, index: number): Float64Array {
  const value = call.evaluate(call.node.args[index]);
  if (value.kind !== 'scalar') throw new PromqlExecutionError(`expected scalar in call to function "${call.node.func}"`);
  return value.values;
}

export function stringArgument(call: FunctionCall, index: number): string {
  const value = call.evaluate(call.node.args[index]);
  if (value.kind !== 'string') throw new PromqlExecutionError(`expected string in call to function "${call.node.func}"`);
  return value.text;
}
