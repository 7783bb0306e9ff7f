import { z } from 'zod';
import type { FleetCommand } from '../../contract/commands.ts';
import { isPathPattern } from '../../contract/cdn.ts';
import { closed } from './closed.ts';
import { quotaAmounts } from './resource-quota.ts';
import { offsetTargetOf } from '../../contract/offset-reset.ts';
import { diskSize, GIB } from './disk.ts';
import { slowdown } from './external.ts';
import { linkCondition, linkEnds } from './network.ts';
import { between, bytes, cpu, duration, flag, share, text, whole } from './quantity.ts';

const MIB = 1024 * 1024;
const region = text.optional();
const offsetTarget = text.refine((value) => offsetTargetOf(value) !== null, {
  error: 'expected earliest, latest, current, an offset such as 1200, or so many on or back such as +1',
});
const pathPattern = text.refine(isPathPattern, { error: 'expected a path from / on, with a * only at its end after a /' });
const amounts = closed({ cpu: cpu.optional(), memory: bytes.optional() }).optional();

/** Fleet commands as written in files: fields as in `contract/commands`, durations as `3m`. */
export const fleetCommand = z
  .discriminatedUnion('kind', [
    closed({ kind: z.literal('scale'), service: text, region, replicas: whole(0, 1_000) }),
    closed({
      kind: z.literal('set-autoscaler'),
      service: text,
      region,
      minReplicas: whole(1, 1_000).optional(),
      maxReplicas: whole(1, 1_000).optional(),
      targetCpu: whole(1, 1_000).optional(),
    }),
    closed({ kind: z.literal('rollout-undo'), service: text, region, toRevision: whole(0).optional() }),
    closed({ kind: z.literal('rollout-restart'), service: text, region }),
    closed({ kind: z.literal('rollout-pause'), service: text, region }),
    closed({ kind: z.literal('rollout-resume'), service: text, region }),
    closed({ kind: z.literal('rollout-promote'), service: text, region, full: flag.optional() }),
    closed({ kind: z.literal('rollout-abort'), service: text, region }),
    closed({ kind: z.literal('rollout-retry'), service: text, region }),
    closed({ kind: z.literal('set-image'), service: text, region, container: text, image: text }),
    closed({ kind: z.literal('set-env'), service: text, region, env: z.record(z.string(), z.string().nullable()) }),
    closed({ kind: z.literal('set-resources'), service: text, region, requests: amounts, limits: amounts }).transform(
      ({ requests, limits, ...rest }): Extract<FleetCommand, { kind: 'set-resources' }> => ({
        ...rest,
        ...(requests?.cpu === undefined ? {} : { cpuRequestMilli: requests.cpu }),
        ...(limits?.cpu === undefined ? {} : { cpuLimitMilli: limits.cpu }),
        ...(requests?.memory === undefined ? {} : { memoryRequestMiB: Math.round(requests.memory / MIB) }),
        ...(limits?.memory === undefined ? {} : { memoryLimitMiB: Math.round(limits.memory / MIB) }),
      }),
    ),
    closed({ kind: z.literal('set-resource-quota'), quota: text, region, hard: quotaAmounts }),
    closed({ kind: z.literal('patch-config'), configMap: text, region, data: z.record(z.string(), z.string().nullable()) }),
    closed({ kind: z.literal('set-edge-retries'), retries: whole(0, 10) }),
    closed({ kind: z.literal('set-edge-route'), route: text, timeout: duration.optional(), retries: whole(0, 10).optional() }).transform(
      ({ timeout, ...rest }) => (timeout === undefined ? rest : { ...rest, timeoutUs: timeout }),
    ),
    closed({ kind: z.literal('set-edge-capacity'), zone: text, scaler: between(0, 1) }),
    closed({ kind: z.literal('delete-pod'), pod: text, grace: duration.optional() }).transform(({ grace, ...rest }) =>
      grace === undefined ? rest : { ...rest, graceUs: grace },
    ),
    closed({ kind: z.literal('evict-pod'), pod: text, grace: duration.optional() }).transform(({ grace, ...rest }) =>
      grace === undefined ? rest : { ...rest, graceUs: grace },
    ),
    closed({ kind: z.literal('cordon'), node: text }),
    closed({ kind: z.literal('uncordon'), node: text }),
    closed({ kind: z.literal('stop-nodes'), zone: text.optional(), node: text.optional() }),
    closed({ kind: z.literal('start-nodes'), zone: text.optional(), node: text.optional() }),
    closed({
      kind: z.literal('set-node-pool-limits'),
      pool: text,
      region,
      minNodes: whole(0, 1_000).optional(),
      maxNodes: whole(1, 1_000).optional(),
    }),
    closed({ kind: z.literal('set-quota'), region: text, cpus: whole(1, 1_000_000) }),
    closed({ kind: z.literal('isolate-region'), region: text }),
    closed({ kind: z.literal('rejoin-region'), region: text }),
    closed({ kind: z.literal('set-external'), external: text, slowdown: slowdown.optional(), failures: share.optional() }),
    closed({ kind: z.literal('purge-cdn'), path: pathPattern.optional(), pointOfPresence: text.optional() }),
    closed({ kind: z.literal('set-cdn'), pointOfPresence: text.optional(), slowdown: slowdown.optional(), failures: share.optional() }),
    closed({ kind: z.literal('degrade-link'), ...linkEnds, ...linkCondition }),
    closed({ kind: z.literal('restore-link'), ...linkEnds }),
    closed({ kind: z.literal('reset-offsets'), group: text, to: offsetTarget, partitions: text.optional() }),
    closed({ kind: z.literal('renew-certificate'), certificate: text }),
    closed({ kind: z.literal('rotate-password'), secret: text }),
    closed({ kind: z.literal('set-password'), secret: text, version: whole(1, 1_000_000) }),
    closed({ kind: z.literal('promote-database'), database: text }),
    closed({ kind: z.literal('stop-database'), database: text }),
    closed({ kind: z.literal('start-database'), database: text }),
    closed({ kind: z.literal('set-disk'), database: text, size: diskSize.optional(), autoResize: flag.optional() }).transform(({ size, ...rest }) =>
      size === undefined ? rest : { ...rest, sizeGb: size / GIB },
    ),
    closed({ kind: z.literal('drop-replication-slot'), database: text, slot: text }),
    closed({ kind: z.literal('terminate-backend'), database: text, pid: whole(1) }),
    closed({ kind: z.literal('cancel-backend'), database: text, pid: whole(1) }),
    closed({ kind: z.literal('alter-system'), database: text, setting: text, value: z.string().nullable() }),
    closed({ kind: z.literal('reload-conf'), database: text }),
    closed({ kind: z.literal('set-flag'), flag: text, on: flag }),
    closed({ kind: z.literal('http-request'), target: text, method: text.default('GET'), path: text, timeout: duration.default(30_000_000) }).transform(
      ({ timeout, ...rest }) => ({ ...rest, timeoutUs: timeout }),
    ),
    closed({ kind: z.literal('deploy'), service: text, region, version: text, changeCause: text }),
    closed({ kind: z.literal('announce'), subject: text, title: text, detail: z.string().default('') }),
    closed({ kind: z.literal('run-statement'), database: text, user: text, application: text, statement: text, duration }).transform(
      ({ duration: durationUs, ...rest }) => ({ ...rest, durationUs }),
    ),
    closed({ kind: z.literal('autovacuum'), database: text, table: text, duration }).transform(({ duration: durationUs, ...rest }) => ({
      ...rest,
      durationUs,
    })),
    closed({ kind: z.literal('traffic-burst'), route: text, multiplier: between(0, 1_000), duration }).transform(({ duration: durationUs, ...rest }) => ({
      ...rest,
      durationUs,
    })),
  ])
  .transform((command): FleetCommand => command);
