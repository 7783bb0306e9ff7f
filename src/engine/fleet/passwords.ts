import { hashText } from '../../base/hash.ts';
import { WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import type { SecretModel } from '../../scenario/model/secret.ts';
import type { ClientPoolPlan } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { logPostgres } from './postgres.ts';

/**
 * Passwords of database roles. What the Secret holds, what a process holds and what the server wants are three things; they are compared when a connection is opened and never again, so pools hide a difference until their connections age.
 * An environment variable is written when a container starts; a mounted file follows at the kubelet's next sync. Source: Kubernetes docs, concepts/configuration/secret; PostgreSQL docs, auth-password.
 */
export interface PasswordState {
  /** When each version was made, oldest first; the last is in the Secret. */
  readonly madeUs: number[];
  /** Version the role has; NONE_OF_THEM after somebody set another. */
  wanted: number;
}

export const NONE_OF_THEM = -1;

/** Before any pod there is. */
const LONG_AGO_US = Number.MIN_SAFE_INTEGER;

/** The kubelet's sync, as for ConfigMaps. */
const SYNC_PERIOD_US = 60e6;
const CACHE_US = 2e6;

export function createPasswords(secrets: readonly SecretModel[]): PasswordState[] {
  return secrets.map(() => ({ madeUs: [LONG_AGO_US], wanted: 0 }));
}

/** A password as text: what one sees depends on its name and version alone. */
export function passwordText(name: string, version: number): string {
  return [0, 1, 2].map((part) => hashText(`password/${name}/${version}`, part).toString(36).padStart(7, '0')).join('');
}

export function stateOf(world: World, secret: number): PasswordState {
  const state = world.s.passwords?.[secret];
  if (state === undefined) throw new Error(`broken invariant: no secret ${secret}`);
  return state;
}

export function modelOf(world: World, secret: number): SecretModel {
  const model = world.plan.scenario.fleet.secrets?.[secret];
  if (model === undefined) throw new Error(`broken invariant: no secret ${secret}`);
  return model;
}

/** Version a pod's process connects with. */
export function heldBy(world: World, number: number, secret: number): number {
  const { record } = world.s.pods[number];
  const startedUs = record.startedUs ?? world.s.nowUs;
  const { reloads } = modelOf(world, secret);
  const waitUs = CACHE_US + (hashText(`secret/${record.name}`, world.seed) % SYNC_PERIOD_US);
  const asOfUs = reloads ? Math.max(startedUs, world.s.nowUs - waitUs) : startedUs;
  const { madeUs } = stateOf(world, secret);
  let version = madeUs.length - 1;
  while (madeUs[version] > asOfUs) version--;
  return version;
}

/** Whether the server, or the pooler before it, lets a new connection of a pool in. What it says of one it turns away is in its log. */
export function letsIn(world: World, connection: number, plan: ClientPoolPlan): boolean {
  if (plan.secret < 0) return true;
  const { pools, pods, databases, poolers } = world.s;
  const pod = pools.pod[pools.connections.pool[connection]];
  if (heldBy(world, pod, plan.secret) === stateOf(world, plan.secret).wanted) return true;
  const { user, database } = plan.model;
  if (plan.pooler < 0) {
    const index = pools.connections.database[connection];
    logPostgres(world, index, databases[index].nextPid++, user, database, 'FATAL', passwordRefusal(user));
    return false;
  }
  const { of } = world.words;
  const client = `C-0x${hashText(`client/${connection}`).toString(16).padStart(12, '5')}: ${database}/${user}@${pods[pod].record.ip}:${pools.connections.port[connection]}`;
  const text = of(`${client} pooler error: ${POOLER_REFUSAL}`);
  world.recorder.log(world.s.nowUs, poolers[plan.pooler].source, WARN, POOLER_LINE, 0, 0, of('WARNING'), text, 0, 0, 0);
  return false;
}

const POOLER_LINE = logTemplateIndex('pgbouncer');

/** What the client is told. Read off PgBouncer 1.18 with auth_type scram-sha-256, and PostgreSQL's auth_failed(). */
const POOLER_REFUSAL = 'SASL authentication failed';

function passwordRefusal(user: string): string {
  return `password authentication failed for user "${user}"`;
}

export function refusalOf({ pooler, model }: ClientPoolPlan): string {
  return pooler >= 0 ? POOLER_REFUSAL : passwordRefusal(model.user);
}
