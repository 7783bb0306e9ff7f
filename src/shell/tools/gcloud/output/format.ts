import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { type ProjectionKey, parseProjection } from './projection.ts';

/** `--format=table[no-heading](name,zone.basename())`, read. */
export interface Format {
  readonly name: 'default' | 'json' | 'yaml' | 'value' | 'csv' | 'table' | 'none';
  readonly keys: readonly ProjectionKey[] | null;
  readonly heading: boolean;
  /** Between the values of a row, where it was asked for. */
  readonly separator: string | null;
}

export const FORMATS = ['json', 'yaml', 'value', 'csv', 'table', 'none'] as const;
/** Source: Google Cloud SDK 528. */
const REAL = 'config, csv, default, diff, disable, flattened, get, json, list, multi, none, object, table, text, value, yaml';

/** @throws GcloudError in gcloud's words. Source: `gcloud topic formats`. */
export function parseFormat(text: string): Format {
  if (text === '') return { name: 'default', keys: null, heading: true, separator: null };
  const [, name = '', attributes = '', projection = ''] = /^(\w*)(?:\[([^\]]*)\])?(.*)$/s.exec(text) ?? [];
  const known = FORMATS.find((one) => one === name);
  if (known === undefined) {
    if (REAL.split(', ').includes(name)) throw notSimulated(`--format=${name}; ${FORMATS.join(', ')} are`);
    throw new GcloudError(
      `Format must be one of ${REAL}; received [${name === '' ? text : name}].\n\nFor information on output formats:\n  $ gcloud topic formats\n`,
    );
  }
  if (projection !== '' && !projection.startsWith('(')) throw new GcloudError(`Syntax error [${name} *HERE* ${projection}].`);
  const given = projection === '' ? [] : parseProjection(projection, text);
  const keys = given.length === 0 ? null : given;
  if (keys === null && ['value', 'csv', 'table'].includes(known)) {
    throw new GcloudError(`Format [${known}] requires a non-empty projection. Use key parameters to specify a projection like so \`${known}(foo, bar.baz)\``);
  }
  return { name: known, keys, ...parseAttributes(attributes) };
}

function parseAttributes(text: string): Pick<Format, 'heading' | 'separator'> {
  let heading = true;
  let separator: string | null = null;
  for (const [, name, , quoted, bare] of text.matchAll(/([\w-]+)(=(?:["']([^"']*)["']|([^,]*)))?/g)) {
    if (name === 'no-heading') heading = false;
    else if (name === 'separator') separator = quoted ?? bare ?? '';
    else throw notSimulated(`[${name}] in --format; [no-heading] and [separator] are`);
  }
  return { heading, separator };
}
