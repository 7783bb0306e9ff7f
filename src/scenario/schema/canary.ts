import { z } from 'zod';
import type { AnalysisMetricModel, CanaryModel, CanaryStepModel } from '../model/canary.ts';
import { closed, oneOfKeys } from './closed.ts';
import { duration, text, whole } from './quantity.ts';

const CONDITION = /^result\[0\] (>=|>|<=|<) (-?\d+(?:\.\d+)?)$/;

/** Defaults: Argo Rollouts (failureLimit 0, consecutiveErrorLimit 4). */
const metric = closed({
  name: text,
  query: text,
  initialDelay: duration.default(0),
  interval: duration.default(60_000_000),
  /** Absent in a background analysis: as long as the rollout lasts. */
  count: whole(1, 1_000).optional(),
  successCondition: z.string().regex(CONDITION, { error: "expected a comparison of the first value with a number, such as 'result[0] >= 0.95'" }),
  failureLimit: whole(0, 1_000).default(0),
  consecutiveErrorLimit: whole(0, 1_000).default(4),
}).transform((m): AnalysisMetricModel => {
  const [, operator, threshold] = CONDITION.exec(m.successCondition) ?? [];
  return {
    name: m.name,
    query: m.query,
    initialDelayUs: m.initialDelay,
    intervalUs: m.interval,
    count: m.count ?? 0,
    successCondition: m.successCondition,
    operator: operator as AnalysisMetricModel['operator'],
    threshold: Number(threshold),
    failureLimit: m.failureLimit,
    consecutiveErrorLimit: m.consecutiveErrorLimit,
  };
});

/** Measurements are numbered in four bits of an event. */
const MOST_METRICS = 16;

const analysis = closed({
  name: text,
  metrics: z
    .array(metric)
    .min(1, { error: 'expected at least one metric' })
    .max(MOST_METRICS, { error: `expected at most ${MOST_METRICS} metrics` }),
});

const step = oneOfKeys('a canary step', {
  setWeight: whole(0, 100).optional(),
  pause: closed({ duration: duration.optional() }).optional(),
  analysis: analysis.optional(),
}).transform((s): CanaryStepModel => {
  if (s.setWeight !== undefined) return { kind: 'set-weight', percent: s.setWeight };
  if (s.analysis !== undefined) return { kind: 'analysis', analysis: s.analysis };
  return { kind: 'pause', durationUs: s.pause?.duration ?? null };
});

/** A canary as Argo Rollouts takes it, without a traffic router: weights are shares of pods. */
export const canary = closed({
  steps: z.array(step).min(1, { error: 'expected at least one step' }),
  analysis: analysis.nullable().default(null),
  startingStep: whole(0, 100).default(0),
}).transform((c): CanaryModel => ({ steps: c.steps, background: c.analysis, startingStep: c.startingStep }));
