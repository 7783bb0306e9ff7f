import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/setup/install.mjs';

/** Commands shown in the README and docs are run, and what they link to exists. */
const PAGES = ['README.md', ...markdownUnder('docs')];

function markdownUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

interface Shown {
  readonly page: string;
  readonly line: string;
}

/** Lines of ```sh blocks, without comments. A line that ends in a backslash goes on in the next. */
function shownCommands(): Shown[] {
  return PAGES.flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const blocks = [...text.matchAll(/^```(?:sh|bash|console)\n([\s\S]*?)^```$/gm)].map((match) => (match[1] ?? '').replaceAll('\\\n', ' '));
    return blocks.flatMap((block) =>
      block.split('\n').map((line) => ({
        page,
        line: line
          .replace(/^\$ /, '')
          .replace(/\s+#\s.*$/, '')
          .trim(),
      })),
    );
  }).filter(({ line }) => line !== '' && !line.startsWith('#'));
}

const commands = shownCommands();
const scripts = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts;

describe('docs', () => {
  it('show commands', () => {
    expect(commands.length).toBeGreaterThan(4);
  });

  for (const { page, line } of commands.filter(({ line }) => line.startsWith('npm '))) {
    it(`${page}: ${line} is a script`, () => {
      const name = /^npm (?:run )?([\w:-]+)/.exec(line)?.[1] ?? '';
      expect(name === 'ci' || name === 'install' || name in scripts).toBe(true);
    });
  }

  for (const { page, line } of commands.filter(({ line }) => line.startsWith('npx brownout '))) {
    it(`${page}: ${line}`, () => {
      // What is shown proves a scenario on several seeds, which takes minutes; that it can be run is seen with one.
      const runnable = line
        .replace('npx brownout', `node ${JSON.stringify(join(ROOT, 'bin/brownout.mjs'))}`)
        .replace(/--seeds \d+/, '--seeds 1')
        .replace(/>\s*\S+\s*$/, '> /dev/null');
      const run = spawnSync('bash', ['-c', runnable], { cwd: ROOT, encoding: 'utf8', timeout: 240_000 });
      expect(run.status, run.stderr).toBe(0);
    });
  }

  for (const page of PAGES) {
    it(`${page}: its links lead somewhere`, () => {
      const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
      const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '').filter((target) => !/^[a-z]+:/.test(target));
      expect(targets.filter((target) => !existsSync(join(ROOT, dirname(page), target))).map((target) => `${relative('', page)}: ${target}`)).toEqual([]);
    });
  }
});
