/** One sentence under an empty section: what a reader looks for there. Sources: SRE workbook ch. 10; PagerDuty after/post_mortem_process. */
const HINTS: Readonly<Record<string, string>> = {
  summary: 'Five sentences at most: what users felt, from when to when, how many, how it ended.',
  impact: 'Start and end (UTC), duration, users or requests hurt and their share, error budget spent.',
  timeline: 'Onset, detection, first response, mitigation, end; times in UTC.',
  'root cause': 'What set it off, how that came to hurt users, what kept it going. Cite what shows it.',
  'contributing factors': 'Conditions that were there before and let it hurt; usually several.',
  detection: 'Who or what noticed, how long after onset, which signal would have told sooner.',
  response: 'What was tried in order, what it did, what mitigated and what fixed.',
  'what went well': 'Specific to this incident.',
  'what went poorly': 'What made it hard: tools, signals, defaults, runbooks. Things, not people.',
  'where we got lucky': 'What would have made it worse and did not happen.',
  'action items': 'Action, type, effort, owner role, due, done when: a stranger can tell whether it is done.',
};

export function sectionHint(heading: string): string {
  return HINTS[heading.trim().toLowerCase()] ?? '';
}
