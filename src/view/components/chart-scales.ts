/** 1, 2, 4, 5 or 8 times a power of ten, at or above a value, so that half of it is a round number too. */
export function niceTop(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const factor of [1, 2, 4, 5, 8, 10]) if (factor * power >= value * 0.999) return factor * power;
  return 10 * power;
}

/** Ticks are round numbers: no decimals that are zero, no space before the unit. */
export function axisText(text: string): string {
  return text
    .replace(/(\.\d*?)0+(?=\D|$)/, '$1')
    .replace(/\.(?=\D|$)/, '')
    .replaceAll(' ', '');
}

export function logRange(low: number | null, high: number | null, threshold = 0): [number, number] {
  const bottom = Math.min(low && low > 0 ? low : 0.01, threshold || Infinity);
  const top = Math.max(high && high > 0 ? high : 1, threshold);
  return [10 ** Math.floor(Math.log10(bottom)), Math.max(top * 1.2, bottom * 10)];
}

export function logSplits(min: number, max: number): number[] {
  const splits: number[] = [];
  for (let power = Math.ceil(Math.log10(min)); 10 ** power <= max; power += 1) splits.push(10 ** power);
  return splits.length > 4 ? splits.filter((_, index) => index % 2 === 0) : splits;
}
