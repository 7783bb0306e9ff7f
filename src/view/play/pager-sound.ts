import type { FrameStore } from '../../stores/frame-store.ts';
import { needsAcknowledgement } from '../../stores/pager-order.ts';
import type { UiStore } from '../../stores/ui-store.ts';

const REPEAT_MS = 20_000;
const REPEATS = 6;
const NOTE_SECONDS = 0.12;

/** The page: two notes a fourth down, repeated every 20 s until acknowledged, six times at most (art direction §6). Silent until the first gesture and while muted. */
export function createPagerSound(frames: FrameStore, ui: UiStore): { destroy(): void } {
  let audio: AudioContext | null = null;
  let left = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let known = new Set<string>();
  const unlock = (): void => {
    if (typeof AudioContext === 'function') audio ??= new AudioContext();
  };
  document.addEventListener('pointerdown', unlock, { once: true });
  document.addEventListener('keydown', unlock, { once: true });

  function play(notes: readonly number[]): void {
    if (!audio || ui.getState().muted) return;
    notes.forEach((hertz, index) => {
      const from = audio!.currentTime + index * NOTE_SECONDS;
      const oscillator = audio!.createOscillator();
      const gain = audio!.createGain();
      oscillator.frequency.value = hertz;
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(0.12, from + 0.01);
      gain.gain.linearRampToValueAtTime(0, from + NOTE_SECONDS);
      oscillator.connect(gain).connect(audio!.destination);
      oscillator.start(from);
      oscillator.stop(from + NOTE_SECONDS);
    });
  }
  const ring = (): void => {
    if (left-- > 0) play([660, 495]);
    else clearInterval(timer);
  };
  const stop = frames.subscribe(({ frame }, before) => {
    if (!frame || frame.alerts === before.frame?.alerts) return;
    const open = new Set(frame.alerts.filter(needsAcknowledgement).map((alert) => alert.id));
    const fresh = [...open].some((id) => !known.has(id));
    if (fresh) {
      clearInterval(timer);
      left = REPEATS;
      ring();
      timer = setInterval(ring, REPEAT_MS);
    } else if (open.size === 0 && known.size > 0) {
      left = 0;
      clearInterval(timer);
    }
    if (frame.incident.resolvedUs !== null && before.frame?.incident.resolvedUs === null) play([495, 660]);
    known = open;
  });
  return {
    destroy: () => {
      stop();
      clearInterval(timer);
      document.removeEventListener('pointerdown', unlock);
      document.removeEventListener('keydown', unlock);
      void audio?.close();
    },
  };
}
