import type { RibbonSeries, SliFrame } from '../contract/frame.ts';
import { lostRecords } from '../engine/kafka/kafka-state.ts';
import type { World } from '../engine/world.ts';
import { RIBBON_STEP_SECONDS } from '../engine/users/harm.ts';
import type { UserHealth } from '../incident/incident.ts';
import type { Outcome } from './session-api.ts';
import type { AlertView } from '../contract/incident.ts';
import type { CounterSnapshot } from './rates.ts';

const BUDGET_SECONDS = 30 * 86_400;
const STAYS_WELL_US = 180e6;

/** SLIs as users live them: harm's own window, and the error budget at the load balancer. @param healthyRatio bad share in the healthy warm-up, per SLI */
export function sliFrames(world: World, now: CounterSnapshot, fiveMinutesAgo: CounterSnapshot, healthyRatio: readonly number[]): SliFrame[] {
  const { harm } = world.s;
  return world.plan.slos.map((slo, sli) => {
    const total = harm.windowTotal[sli];
    const allowance = 1 - slo.objective;
    const requests = now.requests[sli] - fiveMinutesAgo.requests[sli];
    const bad = now.badRequests[sli] - fiveMinutesAgo.badRequests[sli];
    const perSecond = now.tUs > 0 ? now.requests[sli] / (now.tUs / 1e6) : 0;
    const month = perSecond * BUDGET_SECONDS;
    const spent = month > 0 ? ((healthyRatio[sli] ?? 0) * month + now.badRequests[sli]) / (allowance * month) : 0;
    return {
      name: slo.name,
      route: slo.route,
      kind: slo.kind,
      noun: slo.noun,
      objective: slo.objective,
      thresholdUs: slo.kind === 'latency' ? slo.thresholdUs : null,
      badRatio: total > 0 ? harm.windowBad[sli] / total : null,
      perSecond: total / 60,
      breached: harm.since[sli] >= 0,
      breachedSinceUs: harm.since[sli] >= 0 ? harm.since[sli] : null,
      budgetLeft: 1 - spent,
      burn: requests > 0 ? bad / requests / allowance : 0,
    };
  });
}

/** Who is hurt now, in a sentence for refusals. */
export function userHealth(world: World): UserHealth {
  const { harm, nowUs } = world.s;
  let worst = -1;
  let worstTimes = 0;
  world.plan.slos.forEach((slo, sli) => {
    if (harm.since[sli] < 0) return;
    const times = harm.windowBad[sli] / Math.max(1, harm.windowTotal[sli]) / (1 - slo.objective);
    if (times > worstTimes) {
      worst = sli;
      worstTimes = times;
    }
  });
  if (worst >= 0) {
    const slo = world.plan.slos[worst];
    const percent = (100 * harm.windowBad[worst]) / harm.windowTotal[worst];
    const allowed = Math.round((1 - slo.objective) * 1e4) / 100;
    return {
      hurtNow: `${percent.toFixed(1)}% of ${slo.noun} ${slo.kind === 'availability' ? 'fail' : 'are too slow'} (the SLO allows ${allowed}%)`,
      wellForUs: 0,
    };
  }
  return { hurtNow: '', wellForUs: harm.lastBadUs < 0 ? null : nowUs - harm.lastBadUs };
}

export function ribbonOf(world: World, sli: string, fromUs: number, toUs: number, stepUs: number): RibbonSeries {
  const index = world.plan.slos.findIndex((slo) => slo.name === sli);
  const base = RIBBON_STEP_SECONDS * 1e6;
  const step = Math.max(base, Math.round(stepUs / base) * base);
  const start = Math.max(0, Math.floor(fromUs / step) * step);
  const goodRatio: (number | null)[] = [];
  const { ribbonTotal, ribbonBad } = world.s.harm;
  for (let at = start; index >= 0 && at < Math.min(toUs, world.s.nowUs); at += step) {
    let total = 0;
    let bad = 0;
    for (let bucket = at / base; bucket < (at + step) / base; bucket++) {
      total += ribbonTotal[index][bucket] ?? 0;
      bad += ribbonBad[index][bucket] ?? 0;
    }
    goodRatio.push(total > 0 ? 1 - bad / total : null);
  }
  return { stepUs: step, fromUs: start, goodRatio };
}

/** What a run came to so far. */
export function outcomeOf(world: World, fired: readonly AlertView[]): Outcome {
  const { harm, nowUs, events, meters } = world.s;
  const calls = meters.siteAttempts.reduce((sum, count) => sum + count, 0);
  const played = Math.max(1e-6, (nowUs - world.playStartUs) / 1e6);
  const users = world.plan.streams.length === 0 ? 0 : countUserRequests(world);
  return {
    slos: world.plan.slos.map((slo, sli) => {
      const total = harm.requests[sli] - harm.requestsBefore[sli];
      const bad = harm.badRequests[sli] - harm.badRequestsBefore[sli];
      return {
        name: slo.name,
        objective: slo.objective,
        good: total - bad,
        total,
        badSeconds: harm.badSecondsOf[sli],
        budgetSpent: total > 0 ? bad / ((1 - slo.objective) * (total / played) * BUDGET_SECONDS) : 0,
      };
    }),
    harm: { failedRequests: harm.failed, slowRequests: harm.slow, badSeconds: harm.badSeconds },
    callsPerRequest: users > 0 ? calls / users : 0,
    eventsPerRequest: users > 0 ? events / users : 0,
    events,
    alerts: fired.map((alert) => ({ name: alert.name, severity: alert.severity, firedUs: alert.firedUs ?? 0, resolvedUs: alert.resolvedUs })),
    writes: world.plan.upstreams.some((upstream) => upstream >= 0)
      ? { lost: world.s.replication.lostWrites, conflicting: world.s.replication.conflictingWrites }
      : null,
    lostRecords: world.s.kafka?.groups.reduce((sum, group) => sum + group.skipped + lostRecords(group), 0) ?? null,
    hurtSinceUs: harm.firstBadUs < 0 ? null : harm.firstBadUs,
    recoveredUs: harm.lastBadUs >= 0 && nowUs - harm.lastBadUs >= STAYS_WELL_US ? harm.lastBadUs : null,
  };
}

/** Requests that reached the load balancer: attempts of the sites that belong to users. */
function countUserRequests(world: World): number {
  let count = 0;
  for (const site of world.plan.sites) if (site.from < 0) count += world.s.meters.siteAttempts[site.index];
  return count;
}
