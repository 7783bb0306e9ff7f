import type { Micros } from '../../contract/time.ts';
import { type Cluster, timestamp } from '../cluster.ts';
import { resourceVersionAt } from '../identity.ts';

export type Labels = Readonly<Record<string, string>>;

export interface OwnerReference {
  readonly apiVersion: string;
  readonly blockOwnerDeletion: boolean;
  readonly controller: boolean;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

export interface ObjectMeta {
  readonly annotations?: Labels;
  readonly creationTimestamp: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly deletionTimestamp?: string;
  readonly finalizers?: readonly string[];
  readonly generateName?: string;
  readonly generation?: number;
  readonly labels?: Labels;
  readonly name: string;
  readonly namespace?: string;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly resourceVersion: string;
  readonly uid: string;
}

/** What every API object has; each kind adds its spec and status. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

export interface Condition {
  readonly lastTransitionTime?: string;
  readonly lastUpdateTime?: string;
  readonly lastHeartbeatTime?: string;
  readonly lastProbeTime?: null;
  readonly message?: string;
  readonly reason?: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly type: string;
}

interface MetaInput extends Partial<ObjectMeta> {
  readonly name: string;
  readonly uid: string;
}

/** Metadata with its resourceVersion: `changedUs` lists the instants at which the object is known to have changed. */
export function objectMeta(cluster: Cluster, createdUs: Micros, changedUs: readonly (Micros | null | undefined)[], input: MetaInput): ObjectMeta {
  const changes = changedUs.filter((tUs): tUs is Micros => typeof tUs === 'number');
  return withoutUndefined({
    ...input,
    creationTimestamp: timestamp(cluster, createdUs),
    resourceVersion: resourceVersionAt(Math.max(createdUs, ...changes)),
  });
}

/** API JSON leaves absent fields out. */
export function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

/** An empty map is left out as well. */
export function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
