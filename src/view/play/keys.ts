/** What a key press in play means. Letters and digits count only outside text fields and the terminal. */
export interface KeyBindings {
  /** By `event.key`; modifiers as a prefix: `Ctrl+k`. Work everywhere. */
  readonly everywhere: Readonly<Record<string, () => void>>;
  /** Only outside text fields, the terminal, menus and dialogs. Letters in lower case. */
  readonly outsideText: Readonly<Record<string, () => void>>;
}

/** Listens on a document; returns a function that stops. */
export function bindKeys(target: Document, bindings: KeyBindings): () => void {
  const onKeydown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.defaultPrevented) return;
    const name = `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
    const run = bindings.everywhere[name] ?? (takesText(event.target) ? undefined : bindings.outsideText[name]);
    if (!run) return;
    // Space and Enter belong to whatever control has the focus
    if (
      (event.key === ' ' || event.key === 'Enter') &&
      event.target instanceof Element &&
      event.target.closest('button, a, select, summary, [role=separator], [role=slider]')
    )
      return;
    event.preventDefault();
    run();
  };
  target.addEventListener('keydown', onKeydown);
  return () => target.removeEventListener('keydown', onKeydown);
}

export function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable=""], [contenteditable=true], .xterm, [role=dialog], [role=menu]') !== null
  );
}
