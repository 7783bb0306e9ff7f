import { openStream } from '../../src/base/random.ts';

interface Kept {
  /** When its answer is back at the proxy, and when the pod last had a request on it. */
  back: number;
  atPod: number;
}

/**
 * One proxy and one pod, and nothing else: requests come as a Poisson process, each takes the connection that came back last, or makes one, which takes a round
 * trip more. Written for comparison, from the description alone; it shares no line with the engine. All times in seconds.
 * @returns share of requests that met a connection the pod had closed
 */
export function lostByOneProxy(
  r: number,
  T: number,
  hop: number,
  closeDelay: number,
  requests: number,
  seed: number,
): { readonly lost: number; readonly sigma: number } {
  const stream = openStream(seed, 'fidelity/one-proxy');
  let kept: Kept[] = [];
  let now = 0;
  let lost = 0;
  for (let i = 0; i < requests; i++) {
    now -= Math.log(1 - stream.next()) / r;
    // the pod closes T after the last request, says so a little later, and the news travels
    for (let at = kept.length - 1; at >= 0; at--) if (now >= kept[at].atPod + T + closeDelay + hop) kept.splice(at, 1);
    let chosen: Kept | null = null;
    for (const one of kept) if (one.back <= now && (chosen === null || one.back > chosen.back)) chosen = one;
    if (chosen === null) kept.push({ atPod: now + 3 * hop, back: now + 4 * hop });
    else if (now + hop >= chosen.atPod + T) {
      lost++;
      kept = kept.filter((one) => one !== chosen);
    } else {
      chosen.atPod = now + hop;
      chosen.back = now + 2 * hop;
    }
  }
  const share = lost / requests;
  return { lost: share, sigma: Math.sqrt((share * (1 - share)) / requests) };
}
