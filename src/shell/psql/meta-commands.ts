import { literal } from './sql-engine.ts';

/** psql's own listings as queries over our catalogue: title and SQL, as `psql -E` shows them in spirit. */
export interface Listing {
  readonly title: string;
  readonly sql: string;
  /** psql's words when nothing is found; null: print the empty table. */
  readonly none: string | null;
  readonly footer: boolean;
}

export function listing(command: string, pattern: string): Listing | null {
  const plus = command.endsWith('+');
  const like =
    pattern === ''
      ? ''
      : ` and relname ~ ${literal(
          `^(${pattern
            .replace(/^public\./, '')
            .replace(/\*/g, '.*')
            .replace(/\?/g, '.')})$`,
        )}`;
  const none = pattern === '' ? 'Did not find any relations.' : `Did not find any relation named "${pattern}".`;
  switch (command.replace(/[+S]+$/, '')) {
    case '\\l':
    case '\\list':
      return {
        title: 'List of databases',
        none: null,
        footer: true,
        sql: `select datname as "Name", 'postgres' as "Owner", 'UTF8' as "Encoding", datcollate as "Collate", datctype as "Ctype", null as "ICU Locale", 'libc' as "Locale Provider",
          case when datistemplate then E'=c/postgres          \\npostgres=CTc/postgres' end as "Access privileges"
          ${plus ? ', pg_size_pretty(pg_database_size(datname)) as "Size", \'pg_default\' as "Tablespace"' : ''} from brownout.pg_database order by 1`,
      };
    case '\\dt':
    case '\\d':
      return {
        title: 'List of relations',
        none,
        footer: true,
        sql: `select 'public' as "Schema", relname as "Name", 'table' as "Type", 'postgres' as "Owner"
          ${plus ? `, 'permanent' as "Persistence", 'heap' as "Access method", pg_size_pretty(pg_total_relation_size(format('public.%I', relname)::regclass)) as "Size", null as "Description"` : ''}
          from brownout.pg_stat_user_tables where true${like} order by 2`,
      };
    case '\\du':
    case '\\dg':
      return {
        title: 'List of roles',
        none: null,
        footer: false,
        sql: `select rolname as "Role name", case when rolsuper then 'Superuser, Create role, Create DB, Replication, Bypass RLS' when rolreplication then 'Replication' else '' end as "Attributes", '{}' as "Member of"
          from brownout.pg_roles where rolname !~ '^pg_' and rolname <> 'owner_login' order by 1`,
      };
    case '\\dn':
      return { title: 'List of schemas', none: null, footer: true, sql: `select 'public' as "Name", 'pg_database_owner' as "Owner"` };
    case '\\dx':
      return {
        title: 'List of installed extensions',
        none: null,
        footer: true,
        sql: `select 'plpgsql' as "Name", '1.0' as "Version", 'pg_catalog' as "Schema", 'PL/pgSQL procedural language' as "Description"`,
      };
    case '\\di':
    case '\\dv':
    case '\\dm':
    case '\\ds':
      return { title: '', none, footer: true, sql: 'select 1 where false' };
    default:
      return null;
  }
}

/** Columns of one relation: what `\d NAME` prints above its table. */
export function describeRelation(name: string): { readonly exists: string; readonly columns: string } {
  const bare = name.replace(/^(public|pg_catalog)\./, '');
  const oid = `(select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relname = ${literal(bare)} and c.relkind in ('r', 'v', 'p', 'm')
    order by array_position('{brownout,public,pg_catalog}'::name[], n.nspname) limit 1)`;
  return {
    exists: `select n.nspname, c.relname, c.relkind from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = ${oid}`,
    columns: `select a.attname as "Column", format_type(a.atttypid, a.atttypmod) as "Type", null as "Collation", case when a.attnotnull then 'not null' end as "Nullable", null as "Default"
      from pg_catalog.pg_attribute a where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped order by a.attnum`,
  };
}
