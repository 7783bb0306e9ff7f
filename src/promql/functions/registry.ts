import { absentFunctions } from './absent.ts';
import { calendarFunctions } from './calendar.ts';
import type { PromqlFunction } from './function-call.ts';
import { histogramFunctions } from './histogram-quantile.ts';
import { labelFunctions } from './label-functions.ts';
import { rangeFunctions } from './range-functions.ts';
import { vectorFunctions } from './vector-functions.ts';

const all: ReadonlyMap<string, PromqlFunction> = new Map(
  Object.entries({
    ...absentFunctions,
    ...calendarFunctions,
    ...histogramFunctions,
    ...labelFunctions,
    ...rangeFunctions,
    ...vectorFunctions,
  }),
);

export function functionNamed(name: string): PromqlFunction | undefined {
  return all.get(name);
}
