import { render, type TemplateResult } from 'lit-html';
import type { StoreApi } from 'zustand/vanilla';
import type { Mounted } from './context.ts';

/** Something a live view listens to, and what it reads of it: the view renders again only when one of these values changed. */
export interface Watch {
  subscribe(onChange: () => void): () => void;
}

/** Watches a store through a selector; `select` returns a primitive, or an object that keeps its identity while nothing changed. */
export function watch<T>(store: StoreApi<T>, ...select: ((state: T) => unknown)[]): Watch {
  return {
    subscribe: (onChange) =>
      store.subscribe((now, before) => {
        if (select.length === 0 || select.some((read) => !Object.is(read(now), read(before)))) onChange();
      }),
  };
}

export interface Live extends Mounted {
  /** Renders at the next animation frame, once however often it is asked. */
  refresh(): void;
  setVisible(visible: boolean): void;
}

/** A lit view that renders once now and again, at most once an animation frame, whenever a watch fires; while hidden it only remembers that it should. */
export function live(host: HTMLElement, template: () => TemplateResult, watches: readonly Watch[], after?: () => void): Live {
  let scheduled = 0;
  let visible = true;
  let stale = false;
  const draw = (): void => {
    scheduled = 0;
    stale = false;
    render(template(), host);
    after?.();
  };
  const refresh = (): void => {
    if (!visible) stale = true;
    else if (!scheduled) scheduled = requestAnimationFrame(draw);
  };
  const stops = watches.map((source) => source.subscribe(refresh));
  draw();
  return {
    refresh,
    setVisible: (now) => {
      visible = now;
      if (visible && stale) refresh();
    },
    destroy: () => {
      for (const stop of stops) stop();
      if (scheduled) cancelAnimationFrame(scheduled);
      render(null, host);
    },
  };
}
