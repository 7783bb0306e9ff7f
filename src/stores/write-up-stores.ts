import { createDebriefStore, type DebriefStore } from './debrief.ts';
import { createWriteUpStore, type WriteUpStore } from './write-up.ts';

export interface WriteUpStores {
  readonly writeUp: WriteUpStore;
  readonly debrief: DebriefStore;
}

const bySession = new WeakMap<object, WriteUpStores>();

/** The write-up and debrief of one session, kept while its port lives, so that leaving the screen and coming back loses nothing. */
export function writeUpStoresOf(session: object): WriteUpStores {
  let stores = bySession.get(session);
  if (stores === undefined) {
    stores = { writeUp: createWriteUpStore(), debrief: createDebriefStore() };
    bySession.set(session, stores);
  }
  return stores;
}
