/** What a first-come-first-served station did, from the arrival and departure of every request it served. */
export interface StationStatistics {
  readonly served: number;
  readonly meanSojournSeconds: number;
  readonly meanWaitSeconds: number;
  /** Share of requests that found every server busy. */
  readonly waitProbability: number;
  /** Busy servers over all, averaged over the time observed. */
  readonly utilisation: number;
}

/**
 * In a station of `servers` servers that serves in order of arrival, request k (from 0) begins when it arrives or at the departure number
 * k − servers (from 0), whichever is later: that departure is what frees a server for it.
 * @param arrivalsUs and departuresUs of the same requests, in any order
 */
export function stationStatistics(arrivalsUs: Float64Array, departuresUs: Float64Array, servers: number, observedUs: number): StationStatistics {
  const served = arrivalsUs.length;
  const arrivals = arrivalsUs.slice().sort();
  const departures = departuresUs.slice().sort();
  let waited = 0;
  let waitUs = 0;
  let sojournUs = 0;
  for (let k = 0; k < served; k++) {
    const arrivedUs = arrivals[k] ?? 0;
    const freedUs = k >= servers ? (departures[k - servers] ?? 0) : Number.NEGATIVE_INFINITY;
    if (freedUs > arrivedUs) {
      waited++;
      waitUs += freedUs - arrivedUs;
    }
    sojournUs += (departures[k] ?? 0) - arrivedUs;
  }
  return {
    served,
    meanSojournSeconds: sojournUs / served / 1e6,
    meanWaitSeconds: waitUs / served / 1e6,
    waitProbability: waited / served,
    utilisation: (sojournUs - waitUs) / (servers * observedUs),
  };
}

/** The value below which `share` of the sorted values lie (nearest rank). */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}
