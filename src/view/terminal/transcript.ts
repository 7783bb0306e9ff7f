const KEPT_ENTRIES = 200;
/** Longest output read out for one command; all of it is in the terminal itself. */
const SPOKEN_CHARACTERS = 20_000;

export interface Transcript {
  readonly element: HTMLElement;
  command(prompt: string, line: string): void;
  output(text: string): void;
}

/** What was typed and answered, as text beside the drawn terminal: for screen readers, and for whoever cannot read a canvas. */
export function createTranscript(label: string): Transcript {
  const element = document.createElement('div');
  element.setAttribute('role', 'log');
  element.setAttribute('aria-label', label);
  element.tabIndex = -1;
  element.className = 'terminal-transcript';
  let open: HTMLElement | null = null;
  const add = (className: string): HTMLElement => {
    const entry = document.createElement('pre');
    entry.className = className;
    element.append(entry);
    while (element.childElementCount > KEPT_ENTRIES) element.firstElementChild?.remove();
    return entry;
  };
  return {
    element,
    command(prompt, line) {
      add('terminal-typed').textContent = prompt + line;
      open = null;
    },
    output(text) {
      const plain = plainText(text);
      if (plain === '') return;
      open ??= add('terminal-said');
      open.textContent = `${open.textContent ?? ''}${plain}`.slice(-SPOKEN_CHARACTERS);
    },
  };
}

/** Text without control sequences; a cleared screen starts anew on the next line. */
export function plainText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the terminal's control sequences
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]|\r(?=\n)/g, '').replace(/\r/g, '\n');
}
