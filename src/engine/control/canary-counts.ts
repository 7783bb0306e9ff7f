/**
 * How many pods of a canary and of the stable version come nearest to a weight when nothing but the number of pods splits traffic. Neither side gets none
 * unless the weight is 0 or 100, and one pod more than asked for is allowed if that comes nearer. Source: Argo Rollouts 1.7 utils/replicaset/canary.go,
 * approximateWeightedCanaryStableReplicaCounts.
 * @param percent wanted weight, 0…100 @param mayHaveOneMore maxSurge is at least 1
 */
export function canaryCounts(replicas: number, percent: number, mayHaveOneMore: boolean): { canary: number; stable: number } {
  if (replicas === 0) return { canary: 0, stable: 0 };
  const mayBeNone = percent === 0 || percent === 100 || (replicas === 1 && !mayHaveOneMore);
  let best = { canary: 0, stable: replicas };
  let nearest = Number.POSITIVE_INFINITY;
  for (const total of mayHaveOneMore ? [replicas, replicas + 1] : [replicas]) {
    const up = Math.ceil((replicas * percent) / 100);
    for (const canary of [up, Math.floor((replicas * percent) / 100)]) {
      if (!mayBeNone && (canary === 0 || canary >= total)) continue;
      const off = Math.abs(percent - (canary * 100) / total);
      if (off >= nearest) continue;
      nearest = off;
      best = { canary, stable: total - canary };
    }
  }
  return best;
}
