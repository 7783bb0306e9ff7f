import { transition } from 'xstate';
import type { Hasher } from '../base/hash.ts';
import type { IncidentCommand, Severity } from '../contract/commands.ts';
import type { HypothesisView, IncidentPhase, IncidentView, MessageView, PinView } from '../contract/incident.ts';
import type { CommandResult } from '../contract/refusals.ts';
import { DONE, refuse } from '../contract/refusals.ts';
import type { Micros } from '../contract/time.ts';
import { MICROS_PER_MINUTE } from '../contract/time.ts';
import { incidentMachine } from './incident-machine.ts';

/** What the incident needs to know of the users before it lets itself be called mitigated or resolved. */
export interface UserHealth {
  /** A sentence about who is hurt now, e.g. `18.6% of playlist opens fail (SLO allows 0.1%)`; '' when nobody is. */
  readonly hurtNow: string;
  /** Time since the last bad second; null when there was none. */
  readonly wellForUs: Micros | null;
}

export interface Incident {
  execute(command: Exclude<IncidentCommand, { kind: 'acknowledge' }>, actor: string, tUs: Micros, health: UserHealth): CommandResult;
  /** A page was taken. */
  acknowledged(tUs: Micros): void;
  /** A person changed the fleet. */
  acted(): void;
  /** Users are hurt while the incident was thought to be over. */
  hurtAgain(): void;
  say(message: MessageView): void;
  view(): IncidentView;
  /** Pairs of phases gone through, for the architecture test. */
  seenPairs(): readonly (readonly [IncidentPhase, IncidentPhase])[];
  snapshot(): unknown;
  restore(state: unknown): void;
  hashInto(hasher: Hasher): void;
}

interface State {
  phase: IncidentPhase;
  severity: Severity | null;
  declaredUs: Micros | null;
  acknowledgedUs: Micros | null;
  mitigatedUs: Micros | null;
  resolvedUs: Micros | null;
  updates: { atUs: Micros; actor: string; text: string }[];
  hypotheses: HypothesisView[];
  pins: PinView[];
  messages: MessageView[];
  pairs: [IncidentPhase, IncidentPhase][];
}

/** PagerDuty's external communication guidelines: first post within 5 min, then every 20 min. */
const FIRST_UPDATE_US = 5 * MICROS_PER_MINUTE;
const NEXT_UPDATE_US = 20 * MICROS_PER_MINUTE;
/** Resolved needs this long without a bad second: the time the last minute's window takes to empty, three times. */
const WELL_BEFORE_RESOLVED_US = 3 * MICROS_PER_MINUTE;
const TEXT_MAX = 4000;

