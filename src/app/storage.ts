import type { Recording } from '../contract/recording.ts';
import type { SessionCheckpoint } from '../session/session-api.ts';
import type { BestRun, SavedPlay } from '../stores/saved-play.ts';

/** What is kept of a play that was left. */
export interface StoredPlay {
  readonly summary: SavedPlay;
  readonly recording: Recording;
}

const NAME = 'brownout';
const VERSION = 1;
const STORES = { plays: 'plays', checkpoints: 'checkpoints', best: 'best' } as const;

/** Plays, checkpoints and best runs in IndexedDB, keyed by scenario. Every method rejects with an Error in plain words when the browser says no. */
export interface Storage {
  savePlay(play: StoredPlay): Promise<void>;
  play(scenarioId: string): Promise<StoredPlay | null>;
  summaries(): Promise<readonly SavedPlay[]>;
  dropPlay(scenarioId: string): Promise<void>;
  saveCheckpoint(scenarioId: string, checkpoint: SessionCheckpoint): Promise<void>;
  checkpoint(scenarioId: string): Promise<SessionCheckpoint | null>;
  saveBest(run: BestRun): Promise<void>;
  best(): Promise<readonly BestRun[]>;
}

export function openStorage(factory: IDBFactory | undefined): Storage {
  let opened: Promise<IDBDatabase> | null = null;
  const database = (): Promise<IDBDatabase> => {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      if (!factory) return reject(new Error('this browser blocks storage for this page'));
      const request = factory.open(NAME, VERSION);
      request.onupgradeneeded = () => {
        for (const store of Object.values(STORES)) if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
      };
      request.onsuccess = () => {
        // another tab may want a newer version: let it, and open again when asked next
        request.result.onversionchange = () => {
          request.result.close();
          opened = null;
        };
        resolve(request.result);
      };
      request.onerror = () => reject(inWords(request.error));
      request.onblocked = () => reject(new Error('another tab holds an older version of the storage open'));
    }).catch((thrown: unknown) => {
      opened = null;
      throw thrown instanceof Error ? thrown : inWords(null);
    });
    return opened;
  };

  async function run<T>(store: string, mode: IDBTransactionMode, ask: (objects: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const db = await database();
    return new Promise<T>((resolve, reject) => {
      try {
        const transaction = db.transaction(store, mode);
        const request = ask(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = () => reject(inWords(transaction.error ?? request.error));
        transaction.onabort = () => reject(inWords(transaction.error ?? request.error));
      } catch (thrown) {
        reject(thrown instanceof DOMException ? inWords(thrown) : thrown);
      }
    });
  }

  return {
    savePlay: async (play) => void (await run(STORES.plays, 'readwrite', (objects) => objects.put(play, play.summary.scenarioId))),
    play: async (scenarioId) => ((await run(STORES.plays, 'readonly', (objects) => objects.get(scenarioId))) as StoredPlay | undefined) ?? null,
    summaries: async () => ((await run(STORES.plays, 'readonly', (objects) => objects.getAll())) as StoredPlay[]).map((play) => play.summary),
    dropPlay: async (scenarioId) => {
      await run(STORES.plays, 'readwrite', (objects) => objects.delete(scenarioId));
      await run(STORES.checkpoints, 'readwrite', (objects) => objects.delete(scenarioId));
    },
    saveCheckpoint: async (scenarioId, checkpoint) => void (await run(STORES.checkpoints, 'readwrite', (objects) => objects.put(checkpoint, scenarioId))),
    checkpoint: async (scenarioId) =>
      ((await run(STORES.checkpoints, 'readonly', (objects) => objects.get(scenarioId))) as SessionCheckpoint | undefined) ?? null,
    saveBest: async (best) => void (await run(STORES.best, 'readwrite', (objects) => objects.put(best, best.scenarioId))),
    best: async () => (await run(STORES.best, 'readonly', (objects) => objects.getAll())) as BestRun[],
  };
}

function inWords(error: DOMException | null): Error {
  if (error?.name === 'QuotaExceededError') return new Error('the storage for this page is full');
  if (error?.name === 'InvalidStateError' || error?.name === 'SecurityError' || error?.name === 'UnknownError')
    return new Error('this browser blocks storage for this page');
  return new Error(error?.message ? `storage failed: ${error.message}` : 'storage failed');
}
