/** The page's skeleton during play: five regions that never move, and places for dialogs and live regions. */
export interface ScreenFrame {
  readonly root: HTMLElement;
  readonly topBar: HTMLElement;
  readonly ribbon: HTMLElement;
  readonly main: HTMLElement;
  /** The dock; hidden while the write-up or the debrief takes the whole of `main`. */
  readonly dock: HTMLElement;
  readonly page: HTMLElement;
  readonly banner: HTMLElement;
  readonly statusBar: HTMLElement;
  readonly phoneNav: HTMLElement;
  readonly dialogs: HTMLElement;
  readonly polite: HTMLElement;
  readonly assertive: HTMLElement;
}

export function screenFrame(host: HTMLElement): ScreenFrame {
  const make = <K extends keyof HTMLElementTagNameMap>(
    tag: K,
    className: string,
    attributes: Readonly<Record<string, string>> = {},
  ): HTMLElementTagNameMap[K] => {
    const element = document.createElement(tag);
    element.className = className;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const root = make('div', 'play');
  const topBar = make('header', 'topbar');
  const ribbon = make('section', 'ribbon', { 'aria-label': 'What hurts, since when, what changed' });
  const main = make('main', 'main', { 'aria-label': 'Panels' });
  const dock = make('div', 'dock');
  const page = make('div', 'full-page');
  page.hidden = true;
  const banner = make('div', 'banner');
  const statusBar = make('footer', 'statusbar');
  const phoneNav = make('nav', 'phone-nav', { 'aria-label': 'Screens' });
  const dialogs = make('div', 'dialogs');
  const polite = make('div', 'sr-only', { role: 'status', 'aria-live': 'polite' });
  const assertive = make('div', 'sr-only', { role: 'alert' });
  main.append(banner, dock, page);
  root.append(topBar, ribbon, main, phoneNav, statusBar, dialogs, polite, assertive);
  host.replaceChildren(root);
  return { root, topBar, ribbon, main, dock, page, banner, statusBar, phoneNav, dialogs, polite, assertive };
}
