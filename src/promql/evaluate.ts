import { aggregate } from './aggregation.ts';
import { type AggregateExpr, type BinaryExpr, type Expr, isSetOp } from './ast.ts';
import { functionNamed } from './functions/registry.ts';
import { formatNumber } from './format-number.ts';
import { operation } from './operators.ts';
import { countValues, rank } from './ranking.ts';
import { instantVector } from './selectors.ts';
import { setOperation } from './set-operators.ts';
import { ABSENT, type Evaluation, hasValue, PromqlExecutionError, type Value, type VectorSeries } from './value.ts';
import { vectorBinary } from './vector-matching.ts';

/** Evaluates an expression at every step at once. Range vectors exist only as arguments of functions, so they never come out of here. */
export function evaluateExpr(evaluation: Evaluation, expr: Expr): Value {
  const steps = evaluation.times.length;
  switch (expr.kind) {
    case 'number':
      return { kind: 'scalar', values: new Float64Array(steps).fill(expr.value) };
    case 'string':
      return { kind: 'string', text: expr.value };
    case 'paren':
      return evaluateExpr(evaluation, expr.expr);
    case 'vector':
      return { kind: 'vector', series: instantVector(evaluation, expr) };
    case 'unary':
      return expr.op === '+' ? evaluateExpr(evaluation, expr.expr) : negated(evaluateExpr(evaluation, expr.expr));
    case 'call': {
      const call = functionNamed(expr.func);
      if (call === undefined) throw new PromqlExecutionError(`unknown function with name "${expr.func}"`);
      return call({ node: expr, evaluation, evaluate: (argument) => evaluateExpr(evaluation, argument), evaluateIn: evaluateExpr });
    }
    case 'aggregate':
      return { kind: 'vector', ...aggregated(evaluation, expr) };
    case 'binary':
      return binary(evaluation, expr);
    case 'matrix':
    case 'subquery':
      throw new PromqlExecutionError('a range vector can only be the argument of a function');
  }
}

function negated(value: Value): Value {
  if (value.kind === 'scalar') return { kind: 'scalar', values: value.values.map((number) => -number) };
  if (value.kind === 'string') return value;
  return {
    kind: 'vector',
    series: value.series.map((series) => ({ ...series, dropName: true, values: series.values.map((number) => (number === ABSENT ? ABSENT : -number)) })),
  };
}

function aggregated(evaluation: Evaluation, node: AggregateExpr): { readonly series: readonly VectorSeries[]; readonly ordered?: boolean } {
  const steps = evaluation.times.length;
  const value = evaluateExpr(evaluation, node.expr);
  if (value.kind !== 'vector') throw new PromqlExecutionError('expected instant vector in aggregation expression');
  const parameter = node.param === null ? null : evaluateExpr(evaluation, node.param);
  if (parameter?.kind === 'string') return { series: countValues(node, value.series, parameter.text, steps) };
  const numbers = parameter?.kind === 'scalar' ? parameter.values : null;
  if ((node.op === 'topk' || node.op === 'bottomk') && numbers !== null) return { series: rank(node, value.series, numbers, steps), ordered: true };
  if (node.op === 'quantile' && numbers !== null && node.param !== null) {
    for (const q of numbers)
      if (!(q >= 0 && q <= 1)) evaluation.remarks.warn(`quantile value should be between 0 and 1, got ${formatNumber(q)}`, node.param.from);
  }
  return { series: aggregate(node, value.series, numbers, steps) };
}

function binary(evaluation: Evaluation, node: BinaryExpr): Value {
  const left = evaluateExpr(evaluation, node.left);
  const right = evaluateExpr(evaluation, node.right);
  const steps = evaluation.times.length;
  if (left.kind === 'string' || right.kind === 'string') throw new PromqlExecutionError('binary expression must contain only scalar and instant vector types');
  if (left.kind === 'scalar' && right.kind === 'scalar') {
    const apply = operation(node.op, node.bool);
    return { kind: 'scalar', values: left.values.map((value, step) => apply(value, right.values[step])) };
  }
  if (left.kind === 'vector' && right.kind === 'vector') {
    return {
      kind: 'vector',
      series: isSetOp(node.op) ? setOperation(node, left.series, right.series, steps) : vectorBinary(node, left.series, right.series, steps),
    };
  }
  if (left.kind === 'vector' && right.kind === 'scalar') {
    const apply = operation(node.op, node.bool);
    return withScalar(node, left.series, (value, step) => apply(value, right.values[step]));
  }
  if (left.kind === 'scalar' && right.kind === 'vector') {
    const apply = operation(node.op, node.bool, true);
    return withScalar(node, right.series, (value, step) => apply(left.values[step], value));
  }
  throw new PromqlExecutionError('binary expression must contain only scalar and instant vector types');
}

function withScalar(node: BinaryExpr, series: readonly VectorSeries[], apply: (value: number, step: number) => number): Value {
  const keepsName = !node.bool && ['==', '!=', '>', '<', '>=', '<='].includes(node.op);
  const out: VectorSeries[] = [];
  for (const one of series) {
    const values = one.values.map((value, step) => (value === ABSENT ? ABSENT : apply(value, step)));
    if (hasValue(values)) out.push({ labels: one.labels, dropName: keepsName ? one.dropName : true, values });
  }
  return { kind: 'vector', series: out };
}
