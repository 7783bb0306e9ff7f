import type { HttpAnswer, SessionPort } from '../contract/ports.ts';
import type { Micros } from '../contract/time.ts';
import type { Session } from '../session/session-api.ts';
import type { PlayClock } from './play-clock.ts';

/** How often a shell's HTTP request looks for its answer. The answer carries its own exact duration. */
const ANSWER_POLL_US = 10_000;
const ACTOR = 'player';

/** What the engine's worker answers for a running session; frames and crashes are the worker's and the client's business. */
export type LiveSessionPort = Omit<SessionPort, 'epoch' | 'onFrame' | 'onCrash'>;

/** A session and its clock as the page and the shell see them. `changed` is called after anything a person did. */
export function liveSessionPort(session: Session, clock: PlayClock, changed: () => void): LiveSessionPort {
  async function answered(id: number, deadlineUs: Micros, timeoutUs: Micros): Promise<HttpAnswer> {
    for (;;) {
      const answer = session.httpAnswer(id);
      if (answer !== null) return answer;
      if (session.nowUs >= deadlineUs) return { status: 0, durationUs: timeoutUs, headers: {}, body: '', failure: 'timeout', address: '' };
      await clock.waitUntil(session.nowUs + ANSWER_POLL_US);
    }
  }
  return {
    now: async () => session.nowUs,
    clusters: async () => session.clusters(),
    fleet: async (cluster) => session.fleet(cluster),
    loadBalancer: async () => session.loadBalancer(),
    databases: async () => session.databases(),
    database: async (name) => session.database(name),
    poolers: async () => session.poolers(),
    pooler: async (name) => session.pooler(name),
    caches: async () => session.caches(),
    logs: async (filter) => session.logs(filter),
    trace: async (traceId) => session.trace(traceId),
    traces: async (filter) => session.traces(filter),
    changes: async () => session.changes(),
    runbooks: async () => session.scenario.runbooks,
    query: async (expr, timeMs) => session.query(expr, timeMs),
    queryRange: async (expr, startMs, endMs, stepMs) => session.queryRange(expr, startMs, endMs, stepMs),
    metricNames: async () => session.metricNames(),
    execute: async (command, intent) => {
      const result = session.execute(command, ACTOR, intent);
      changed();
      return result;
    },
    http: async (target, method, path, timeoutUs, intent) => {
      const result = session.execute({ kind: 'http-request', target, method, path, timeoutUs }, ACTOR, intent);
      changed();
      if (!result.ok) return { status: 0, durationUs: 0, headers: {}, body: '', failure: 'resolve', address: '' };
      return answered(Number(result.data?.id), session.nowUs + timeoutUs + ANSWER_POLL_US, timeoutUs);
    },
    echo: async (pod, target, sequence) => session.echo(pod, target, sequence),
    resolver: async () => session.resolver(),
    askName: async (pod, question, sequence) => session.askName(pod, question, sequence),
    observe: async (kind, what) => session.observe(kind, what, ACTOR),
    sleep: (durationUs, cancel) => clock.waitUntil(session.nowUs + durationUs, cancel),
    play: async () => clock.play(),
    pause: async () => clock.pause(),
    setSpeed: async (speed) => clock.setSpeed(speed),
    step: async () => clock.step(),
    ribbon: async (sli, fromUs, toUs, stepUs) => session.ribbon(sli, fromUs, toUs, stepUs),
    recording: async () => session.recording(),
    savePostmortem: async (markdown) => session.setPostmortem(markdown),
    observations: async () => session.observations(),
  };
}
