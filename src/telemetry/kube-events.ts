import type { KubeEvent } from '../contract/records.ts';
import { MICROS_PER_MINUTE, type Micros } from '../contract/time.ts';

/** kube-apiserver --event-ttl. */
const EVENT_TTL_US = 60 * MICROS_PER_MINUTE;

/** Kubernetes events as the API server keeps them: the same object, reason and message is one event with a count; gone an hour after it was last seen. */
export interface KubeEventStore {
  add(event: KubeEvent): void;
  /** Events not yet expired at `nowUs`, oldest last sight first. */
  list(nowUs: Micros): KubeEvent[];
  snapshot(): unknown;
  restore(state: unknown): void;
}

export function createKubeEventStore(): KubeEventStore {
  const byKey = new Map<string, KubeEvent>();
  const keyOf = (event: KubeEvent): string => [event.objectKind, event.objectName, event.reason, event.message].join('\u0000');
  return {
    add(event) {
      const key = keyOf(event);
      const known = byKey.get(key);
      const alive = known !== undefined && event.firstUs - known.lastUs < EVENT_TTL_US;
      byKey.delete(key);
      byKey.set(key, alive ? { ...known, lastUs: event.lastUs, count: known.count + event.count } : { ...event });
    },
    list(nowUs) {
      for (const [key, event] of byKey) if (nowUs - event.lastUs >= EVENT_TTL_US) byKey.delete(key);
      return [...byKey.values()];
    },
    snapshot: () => [...byKey.values()],
    restore(state) {
      byKey.clear();
      for (const event of state as readonly KubeEvent[]) byKey.set(keyOf(event), event);
    },
  };
}