export function createIncident(id: string): Incident {
  let state: State = {
    phase: 'detect',
    severity: null,
    declaredUs: null,
    acknowledgedUs: null,
    mitigatedUs: null,
    resolvedUs: null,
    updates: [],
    hypotheses: [],
    pins: [],
    messages: [],
    pairs: [],
  };
  /** The machine decides; nothing else writes the phase. False when it does not take the event now. */
  const send = (type: string): boolean => {
    const before = incidentMachine.resolveState({ value: state.phase, context: {} } as never);
    if (!before.can({ type } as never)) return false;
    const [after] = transition(incidentMachine, before, { type } as never);
    const to = after.value as IncidentPhase;
    state.pairs.push([state.phase, to]);
    state.phase = to;
    return true;
  };
  const updateDueUs = (): Micros | null => {
    if (state.resolvedUs !== null) return null;
    const last = state.updates[state.updates.length - 1];
    if (last !== undefined) return last.atUs + NEXT_UPDATE_US;
    const began = state.acknowledgedUs ?? state.declaredUs;
    return began === null ? null : began + FIRST_UPDATE_US;
  };
  const mutations = {
    setSeverity(severity: Severity, tUs: Micros): CommandResult {
      state.severity = severity;
      state.declaredUs ??= tUs;
      send('DECLARED');
      return DONE;
    },
    update(text: string, actor: string, tUs: Micros): CommandResult {
      if (text.trim() === '') return refuse('command/empty_update', 'a status update needs some text');
      if (text.length > TEXT_MAX) return refuse('command/update_too_long', `a status update has at most ${TEXT_MAX} characters`);
      state.updates.push({ atUs: tUs, actor, text });
      return DONE;
    },
    mitigated(tUs: Micros, health: UserHealth): CommandResult {
      if (state.phase === 'resolve' || state.phase === 'write-up') return refuse('command/already_mitigated', 'the incident is already marked mitigated');
      if (health.hurtNow !== '') return refuse('command/users_still_hurt', `not mitigated: ${health.hurtNow}`);
      send('MITIGATED');
      state.mitigatedUs = tUs;
      return DONE;
    },
    resolved(tUs: Micros, health: UserHealth): CommandResult {
      if (state.phase === 'write-up') return refuse('command/already_resolved', 'the incident is already marked resolved');
      if (health.hurtNow !== '') return refuse('command/users_still_hurt', `not resolved: ${health.hurtNow}`);
      if (health.wellForUs !== null && health.wellForUs < WELL_BEFORE_RESOLVED_US) {
        const waitS = Math.ceil((WELL_BEFORE_RESOLVED_US - health.wellForUs) / 1e6);
        return refuse(
          'command/not_well_long_enough',
          `not resolved: users have been well for ${Math.floor(health.wellForUs / 1e6)} s only; wait ${waitS} s more to see that it stays so`,
        );
      }
      send('RESOLVED');
      state.mitigatedUs ??= tUs;
      state.resolvedUs = tUs;
      return DONE;
    },
  };
  return {
    execute(command, actor, tUs, health) {
      switch (command.kind) {
        case 'set-severity':
          return mutations.setSeverity(command.severity, tUs);
        case 'status-update':
          return mutations.update(command.text, actor, tUs);
        case 'mark-mitigated':
          return mutations.mitigated(tUs, health);
        case 'mark-resolved':
          return mutations.resolved(tUs, health);
        case 'hypothesis-add':
          if (command.text.trim() === '') return refuse('command/empty_hypothesis', 'a hypothesis needs some words');
          if (state.hypotheses.some((known) => known.id === command.id)) return refuse('command/hypothesis_exists', `hypothesis ${command.id} exists already`);
          state.hypotheses.push({ id: command.id, text: command.text, state: 'open', createdUs: tUs, changedUs: tUs });
          return DONE;
        case 'hypothesis-state': {
          const at = state.hypotheses.findIndex((known) => known.id === command.id);
          if (at < 0) return refuse('command/hypothesis_not_found', `no hypothesis ${command.id}`);
          state.hypotheses[at] = { ...state.hypotheses[at], state: command.state, changedUs: tUs };
          return DONE;
        }
        case 'evidence-pin': {
          const pin: PinView = {
            id: command.id,
            atUs: tUs,
            evidence: command.evidence,
            ...(command.hypothesis === undefined ? {} : { hypothesis: command.hypothesis }),
            ...(command.sign === undefined ? {} : { sign: command.sign }),
          };
          const at = state.pins.findIndex((known) => known.id === command.id);
          if (at >= 0) state.pins[at] = { ...pin, atUs: state.pins[at].atUs };
          else state.pins.push(pin);
          return DONE;
        }
        case 'evidence-unpin': {
          const before = state.pins.length;
          state.pins = state.pins.filter((pin) => pin.id !== command.id);
          return state.pins.length < before ? DONE : refuse('command/pin_not_found', `no pin ${command.id}`);
        }
      }
    },
    acknowledged(tUs) {
      state.acknowledgedUs ??= tUs;
      send('ACKNOWLEDGED');
    },
    acted: () => {
      send('ACTED');
    },
    hurtAgain() {
      if (!send('HURT_AGAIN')) return;
      state.mitigatedUs = null;
      state.resolvedUs = null;
    },
    say: (message) => {
      state.messages.push(message);
    },
    view: () => ({
      id,
      phase: state.phase,
      severity: state.severity,
      declaredUs: state.declaredUs,
      acknowledgedUs: state.acknowledgedUs,
      mitigatedUs: state.mitigatedUs,
      resolvedUs: state.resolvedUs,
      updates: state.updates.slice(),
      updateDueUs: updateDueUs(),
      hypotheses: state.hypotheses.slice(),
      pins: state.pins.slice(),
      messages: state.messages.slice(),
    }),
    seenPairs: () => state.pairs,
    snapshot: () => copy(state),
    restore: (saved) => {
      state = copy(saved as State);
    },
    hashInto: (hasher) => hasher.value(state),
  };
}

function copy(state: State): State {
  return {
    ...state,
    updates: state.updates.map((update) => ({ ...update })),
    hypotheses: state.hypotheses.map((hypothesis) => ({ ...hypothesis })),
    pins: state.pins.map((pin) => ({ ...pin })),
    messages: state.messages.map((message) => ({ ...message })),
    pairs: state.pairs.map((pair) => [...pair]),
  };
}
