import { absentFunctions } from './absent.ts';
import { calendarFunctions } from './calendar.ts';
import type { PromqlFunction } from './function-call.ts';
import { histogramFunctions } from './histogram-quantile.ts';
import { labelFunctions } from './label-functions.ts';
import { rangeFunctions } from './range-functions.ts';
import { vectorFunctions } from './vector-functions.ts';

/** Every function by name. Built on first use: range functions and the evaluator import each other through subqueries. */
let all: ReadonlyMap<string, PromqlFunction> | null = null;

export function functionNamed(name: string): PromqlFunction | undefined {
  all ??= new Map(Object.entries({ ...absentFunctions, ...calendarFunctions, ...histogramFunctions, ...labelFunctions, ...rangeFunctions, ...vectorFunctions }));
  return all.get(name);
}
