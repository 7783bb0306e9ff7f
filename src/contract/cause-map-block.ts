import type { Claim, PostmortemDocument } from './postmortem.ts';

/**
 * The cause map inside the Markdown file: a fenced block `cause-map` at its end, one JSON object a line, so that one file holds the whole
 * postmortem (recording, `score --postmortem`) and a person can still read it.
 */
const FENCE = '```cause-map';
const BLOCK = /\n*^```cause-map[ \t]*\r?\n([\s\S]*?)^```[ \t]*(?:\r?\n|$)/m;

/** Document to one Markdown text. A document without claims gets no block. */
export function joinCauseMap(document: PostmortemDocument): string {
  if (document.claims.length === 0) return document.markdown;
  const rows = document.claims.map((claim) => JSON.stringify(claim));
  return `${document.markdown.trimEnd()}\n\n${FENCE}\n${rows.join('\n')}\n\`\`\`\n`;
}

/** Markdown text to document. Lines that are not claims are left out, as a hand-edited block may hold them. */
export function splitCauseMap(text: string): PostmortemDocument {
  const match = BLOCK.exec(text);
  if (match === null) return { markdown: text, claims: [] };
  const claims: Claim[] = [];
  for (const row of match[1].split('\n')) {
    const claim = parseClaim(row.trim());
    if (claim !== null) claims.push(claim);
  }
  const rest = text.slice(match.index + match[0].length);
  const before = text.slice(0, match.index);
  return { markdown: rest.trim() === '' ? `${before.trimEnd()}\n` : `${before}\n\n${rest}`, claims };
}

const ROLES: ReadonlySet<string> = new Set<Claim['role']>(['trigger', 'mechanism', 'sustaining', 'contributing', 'ruled-out']);
const STATES: ReadonlySet<string> = new Set<Claim['state']>(['proposed', 'confirmed', 'rejected']);

function parseClaim(row: string): Claim | null {
  if (row === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(row);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { id, role, component, condition, leadsTo, state, quote } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof role !== 'string' || !ROLES.has(role)) return null;
  if (typeof component !== 'string' || typeof condition !== 'string') return null;
  const edges = Array.isArray(leadsTo) ? leadsTo.filter((to): to is string => typeof to === 'string') : [];
  return {
    id,
    role: role as Claim['role'],
    component,
    condition,
    leadsTo: edges,
    state: typeof state === 'string' && STATES.has(state) ? (state as Claim['state']) : 'confirmed',
    ...(typeof quote === 'string' ? { quote } : {}),
  };
}
