import { createUiStore, type Theme, type UiStore } from '../stores/ui-store.ts';

const KEY = 'brownout.preferences';

/** The person's choices that outlive a page: theme and sound. Storage that is blocked only means that they are not remembered. */
export function rememberedUi(): UiStore {
  const ui = createUiStore(read());
  const apply = (theme: Theme): void => {
    const dark = theme === 'system' ? window.matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  };
  apply(ui.getState().theme);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => apply(ui.getState().theme));
  ui.subscribe((now, before) => {
    if (now.theme === before.theme && now.muted === before.muted) return;
    apply(now.theme);
    try {
      localStorage.setItem(KEY, JSON.stringify({ theme: now.theme, muted: now.muted }));
    } catch {
      // blocked or full: not remembered
    }
  });
  return ui;
}

function read(): { theme?: Theme; muted?: boolean } {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? '{}') as { theme?: unknown; muted?: unknown };
    return {
      ...(value.theme === 'dark' || value.theme === 'light' || value.theme === 'system' ? { theme: value.theme } : {}),
      ...(typeof value.muted === 'boolean' ? { muted: value.muted } : {}),
    };
  } catch {
    return {};
  }
}
