import { html, type TemplateResult } from 'lit-html';

export interface RoleHolder {
  readonly name: string;
  readonly role: string;
  readonly you: boolean;
}

/** Square initials with name and role spoken; never a face, never a colour of their own (art direction §4, §8). */
export function roleInitials(holders: readonly RoleHolder[]): TemplateResult {
  return html`<ul class="roles" aria-label="People and roles">${holders.map(
    (holder) => html`<li class="initials ${holder.you ? 'you' : ''}" title=${`${holder.name}, ${holder.role}`}>
    <span aria-hidden="true">${initialsOf(holder.name)}</span><span class="sr-only">${holder.name}, ${holder.role}${holder.you ? ', you' : ''}</span></li>`,
  )}</ul>`;
}

/** `Amara Osei` → AO, `player` → PL. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s-]+/)
    .filter((word) => word !== '');
  const letters = words.length > 1 ? words[0][0] + words[words.length - 1][0] : (words[0] ?? '').slice(0, 2);
  return letters.toUpperCase();
}
