import { Hasher } from '../base/hash.ts';
import type { IncidentCommand, LoggedCommand, Observation } from '../contract/commands.ts';
import { INCIDENT_COMMAND_KINDS } from '../contract/commands.ts';
import type { Frame } from '../contract/frame.ts';
import type { AlertView } from '../contract/incident.ts';
import type { QueryAnswer } from '../contract/ports.ts';
import type { Recording } from '../contract/recording.ts';
import type { CommandResult } from '../contract/refusals.ts';
import { DONE, refuse } from '../contract/refusals.ts';
import { type Epoch, MICROS_PER_MINUTE, type Micros, unixMsOf } from '../contract/time.ts';
import { createAlerting } from '../alerting/alerting.ts';
import { createEngine } from '../engine/engine.ts';
import { echo } from '../engine/inspect/echo.ts';
import { askName, resolverOf } from '../engine/inspect/name-lookup.ts';
import { inspectDatabase, inspectPooler } from '../engine/inspect/inspect-data.ts';
import { inspectCaches, inspectFleet } from '../engine/inspect/inspect-fleet.ts';
import { inspectLoadBalancer } from '../engine/inspect/inspect-load-balancer.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../engine/snapshot/snapshot.ts';
import { createIncident } from '../incident/incident.ts';
import { queryInstant, queryRange } from '../promql/http-api.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';
import { createRecorder, type RecorderOptions } from '../telemetry/recorder.ts';
import { createScraper } from '../telemetry/scraper.ts';
import { createTsdb } from '../telemetry/tsdb.ts';
import { tileHistory } from '../telemetry/history.ts';
import { edgeNames } from './edge-names.ts';
import { edgeFrames } from './frames/edge-frames.ts';
import { serviceFrames } from './frames/service-frames.ts';
import { silentRegions } from './frames/silent-regions.ts';
import { storeFrames } from './frames/store-frames.ts';
import { createMessages } from './messages.ts';
import { createRates, snapshot as countersNow } from './rates.ts';
import { type SavedState, STATE_LAYOUT, stateOf } from './saved-state.ts';
import type { Session, SessionCheckpoint } from './session-api.ts';
import { SIM_VERSION } from './sim-version.ts';
import { outcomeOf, ribbonOf, sliFrames, userHealth } from './user-health.ts';

const RATE_US = 10e6;
const QUANTILE_US = 30e6;
const BURN_US = 300e6;
/** A healthy stretch shorter than this is not repeated: scenarios promise ten minutes, only tests have less. */
const SHORTEST_HISTORY_US = 2 * MICROS_PER_MINUTE;

/**
 * Composes the fleet, what observes it and what people do about it. A session is a scenario, a seed and a log of stamped commands; everything
 * else is recomputed from these. @param checkpoint of the same scenario, seed and simVersion @throws Error when it is of another
 */
