import type { HttpAnswer, ShellPort } from '../contract/ports.ts';
import type { IntentRunner } from '../debrief/run-forks.ts';
import type { Session } from '../session/session-api.ts';
import { createShell } from '../shell/shell.ts';

const ACTOR = 'reference';
const STEP_US = 1_000_000;
const ANSWER_POLL_US = 10_000;

/** A line of the reference response, typed into a terminal of its own. Nobody else acts in a fork, so waiting simply moves its time. */
export const runLineInFork: IntentRunner = async (session, line) => {
  const result = await createShell(forkPort(session)).exec(line);
  if (result.exitCode !== 0) throw new Error(`reference response: ${line}: exit code ${result.exitCode}: ${result.stderr.trim()}`);
};

function forkPort(session: Session): ShellPort {
  async function answered(id: number, deadlineUs: number, timeoutUs: number): Promise<HttpAnswer> {
    for (;;) {
      const answer = session.httpAnswer(id);
      if (answer !== null) return answer;
      if (session.nowUs >= deadlineUs) return { status: 0, durationUs: timeoutUs, headers: {}, body: '', failure: 'timeout', address: '' };
      session.advance(session.nowUs + ANSWER_POLL_US);
    }
  }
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
    execute: async (command, intent) => session.execute(command, ACTOR, intent),
    http: async (target, method, path, timeoutUs, intent) => {
      const result = session.execute({ kind: 'http-request', target, method, path, timeoutUs }, ACTOR, intent);
      if (!result.ok) return { status: 0, durationUs: 0, headers: {}, body: '', failure: 'resolve', address: '' };
      return answered(Number(result.data?.id), session.nowUs + timeoutUs + ANSWER_POLL_US, timeoutUs);
    },
    echo: async (pod, target, sequence) => session.echo(pod, target, sequence),
    resolver: async () => session.resolver(),
    askName: async (pod, question, sequence) => session.askName(pod, question, sequence),
    observe: async (kind, what) => session.observe(kind, what, ACTOR),
    sleep: async (durationUs, cancel) => {
      const untilUs = session.nowUs + durationUs;
      while (session.nowUs < untilUs) {
        if (cancel?.aborted) throw new DOMException('The command was interrupted', 'AbortError');
        session.advance(Math.min(untilUs, session.nowUs + STEP_US));
      }
    },
  };
}
