import type { AlertView } from '../contract/incident.ts';

/** Rule files in the wild say critical, warning, info: those words are understood too. */
export function severityOf(label: string | undefined): AlertView['severity'] {
  if (label === 'page' || label === 'critical') return 'page';
  return label === 'notice' || label === 'info' || label === 'none' ? 'notice' : 'warning';
}
