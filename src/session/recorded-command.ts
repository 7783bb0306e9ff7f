import type { Command } from '../contract/commands.ts';

type Fields = Readonly<Record<string, FieldCheck>>;
interface FieldCheck {
  readonly fits: (value: unknown) => boolean;
  readonly expected: string;
}

const TEXT: FieldCheck = { fits: (value) => typeof value === 'string', expected: 'text' };
const TEXT_OR_NULL: FieldCheck = { fits: (value) => value === null || typeof value === 'string', expected: 'text or null' };
const WHOLE: FieldCheck = { fits: (value) => Number.isSafeInteger(value), expected: 'a whole number' };
const NUMBER: FieldCheck = { fits: (value) => Number.isFinite(value), expected: 'a number' };
const FLAG: FieldCheck = { fits: (value) => typeof value === 'boolean', expected: 'true or false' };
const ENV: FieldCheck = {
  fits: (value) => isObject(value) && Object.values(value).every((entry) => TEXT_OR_NULL.fits(entry)),
  expected: 'an object of texts and nulls',
};
const DELAY: FieldCheck = { fits: isDelay, expected: 'a random duration' };
const AMOUNTS: FieldCheck = {
  fits: (value) => isObject(value) && Object.values(value).every((entry) => entry === null || WHOLE.fits(entry)),
  expected: 'an object of whole numbers and nulls',
};
const EVIDENCE: FieldCheck = { fits: isEvidence, expected: 'an evidence of a known kind, with all its fields' };
const oneOf = (...choices: readonly string[]): FieldCheck => ({
  fits: (value) => choices.some((choice) => choice === value),
  expected: `one of ${choices.join(', ')}`,
});
const optional = (check: FieldCheck): FieldCheck => ({ ...check, fits: (value) => value === undefined || check.fits(value) });

/** Fields of every command, as in `contract/commands`. */
const FIELDS: Readonly<Record<Command['kind'], Fields>> = {
  scale: { service: TEXT, region: optional(TEXT), replicas: WHOLE },
  'set-autoscaler': { service: TEXT, region: optional(TEXT), minReplicas: optional(WHOLE), maxReplicas: optional(WHOLE), targetCpu: optional(WHOLE) },
  'rollout-undo': { service: TEXT, region: optional(TEXT), toRevision: optional(WHOLE) },
  'rollout-restart': { service: TEXT, region: optional(TEXT) },
  'rollout-pause': { service: TEXT, region: optional(TEXT) },
  'rollout-resume': { service: TEXT, region: optional(TEXT) },
  'rollout-promote': { service: TEXT, region: optional(TEXT), full: optional(FLAG) },
  'rollout-abort': { service: TEXT, region: optional(TEXT) },
  'rollout-retry': { service: TEXT, region: optional(TEXT) },
  'set-image': { service: TEXT, region: optional(TEXT), container: TEXT, image: TEXT },
  'set-env': { service: TEXT, region: optional(TEXT), env: ENV },
  'set-resources': {
    service: TEXT,
    region: optional(TEXT),
    cpuRequestMilli: optional(WHOLE),
    cpuLimitMilli: optional(WHOLE),
    memoryRequestMiB: optional(WHOLE),
    memoryLimitMiB: optional(WHOLE),
  },
  'set-resource-quota': { quota: TEXT, region: optional(TEXT), hard: AMOUNTS },
  'patch-config': { configMap: TEXT, region: optional(TEXT), data: ENV },
  'set-edge-retries': { retries: WHOLE },
  'set-edge-route': { route: TEXT, timeoutUs: optional(NUMBER), retries: optional(WHOLE) },
  'set-edge-capacity': { zone: TEXT, scaler: NUMBER },
  'delete-pod': { pod: TEXT, graceUs: optional(NUMBER) },
  'evict-pod': { pod: TEXT, graceUs: optional(NUMBER) },
  cordon: { node: TEXT },
  uncordon: { node: TEXT },
  'stop-nodes': { zone: optional(TEXT), node: optional(TEXT) },
  'start-nodes': { zone: optional(TEXT), node: optional(TEXT) },
  'set-node-pool-limits': { pool: TEXT, region: optional(TEXT), minNodes: optional(WHOLE), maxNodes: optional(WHOLE) },
  'set-quota': { region: TEXT, cpus: WHOLE },
  'isolate-region': { region: TEXT },
  'rejoin-region': { region: TEXT },
  'set-external': { external: TEXT, slowdown: optional(NUMBER), failures: optional(NUMBER) },
  'purge-cdn': { path: optional(TEXT), pointOfPresence: optional(TEXT) },
  'set-cdn': { pointOfPresence: optional(TEXT), slowdown: optional(NUMBER), failures: optional(NUMBER) },
  'degrade-link': { from: TEXT, to: optional(TEXT), oneWay: optional(FLAG), delay: optional(DELAY), loss: optional(NUMBER), partition: optional(FLAG) },
  'restore-link': { from: TEXT, to: optional(TEXT), oneWay: optional(FLAG) },
  'reset-offsets': { group: TEXT, to: TEXT, partitions: optional(TEXT) },
  'renew-certificate': { certificate: TEXT },
  'rotate-password': { secret: TEXT },
  'set-password': { secret: TEXT, version: WHOLE },
  'promote-database': { database: TEXT },
  'stop-database': { database: TEXT },
  'start-database': { database: TEXT },
  'set-disk': { database: TEXT, sizeGb: optional(WHOLE), autoResize: optional(FLAG) },
  'drop-replication-slot': { database: TEXT, slot: TEXT },
  'terminate-backend': { database: TEXT, pid: WHOLE },
  'cancel-backend': { database: TEXT, pid: WHOLE },
  'alter-system': { database: TEXT, setting: TEXT, value: TEXT_OR_NULL },
  'reload-conf': { database: TEXT },
  'set-flag': { flag: TEXT, on: FLAG },
  'http-request': { target: TEXT, method: TEXT, path: TEXT, timeoutUs: NUMBER },
  deploy: { service: TEXT, region: optional(TEXT), version: TEXT, changeCause: TEXT },
  announce: { subject: TEXT, title: TEXT, detail: TEXT },
  'run-statement': { database: TEXT, user: TEXT, application: TEXT, statement: TEXT, durationUs: NUMBER },
  autovacuum: { database: TEXT, table: TEXT, durationUs: NUMBER },
  'traffic-burst': { route: TEXT, multiplier: NUMBER, durationUs: NUMBER },
  acknowledge: { alert: TEXT },
  'set-severity': { severity: oneOf('SEV-1', 'SEV-2', 'SEV-3', 'SEV-4', 'SEV-5') },
  'status-update': { text: TEXT },
  'mark-mitigated': {},
  'mark-resolved': {},
  'hypothesis-add': { id: TEXT, text: TEXT },
  'hypothesis-state': { id: TEXT, state: oneOf('open', 'supported', 'ruled-out') },
  'evidence-pin': { id: TEXT, evidence: EVIDENCE, hypothesis: optional(TEXT), sign: optional(oneOf('+', '-')) },
  'evidence-unpin': { id: TEXT },
};

