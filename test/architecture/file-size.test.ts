import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SOURCE_ROOT, sourceFiles } from '../../scripts/boundaries/check.ts';

const ASKS_TO_BE_TWO = 250;
const TOO_LONG = 400;

describe('file size', () => {
  const sizes = sourceFiles(SOURCE_ROOT).map((file) => ({ file, lines: readFileSync(join(SOURCE_ROOT, file), 'utf8').split('\n').length - 1 }));

  it(`has no file over ${TOO_LONG} lines in src/`, () => {
    for (const { file, lines } of sizes)
      if (lines > ASKS_TO_BE_TWO) console.warn(`src/${file} has ${lines} lines: past ${ASKS_TO_BE_TWO} a file asks to be two`);
    expect(sizes.filter(({ lines }) => lines > TOO_LONG)).toEqual([]);
  });
});
