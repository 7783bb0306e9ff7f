import type { QuotaAmounts } from '../../contract/resource-quota.ts';
import { closed } from './closed.ts';
import { bytes, cpu, name, text, whole } from './quantity.ts';

const MIB = 1024 * 1024;

/** A ResourceQuota's `spec.hard`. */
export const quotaAmounts = closed({
  'limits.cpu': cpu.optional(),
  'limits.memory': bytes.optional(),
  pods: whole(0, 100_000).optional(),
  'requests.cpu': cpu.optional(),
  'requests.memory': bytes.optional(),
}).transform(
  (hard): QuotaAmounts => ({
    ...(hard['limits.cpu'] === undefined ? {} : { 'limits.cpu': hard['limits.cpu'] }),
    ...(hard['limits.memory'] === undefined ? {} : { 'limits.memory': Math.round(hard['limits.memory'] / MIB) }),
    ...(hard.pods === undefined ? {} : { pods: hard.pods }),
    ...(hard['requests.cpu'] === undefined ? {} : { 'requests.cpu': hard['requests.cpu'] }),
    ...(hard['requests.memory'] === undefined ? {} : { 'requests.memory': Math.round(hard['requests.memory'] / MIB) }),
  }),
);

/** Of the fleet's namespace; in every cluster unless a region is named. */
export const resourceQuota = closed({ name, region: text.optional(), hard: quotaAmounts });
