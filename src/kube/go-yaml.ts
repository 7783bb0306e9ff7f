import { parseDocument, type YAMLParseError } from 'yaml';

/**
 * Reads YAML 1.1 as kubectl does before it sends it on as JSON; of several documents the first. Dates and `12:30` stay text.
 * @throws Error in the words of Go's parser. Source: gopkg.in/yaml.v2 resolve.go, scannerc.go, parserc.go; wording from runs of kubectl 1.32.
 */
export function parseGoYaml(text: string): unknown {
  const document = parseDocument(text, {
    version: '1.1',
    uniqueKeys: false,
    prettyErrors: false,
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !(tag.tag.endsWith(':timestamp') || ('format' in tag && tag.format === 'TIME'))),
  });
  const problem = document.errors.find(({ code }) => code !== 'MULTIPLE_DOCS');
  if (problem) throw new Error(`yaml: ${goWords(problem, text)}`);
  try {
    return document.toJS() as unknown;
  } catch (error) {
    const anchor = /: (\S+)$/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new Error(`yaml: unknown anchor '${anchor}' referenced`);
  }
}

/** What Go's scanner stumbles over. Its parser counts lines from 0, and both say nothing of the first. */
const SCANNER: Readonly<Record<string, string>> = {
  MISSING_CHAR: 'found unexpected end of stream',
  TAB_AS_INDENT: 'found character that cannot start any token',
  BAD_SCALAR_START: 'found character that cannot start any token',
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  MULTILINE_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  BAD_DQ_ESCAPE: 'found unknown escape character',
};

function goWords({ code, message, pos }: YAMLParseError, text: string): string {
  const flow = /^Flow (map|sequence)/.exec(message);
  const scanned = flow ? undefined : SCANNER[code];
  if (scanned !== undefined) {
    const line = linesBefore(text, code === 'MISSING_CHAR' ? text.length : pos[1] - 1);
    return `${line > 0 ? `line ${line + 1}: ` : ''}${scanned}`;
  }
  // The end of the text counts as a line of its own.
  const line = linesBefore(text, pos[0]) + (pos[0] >= text.length && !text.endsWith('\n') ? 1 : 0);
  const expected = flow ? `',' or '${flow[1] === 'map' ? '}' : ']'}'` : 'key';
  return `${line > 0 ? `line ${line}: ` : ''}did not find expected ${expected}`;
}

function linesBefore(text: string, at: number): number {
  return text.slice(0, at).split('\n').length - 1;
}
