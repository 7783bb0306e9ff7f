import type { Frame } from '../../contract/frame.ts';
import type { FrameStore } from '../../stores/frame-store.ts';
import { needsAcknowledgement } from '../../stores/pager-order.ts';
import { percent } from '../format.ts';

const GATHER_MS = 5000;

export interface Announcer {
  /** Politely, gathered with what else happened. */
  say(text: string): void;
  destroy(): void;
}

/** Live regions: pages interrupt (`alert`), everything else is one polite sentence at most every five seconds (art direction §7). */
export function createAnnouncer(polite: HTMLElement, assertive: HTMLElement, frames: FrameStore): Announcer {
  let waiting: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    if (waiting.length === 0) return;
    polite.textContent = waiting.join('. ');
    waiting = [];
    timer = setTimeout(flush, GATHER_MS);
  };
  const say = (text: string): void => {
    waiting = [...waiting.filter((entry) => entry !== text), text].slice(-6);
    timer ??= setTimeout(flush, 50);
  };
  const stop = frames.subscribe((now, before) => {
    if (!now.frame || !before.frame) return;
    const fresh = newPages(before.frame, now.frame);
    if (fresh.length) assertive.textContent = `Page: ${fresh.join('. Page: ')}`;
    for (const sentence of stateChanges(before.frame, now.frame)) say(sentence);
  });
  return {
    say,
    destroy: () => {
      stop();
      clearTimeout(timer);
    },
  };
}

function newPages(before: Frame, now: Frame): string[] {
  const known = new Set(before.alerts.filter(needsAcknowledgement).map((alert) => alert.id));
  return now.alerts.filter((alert) => needsAcknowledgement(alert) && !known.has(alert.id)).map((alert) => `${alert.name}, ${alert.summary}`);
}

/** Sentences like "playlist: 8 of 12 ready, was 9". */
export function stateChanges(before: Frame, now: Frame): string[] {
  const sentences: string[] = [];
  for (const service of now.services) {
    const earlier = before.services.find((entry) => entry.name === service.name);
    const ready = service.pods.filter((pod) => pod.mark === 'ready').length;
    const was = earlier?.pods.filter((pod) => pod.mark === 'ready').length ?? ready;
    if (ready !== was) sentences.push(`${service.name}: ${ready} of ${service.desired} ready, was ${was}`);
  }
  for (const sli of now.slis) {
    const earlier = before.slis.find((entry) => entry.name === sli.name);
    if (earlier && sli.breached !== earlier.breached)
      sentences.push(sli.breached ? `${sli.name} is in breach, ${percent(sli.badRatio)}` : `${sli.name} is within the SLO again`);
  }
  for (const message of now.incident.messages.slice(before.incident.messages.length)) sentences.push(`${message.from}: ${message.text}`);
  return sentences;
}
