import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, isFresh, writeStamp } from '../../scripts/setup/freshness.mjs';
import { isInstalled } from '../../scripts/setup/install.mjs';

const root = mkdtempSync(join(tmpdir(), 'brownout-setup-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('is it installed?', () => {
  const lock = (packages: object): string => JSON.stringify({ packages: { '': {}, ...packages } });
  const wanted = {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', dev: true },
    'node_modules/other-platform': { version: '1.0.0', optional: true },
  };

  beforeEach(() => {
    rmSync(join(root, 'node_modules'), { recursive: true, force: true });
    writeFileSync(join(root, 'package-lock.json'), lock(wanted));
  });

  const install = (packages: object): void => {
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    writeFileSync(join(root, 'node_modules/.package-lock.json'), lock(packages));
  };

  it('no, without node_modules', () => {
    expect(isInstalled(root)).toBe(false);
  });

  it('yes, when every package is there; those of other platforms may be missing', () => {
    install({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } });
    expect(isInstalled(root)).toBe(true);
  });

  it.each([
    ['one is missing', { 'node_modules/a': { version: '1.0.0' } }],
    ['one has another version', { 'node_modules/a': { version: '1.0.1' }, 'node_modules/b': { version: '2.0.0' } }],
  ])('no, when %s', (_, packages) => {
    install(packages);
    expect(isInstalled(root)).toBe(false);
  });
});

describe('is the build fresh?', () => {
  it('notices a changed, a touched, a new and a removed file', () => {
    const source = join(root, 'src');
    mkdirSync(join(source, 'deep'), { recursive: true });
    writeFileSync(join(source, 'deep/a.ts'), 'a');
    const before = fingerprint(root, ['src', 'missing']);
    expect(fingerprint(root, ['src', 'missing'])).toBe(before);
    utimesSync(join(source, 'deep/a.ts'), 1, 1);
    const touched = fingerprint(root, ['src', 'missing']);
    expect(touched).not.toBe(before);
    writeFileSync(join(source, 'b.ts'), 'b');
    expect(fingerprint(root, ['src', 'missing'])).not.toBe(touched);
    rmSync(join(source, 'b.ts'));
    expect(fingerprint(root, ['src', 'missing'])).toBe(touched);
  });

  it('compares with the stamp of the last build', () => {
    const stamp = join(root, 'cache/stamp');
    expect(isFresh(stamp, 'one')).toBe(false);
    writeStamp(stamp, 'one');
    expect(isFresh(stamp, 'one')).toBe(true);
    expect(isFresh(stamp, 'two')).toBe(false);
  });
});
