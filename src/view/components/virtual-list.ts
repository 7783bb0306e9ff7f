import { html, render, type TemplateResult } from 'lit-html';

export interface VirtualList<Row> {
  readonly element: HTMLElement;
  setRows(rows: readonly Row[]): void;
  /** Keeps the newest row in sight while it is. */
  setFollow(follow: boolean): void;
  /** Called when the person scrolls away from the end or back to it. */
  onFollowChange(listener: (following: boolean) => void): void;
  refresh(): void;
  destroy(): void;
}

const OVERSCAN = 8;

/** A scroller that renders only the rows in sight. All rows have the same height, read from CSS (`--h-virtual-row`). */
export function virtualList<Row>(name: string, row: (row: Row, index: number) => TemplateResult): VirtualList<Row> {
  const element = document.createElement('div');
  element.className = 'virtual-list';
  element.tabIndex = 0;
  element.setAttribute('role', 'region');
  element.setAttribute('aria-label', name);
  const space = document.createElement('div');
  space.className = 'virtual-space';
  const content = document.createElement('div');
  content.className = 'virtual-rows';
  content.setAttribute('role', 'list');
  space.append(content);
  element.append(space);
  let rows: readonly Row[] = [];
  let follow = true;
  let scheduled = 0;
  let listener: (following: boolean) => void = () => undefined;
  let rowHeight = 0;

  function draw(): void {
    scheduled = 0;
    rowHeight ||= Number.parseFloat(getComputedStyle(element).getPropertyValue('--h-virtual-row')) || 20;
    space.style.height = `${rows.length * rowHeight}px`;
    if (follow) element.scrollTop = Math.max(0, rows.length * rowHeight - element.clientHeight);
    const inSight = Math.ceil((element.clientHeight || 400) / rowHeight);
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - OVERSCAN);
    const last = Math.min(rows.length, first + inSight + 2 * OVERSCAN);
    content.style.transform = `translateY(${first * rowHeight}px)`;
    render(html`${rows.slice(first, last).map((entry, index) => row(entry, first + index))}`, content);
  }
  const schedule = (): void => {
    if (!scheduled) scheduled = requestAnimationFrame(draw);
  };
  element.addEventListener('scroll', () => {
    const atEnd = element.scrollTop + element.clientHeight >= rows.length * rowHeight - rowHeight;
    if (rowHeight > 0 && atEnd !== follow && !scheduled) {
      follow = atEnd;
      listener(follow);
    }
    schedule();
  });
  const observer = new ResizeObserver(schedule);
  observer.observe(element);
  return {
    element,
    setRows: (next) => {
      rows = next;
      schedule();
    },
    setFollow: (next) => {
      follow = next;
      schedule();
    },
    onFollowChange: (next) => {
      listener = next;
    },
    refresh: schedule,
    destroy: () => {
      observer.disconnect();
      if (scheduled) cancelAnimationFrame(scheduled);
      render(null, content);
    },
  };
}
