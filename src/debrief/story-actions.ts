import type { Command } from '../contract/commands.ts';
import { INCIDENT_COMMAND_KINDS } from '../contract/commands.ts';
import { MICROS_PER_SECOND } from '../contract/time.ts';
import type { Micros } from '../contract/time.ts';
import type { StoryAction } from '../contract/write-up-port.ts';
import type { Session } from '../session/session-api.ts';

/** Two looks at the same thing within this time are one. */
const SAME_LOOK_US = 30 * MICROS_PER_SECOND;

/** What people did and looked at, in order; commands of one typed line are one action. */
export function storyActions(session: Session, hurtful: (what: string, atUs: Micros) => boolean): StoryAction[] {
  const background = new Set(['scenario', ...session.scenario.timeline.map((entry) => entry.actor)]);
  const actions: StoryAction[] = [];
  for (const entry of session.commands()) {
    if (background.has(entry.actor) || entry.command.kind.startsWith('hypothesis-') || entry.command.kind.startsWith('evidence-')) continue;
    const what = entry.intent ?? lineOf(entry.command),
      last = actions.at(-1);
    if (last !== undefined && last.kind === 'did' && last.what === what && entry.atUs - last.atUs <= MICROS_PER_SECOND) continue;
    actions.push({ atUs: entry.atUs, kind: 'did', label: labelOf(entry.command), what, refused: entry.refused !== undefined, hurt: hurtful(what, entry.atUs) });
  }
  const looks = new Map<string, Micros>();
  for (const seen of session.observations()) {
    const before = looks.get(seen.what);
    if (before !== undefined && seen.atUs - before < SAME_LOOK_US) continue;
    looks.set(seen.what, seen.atUs);
    actions.push({ atUs: seen.atUs, kind: 'looked', label: seen.kind, what: seen.what, refused: false, hurt: false });
  }
  return actions.sort((a, b) => a.atUs - b.atUs);
}

function lineOf(command: Command): string {
  return INCIDENT_COMMAND_KINDS.has(command.kind) ? labelOf(command) : command.kind;
}

/** A few words for a chart. */
export function labelOf(command: Command): string {
  switch (command.kind) {
    case 'scale':
      return `scale to ${command.replicas}`;
    case 'rollout-undo':
      return 'undo';
    case 'rollout-restart':
      return 'restart';
    case 'set-image':
      return 'set image';
    case 'set-env':
      return 'set env';
    case 'set-resources':
      return 'set resources';
    case 'set-resource-quota':
      return 'change quota';
    case 'delete-pod':
      return 'delete pod';
    case 'evict-pod':
      return 'evict pod';
    case 'reset-offsets':
      return 'reset offsets';
    case 'renew-certificate':
      return 'renew certificate';
    case 'terminate-backend':
      return 'end sessions';
    case 'cancel-backend':
      return 'cancel query';
    case 'alter-system':
      return `set ${command.setting}`;
    case 'reload-conf':
      return 'reload';
    case 'set-flag':
      return `${command.flag} ${command.on ? 'on' : 'off'}`;
    case 'set-severity':
      return command.severity;
    case 'acknowledge':
      return 'acknowledge';
    case 'status-update':
      return 'update';
    case 'mark-mitigated':
      return 'mitigated';
    case 'mark-resolved':
      return 'resolved';
    default:
      return command.kind.replace(/-/g, ' ');
  }
}
