import { child, type Located, numberOf, textOf } from '../document/located.ts';
import type { Micros } from '../../contract/time.ts';
import { parseBytes, parseCpu, parseDuration, parseShare } from '../schema/quantity.ts';

/** Amounts read from located values; null when absent or not well written (validation says so). */

export function durationAt(node: Located | null, key: string): Micros | null {
  const text = textOf(child(node, key));
  return text === null ? null : parseDuration(text);
}

export function numberAt(node: Located | null, key: string): number | null {
  return numberOf(child(node, key));
}

export function shareAt(node: Located | null, key: string): number | null {
  const value = scalar(node, key);
  return value === null ? null : parseShare(value);
}

export function cpuAt(node: Located | null, key: string): number | null {
  const value = scalar(node, key);
  return value === null ? null : parseCpu(value);
}

export function bytesAt(node: Located | null, key: string): number | null {
  const text = textOf(child(node, key));
  return text === null ? null : parseBytes(text);
}

function scalar(node: Located | null, key: string): string | number | null {
  const value = child(node, key);
  return numberOf(value) ?? textOf(value);
}
