import type { SyntaxNode } from '@lezer/common';
import type { Matcher } from '../contract/metrics.ts';
import type { BinaryOp, Expr, NumberExpr, VectorMatching, VectorSelector } from './ast.ts';
import { isSetOp } from './ast.ts';
import { parseNumber, unquote } from './literals.ts';
import { PromqlParseError } from './parse-error.ts';
import { applyToLastOperand, withAt, withOffset } from './postfix.ts';

/** Turns the lezer tree into our expression tree. The tree must be free of error nodes. */
export function convert(text: string, node: SyntaxNode): Expr {
  const span = { from: node.from, to: node.to };
  switch (node.name) {
    case 'NumberDurationLiteral':
      return numberLiteral(text, node);
    case 'StringLiteral':
      return { kind: 'string', value: stringOf(text, node), ...span };
    case 'ParenExpr':
      return { kind: 'paren', expr: convert(text, operands(node)[0]), ...span };
    case 'VectorSelector':
      return vectorSelector(text, node);
    case 'MatrixSelector':
      return matrixSelector(text, node);
    case 'SubqueryExpr':
      return subquery(text, node);
    case 'OffsetExpr':
      return offset(text, node);
    case 'StepInvariantExpr':
      return stepInvariant(text, node);
    case 'UnaryExpr':
      return unary(text, node);
    case 'BinaryExpr':
      return binary(text, node);
    case 'FunctionCall': {
      const func = text.slice(node.firstChild?.from, node.firstChild?.to);
      return { kind: 'call', func, args: callArguments(text, node), ...span };
    }
    case 'AggregateExpr':
      return aggregate(text, node);
    default:
      throw new PromqlParseError(text, node.from, `${node.name} is experimental and not supported: "${text.slice(node.from, node.to)}"`);
  }
}

/** Child nodes that are not comments. */
function operands(node: SyntaxNode): SyntaxNode[] {
  const out: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) if (child.name !== 'LineComment') out.push(child);
  return out;
}

function stringOf(text: string, node: SyntaxNode): string {
  const value = unquote(text.slice(node.from, node.to));
  if (value === null) throw new PromqlParseError(text, node.from, `invalid escape in string ${text.slice(node.from, node.to)}`);
  return value;
}

/** The grammar lets a literal swallow its sign. `-2^2` must still be -(2^2), so the sign is kept apart. */
function numberLiteral(text: string, node: SyntaxNode): Expr {
  const literal = text.slice(node.from, node.to);
  const signed = /^([+-])\s*/.exec(literal);
  const digits = signed === null ? literal : literal.slice(signed[0].length);
  const value = parseNumber(digits);
  if (value === null) throw new PromqlParseError(text, node.from, `bad number or duration syntax: ${JSON.stringify(literal)}`);
  const number: NumberExpr = { kind: 'number', value, from: node.to - digits.length, to: node.to };
  return signed === null ? number : { kind: 'unary', op: signed[1] as '+' | '-', expr: number, from: node.from, to: node.to };
}

function vectorSelector(text: string, node: SyntaxNode): VectorSelector {
  const matchers: Matcher[] = [];
  const setName = (value: string, at: SyntaxNode): void => {
    if (matchers.some((matcher) => matcher.name === '__name__'))
      throw new PromqlParseError(text, at.from, `metric name must not be set twice: "${matchers[0].value}" or "${value}"`);
    matchers.push({ name: '__name__', op: '=', value });
  };
  for (const child of operands(node)) {
    if (child.name === 'Identifier') setName(text.slice(child.from, child.to), child);
    if (child.name !== 'LabelMatchers') continue;
    for (const item of operands(child)) {
      if (item.name === 'QuotedLabelName') {
        setName(stringOf(text, operands(item)[0]), item);
        continue;
      }
      const [name, op, value] = operands(item);
      const label = name.name === 'QuotedLabelName' ? stringOf(text, operands(name)[0]) : text.slice(name.from, name.to);
      const matcher: Matcher = { name: label, op: text.slice(op.from, op.to) as Matcher['op'], value: stringOf(text, value) };
      if (label === '__name__' && operands(node)[0].name === 'Identifier')
        throw new PromqlParseError(text, item.from, `metric name must not be set twice: "${matchers[0].value}" or "${matcher.value}"`);
      matchers.push(matcher);
    }
  }
  return { kind: 'vector', matchers, offsetMs: 0, at: null, from: node.from, to: node.to };
}

/** Milliseconds of a duration node; plain numbers are seconds. Arithmetic in durations is experimental in Prometheus and not read here. */
function durationMs(text: string, node: SyntaxNode): number {
  const children = operands(node);
  if (node.name === 'NumberDurationLiteralInDurationContext') {
    const seconds = parseNumber(text.slice(node.from, node.to));
    if (seconds === null) throw new PromqlParseError(text, node.from, `bad number or duration syntax: "${text.slice(node.from, node.to)}"`);
    return Math.round(seconds * 1_000);
  }
  if (children.length === 1) return durationMs(text, children[0]);
  if (children.length === 2 && children[0].name === 'UnaryOp') {
    const value = durationMs(text, children[1]);
    return text[children[0].from] === '-' ? -value : value;
  }
  throw new PromqlParseError(text, node.from, 'experimental duration expression is not supported');
}

function positiveMs(text: string, node: SyntaxNode): number {
  const ms = durationMs(text, node);
  if (!(ms > 0)) throw new PromqlParseError(text, node.from, 'duration must be greater than 0');
  return ms;
}

