import type { Severity } from '../../contract/commands.ts';

export interface SeverityMeaning {
  readonly severity: Severity;
  readonly meaning: string;
  readonly response: string;
}

/** What each level means and asks for. Source: PagerDuty incident response docs, before/severity_levels.md. */
export const SEVERITIES: readonly SeverityMeaning[] = [
  { severity: 'SEV-1', meaning: 'Critical; needs public notification and executive liaison', response: 'Major incident, commander paged' },
  { severity: 'SEV-2', meaning: 'Critical, many customers affected', response: 'Major incident, commander paged' },
  { severity: 'SEV-3', meaning: 'Stability or minor customer impact, may become SEV-2', response: 'High-urgency page to the owning team' },
  { severity: 'SEV-4', meaning: 'Minor; action needed, customers can still use everything', response: 'Low-urgency page' },
  { severity: 'SEV-5', meaning: 'Cosmetic', response: 'Ticket' },
];

/** Major incidents are shown filled (art direction §1.7: rank by weight before hue). */
export function isMajor(severity: Severity): boolean {
  return severity === 'SEV-1' || severity === 'SEV-2';
}
