import type { Hasher } from '../base/hash.ts';
import { MICROS_PER_MINUTE, MICROS_PER_SECOND, type Micros } from '../contract/time.ts';
import type { AlertRecord } from './alert-book.ts';
import { severityOf } from './severity.ts';

/** A message to whoever is on call. */
export interface Notification {
  readonly atUs: Micros;
  readonly kind: 'page' | 'escalation' | 'resolved';
  /** Grouping key: the alert's name. */
  readonly group: string;
  readonly alerts: readonly string[];
}

/** Alertmanager's defaults (docs/configuration.md). */
export const GROUP_WAIT_US = 30 * MICROS_PER_SECOND;
export const GROUP_INTERVAL_US = 5 * MICROS_PER_MINUTE;
export const REPEAT_INTERVAL_US = 240 * MICROS_PER_MINUTE;
/** PagerDuty's escalation timeout (incident-response docs, oncall/being_oncall.md). */
export const ESCALATION_US = 5 * MICROS_PER_MINUTE;

/** One aggregation group of Alertmanager's dispatcher. Plain data. */
interface GroupState {
  readonly name: string;
  flushUs: Micros;
  /** Alerts in the last notification that were firing; empty before the first. */
  told: readonly string[];
  toldUs: Micros | null;
}

/**
 * Groups pages by alert name as Alertmanager does: the first notification of a group leaves `group_wait` after its first alert fired, later ones
 * at `group_interval` steps and only if something changed or `repeat_interval` has passed. What resolves before the first one is never told.
 */
export interface Notifier {
  run(alerts: ReadonlyMap<string, AlertRecord>, tUs: Micros): void;
  sent(): readonly Notification[];
  snapshot(): unknown;
  restore(state: unknown): void;
  hashInto(h: Hasher): void;
}

export function createNotifier(): Notifier {
  let groups: GroupState[] = [];
  let sent: Notification[] = [];

  const admit = (pages: readonly AlertRecord[], tUs: Micros): void => {
    for (const alert of pages) {
      if (alert.state === 'firing' && !groups.some((group) => group.name === alert.rule))
        groups.push({ name: alert.rule, flushUs: tUs + GROUP_WAIT_US, told: [], toldUs: null });
    }
  };
  /** Tells what has changed; false when the group has nothing left to tell, ever. */
  const flush = (group: GroupState, pages: readonly AlertRecord[], tUs: Micros): boolean => {
    const firing = pages.filter((alert) => alert.rule === group.name && alert.state === 'firing');
    const ids = firing.map((alert) => alert.id).sort();
    const fresh = ids.some((id) => !group.told.includes(id));
    const gone = group.told.filter((id) => !ids.includes(id));
    const repeat = group.toldUs !== null && ids.length > 0 && tUs - group.toldUs >= REPEAT_INTERVAL_US;
    if (fresh || repeat) {
      sent.push({ atUs: tUs, kind: 'page', group: group.name, alerts: ids });
      for (const alert of firing) alert.notifiedUs ??= tUs;
    } else if (gone.length > 0) sent.push({ atUs: tUs, kind: 'resolved', group: group.name, alerts: gone });
    if (fresh || repeat || gone.length > 0) {
      group.told = ids;
      group.toldUs = tUs;
    }
    group.flushUs += GROUP_INTERVAL_US;
    return ids.length > 0;
  };
  const escalate = (pages: readonly AlertRecord[], tUs: Micros): void => {
    for (const alert of pages) {
      if (alert.state !== 'firing' || alert.notifiedUs === null || alert.acknowledgedUs !== null || alert.escalatedUs !== null) continue;
      if (tUs - alert.notifiedUs < ESCALATION_US) continue;
      alert.escalatedUs = tUs;
      sent.push({ atUs: tUs, kind: 'escalation', group: alert.rule, alerts: [alert.id] });
    }
  };
  return {
    run(alerts, tUs) {
      const pages = [...alerts.values()].filter((alert) => severityOf(alert.labels.severity) === 'page');
      admit(pages, tUs);
      // A group ends at the flush that finds nothing firing; the next alert of that name waits its group_wait again.
      groups = groups.filter((group) => tUs < group.flushUs || flush(group, pages, tUs));
      escalate(pages, tUs);
    },
    sent: () => sent,
    snapshot: () => ({ groups: groups.map((group) => ({ ...group })), sent: sent.slice() }),
    restore(state) {
      const saved = state as { readonly groups: readonly GroupState[]; readonly sent: readonly Notification[] };
      groups = saved.groups.map((group) => ({ ...group }));
      sent = saved.sent.slice();
    },
    hashInto(h) {
      h.value(groups);
      h.value(sent);
    },
  };
}
