import type { ProseFlag } from '../contract/postmortem.ts';

/** Remarks on an older text, moved to where their words stand in the newer one; those whose words were edited go. The next reading sets them anew. */
export function moveRemarks(remarks: readonly ProseFlag[], before: string, after: string): readonly ProseFlag[] {
  if (before === after || remarks.length === 0) return remarks;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const shift = after.length - before.length;
  return remarks.flatMap((flag): ProseFlag[] => {
    if (flag.span[1] <= head) return [flag];
    return flag.span[0] >= before.length - tail ? [{ ...flag, span: [flag.span[0] + shift, flag.span[1] + shift] }] : [];
  });
}
