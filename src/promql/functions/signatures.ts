import type { ValueType } from '../ast.ts';

/** Argument and return types, from Prometheus 3's promql/parser/functions.go (experimental ones left out). */
export interface Signature {
  readonly args: readonly ValueType[];
  /** How many of the last arguments may be missing. */
  readonly optional: number;
  /** The last argument may repeat. */
  readonly variadic: boolean;
  readonly returns: ValueType;
}

const sig = (args: readonly ValueType[], returns: ValueType = 'vector', optional = 0, variadic = false): Signature => ({ args, optional, variadic, returns });

const overRange = sig(['matrix']);
const overVector = sig(['vector']);
const ofTime = sig(['vector'], 'vector', 1);

export const SIGNATURES: Readonly<Record<string, Signature>> = {
  abs: overVector,
  absent: overVector,
  absent_over_time: overRange,
  acos: overVector,
  acosh: overVector,
  asin: overVector,
  asinh: overVector,
  atan: overVector,
  atanh: overVector,
  avg_over_time: overRange,
  ceil: overVector,
  changes: overRange,
  clamp: sig(['vector', 'scalar', 'scalar']),
  clamp_max: sig(['vector', 'scalar']),
  clamp_min: sig(['vector', 'scalar']),
  cos: overVector,
  cosh: overVector,
  count_over_time: overRange,
  day_of_month: ofTime,
  day_of_week: ofTime,
  day_of_year: ofTime,
  days_in_month: ofTime,
  deg: overVector,
  delta: overRange,
  deriv: overRange,
  exp: overVector,
  first_over_time: overRange,
  floor: overVector,
  histogram_quantile: sig(['scalar', 'vector']),
  hour: ofTime,
  idelta: overRange,
  increase: overRange,
  irate: overRange,
  label_join: sig(['vector', 'string', 'string', 'string'], 'vector', 1, true),
  label_replace: sig(['vector', 'string', 'string', 'string', 'string']),
  last_over_time: overRange,
  ln: overVector,
  log10: overVector,
  log2: overVector,
  max_over_time: overRange,
  min_over_time: overRange,
  minute: ofTime,
  month: ofTime,
  pi: sig([], 'scalar'),
  predict_linear: sig(['matrix', 'scalar']),
  present_over_time: overRange,
  quantile_over_time: sig(['scalar', 'matrix']),
  rad: overVector,
  rate: overRange,
  resets: overRange,
  round: sig(['vector', 'scalar'], 'vector', 1),
  scalar: sig(['vector'], 'scalar'),
  sgn: overVector,
  sin: overVector,
  sinh: overVector,
  sort: overVector,
  sort_desc: overVector,
  sqrt: overVector,
  stddev_over_time: overRange,
  stdvar_over_time: overRange,
  sum_over_time: overRange,
  tan: overVector,
  tanh: overVector,
  time: sig([], 'scalar'),
  timestamp: overVector,
  vector: sig(['scalar']),
  year: ofTime,
};
