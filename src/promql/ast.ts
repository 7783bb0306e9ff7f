import type { Matcher } from '../contract/metrics.ts';

/** Where an expression stands in its text: offsets, end excluded. */
export interface SourceRange {
  readonly from: number;
  readonly to: number;
}

export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

/** The `@` modifier: a fixed Unix millisecond, or the query's start or end. */
export type AtModifier = number | 'start' | 'end' | null;

export interface NumberExpr extends SourceRange {
  readonly kind: 'number';
  readonly value: number;
}
export interface StringExpr extends SourceRange {
  readonly kind: 'string';
  readonly value: string;
}
export interface VectorSelector extends SourceRange {
  readonly kind: 'vector';
  readonly matchers: readonly Matcher[];
  readonly offsetMs: number;
  readonly at: AtModifier;
}
export interface MatrixSelector extends SourceRange {
  readonly kind: 'matrix';
  readonly selector: VectorSelector;
  readonly rangeMs: number;
}
export interface SubqueryExpr extends SourceRange {
  readonly kind: 'subquery';
  readonly expr: Expr;
  readonly rangeMs: number;
  /** null: the default resolution. */
  readonly stepMs: number | null;
  readonly offsetMs: number;
  readonly at: AtModifier;
}
export interface CallExpr extends SourceRange {
  readonly kind: 'call';
  readonly func: string;
  readonly args: readonly Expr[];
}
export interface AggregateExpr extends SourceRange {
  readonly kind: 'aggregate';
  readonly op: string;
  readonly param: Expr | null;
  readonly expr: Expr;
  readonly grouping: readonly string[];
  readonly without: boolean;
}
export interface VectorMatching {
  readonly on: boolean;
  readonly labels: readonly string[];
  readonly group: 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';
  /** Labels copied from the "one" side. */
  readonly include: readonly string[];
}
export interface BinaryExpr extends SourceRange {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
  readonly bool: boolean;
  readonly matching: VectorMatching;
}
export interface UnaryExpr extends SourceRange {
  readonly kind: 'unary';
  readonly op: '+' | '-';
  readonly expr: Expr;
}
export interface ParenExpr extends SourceRange {
  readonly kind: 'paren';
  readonly expr: Expr;
}

export type Expr = NumberExpr | StringExpr | VectorSelector | MatrixSelector | SubqueryExpr | CallExpr | AggregateExpr | BinaryExpr | UnaryExpr | ParenExpr;

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOp = '==' | '!=' | '>' | '<' | '>=' | '<=';
export type SetOp = 'and' | 'or' | 'unless';
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;

export function isComparison(op: BinaryOp): op is ComparisonOp {
  return op === '==' || op === '!=' || op === '>' || op === '<' || op === '>=' || op === '<=';
}

export function isSetOp(op: BinaryOp): op is SetOp {
  return op === 'and' || op === 'or' || op === 'unless';
}

/** The expression inside any parentheses. */
export function unwrap(expr: Expr): Expr {
  return expr.kind === 'paren' ? unwrap(expr.expr) : expr;
}
