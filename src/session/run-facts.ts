import type { LoggedCommand, Observation } from '../contract/commands.ts';
import { INCIDENT_COMMAND_KINDS } from '../contract/commands.ts';
import type { AlertView, IncidentView } from '../contract/incident.ts';
import type { Epoch, Micros } from '../contract/time.ts';
import type { Outcome, Session } from './session-api.ts';

/** What a postmortem and a response are compared with: everything comes from the run, nothing from the scenario's truth. */
export interface RunFacts {
  readonly title: string;
  readonly incidentId: string;
  readonly epoch: Epoch;
  readonly endUs: Micros;
  readonly outcome: Outcome;
  readonly incident: IncidentView;
  readonly alerts: readonly AlertView[];
  /** By people and automation; what the scenario's own timeline did is left out. */
  readonly commands: readonly LoggedCommand[];
  readonly observations: readonly Observation[];
  /** Services and stores, for telling specific from general remarks. */
  readonly components: readonly string[];
  /** What users do, by SLO, in words: `playlist opens`. */
  readonly nouns: readonly string[];
}

export function runFacts(session: Session): RunFacts {
  const { scenario } = session;
  const background = new Set(['scenario', ...scenario.timeline.map((entry) => entry.actor)]);
  return {
    title: scenario.title,
    incidentId: scenario.incidentId,
    epoch: session.epoch,
    endUs: session.nowUs,
    outcome: session.outcome(),
    incident: session.incident(),
    alerts: session.alerts(),
    commands: session.commands().filter((entry) => !background.has(entry.actor)),
    observations: session.observations(),
    components: [
      ...new Set(
        [
          ...scenario.fleet.services,
          ...scenario.fleet.databases,
          ...scenario.fleet.poolers,
          ...scenario.fleet.caches,
          ...(scenario.fleet.externals ?? []),
          scenario.fleet.loadBalancer,
        ].map((part) => part.name),
      ),
    ],
    nouns: [...new Set(scenario.fleet.slos.map((slo) => slo.noun))],
  };
}

/** Commands that changed the fleet, or were refused. */
export function mutationsOf(commands: readonly LoggedCommand[]): LoggedCommand[] {
  return commands.filter((entry) => !INCIDENT_COMMAND_KINDS.has(entry.command.kind) && entry.command.kind !== 'http-request');
}

/** One line a person typed may log many commands (a backend each): they count as one action. */
export interface Action {
  readonly atUs: Micros;
  readonly what: string;
  readonly kind: LoggedCommand['command']['kind'];
  readonly commands: readonly LoggedCommand[];
  readonly refused: boolean;
}

export function actionsOf(commands: readonly LoggedCommand[]): Action[] {
  const actions: { atUs: Micros; what: string; kind: LoggedCommand['command']['kind']; commands: LoggedCommand[] }[] = [];
  for (const entry of mutationsOf(commands)) {
    const last = actions.at(-1),
      what = entry.intent ?? entry.command.kind;
    if (last !== undefined && last.what === what && last.kind === entry.command.kind && entry.atUs - last.atUs <= 1_000_000) last.commands.push(entry);
    else actions.push({ atUs: entry.atUs, what, kind: entry.command.kind, commands: [entry] });
  }
  return actions.map((action) => ({ ...action, refused: action.commands.every((entry) => entry.refused !== undefined) }));
}

/** First page that fired while users were hurt or after; null when none did. */
export function firstPageUs(facts: RunFacts): Micros | null {
  const pages = facts.alerts.filter((alert) => alert.severity === 'page' && alert.firedUs !== null).map((alert) => alert.firedUs as Micros);
  const fired = pages.length > 0 ? pages : facts.outcome.alerts.filter((alert) => alert.severity === 'page').map((alert) => alert.firedUs);
  return fired.length === 0 ? null : Math.min(...fired);
}
