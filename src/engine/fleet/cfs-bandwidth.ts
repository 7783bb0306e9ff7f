import type { CpuShare } from './cpu-share.ts';

/**
 * A container's CPU limit as the kernel keeps it: in every period of 100 ms its threads may use limit × 100 ms of CPU time, on as many
 * CPUs at once as they can run on; when that is used up they stand still until the period ends. Sources: Linux Documentation/scheduler/
 * sched-bwc.rst; kernel/sched/fair.c do_sched_cfs_period_timer (when periods are counted) and unthrottle_cfs_rq (throttled time is summed
 * over CPUs). Left out: slices of 5 ms that lie unused on other CPUs, and overruns up to the next tick.
 */
export interface CfsBandwidth {
  /** CPU time in each period. */
  readonly quotaUs: number;
  /** When the current period ends. The grid lies differently for every container. */
  endUs: number;
  /** CPU time left in it. */
  leftUs: number;
  /** The period timer runs: it stops at the end of a period in which nothing ran. */
  isActive: boolean;
  /** Something ran, and something stood still, in this period. */
  wasUsed: boolean;
  wasThrottled: boolean;
  /** cpu.stat: nr_periods, nr_throttled, throttled_usec. */
  periods: number;
  throttledPeriods: number;
  throttledUs: number;
}

/** kubelet's --cpu-cfs-quota-period. */
export const CFS_PERIOD_US = 100_000;

/** Below this nothing stands still: what sums of fractions lose. */
const REST_US = 1e-3;

/** @param phaseUs where in 100 ms its periods begin */
export function createCfsBandwidth(limitMilli: number, nowUs: number, phaseUs: number): CfsBandwidth {
  const quotaUs = (limitMilli * CFS_PERIOD_US) / 1000;
  const endUs = nowUs + CFS_PERIOD_US - ((((nowUs - phaseUs) % CFS_PERIOD_US) + CFS_PERIOD_US) % CFS_PERIOD_US);
  return { quotaUs, endUs, leftUs: quotaUs, isActive: false, wasUsed: false, wasThrottled: false, periods: 0, throttledPeriods: 0, throttledUs: 0 };
}

/** Brings progress, core time and periods up to `nowUs`: nothing happens at the end of a period but this, whenever somebody looks. */
export function bringThrottledUpToDate(share: CpuShare, cfs: CfsBandwidth, nowUs: number): void {
  if (share.size > 0) runUntil(share, cfs, nowUs);
  else idleUntil(cfs, nowUs);
  share.sinceUs = nowUs;
}

function runUntil(share: CpuShare, cfs: CfsBandwidth, nowUs: number): void {
  const busy = Math.min(share.size, share.cores);
  for (let at = share.sinceUs; at < nowUs; ) {
    const until = Math.min(nowUs, cfs.endUs);
    const ran = Math.min(until - at, cfs.leftUs / busy);
    share.progressUs += (ran * busy) / share.size;
    share.usedUs += ran * busy;
    cfs.leftUs -= ran * busy;
    cfs.isActive = true;
    cfs.wasUsed = true;
    const stoodUs = until - at - ran;
    if (stoodUs > REST_US) {
      cfs.wasThrottled = true;
      cfs.throttledUs += stoodUs * busy;
    }
    if (until === cfs.endUs) endPeriod(cfs);
    at = until;
  }
}

function idleUntil(cfs: CfsBandwidth, nowUs: number): void {
  while (cfs.isActive && cfs.endUs <= nowUs) endPeriod(cfs);
  if (cfs.endUs > nowUs) return;
  cfs.endUs += (Math.floor((nowUs - cfs.endUs) / CFS_PERIOD_US) + 1) * CFS_PERIOD_US;
  cfs.leftUs = cfs.quotaUs;
}

function endPeriod(cfs: CfsBandwidth): void {
  cfs.periods++;
  if (cfs.wasThrottled) cfs.throttledPeriods++;
  cfs.isActive = cfs.wasUsed;
  cfs.wasUsed = false;
  cfs.wasThrottled = false;
  cfs.leftUs = cfs.quotaUs;
  cfs.endUs += CFS_PERIOD_US;
}

/** When all steps together have had `us` more of CPU time if none begins or ends: up the stairs in one go. Call `bringUpToDate` before. */
export function throttledEndUs(share: CpuShare, cfs: CfsBandwidth, us: number): number {
  const busy = Math.min(share.size, share.cores);
  const now = Math.min(cfs.leftUs, busy * (cfs.endUs - share.sinceUs));
  if (us <= now + REST_US) return share.sinceUs + us / busy;
  const eachPeriod = Math.min(cfs.quotaUs, busy * CFS_PERIOD_US);
  const whole = Math.max(0, Math.ceil((us - now - REST_US) / eachPeriod) - 1);
  return cfs.endUs + whole * CFS_PERIOD_US + (us - now - whole * eachPeriod) / busy;
}