const EVIDENCE_FIELDS: Readonly<Record<string, Fields>> = {
  chart: { title: TEXT, expr: TEXT, fromUs: NUMBER, toUs: NUMBER },
  log: { title: TEXT, text: TEXT, atUs: NUMBER },
  trace: { title: TEXT, traceId: TEXT, atUs: NUMBER },
  output: { title: TEXT, command: TEXT, text: TEXT, atUs: NUMBER },
};

export interface WrongField {
  /** Within the command. */
  readonly path: string;
  readonly expected: string;
  readonly found: unknown;
}

/** First field of a command, as read from a file, that isn't what `contract/commands` says; null when all are. */
export function wrongField(command: unknown): WrongField | null {
  if (!isObject(command)) return { path: '', expected: 'an object with a "kind"', found: command };
  const { kind } = command;
  if (typeof kind !== 'string' || !Object.hasOwn(FIELDS, kind)) return { path: '.kind', expected: 'the kind of a command', found: kind };
  for (const [name, check] of Object.entries(FIELDS[kind as Command['kind']]))
    if (!check.fits(command[name])) return { path: `.${name}`, expected: check.expected, found: command[name] };
  return null;
}

function isEvidence(value: unknown): boolean {
  if (!isObject(value) || typeof value.kind !== 'string' || !Object.hasOwn(EVIDENCE_FIELDS, value.kind)) return false;
  return Object.entries(EVIDENCE_FIELDS[value.kind]).every(([name, check]) => check.fits(value[name]));
}

/** As in `contract/network`. */
const DELAY_FIELDS: Readonly<Record<string, readonly string[]>> = {
  constant: ['us'],
  exponential: ['meanUs'],
  lognormal: ['medianUs', 'sigma'],
  mixture: ['tailShare'],
};

function isDelay(value: unknown): boolean {
  if (!isObject(value) || typeof value.kind !== 'string' || !Object.hasOwn(DELAY_FIELDS, value.kind)) return false;
  const isRight = DELAY_FIELDS[value.kind].every((name) => Number.isFinite(value[name]) && Number(value[name]) >= 0);
  return isRight && (value.kind !== 'mixture' || (isDelay(value.base) && isDelay(value.tail)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
