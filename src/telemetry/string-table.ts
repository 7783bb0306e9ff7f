/** Texts by number. 0 is the empty text. */
export interface StringTable {
  intern(text: string): number;
  text(id: number): string;
  snapshot(): readonly string[];
  restore(texts: readonly string[]): void;
}

export function createStringTable(): StringTable {
  const texts: string[] = [''];
  const ids = new Map<string, number>([['', 0]]);
  return {
    intern(text) {
      let id = ids.get(text);
      if (id === undefined) {
        id = texts.push(text) - 1;
        ids.set(text, id);
      }
      return id;
    },
    text: (id) => texts[id] ?? '',
    snapshot: () => texts.slice(),
    restore(saved) {
      texts.length = 0;
      ids.clear();
      for (const text of saved) ids.set(text, texts.push(text) - 1);
    },
  };
}
