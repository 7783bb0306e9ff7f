import type { DockSize } from './layout.ts';

const KEY_STEP_PX = 16;

export interface SplitterOptions {
  readonly name: string;
  readonly direction: 'row' | 'column';
  readonly before: HTMLElement;
  readonly after: HTMLElement;
  /** Smallest size of either side in CSS pixels. */
  readonly minPx: number;
  readonly onResize: (beforePx: number, afterPx: number) => void;
  readonly onReset: () => void;
}

/** A divider between two panes: dragged by pointer, moved by arrow keys, put back by Enter or a double click (WAI-ARIA window splitter). */
export function splitter(options: SplitterOptions): HTMLElement {
  const { direction, before, after, minPx, onResize, onReset } = options;
  const horizontal = direction === 'row';
  const bar = document.createElement('div');
  bar.className = `splitter ${direction}`;
  bar.tabIndex = 0;
  bar.setAttribute('role', 'separator');
  bar.setAttribute('aria-label', options.name);
  bar.setAttribute('aria-orientation', horizontal ? 'vertical' : 'horizontal');
  const sizeOf = (pane: HTMLElement): number => (horizontal ? pane.offsetWidth : pane.offsetHeight);
  const say = (): void => {
    const total = sizeOf(before) + sizeOf(after);
    bar.setAttribute('aria-valuenow', String(total ? Math.round((100 * sizeOf(before)) / total) : 50));
  };
  const move = (beforePx: number, total: number): void => {
    const bounded = Math.min(Math.max(beforePx, minPx), total - minPx);
    if (total < 2 * minPx) return;
    onResize(bounded, total - bounded);
    say();
  };
  bar.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    bar.focus();
    bar.setPointerCapture(event.pointerId);
    const start = horizontal ? event.clientX : event.clientY;
    const startSize = sizeOf(before);
    const total = startSize + sizeOf(after);
    const onMove = (moved: PointerEvent): void => move(startSize + (horizontal ? moved.clientX : moved.clientY) - start, total);
    const onUp = (): void => bar.removeEventListener('pointermove', onMove);
    bar.addEventListener('pointermove', onMove);
    bar.addEventListener('pointerup', onUp, { once: true });
    bar.addEventListener('pointercancel', onUp, { once: true });
  });
  bar.addEventListener('keydown', (event) => {
    const sign =
      { ArrowLeft: horizontal ? -1 : 0, ArrowRight: horizontal ? 1 : 0, ArrowUp: horizontal ? 0 : -1, ArrowDown: horizontal ? 0 : 1 }[event.key] ?? 0;
    if (event.key === 'Enter') onReset();
    else if (sign === 0) return;
    else move(sizeOf(before) + sign * KEY_STEP_PX, sizeOf(before) + sizeOf(after));
    event.preventDefault();
    event.stopPropagation();
    say();
  });
  bar.addEventListener('dblclick', onReset);
  bar.setAttribute('aria-valuemin', '0');
  bar.setAttribute('aria-valuemax', '100');
  bar.setAttribute('aria-valuenow', '50');
  requestAnimationFrame(say);
  return bar;
}

export function applySize(pane: HTMLElement, size: DockSize): void {
  pane.style.flex = size.px === undefined ? `${size.share ?? 1} 1 0` : `0 0 ${size.px}px`;
}
