/** Advance of a 10-px letter of the mono face, with a little air. */
const LETTER_PX = 7;

/** Letters of changes along an axis: those that would touch share one place, as `BC`, so that none is lost. In order of x; `pixel` scales for a canvas. */
export function letterGroups(
  marks: readonly { readonly x: number; readonly letter: string }[],
  pixel = 1,
): readonly { readonly x: number; readonly text: string }[] {
  const groups: { x: number; text: string; end: number }[] = [];
  const half = (text: string): number => text.length * LETTER_PX * pixel * 0.5;
  for (const { x, letter } of marks) {
    const last = groups[groups.length - 1];
    if (last && x - half(letter) < last.end) {
      const text = last.text + letter;
      const centre = (last.x + x) / 2;
      groups[groups.length - 1] = { x: centre, text, end: centre + half(text) };
    } else groups.push({ x, text: letter, end: x + half(letter) });
  }
  return groups;
}
