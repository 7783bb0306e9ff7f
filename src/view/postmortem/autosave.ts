import type { SessionPort } from '../../contract/ports.ts';
import type { WriteUpPort } from '../../contract/write-up-port.ts';
import { textOf, type WriteUpStore } from '../../stores/write-up.ts';

const SAVE_AFTER_MS = 800,
  READ_AFTER_MS = 500;

export interface Autosave {
  /** Saves at once what is not saved yet. */
  flush(): Promise<void>;
  stop(): void;
}

/** While the writer pauses: saves the text, reads claims from it, looks at its language. Answers that come late for an older text are dropped. */
export function startAutosave(store: WriteUpStore, port: Pick<SessionPort, 'savePostmortem'>, writeUp: Pick<WriteUpPort, 'read' | 'remarks'>): Autosave {
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let readTimer: ReturnType<typeof setTimeout> | undefined;

  const save = async (): Promise<void> => {
    clearTimeout(saveTimer);
    if (store.getState().saving === 'saved') return;
    const text = textOf(store.getState());
    store.getState().setSaving('saving');
    try {
      await port.savePostmortem(text);
      store.getState().setSaving(textOf(store.getState()) === text ? 'saved' : 'unsaved');
    } catch {
      store.getState().setSaving('failed');
    }
  };
  const readProse = async (): Promise<void> => {
    const { markdown } = store.getState();
    const [claims, remarks] = await Promise.allSettled([writeUp.read(markdown), writeUp.remarks(markdown)]);
    if (store.getState().markdown !== markdown) return;
    if (claims.status === 'fulfilled') store.getState().propose(claims.value);
    if (remarks.status === 'fulfilled') store.getState().setRemarks(remarks.value);
  };
  const unsubscribe = store.subscribe((now, before) => {
    if (now.saving === 'unsaved' && (now.markdown !== before.markdown || now.claims !== before.claims || before.saving === 'saving')) {
      clearTimeout(saveTimer);
      saveTimer = setTimeout(() => void save(), SAVE_AFTER_MS);
    }
    if (now.markdown !== before.markdown) {
      clearTimeout(readTimer);
      readTimer = setTimeout(() => void readProse(), READ_AFTER_MS);
    }
  });
  if (store.getState().ready) void readProse();
  return {
    flush: save,
    stop: () => {
      unsubscribe();
      clearTimeout(readTimer);
      void save();
    },
  };
}
