import { ABSENT, column, hasValue } from '../value.ts';
import { type PromqlFunction, vectorArgument } from './function-call.ts';
import { absentLabels } from './range-functions.ts';

/** 1 at steps where the vector is empty, with the labels its selector asked for. */
const absent: PromqlFunction = (call) => {
  const values = column(call.evaluation.times.length).fill(1);
  for (const series of vectorArgument(call, 0)) for (let step = 0; step < values.length; step++) if (series.values[step] !== ABSENT) values[step] = ABSENT;
  return { kind: 'vector', series: hasValue(values) ? [{ labels: absentLabels(call.node.args[0]), dropName: false, values }] : [] };
};

export const absentFunctions: Readonly<Record<string, PromqlFunction>> = { absent };
