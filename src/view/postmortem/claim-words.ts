import { FAILURE_MODES, type FailureMode } from '../../contract/failure-modes.ts';
import type { Claim, ClaimRole } from '../../contract/postmortem.ts';

export const CLAIM_ROLES: readonly { readonly role: ClaimRole; readonly word: string; readonly meaning: string }[] = [
  { role: 'trigger', word: 'Trigger', meaning: 'the event that set it off' },
  { role: 'mechanism', word: 'Mechanism', meaning: 'how it came to hurt users' },
  { role: 'sustaining', word: 'Sustaining', meaning: 'what kept it going' },
  { role: 'contributing', word: 'Contributing', meaning: 'what made it possible' },
  { role: 'ruled-out', word: 'Ruled out', meaning: 'looked at, not the cause' },
];

export function roleWord(role: ClaimRole): string {
  return CLAIM_ROLES.find((one) => one.role === role)!.word;
}

/** `Connection pool exhausted`; an unknown condition is shown as it is written. */
export function conditionWords(condition: string): string {
  return Object.hasOwn(FAILURE_MODES, condition) ? FAILURE_MODES[condition as FailureMode] : condition;
}

/** The whole claim for a screen reader: `Mechanism: playlist, connection pool exhausted`. */
export function claimWords(claim: Pick<Claim, 'role' | 'component' | 'condition'>): string {
  return `${roleWord(claim.role)}: ${claim.component}, ${conditionWords(claim.condition)}`;
}
