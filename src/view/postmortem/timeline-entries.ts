import { INCIDENT_COMMAND_KINDS, type LoggedCommand } from '../../contract/commands.ts';
import type { Frame } from '../../contract/frame.ts';
import { type Epoch, type Micros, unixMsOf } from '../../contract/time.ts';
import { letterChanges } from '../../stores/change-letters.ts';
import { clockMinute } from '../format.ts';

/** A line the log knows about: pages, changes and what people did. Nothing that could not be seen in play. */
export interface TimelineEntry {
  readonly key: string;
  readonly atUs: Micros;
  readonly mark: 'page' | 'warning' | 'action' | 'change' | 'done';
  /** Changes carry their letter. */
  readonly letter: string;
  readonly text: string;
  /** The line a person typed, shown in mono. */
  readonly code: boolean;
}

const SILENT = new Set(['hypothesis-add', 'hypothesis-state', 'evidence-pin', 'evidence-unpin']);
const MERGE_US = 60e6;

export function timelineEntries(frame: Frame, commands: readonly LoggedCommand[]): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  for (const alert of frame.alerts) {
    if (alert.severity === 'notice' || alert.firedUs === null) continue;
    entries.push({
      key: `fired ${alert.id} ${alert.firedUs}`,
      atUs: alert.firedUs,
      mark: alert.severity === 'page' ? 'page' : 'warning',
      letter: '',
      text: `${alert.severity === 'page' ? 'Page' : 'Warning'}: ${alert.name}, ${alert.summary}`,
      code: false,
    });
    if (alert.severity === 'page' && alert.resolvedUs !== null)
      entries.push({
        key: `resolved ${alert.id} ${alert.resolvedUs}`,
        atUs: alert.resolvedUs,
        mark: 'done',
        letter: '',
        text: `${alert.name} resolved`,
        code: false,
      });
  }
  for (const change of letterChanges(frame.changes)) {
    entries.push({
      key: `change ${change.letter}`,
      atUs: change.atUs,
      mark: 'change',
      letter: change.letter,
      text: `${change.title}, ${change.actor}`,
      code: false,
    });
  }
  for (const group of actionsOf(commands)) entries.push(group);
  return entries.sort((a, b) => a.atUs - b.atUs);
}

/** What people did, one line for the same kind of command repeated within a minute (148 sessions ended one by one are one line). */
function actionsOf(commands: readonly LoggedCommand[]): readonly TimelineEntry[] {
  const entries: (TimelineEntry & { readonly kind: string; readonly count: number; readonly base: string })[] = [];
  for (const logged of commands) {
    if (!byPeople(logged) || SILENT.has(logged.command.kind)) continue;
    const words = wordsOf(logged);
    const last = entries.at(-1);
    if (last !== undefined && last.kind === logged.command.kind && last.base === words && logged.atUs - last.atUs < MERGE_US) {
      entries[entries.length - 1] = { ...last, count: last.count + 1, text: `${last.base} (${last.count + 1} times)` };
      continue;
    }
    entries.push({
      key: `did ${logged.seq}`,
      atUs: logged.atUs,
      mark: logged.command.kind === 'mark-resolved' && !logged.refused ? 'done' : 'action',
      letter: '',
      text: logged.refused ? `${words}, refused: ${logged.refused}` : words,
      code: isShell(logged),
      kind: logged.command.kind,
      count: 1,
      base: words,
    });
  }
  return entries.map(({ key, atUs, mark, letter, text, code }) => ({ key, atUs, mark, letter, text, code }));
}

/** The scenario's own timeline has neither a typed line nor incident commands; its changes stand in the feed already. */
function byPeople(logged: LoggedCommand): boolean {
  return logged.actor === 'player' || logged.intent !== undefined || INCIDENT_COMMAND_KINDS.has(logged.command.kind);
}

function isShell(logged: LoggedCommand): boolean {
  return !['acknowledge', 'set-severity', 'status-update', 'mark-mitigated', 'mark-resolved'].includes(logged.command.kind);
}

function wordsOf(logged: LoggedCommand): string {
  const { command } = logged;
  switch (command.kind) {
    case 'acknowledge':
      return 'Page acknowledged';
    case 'set-severity':
      return `Severity set to ${command.severity}`;
    case 'status-update':
      return `Status update: ${command.text.split('\n', 1)[0]}`;
    case 'mark-mitigated':
      return 'Marked mitigated';
    case 'mark-resolved':
      return 'Marked resolved';
    default:
      return logged.intent ?? command.kind;
  }
}

/** A row for the Timeline section, in the shape the section already has (table or list). */
export function timelineRow(entry: TimelineEntry, epoch: Epoch, section: string): string {
  const time = clockMinute(unixMsOf(epoch, entry.atUs));
  const text = (entry.code ? `\`${entry.text}\`` : entry.text).replace(/\|/g, '/');
  const head = /^\|(.+)\|\s*$/m.exec(section);
  if (head === null) return `- ${time} ${text}`;
  const columns = head[1].split('|').length;
  return `| ${[time, text, ...Array.from({ length: Math.max(0, columns - 2) }, () => '')].slice(0, Math.max(2, columns)).join(' | ')} |`;
}

/** The section with the entry's row put in where its time belongs; unchanged when the row is already there. */
export function withTimelineRow(section: string, row: string): string {
  const lines = section.split('\n');
  if (lines.some((line) => line.trim() === row.trim())) return section;
  const time = timeOf(row);
  const later = lines.findIndex((line) => timeOf(line) > time);
  const at = later >= 0 ? later : lines.findLastIndex((line) => /^\s*[|\-*]/.test(line)) + 1;
  if (later < 0 && at === 0) return section.trim() === '' ? row : `${section.trimEnd()}\n\n${row}`;
  return [...lines.slice(0, at), row, ...lines.slice(at)].join('\n');
}

function timeOf(line: string): string {
  return /^\s*[|\-*]\s*\**`?(\d{2}:\d{2})/.exec(line)?.[1] ?? '';
}
