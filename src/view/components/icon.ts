import { html, svg, type TemplateResult } from 'lit-html';

/** Icons on a 12-px grid, 1.5 stroke, square joins (art direction §8). `fill` ones are severity shapes. */
const PATHS = {
  diamond: 'M6 .6 11.4 6 6 11.4 .6 6Z',
  triangle: 'M6 1 11.6 11H.4Z',
  tick: 'M1.5 6.4 4.6 9.5 10.5 3',
  play: 'M3 1.5 10.5 6 3 10.5Z',
  pause: 'M4 2.5V9.5M8 2.5V9.5',
  step: 'M2.5 2.5 7 6 2.5 9.5ZM9.5 2.5V9.5',
  maximise: 'M7 2H10V5M5 10H2V7',
  more: 'M2 6H3M5.5 6H6.5M9 6H10',
  plus: 'M6 2V10M2 6H10',
  minus: 'M2 6H10',
  close: 'M2.5 2.5 9.5 9.5M9.5 2.5 2.5 9.5',
  chart: 'M1.5 1.5V10.5H10.5M3.5 8 5.5 5 7.5 6.5 10 3',
  terminal: 'M2 3 5 6 2 9M6.5 9.5H10.5',
  log: 'M1.5 2.5H10.5M1.5 6H10.5M1.5 9.5H7',
  trace: 'M1 2.5H8M3.5 6H10.5M5.5 9.5H11',
  chevronDown: 'M3 4.5 6 7.5 9 4.5',
  chevronRight: 'M4.5 3 7.5 6 4.5 9',
  chevronLeft: 'M7.5 3 4.5 6 7.5 9',
  sound: 'M1.5 4.5H3.5L6 2V10L3.5 7.5H1.5ZM8 4.2Q9.4 6 8 7.8',
  muted: 'M1.5 4.5H3.5L6 2V10L3.5 7.5H1.5ZM8 4.5 11 7.5M11 4.5 8 7.5',
  pin: 'M4 1.5H8M5 1.5V5.5L2.8 7.8H9.2L7 5.5V1.5M6 7.8V11',
  doc: 'M2.5 1.5H7L9.5 4V10.5H2.5ZM4.5 6H7.5M4.5 8.2H7.5',
  download: 'M6 1.5V8M3 5.5 6 8.5 9 5.5M1.5 10.5H10.5',
  upload: 'M6 8.5V2M3 4.5 6 1.5 9 4.5M1.5 10.5H10.5',
  copy: 'M4 4H10.5V10.5H4ZM8 4V1.5H1.5V8H4',
  sun: 'M6 .8V2.2M6 9.8V11.2M.8 6H2.2M9.8 6H11.2M2.3 2.3 3.3 3.3M8.7 8.7 9.7 9.7M2.3 9.7 3.3 8.7M8.7 3.3 9.7 2.3',
} as const;

const SHAPES = {
  ring: svg`<circle cx="6" cy="6" r="4"/>`,
  half: svg`<circle cx="6" cy="6" r="4"/><path d="M6 2a4 4 0 0 1 0 8Z" fill="currentColor" stroke="none"/>`,
  ruledOut: svg`<circle cx="6" cy="6" r="4"/><path d="M3.2 8.8 8.8 3.2"/>`,
  eye: svg`<path d="M1 6Q6 .5 11 6Q6 11.5 1 6Z"/><circle cx="6" cy="6" r="1.4"/>`,
  search: svg`<circle cx="5" cy="5" r="3.5"/><path d="M7.6 7.6 10.8 10.8"/>`,
  clock: svg`<circle cx="6" cy="6" r="4.5"/><path d="M6 3.2V6L8 7.2"/>`,
  people: svg`<circle cx="4.5" cy="4" r="2"/><path d="M1 10.5A3.5 3.5 0 0 1 8 10.5M8 2.3A2 2 0 0 1 8 5.7M9.5 7.4A3.5 3.5 0 0 1 11 10.5"/>`,
} as const;

export type IconName = keyof typeof PATHS | keyof typeof SHAPES;

/** A decorative icon: hidden from assistive technology, so a word or an aria-label must stand beside it. */
export function icon(name: IconName, className = ''): TemplateResult {
  const shape = name in SHAPES ? SHAPES[name as keyof typeof SHAPES] : svg`<path d=${PATHS[name as keyof typeof PATHS]}/>`;
  return html`<svg class="icon ${className}" viewBox="0 0 12 12" aria-hidden="true">${shape}</svg>`;
}

/** The severity shape: page ◆, warning ▲, notice ○, resolved ✓ (art direction §4). */
export function severityIcon(severity: 'page' | 'warning' | 'notice' | 'resolved'): TemplateResult {
  if (severity === 'page') return icon('diamond', 'solid crit');
  if (severity === 'warning') return icon('triangle', 'solid warn');
  return severity === 'notice' ? icon('ring', 'ink-3') : icon('tick', 'ok');
}

/** The mark: a mains-voltage sag (art direction §2). */
export function mark(size = 24): TemplateResult {
  return html`<svg class="mark" width=${size} height=${size} viewBox="0 0 24 24" role="img" aria-label="Brownout">
    <path d="M1 6H9V18C13.5 18 14 6.6 23 6" fill="none" stroke="currentColor" stroke-width="2.4"/></svg>`;
}

export function wordmark(width = 141): TemplateResult {
  return html`<svg class="mark" width=${width} height=${Math.round((width * 23) / 130)} viewBox="-2 -1.5 130 23" fill="none" stroke="currentColor" role="img" aria-label="Brownout">
    <g stroke-width="2.7"><path d="M0 0V18M0 12a6 6 0 1 1 12 0a6 6 0 1 1-12 0"/><path d="M17 6V18M17 12a6 6 0 0 1 6-6h1.2"/><path d="M28.4 12a6 6 0 1 1 12 0a6 6 0 1 1-12 0"/></g>
    <path stroke-width="1.1" d="M45.4 6V13.5a4.5 4.5 0 0 0 9 0V6M54.4 13.5a4.5 4.5 0 0 0 9 0V6"/><path stroke-width="1.25" d="M68.4 18V6M68.4 12a6 6 0 0 1 12 0V18"/>
    <path stroke-width="1.6" d="M85.4 12a6 6 0 1 1 12 0a6 6 0 1 1-12 0"/><path stroke-width="2.05" d="M102.4 6V12a6 6 0 0 0 12 0M114.4 6V18"/>
    <path stroke-width="2.5" d="M121.4 1V14a4 4 0 0 0 4 4h1.4M118.4 6.6H126.8"/></svg>`;
}
