import type { Cancellation, HttpAnswer, ShellPort } from '../../contract/ports.ts';
import type { Micros } from '../../contract/time.ts';
import { MICROS_PER_MS } from '../../contract/time.ts';
import type { Session } from '../../session/session-api.ts';
import type { HeadlessClock } from './clock.ts';

/** How often an HTTP request of the shell looks for its answer. The answer carries its own exact duration. */
const ANSWER_POLL_US = 10 * MICROS_PER_MS;

/** The terminal's view of a session in the same process; what `actor` does is logged under that name. */
export function createSessionPort(session: Session, clock: HeadlessClock, actor: string): ShellPort {
  const answered = async (id: number, deadlineUs: Micros, timeoutUs: Micros): Promise<HttpAnswer> => {
    for (;;) {
      const answer = session.httpAnswer(id);
      if (answer !== null) return answer;
      if (session.nowUs >= deadlineUs) return { status: 0, durationUs: timeoutUs, headers: {}, body: '', failure: 'timeout', address: '' };
      await clock.waitUntil(session.nowUs + ANSWER_POLL_US);
    }
  };
  return {
    epoch: session.epoch,
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
    changes: async () => session.changes(),
    runbooks: async () => session.scenario.runbooks,
    query: async (expr, timeMs) => session.query(expr, timeMs),
    queryRange: async (expr, startMs, endMs, stepMs) => session.queryRange(expr, startMs, endMs, stepMs),
    metricNames: async () => session.metricNames(),
    execute: async (command, intent) => session.execute(command, actor, intent),
    async http(target, method, path, timeoutUs, intent) {
      const result = session.execute({ kind: 'http-request', target, method, path, timeoutUs }, actor, intent);
      if (!result.ok) return { status: 0, durationUs: 0, headers: {}, body: '', failure: 'resolve', address: '' };
      return answered(Number(result.data?.id), session.nowUs + timeoutUs + ANSWER_POLL_US, timeoutUs);
    },
    echo: async (pod, target, sequence) => session.echo(pod, target, sequence),
    resolver: async () => session.resolver(),
    askName: async (pod, question, sequence) => session.askName(pod, question, sequence),
    observe: async (kind, what) => session.observe(kind, what, actor),
    sleep: (durationUs: Micros, cancel?: Cancellation) => clock.waitUntil(session.nowUs + durationUs, cancel),
  };
}
