import type { Frame } from '../contract/frame.ts';
import type { AlertView } from '../contract/incident.ts';
import type { Micros } from '../contract/time.ts';

/** One press of `[` or `]`: a scrape interval, so that every press shows other values. */
export const SCRUB_STEP_US = 15e6;
/** Nearer to now than this is now. */
const SNAP_US = 5e6;

/** Where the playhead stands, or null for now: never before the first simulated instant, and now when it is nearly so. */
export function playheadAt(us: Micros, nowUs: Micros): Micros | null {
  const at = Math.max(0, Math.round(us));
  return at > nowUs - SNAP_US ? null : at;
}

/** What had fired by then, as it stood then: later answers and ends have not happened yet. */
export function alertsAsOf(alerts: readonly AlertView[], atUs: Micros): readonly AlertView[] {
  const later = (us: Micros | null): boolean => us !== null && us > atUs;
  return alerts
    .filter((alert) => alert.firedUs !== null && alert.firedUs <= atUs)
    .map((alert) => ({
      ...alert,
      state: alert.state === 'resolved' && later(alert.resolvedUs) ? 'firing' : alert.state,
      resolvedUs: later(alert.resolvedUs) ? null : alert.resolvedUs,
      acknowledgedUs: later(alert.acknowledgedUs) ? null : alert.acknowledgedUs,
      acknowledgedBy: later(alert.acknowledgedUs) ? '' : alert.acknowledgedBy,
      escalatesUs: null,
    }));
}

/** The frame's alerts and changes up to an instant; everything else stays what it is now. */
export function frameAsOf(frame: Frame, atUs: Micros | null): Frame {
  if (atUs === null) return frame;
  return { ...frame, alerts: alertsAsOf(frame.alerts, atUs), changes: frame.changes.filter((change) => change.atUs <= atUs) };
}
