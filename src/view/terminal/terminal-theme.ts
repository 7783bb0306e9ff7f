import type { ITheme } from '@xterm/xterm';

const ANSI = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** xterm's colours from the page's tokens. The bright colours are the plain ones: the palette is chosen for contrast already. */
export function terminalTheme(element: HTMLElement): ITheme {
  const style = getComputedStyle(element);
  const token = (name: string): string | undefined => resolve(style, name, 0);
  const theme: Record<string, string | undefined> = {
    background: token('--term-bg'),
    foreground: token('--term-fg'),
    cursor: token('--term-cursor'),
    cursorAccent: token('--term-bg'),
    selectionBackground: token('--term-select'),
  };
  for (const colour of ANSI) {
    theme[colour] = token(`--ansi-${colour}`);
    theme[`bright${colour[0].toUpperCase()}${colour.slice(1)}`] = token(`--ansi-${colour}`);
  }
  return theme as ITheme;
}

/** A custom property's value, following `var(--other)`; undefined when there is none. */
function resolve(style: CSSStyleDeclaration, name: string, depth: number): string | undefined {
  const value = style.getPropertyValue(name).trim();
  const other = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  if (other !== undefined && depth < 4) return resolve(style, other, depth + 1);
  return value === '' ? undefined : value;
}
