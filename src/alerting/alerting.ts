import type { Hasher } from '../base/hash.ts';
import type { AlertView } from '../contract/incident.ts';
import type { Appender, Queryable } from '../contract/metrics.ts';
import type { Epoch, Micros } from '../contract/time.ts';
import type { RuleGroup } from './rule-model.ts';
import type { AlertRecord, TransitionListener } from './alert-book.ts';
import { viewOf } from './alert-view.ts';
import { createNotifier, type Notification } from './notifier.ts';
import type { RuleFailure } from './rule-context.ts';
import { createGroup, evaluateGroup, type GroupState } from './rule-group.ts';

/** Rule evaluation and paging for one session: what a Prometheus server and its Alertmanager do together. */
export interface Alerting {
  /** Evaluates every group whose interval has come by `tUs`, then decides notifications and escalations. Call after each scrape; times ascend. */
  evaluate(tUs: Micros): void;
  /** Alerts that are pending, firing, or resolved within the last 15 min; pages first, then newest. */
  alerts(): AlertView[];
  /** Every firing there has been in this session, in order. */
  fired(): AlertView[];
  /** Marks a firing alert as taken; null when there is no such alert or it is not firing, else the view. */
  acknowledge(id: string, who: string, tUs: Micros): AlertView | null;
  /** Rules whose last evaluation failed, with Prometheus' error text. */
  failures(): readonly RuleFailure[];
  /** Times at which notifications left, in order. */
  notifications(): readonly Notification[];
  /** Hears every state change; for the architecture test. */
  onTransition(listener: TransitionListener): void;
  snapshot(): unknown;
  restore(state: unknown): void;
  hashInto(h: Hasher): void;
}

interface AlertingState {
  readonly groups: readonly GroupState[];
  readonly alerts: readonly AlertRecord[];
  readonly fired: readonly AlertRecord[];
  readonly notifier: unknown;
}

export function createAlerting(groups: readonly RuleGroup[], queryable: Queryable, appender: Appender, epoch: Epoch): Alerting {
  const alerts = new Map<string, AlertRecord>();
  /** One entry a firing; a record is copied when it leaves the firing state. */
  let fired: AlertRecord[] = [];
  let running = groups.map(createGroup);
  const notifier = createNotifier();
  const failures = new Map<string, RuleFailure>();
  let listener: TransitionListener | null = null;
  const hear: TransitionListener = (from, to, event, id) => {
    const alert = alerts.get(id);
    if (to === 'firing' && alert !== undefined) fired.push(alert);
    listener?.(from, to, event, id);
  };
  const context = { queryable, appender, epoch, alerts, failures, hear };
  return {
    evaluate(tUs) {
      groups.forEach((group, number) => {
        const state = running[number];
        // One evaluation a call even when several intervals have passed: a server that was late does not catch up.
        if (tUs < state.dueUs) return;
        evaluateGroup(context, group, state, tUs);
        state.dueUs = tUs + group.intervalUs;
      });
      notifier.run(alerts, tUs);
    },
    alerts: () =>
      [...alerts.values()]
        .filter((alert) => alert.state !== 'inactive')
        .map((alert) => viewOf(alert))
        .sort(byUrgency),
    fired: () => fired.map(viewOf),
    acknowledge(id, who, tUs) {
      const alert = alerts.get(id);
      if (alert === undefined || alert.state !== 'firing') return null;
      if (alert.acknowledgedUs === null) {
        alert.acknowledgedUs = tUs;
        alert.acknowledgedBy = who;
      }
      return viewOf(alert);
    },
    failures: () => [...failures.values()],
    notifications: () => notifier.sent(),
    onTransition(heard) {
      listener = heard;
    },
    snapshot: (): AlertingState => ({
      groups: running.map((state) => ({ ...state })),
      alerts: [...alerts.values()].map((alert) => ({ ...alert })),
      fired: fired.map((alert) => ({ ...alert })),
      notifier: notifier.snapshot(),
    }),
    restore(state) {
      const saved = state as AlertingState;
      running = saved.groups.map((group) => ({ ...group }));
      alerts.clear();
      for (const alert of saved.alerts) alerts.set(alert.id, { ...alert });
      // A firing that is not over is the living record itself.
      fired = saved.fired.map((alert) => {
        const living = alerts.get(alert.id);
        return living !== undefined && living.firedUs === alert.firedUs ? living : { ...alert };
      });
      notifier.restore(saved.notifier);
    },
    hashInto(h) {
      h.u32(alerts.size);
      for (const id of [...alerts.keys()].sort()) hashAlert(h, alerts.get(id) as AlertRecord);
      notifier.hashInto(h);
    },
  };
}

function hashAlert(h: Hasher, alert: AlertRecord): void {
  h.text(alert.id);
  h.text(alert.state);
  h.f64(alert.value);
  for (const time of [alert.activeSinceUs, alert.firedUs, alert.resolvedUs, alert.lastSeenUs, alert.acknowledgedUs, alert.notifiedUs, alert.escalatedUs])
    h.f64(time ?? -1);
  h.text(alert.acknowledgedBy);
}

const SEVERITIES: readonly string[] = ['page', 'warning', 'notice'];
const STATES: readonly string[] = ['firing', 'pending', 'resolved'];

function byUrgency(a: AlertView, b: AlertView): number {
  return (
    STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    b.activeSinceUs - a.activeSinceUs ||
    (a.id < b.id ? -1 : 1)
  );
}
