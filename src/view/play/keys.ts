/** What a key press in play means. Letters and digits count only outside text fields and the terminal. */
export interface KeyBindings {
  /** By `event.key`; modifiers as a prefix: `Ctrl+k`. Work everywhere. */
  readonly everywhere: Readonly<Record<string, () => void>>;
  /** Only outside text fields, the terminal, menus and dialogs. Letters in lower case. */
  readonly outsideText: Readonly<Record<string, () => void>>;
  /** Two keys, the first of which is this one: gets the second, and says whether it meant something. */
  readonly chord?: { readonly first: string; readonly second: (key: string) => boolean };
}

const CHORD_MS = 2000;

/** Listens on a document; returns a function that stops. */
export function bindKeys(target: Document, bindings: KeyBindings): () => void {
  let chordUntil = 0;
  const onKeydown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.defaultPrevented) return;
    if (bindings.chord && !takesText(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const second = event.timeStamp < chordUntil;
      chordUntil = 0;
      if (second && bindings.chord.second(event.key)) return event.preventDefault();
      if (event.key.toLowerCase() === bindings.chord.first) {
        chordUntil = event.timeStamp + CHORD_MS;
        return event.preventDefault();
      }
    }
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
