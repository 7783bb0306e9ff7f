import { html, nothing, render } from 'lit-html';
import type { PhoneTab } from '../dock/layout.ts';
import { icon, type IconName } from '../components/icon.ts';

const TABS: readonly { readonly tab: PhoneTab; readonly title: string; readonly icon: IconName }[] = [
  { tab: 'pager', title: 'Pager', icon: 'diamond' },
  { tab: 'comms', title: 'Comms', icon: 'people' },
  { tab: 'map', title: 'Map', icon: 'trace' },
  { tab: 'write-up', title: 'Write-up', icon: 'doc' },
];

/** The tab bar at the bottom of a phone, with the number of pages and questions that wait. */
export function drawPhoneNav(
  host: HTMLElement,
  active: PhoneTab,
  waiting: { readonly pager: number; readonly comms: number },
  choose: (tab: PhoneTab) => void,
): void {
  render(
    html`${TABS.map((entry) => {
      const count = entry.tab === 'pager' ? waiting.pager : entry.tab === 'comms' ? waiting.comms : 0;
      return html`<button type="button" aria-current=${entry.tab === active ? 'page' : nothing} @click=${() => choose(entry.tab)}>${icon(entry.icon)}<span>${entry.title}</span>${
        count ? html`<span class="badge">${count}<span class="sr-only"> waiting</span></span>` : nothing
      }</button>`;
    })}`,
    host,
  );
}
