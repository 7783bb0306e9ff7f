import type { PostmortemDocument } from '../../contract/postmortem.ts';
import type { WriteUpPort } from '../../contract/write-up-port.ts';
import type { DebriefStore } from '../../stores/debrief.ts';

const running = new WeakMap<DebriefStore, AbortController>();

/** Hands a document in and keeps the store up to date until the last fork is compared, whatever screen is shown. */
export async function handIn(store: DebriefStore, writeUp: Pick<WriteUpPort, 'grade'>, document: PostmortemDocument): Promise<void> {
  store.getState().stop();
  const stop = new AbortController();
  running.set(store, stop);
  const current = (): boolean => running.get(store) === stop;
  store.getState().begin(document.markdown, () => stop.abort());
  try {
    const debrief = await writeUp.grade(
      document,
      (known, progress) => {
        if (current() && !stop.signal.aborted) store.getState().show(known, progress);
      },
      stop.signal,
    );
    if (current()) store.getState().finish(debrief, stop.signal.aborted ? 'stopped' : 'done');
  } catch (error) {
    if (current()) store.getState().fail(error instanceof Error ? error.message : String(error));
  }
}
