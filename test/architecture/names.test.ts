import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SOURCE_ROOT, sourceFiles } from '../../scripts/boundaries/check.ts';

/** A file is named for the one thing it does. */
const SAYS_NOTHING = /^(utils?|helpers?|common|misc|types|index)\.ts$|(-impl|-manager|-utils?|-helpers?)\.ts$/;

describe('file names', () => {
  it.each(['utils.ts', 'types.ts', 'helpers.ts', 'common.ts', 'index.ts', 'player-impl.ts', 'pod-manager.ts', 'string-utils.ts'])(
    'the rule catches %s',
    (name) => {
      expect(name).toMatch(SAYS_NOTHING);
    },
  );

  it('all say what is in the file', () => {
    expect(sourceFiles(SOURCE_ROOT).filter((file) => SAYS_NOTHING.test(basename(file)))).toEqual([]);
  });
});