export function createSession(scenario: ScenarioModel, seed: number, checkpoint?: SessionCheckpoint, options: Pick<RecorderOptions, 'traces'> = {}): Session {
  const epoch: Epoch = { startUnixMs: scenario.playStartUnixMs - scenario.warmupUs / 1000, playStartUs: scenario.warmupUs };
  const recorder = createRecorder(epoch, { ...options, edge: edgeNames(scenario.fleet) });
  const tsdb = createTsdb();
  const incident = createIncident(scenario.incidentId);
  const rates = createRates();
  const messages = createMessages(scenario);
  const background = new Set(['scenario', ...scenario.timeline.map((entry) => entry.actor)]);
  const healthyUntilUs = scenario.timeline.reduce((least, entry) => Math.min(least, scenario.warmupUs + entry.atUs), scenario.warmupUs);
  let commands: LoggedCommand[] = [];
  let observations: Observation[] = [];
  let digests: { atUs: Micros; digest: string }[] = [];
  let healthyRatio: number[] = [];
  let postmortem = '';
  let tiled = false;

  const engine = createEngine(scenario, seed, recorder, {
    onScrape: (tUs) => atScrape(tUs),
    onTimeline: (index) => {
      const entry = scenario.timeline[index];
      execute(entry.command, entry.actor);
    },
    metrics: { query: (expr, tUs) => firstValue(queryInstant(tsdb, expr, unixMsOf(epoch, tUs))) },
  });
  const { world } = engine;
  const scraper = createScraper(engine.instruments, tsdb, epoch);
  const alerting = createAlerting(scenario.alertRules, tsdb, tsdb, epoch);

  function atScrape(tUs: Micros): void {
    scraper.scrape(tUs);
    rates.note(world);
    if (!tiled && tUs >= healthyUntilUs) {
      // what the longest windows look back on: the healthy warm-up, repeated and marked as such
      const window = { fromUs: MICROS_PER_MINUTE, toUs: tUs };
      if (window.toUs - window.fromUs >= SHORTEST_HISTORY_US) tileHistory(tsdb, epoch, { ...window, isCounter: scraper.counterTest() });
      healthyRatio = world.plan.slos.map((_, sli) => world.s.harm.badRequests[sli] / Math.max(1, world.s.harm.requests[sli]));
      tiled = true;
    }
    alerting.evaluate(tUs);
    for (const message of messages.due(world)) incident.say(message);
    if (incident.view().mitigatedUs !== null && userHealth(world).hurtNow !== '') incident.hurtAgain();
    if (tUs % MICROS_PER_MINUTE === 0) digests.push({ atUs: tUs, digest: digest() });
  }

  function digest(): string {
    const hasher = new Hasher();
    hashWorld(world, hasher);
    tsdb.hashInto(hasher);
    alerting.hashInto(hasher);
    incident.hashInto(hasher);
    return hasher.digest();
  }

  function execute(command: LoggedCommand['command'], actor: string, intent?: string): CommandResult {
    const result = run(command, actor);
    const refused = result.ok ? {} : { refused: result.refusal.message };
    commands.push({ seq: commands.length, atUs: world.s.nowUs, actor, command, ...(intent === undefined ? {} : { intent }), ...refused });
    return result;
  }

  function run(command: LoggedCommand['command'], actor: string): CommandResult {
    const nowUs = world.s.nowUs;
    if (command.kind === 'acknowledge') {
      const view = alerting.acknowledge(command.alert, actor, nowUs);
      if (view === null) return refuse('command/alert_not_firing', `no firing alert ${command.alert}`);
      if (view.severity === 'page') incident.acknowledged(nowUs);
      return DONE;
    }
    if (isIncidentCommand(command)) return incident.execute(command, actor, nowUs, userHealth(world));
    const result = engine.execute(command, actor);
    if (result.ok && command.kind !== 'http-request' && !background.has(actor)) incident.acted();
    return result;
  }

  const alerts = (): AlertView[] => alerting.alerts();

  const session: Session = {
    scenario,
    seed,
    epoch,
    get nowUs() {
      return world.s.nowUs;
    },
    advance: (untilUs) => engine.advance(untilUs),
    execute,
    observe: (kind, what, actor) => {
      observations.push({ atUs: world.s.nowUs, actor, kind, what });
    },
    frame: (clock): Frame => {
      const now = countersNow(world);
      const then = rates.before(now.tUs, RATE_US) ?? now;
      const wide = rates.before(now.tUs, QUANTILE_US) ?? now;
      const long = rates.before(now.tUs, BURN_US) ?? now;
      return {
        tUs: now.tUs,
        ...clock,
        slis: sliFrames(world, now, long, healthyRatio),
        services: serviceFrames(world, now, then, wide),
        stores: storeFrames(world, now, then),
        edges: edgeFrames(world, now, then),
        silentRegions: silentRegions(world),
        alerts: alerts(),
        incident: incident.view(),
        changes: recorder.changes(),
        harm: { failedRequests: world.s.harm.failed, slowRequests: world.s.harm.slow, badSeconds: world.s.harm.badSeconds },
        commandCount: commands.reduce((count, entry) => count + (background.has(entry.actor) ? 0 : 1), 0),
      };
    },
    ribbon: (sli, fromUs, toUs, stepUs) => ribbonOf(world, sli, fromUs, toUs, stepUs),
    clusters: () => scenario.fleet.regions.map(({ name, cluster }) => ({ name: cluster, region: name })),
    fleet: (cluster) => {
      const { regions } = scenario.fleet;
      const region = cluster === undefined ? regions[0] : regions.find((candidate) => candidate.cluster === cluster);
      if (region === undefined) throw new Error(`no cluster ${cluster}`);
      return inspectFleet(world, recorder.events(world.s.nowUs), region);
    },
    loadBalancer: () => inspectLoadBalancer(world, edgeNames(scenario.fleet).backendService),
    databases: () => scenario.fleet.databases.map((database) => database.name),
    database: (name) => inspectDatabase(world, known(world.plan.databaseIndex, name, 'database')),
    poolers: () => scenario.fleet.poolers.map((pooler) => pooler.name),
    pooler: (name) => inspectPooler(world, known(world.plan.poolerIndex, name, 'pooler')),
    caches: () => inspectCaches(world),
    logs: (filter) => recorder.logs(filter),
    trace: (traceId) => recorder.trace(traceId),
    traces: (filter) => recorder.traces(filter),
    changes: () => recorder.changes(),
    alerts,
    incident: () => incident.view(),
    query: (expr, timeMs) => queryInstant(tsdb, expr, timeMs ?? unixMsOf(epoch, world.s.nowUs)),
    queryRange: (expr, startMs, endMs, stepMs) => queryRange(tsdb, expr, startMs, endMs, stepMs),
    metricNames: () => tsdb.metricNames(),
    echo: (pod, target, sequence) => echo(world, pod, target, sequence),
    resolver: () => resolverOf(world),
    askName: (pod, question, sequence) => askName(world, pod, question, sequence),
    httpAnswer: (id) => world.s.http.answers[String(id)] ?? null,
    commands: () => commands,
    observations: () => observations,
    setPostmortem: (markdown) => {
      postmortem = markdown;
    },
    recording: (): Recording => ({
      format: 'brownout-recording/1',
      simVersion: SIM_VERSION,
      scenario: scenario.id,
      scenarioHash: scenario.hash,
      seed,
      untilUs: world.s.nowUs,
      commands: commands.slice(),
      observations: observations.slice(),
      digests: digests.slice(),
      postmortem,
    }),
    checkpoint: (): SessionCheckpoint => {
      const state: SavedState = {
        layout: STATE_LAYOUT,
        world: snapshotWorld(world),
        recorder: recorder.snapshot(),
        tsdb: tsdb.snapshot(),
        scraper: scraper.snapshot(),
        alerting: alerting.snapshot(),
        incident: incident.snapshot(),
        messages: messages.snapshot(),
        commands: commands.slice(),
        observations: observations.slice(),
        digests: digests.slice(),
        healthyRatio: healthyRatio.slice(),
        rates: rates.snapshot(),
        postmortem,
        tiled,
      };
      return { simVersion: SIM_VERSION, scenarioHash: scenario.hash, seed, atUs: world.s.nowUs, state };
    },
    digest,
    outcome: () => outcomeOf(world, alerting.fired()),
    telemetry: { tsdb, recorder },
  };

  if (checkpoint !== undefined) {
    const saved = stateOf(checkpoint, scenario, seed);
    restoreWorld(world, saved.world);
    recorder.restore(saved.recorder);
    tsdb.restore(saved.tsdb);
    scraper.restore(saved.scraper);
    alerting.restore(saved.alerting);
    incident.restore(saved.incident);
    messages.restore(saved.messages);
    commands = saved.commands.slice();
    observations = saved.observations.slice();
    digests = saved.digests.slice();
    healthyRatio = saved.healthyRatio.slice();
    rates.restore(saved.rates);
    postmortem = saved.postmortem;
    tiled = saved.tiled;
  }
  return session;
}

/** What a controller takes from an answer: the first value. */
function firstValue(answer: QueryAnswer): number | null {
  if (answer.status !== 'success') return null;
  const { data } = answer;
  if (data.resultType === 'vector') return data.result.length === 0 ? null : Number(data.result[0].value[1]);
  return data.resultType === 'scalar' ? Number(data.result[1]) : null;
}

function isIncidentCommand(command: LoggedCommand['command']): command is Exclude<IncidentCommand, { kind: 'acknowledge' }> {
  return INCIDENT_COMMAND_KINDS.has(command.kind);
}

function known(index: ReadonlyMap<string, number>, name: string, what: string): number {
  const at = index.get(name);
  if (at === undefined) throw new RangeError(`no ${what} "${name}"; there are: ${[...index.keys()].join(', ')}`);
  return at;
}
