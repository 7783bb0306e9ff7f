const FIRST = 33;
const COUNT = 94;

/** ROT47: every printable ASCII character goes 47 places on, so that doing it twice gives the text back. It hides from the eye, not from intent, and compresses as before. */
export function turned(text: string): string {
  return text.replace(/[!-~]/g, (character) => String.fromCharCode(((character.charCodeAt(0) - FIRST + COUNT / 2) % COUNT) + FIRST));
}
