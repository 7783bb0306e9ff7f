import type { ShellPort } from '../contract/ports.ts';
import { wordsAtCursor } from './command-line.ts';
import type { FleetFileSystem } from './fleet-file-system.ts';
import { TOOLS } from './tools/registry.ts';

export interface Completion {
  /** Where the word being completed starts. */
  readonly from: number;
  /** Whole words that may stand there, sorted; a directory ends in `/`. */
  readonly options: readonly string[];
}

export interface CompletionState {
  readonly port: ShellPort;
  readonly files: FleetFileSystem;
  readonly cwd: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Text tools people reach for; the rest of just-bash's are found by typing them. */
const TEXT_TOOLS = [
  'alias',
  'awk',
  'base64',
  'basename',
  'bash',
  'cat',
  'cd',
  'clear',
  'column',
  'comm',
  'cp',
  'cut',
  'diff',
  'dirname',
  'du',
  'echo',
  'egrep',
  'env',
  'exit',
  'export',
  'find',
  'fold',
  'grep',
  'head',
  'history',
  'join',
  'jq',
  'ls',
  'mkdir',
  'mv',
  'nl',
  'paste',
  'printf',
  'pwd',
  'rg',
  'rm',
  'sed',
  'seq',
  'sleep',
  'sort',
  'stat',
  'tac',
  'tee',
  'test',
  'time',
  'timeout',
  'touch',
  'tr',
  'tree',
  'uniq',
  'wc',
  'which',
  'xargs',
  'yq',
];

/** Candidates for the word at the cursor: commands, then what the tool knows, then files. */
export async function completeLine(line: string, cursor: number, state: CompletionState): Promise<Completion> {
  const { words, from } = wordsAtCursor(line, cursor);
  const word = words[words.length - 1];
  const keep = (candidates: readonly string[]): Completion => ({
    from,
    options: [...new Set(candidates)].filter((candidate) => candidate.startsWith(word)).sort(),
  });
  if (words.length === 1 && !/[/~]/.test(word)) return keep([...TOOLS.map(({ name }) => name), ...TEXT_TOOLS]);
  if (word.startsWith('$'))
    return keep(
      Object.keys(state.env)
        .filter((name) => /^[A-Z_]+$/.test(name))
        .map((name) => `$${name}`),
    );
  const tool = TOOLS.find(({ name }) => name === words[0]);
  const known = tool?.complete === undefined || words.length === 1 ? [] : await tool.complete(words.slice(1), state.port, (path) => state.files.readFile(path));
  const matching = keep(known);
  return matching.options.length > 0 ? matching : keep(await fileCandidates(word, state));
}

async function fileCandidates(word: string, { files, cwd, home }: CompletionState): Promise<string[]> {
  const slash = word.lastIndexOf('/');
  const shown = word.slice(0, slash + 1);
  const directory = files.resolvePath(cwd, shown === '' ? '.' : shown.replace(/^~/, home));
  if (!(await files.exists(directory))) return [];
  const names = await files.readdir(directory).catch(() => []);
  const hidden = word.slice(slash + 1).startsWith('.');
  const visible = names.filter((name) => hidden || !name.startsWith('.'));
  return Promise.all(
    visible.map(async (name) => {
      const stat = await files.stat(directory === '/' ? `/${name}` : `${directory}/${name}`);
      return `${shown}${name}${stat.isDirectory ? '/' : ''}`;
    }),
  );
}
