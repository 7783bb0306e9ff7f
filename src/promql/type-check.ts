import { anchoredRegExp, Re2SyntaxError } from '../base/re2.ts';
import { type Expr, isComparison, isSetOp, type SourceRange, type ValueType } from './ast.ts';
import { SIGNATURES } from './functions/signatures.ts';
import { PromqlParseError } from './parse-error.ts';

/** The words Prometheus uses for types in its answers. */
export const TYPE_WORDS: Readonly<Record<ValueType, string>> = { scalar: 'scalar', vector: 'instant vector', matrix: 'range vector', string: 'string' };

export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'vector':
    case 'aggregate':
      return 'vector';
    case 'matrix':
    case 'subquery':
      return 'matrix';
    case 'call':
      return SIGNATURES[expr.func].returns;
    case 'binary':
      return typeOf(expr.left) === 'scalar' && typeOf(expr.right) === 'scalar' ? 'scalar' : 'vector';
    case 'unary':
    case 'paren':
      return typeOf(expr.expr);
  }
}

/** Checks types as Prometheus' parser does (checkAST in promql/parser/parse.go). @throws PromqlParseError. */
export function checkTypes(text: string, expr: Expr): void {
  const fail = (where: SourceRange, problem: string): never => {
    throw new PromqlParseError(text, where.from, problem);
  };
  const expect = (node: Expr, wanted: ValueType, context: string): void => {
    const got = typeOf(node);
    if (got !== wanted) fail(node, `expected type ${TYPE_WORDS[wanted]} in ${context}, got ${TYPE_WORDS[got]}`);
  };
  const check = (node: Expr): void => {
    switch (node.kind) {
      case 'number':
      case 'string':
        return;
      case 'vector':
        return checkSelector(node);
      case 'matrix':
        return check(node.selector);
      case 'paren':
        return check(node.expr);
      case 'subquery':
        check(node.expr);
        if (typeOf(node.expr) !== 'vector' && typeOf(node.expr) !== 'scalar')
          fail(node, `subquery is only allowed on instant vector, got ${TYPE_WORDS[typeOf(node.expr)]} instead`);
        return;
      case 'unary':
        check(node.expr);
        if (typeOf(node.expr) !== 'vector' && typeOf(node.expr) !== 'scalar')
          fail(node, `unary expression only allowed on expressions of type scalar or instant vector, got "${TYPE_WORDS[typeOf(node.expr)]}"`);
        return;
      case 'aggregate':
        if (node.op === 'limitk' || node.op === 'limit_ratio')
          fail(node, `${node.op}() is experimental and must be enabled with --enable-feature=promql-experimental-functions`);
        check(node.expr);
        expect(node.expr, 'vector', 'aggregation expression');
        if (node.param !== null) {
          check(node.param);
          expect(node.param, node.op === 'count_values' ? 'string' : 'scalar', 'aggregation parameter');
        }
        return;
      case 'call':
        return checkCall(node);
      case 'binary':
        return checkBinary(node);
    }
  };
  /** Whether a matcher lets a series without the label pass. */
  const matchesEmpty = (node: Expr, op: string, value: string): boolean => {
    if (op === '=' || op === '!=') return (value === '') === (op === '=');
    try {
      return anchoredRegExp(value).test('') === (op === '=~');
    } catch (error) {
      if (error instanceof Re2SyntaxError) return fail(node, error.message);
      throw error;
    }
  };
  const checkSelector = (node: Extract<Expr, { kind: 'vector' }>): void => {
    let selective = false;
    for (const { op, value } of node.matchers) selective = !matchesEmpty(node, op, value) || selective;
    if (!selective) fail(node, 'vector selector must contain at least one non-empty matcher');
  };
  const checkCall = (node: Extract<Expr, { kind: 'call' }>): void => {
    const signature = SIGNATURES[node.func];
    if (signature === undefined) return fail(node, `unknown or experimental function with name "${node.func}"`);
    const most = signature.args.length;
    const least = most - signature.optional;
    const got = node.args.length;
    if (signature.optional === 0 && !signature.variadic && got !== most) fail(node, `expected ${most} argument(s) in call to "${node.func}", got ${got}`);
    if (got < least) fail(node, `expected at least ${least} argument(s) in call to "${node.func}", got ${got}`);
    if (got > most && !signature.variadic) fail(node, `expected at most ${most} argument(s) in call to "${node.func}", got ${got}`);
    node.args.forEach((arg, i) => {
      check(arg);
      expect(arg, signature.args[Math.min(i, most - 1)], `call to function "${node.func}"`);
    });
  };
  const checkBinary = (node: Extract<Expr, { kind: 'binary' }>): void => {
    check(node.left);
    check(node.right);
    const left = typeOf(node.left);
    const right = typeOf(node.right);
    const { matching } = node;
    if (node.bool && !isComparison(node.op)) fail(node, 'bool modifier can only be used on comparison operators');
    if (isComparison(node.op) && !node.bool && left === 'scalar' && right === 'scalar') fail(node, 'comparisons between scalars must use BOOL modifier');
    if (matching.on) {
      const twice = matching.labels.find((label) => matching.include.includes(label));
      if (twice !== undefined) fail(node, `label "${twice}" must not occur in ON and GROUP clause at once`);
    }
    for (const side of [node.left, node.right]) {
      const type = typeOf(side);
      if (type !== 'scalar' && type !== 'vector') fail(side, 'binary expression must contain only scalar and instant vector types');
    }
    if (left === 'vector' && right === 'vector') return;
    if (matching.labels.length > 0 || matching.group === 'many-to-one' || matching.group === 'one-to-many')
      fail(node, 'vector matching only allowed between instant vectors');
    if (isSetOp(node.op)) fail(node, `set operator "${node.op}" not allowed in binary scalar expression`);
  };
  check(expr);
}
