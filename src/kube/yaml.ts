import { Document, visit } from 'yaml';
import { sortedKeys } from './json.ts';

/** YAML as `kubectl -o yaml` prints it: keys in alphabetical order, lists not indented, scalars folded where Go's emitter folds them. */
export function yamlText(value: unknown): string {
  const document = new Document(sortedKeys(value), { version: '1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && (AMBIGUOUS.test(node.value) || node.value.includes('\t'))) node.type = 'QUOTE_DOUBLE';
    },
  });
  const lines = document.toString({ lineWidth: 0, indentSeq: false, singleQuote: true, directives: false }).split('\n');
  let literal = -1;
  return lines
    .map((line) => {
      const indent = line.search(/\S/);
      if (literal >= 0 && (indent < 0 || indent > literal)) return line;
      literal = /(: |- )[|>][-+]?\d*$/.test(line) ? indent : -1;
      return literal >= 0 ? line : fold(line);
    })
    .join('\n');
}

/** Strings that would be read back as something else are put in double quotes, others that need quotes in single ones; with a tab it is always double ones. Source: gopkg.in/yaml.v2 encode.go stringv, resolve.go. */
const AMBIGUOUS = new RegExp(
  `^(${[
    '',
    '~',
    'null|Null|NULL',
    '<<',
    'y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF',
    '[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)',
    '[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)',
    '[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?',
    '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?',
    '[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?',
  ].join('|')})$`,
);

/** Past this column the next space becomes a line break. Source: gopkg.in/yaml.v2 emitterc.go best_width. */
const BEST_WIDTH = 80;

function fold(line: string): string {
  const match = /^(\s*(?:- )*)((?:"[^"]*"|'[^']*'|[^\s'"][^:]*|[^:\s]+(?:\/[^:\s]+)?): )?(.*)$/.exec(line);
  if (line.length <= BEST_WIDTH || !match) return line;
  const [, lead, key = '', scalar] = match;
  const quote = /^["']/.test(scalar) ? scalar[0] : '';
  const indent = ' '.repeat(lead.length + (key === '' ? 0 : 2));
  let folded = lead + key,
    column = folded.length;
  for (let i = 0; i < scalar.length; i++) {
    const inside = i > (quote === '' ? 0 : 1) && i < scalar.length - (quote === '' ? 1 : 2);
    const breaks = scalar[i] === ' ' && column > BEST_WIDTH && inside && scalar[i - 1] !== ' ' && (quote === '"' || scalar[i + 1] !== ' ');
    if (breaks) {
      folded += `\n${indent}${scalar[i + 1] === ' ' ? '\\' : ''}`;
      column = indent.length;
    } else {
      folded += scalar[i];
      column++;
    }
  }
  return folded;
}
