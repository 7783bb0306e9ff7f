import { detPow } from '../base/det-math.ts';
import { type BinaryOp, isComparison } from './ast.ts';
import { arcTangent2 } from './functions/trigonometry.ts';
import { ABSENT } from './value.ts';

type Operation = (left: number, right: number) => number;

const arithmetic: Readonly<Record<string, Operation>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': detPow,
  atan2: arcTangent2,
};

const comparison: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/**
 * An operator on two samples. A comparison keeps the sample's own value or gives ABSENT, with `bool` 1 or 0; `keepRight` keeps the right
 * one's (scalar on the left).
 */
export function operation(op: BinaryOp, bool: boolean, keepRight = false): Operation {
  if (!isComparison(op)) return arithmetic[op];
  const holds = comparison[op];
  if (bool) return (a, b) => (holds(a, b) ? 1 : 0);
  return keepRight ? (a, b) => (holds(a, b) ? b : ABSENT) : (a, b) => (holds(a, b) ? a : ABSENT);
}
