import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8');
const SECTION = PAGE.slice(PAGE.indexOf('## One request'), PAGE.indexOf('## Determinism'));
const SOURCES = new Map(
  readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(ROOT, 'src', path), 'utf8')]),
);

const declares = (source: string, name: string): boolean => new RegExp(`\\bfunction ${name}\\b`).test(source);

/** "One request" in docs/ARCHITECTURE.md names functions and the files they are in: a moved or renamed one must be moved there too. */
describe('the functions that the architecture page names', () => {
  const placed = [...SECTION.matchAll(/`(\w+)`(?: → `(\w+)`)? \(([\w/.-]+\.ts)\)/g)].flatMap(([, first = '', second, path = '']) =>
    [first, second].filter((name) => name !== undefined).map((name) => ({ name, path: path.startsWith('src/') ? path.slice(4) : `engine/${path}` })),
  );

  it('are many', () => expect(placed.length).toBeGreaterThan(10));

  it.each(placed)('$name is in src/$path', ({ name, path }) => {
    expect(declares(SOURCES.get(path) ?? '', name)).toBe(true);
  });

  it('exist, those without a file too', () => {
    const words = [...SECTION.matchAll(/`([a-z]+[A-Z]\w*)`/g)].map((match) => match[1] ?? '');
    const everything = [...SOURCES.values()].join('\n');
    expect(words.filter((name) => !declares(everything, name))).toEqual([]);
  });
});
