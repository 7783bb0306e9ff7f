/** Values of design tokens for what is drawn on a canvas (uPlot, Pixi), read from CSS at start and again when the theme changes. */
export function readToken(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Calls back when the theme, the system's colour scheme or forced colours change; returns a function that stops. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const media = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => window.matchMedia(query));
  for (const entry of media) entry.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    for (const entry of media) entry.removeEventListener('change', listener);
  };
}
