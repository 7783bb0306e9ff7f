import { mix } from '../../base/hash.ts';

/** Things a request has that no model needs: derived from its trace key, so the same request shows the same ones everywhere. */
const PATH = 1,
  BYTES = 2,
  CLIENT = 3,
  REQUEST = 4,
  SPAN = 5;

function draw(hi: number, lo: number, purpose: number, part = 0): number {
  return mix(hi, lo, part, purpose) >>> 0;
}

/** Request path of a route pattern: `:id` becomes a number of up to six digits. */
export function pathOf(route: string, hi: number, lo: number): string {
  return route.replace(/:\w+/g, String(1 + (draw(hi, lo, PATH) % 250_000)));
}

export function responseBytes(hi: number, lo: number): number {
  return 400 + (draw(hi, lo, BYTES) % 9_000);
}

/** Where a pod listens: every service of the fleet does on 8080 unless its address says otherwise. */
export function listenAddress(ip: string): string {
  return ip === '' || ip.includes(':') ? ip : `${ip}:8080`;
}

/** An address out of TEST-NET-3 (RFC 5737), which belongs to nobody. */
export function clientAddress(hi: number, lo: number): string {
  return `203.0.113.${1 + (draw(hi, lo, CLIENT) % 254)}`;
}

/** `x-request-id`, a version 4 UUID (RFC 9562). */
export function requestIdOf(hi: number, lo: number): string {
  const hex = [0, 1, 2, 3].map((part) => draw(hi, lo, REQUEST, part).toString(16).padStart(8, '0')).join('');
  const variant = '89ab'[draw(hi, lo, REQUEST, 4) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** 16 hex digits of a span. */
export function spanIdOf(hi: number, lo: number, span: number): string {
  return draw(hi, lo, SPAN, span).toString(16).padStart(8, '0') + (draw(hi, lo, SPAN, span ^ 0x5bd1e995) | 1).toString(16).replace('-', '').padStart(8, '0');
}