function matrixSelector(text: string, node: SyntaxNode): Expr {
  const [inner, duration] = operands(node);
  const rangeMs = positiveMs(text, duration);
  return applyToLastOperand(convert(text, inner), node.to, (operand) => {
    if (operand.kind !== 'vector') throw new PromqlParseError(text, operand.from, 'ranges only allowed for vector selectors');
    if (operand.offsetMs !== 0 || operand.at !== null) throw new PromqlParseError(text, operand.from, 'no offset or @ modifiers allowed before range');
    return { kind: 'matrix', selector: operand, rangeMs, from: operand.from, to: node.to };
  });
}

function subquery(text: string, node: SyntaxNode): Expr {
  const [inner, range, step] = operands(node);
  const rangeMs = positiveMs(text, range);
  const stepMs = step === undefined ? null : positiveMs(text, step);
  return applyToLastOperand(convert(text, inner), node.to, (operand) => ({
    kind: 'subquery',
    expr: operand,
    rangeMs,
    stepMs,
    offsetMs: 0,
    at: null,
    from: operand.from,
    to: node.to,
  }));
}

function offset(text: string, node: SyntaxNode): Expr {
  const [inner, , duration] = operands(node);
  return withOffset(text, convert(text, inner), durationMs(text, duration), node.to);
}

function stepInvariant(text: string, node: SyntaxNode): Expr {
  const [inner, , at] = operands(node);
  if (at.name === 'AtModifierPreprocessors') return withAt(text, convert(text, inner), operands(at)[0].name === 'AtStart' ? 'start' : 'end', node.to);
  const literal = text.slice(at.from, at.to).replace(/^([+-])\s*/, '$1');
  const value = parseNumber(literal.replace(/^[+-]/, ''));
  if (value === null || !Number.isFinite(value)) throw new PromqlParseError(text, at.from, `timestamp out of bounds for @ modifier: ${literal}`);
  return withAt(text, convert(text, inner), Math.round((literal[0] === '-' ? -value : value) * 1_000), node.to);
}

function unary(text: string, node: SyntaxNode): Expr {
  const [op, inner] = operands(node);
  return { kind: 'unary', op: text[op.from] as '+' | '-', expr: convert(text, inner), from: node.from, to: node.to };
}

function binary(text: string, node: SyntaxNode): Expr {
  const children = operands(node);
  const opNode = children[1];
  const op = text.slice(opNode.from, opNode.to).toLowerCase() as BinaryOp;
  const left = convert(text, children[0]);
  const right = convert(text, children[children.length - 1]);
  const clause = children.find((child) => child.name === 'MatchingModifierClause');
  if (children.some((child) => child.name === 'FillModifier')) throw new PromqlParseError(text, opNode.from, 'experimental fill modifiers are not supported');
  const whole: Expr = {
    kind: 'binary',
    op,
    left,
    right,
    bool: children.some((child) => child.name === 'BoolModifier'),
    matching: matchingOf(text, op, clause ?? null),
    from: node.from,
    to: node.to,
  };
  if (op === '^' && left.kind === 'unary' && children[0].name === 'NumberDurationLiteral') {
    return { ...left, expr: { ...whole, left: left.expr, from: left.expr.from }, to: node.to };
  }
  return whole;
}

function matchingOf(text: string, op: BinaryOp, clause: SyntaxNode | null): VectorMatching {
  let on = false;
  let labels: string[] = [];
  let include: string[] = [];
  let group: VectorMatching['group'] = isSetOp(op) ? 'many-to-many' : 'one-to-one';
  let inGroup = false;
  for (const child of clause === null ? [] : operands(clause)) {
    if (child.name === 'On') on = true;
    else if (child.name === 'GroupLeft' || child.name === 'GroupRight') {
      if (isSetOp(op)) throw new PromqlParseError(text, child.from, `no grouping allowed for "${op}" operation`);
      group = child.name === 'GroupLeft' ? 'many-to-one' : 'one-to-many';
      inGroup = true;
    } else if (child.name === 'GroupingLabels') {
      if (inGroup) include = labelNames(text, child);
      else labels = labelNames(text, child);
    }
  }
  return { on, labels, group, include };
}

function labelNames(text: string, node: SyntaxNode): string[] {
  return operands(node).map((child) => (child.name === 'QuotedLabelName' ? stringOf(text, operands(child)[0]) : text.slice(child.from, child.to)));
}

function callArguments(text: string, node: SyntaxNode): Expr[] {
  const body = operands(node).find((child) => child.name === 'FunctionCallBody');
  return body === undefined ? [] : operands(body).map((child) => convert(text, child));
}

function aggregate(text: string, node: SyntaxNode): Expr {
  const op = text.slice(node.firstChild?.from, node.firstChild?.to).toLowerCase();
  const modifier = operands(node).find((child) => child.name === 'AggregateModifier');
  const parts = modifier === undefined ? [] : operands(modifier);
  const args = callArguments(text, node);
  const wanted = ['topk', 'bottomk', 'quantile', 'count_values', 'limitk', 'limit_ratio'].includes(op) ? 2 : 1;
  if (args.length === 0) throw new PromqlParseError(text, node.from, 'no arguments for aggregate expression provided');
  if (args.length !== wanted)
    throw new PromqlParseError(text, node.from, `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${args.length}`);
  return {
    kind: 'aggregate',
    op,
    param: wanted === 2 ? args[0] : null,
    expr: args[wanted - 1],
    grouping: parts.length > 1 ? labelNames(text, parts[1]) : [],
    without: parts[0]?.name === 'Without',
    from: node.from,
    to: node.to,
  };
}
