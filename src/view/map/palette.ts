import { readToken } from '../components/tokens-in-canvas.ts';

/** Colours of the map as numbers, read from the tokens. */
export interface MapPalette {
  readonly well: number;
  readonly panel: number;
  readonly active: number;
  readonly line: number;
  readonly lineStrong: number;
  readonly ink1: number;
  readonly ink2: number;
  readonly ink3: number;
  readonly accent: number;
  readonly crit: number;
  readonly critSoft: number;
  readonly onCrit: number;
  readonly warn: number;
  readonly warnFill: number;
  readonly flow: number;
  readonly bus: number;
}

export function readPalette(): MapPalette {
  const of = (name: string): number => toNumber(readToken(name));
  const well = of('bg-well');
  const ink3 = of('ink-3');
  return {
    well,
    ink3,
    panel: of('bg-panel'),
    active: of('bg-active'),
    line: of('line'),
    lineStrong: of('line-strong'),
    ink1: of('ink-1'),
    ink2: of('ink-2'),
    accent: of('accent'),
    crit: of('crit'),
    critSoft: of('crit-soft'),
    onCrit: of('on-crit'),
    warn: of('warn'),
    warnFill: of('warn-fill'),
    flow: mix(ink3, well, 0.45),
    bus: mix(ink3, well, 0.7),
  };
}

/** Any CSS colour (hex, or a system colour in forced colours) to 0xRRGGBB. */
function toNumber(colour: string): number {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour);
  if (hex) return Number.parseInt(hex[1], 16);
  const probe = document.createElement('span');
  probe.style.color = colour;
  document.body.append(probe);
  const parts = getComputedStyle(probe).color.match(/\d+/g)?.map(Number) ?? [127, 127, 127];
  probe.remove();
  return (parts[0] << 16) | (parts[1] << 8) | parts[2];
}

/** `share` of `a` over `b`, channel by channel. */
function mix(a: number, b: number, share: number): number {
  const channel = (shift: number): number => Math.round(((a >> shift) & 255) * share + ((b >> shift) & 255) * (1 - share));
  return (channel(16) << 16) | (channel(8) << 8) | channel(0);
}
