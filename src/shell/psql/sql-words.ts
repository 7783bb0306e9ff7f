import { CATALOG_SCHEMA } from './catalog-schema.ts';

const VERBS = ['select', 'from', 'where', 'group by', 'order by', 'count(*)', 'now()', 'limit', 'show', 'alter system set', 'alter system reset'];
const FUNCTIONS = [
  'pg_terminate_backend(',
  'pg_cancel_backend(',
  'pg_drop_replication_slot(',
  'pg_reload_conf()',
  'pg_blocking_pids(',
  'pg_size_pretty(',
  'pg_total_relation_size(',
  'pg_sleep(',
];

/** Words worth completing inside a statement: the views, their columns, what ends a session. */
const SQL_WORDS: readonly string[] = wordsOf(CATALOG_SCHEMA);

function wordsOf(schema: string): string[] {
  const words = new Set([...VERBS, ...FUNCTIONS]);
  for (const [, view, select] of schema.matchAll(/create view brownout\.(\w+) as\n([\s\S]*?)\n\s+from /g)) {
    words.add(view);
    for (const [, alias, column, bare] of select.matchAll(/ as (\w+)(?=,|$|\n)|\b[a-z]\.(\w+)(?=,|$|\n)|(?<=[\s,])(\w+)(?=,)/g))
      words.add(alias ?? column ?? bare);
  }
  return [...words].sort();
}

/** Whole shell words that the unfinished, quoted statement `typed` may become. @param typed with its opening quote */
export function completeStatement(typed: string): string[] {
  const last = /[\w.]*$/.exec(typed)?.[0] ?? '';
  const head = typed.slice(0, typed.length - last.length);
  return last === '' ? [] : SQL_WORDS.filter((word) => word.startsWith(last.toLowerCase())).map((word) => head + word);
}
