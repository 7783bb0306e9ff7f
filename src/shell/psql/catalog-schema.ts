/**
 * SQL that makes a PGlite instance look like a fleet's database: the statistics views over rows we load before each statement, and
 * functions that read simulated time or note what should be done to the fleet. Everything lives in the schema `brownout`, which
 * stands before `pg_catalog` in the search path. Column lists: PostgreSQL 15 system_views.sql.
 */
export const CATALOG_SCHEMA = `
create schema brownout;
create table brownout.session_rows (pid int, datname name, usename name, application_name text, client_addr inet, client_port int, backend_start timestamptz,
  xact_start timestamptz, query_start timestamptz, state_change timestamptz, wait_event_type text, wait_event text, state text, query text, backend_type text);
create table brownout.lock_rows (pid int, datname name, relation name, mode text, granted boolean);
create table brownout.setting_rows (name text, setting text, unit text, category text, short_desc text, context text, vartype text, boot_val text, source text, pending_restart boolean);
create table brownout.replica_rows (pid int, application_name text, client_addr inet, backend_start timestamptz, replay_lag interval, sent_lsn pg_lsn, replay_lsn pg_lsn);
create table brownout.slot_rows (slot_name name, active_pid int, restart_lsn pg_lsn, wal_status text, safe_wal_size bigint);
create table brownout.table_rows (datname name, relname name, n_live_tup bigint, n_dead_tup bigint, size bigint);
create table brownout.database_rows (oid oid, datname name, xact_commit bigint, xact_rollback bigint);
create table brownout.signals (seq serial, kind text, pid int, seconds double precision, name text);
create table brownout.outcomes (kind text, pid int, done boolean);
create table brownout.mode_rank (mode text, conflicts text[]);
insert into brownout.mode_rank values
  ('AccessShareLock', '{AccessExclusiveLock}'),
  ('RowShareLock', '{ExclusiveLock,AccessExclusiveLock}'),
  ('RowExclusiveLock', '{ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
  ('ShareUpdateExclusiveLock', '{ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
  ('ShareLock', '{RowExclusiveLock,ShareUpdateExclusiveLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
  ('ShareRowExclusiveLock', '{RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
  ('ExclusiveLock', '{RowShareLock,RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
  ('AccessExclusiveLock', '{AccessShareLock,RowShareLock,RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}');

create function brownout.fact(text) returns text stable language sql as $$ select pg_catalog.current_setting('brownout.' || $1) $$;
create function brownout.now() returns timestamptz stable language sql as $$ select pg_catalog.current_setting('brownout.now')::timestamptz $$;
create function brownout.transaction_timestamp() returns timestamptz stable language sql as $$ select brownout.now() $$;
create function brownout.statement_timestamp() returns timestamptz stable language sql as $$ select brownout.now() $$;
create function brownout.clock_timestamp() returns timestamptz volatile language sql as $$ select brownout.now() $$;
create function brownout.dat() returns date stable language sql as $$ select brownout.now()::date $$;
create function brownout.lts() returns timestamp stable language sql as $$ select brownout.now()::timestamp $$;
create function brownout.ltm() returns time stable language sql as $$ select brownout.now()::time $$;
create function brownout.ctm() returns timetz stable language sql as $$ select brownout.now()::timetz $$;
create function brownout.age(timestamptz) returns interval stable language sql as $$ select pg_catalog.age(brownout.now()::date::timestamptz, $1) $$;
create function brownout.age(timestamp) returns interval stable language sql as $$ select pg_catalog.age(brownout.now()::date::timestamp, $1) $$;
create function brownout.current_database() returns name stable language sql as $$ select brownout.fact('database')::name $$;
create function brownout.version() returns text stable language sql as $$ select brownout.fact('version') $$;
create function brownout.pg_backend_pid() returns int stable language sql as $$ select brownout.fact('pid')::int $$;
create function brownout.pg_postmaster_start_time() returns timestamptz stable language sql as $$ select brownout.fact('started')::timestamptz $$;
create function brownout.pg_conf_load_time() returns timestamptz stable language sql as $$ select brownout.fact('started')::timestamptz $$;
create function brownout.pg_is_in_recovery() returns boolean stable language sql as $$ select brownout.fact('role') = 'replica' $$;
create function brownout.pg_last_xact_replay_timestamp() returns timestamptz stable language sql as $$ select nullif(brownout.fact('last_replay'), '')::timestamptz $$;
create function brownout.pg_last_wal_receive_lsn() returns pg_lsn stable language sql as $$ select case when brownout.pg_is_in_recovery() then nullif(brownout.fact('lsn'), '')::pg_lsn end $$;
create function brownout.pg_last_wal_replay_lsn() returns pg_lsn stable language sql as $$ select case when brownout.pg_is_in_recovery() then nullif(brownout.fact('replayed'), '')::pg_lsn end $$;
create function brownout.pg_current_wal_lsn() returns pg_lsn stable language plpgsql as $$
begin
  if brownout.pg_is_in_recovery() then
    raise exception 'recovery is in progress' using errcode = '55000', hint = 'WAL control functions cannot be executed during recovery.';
  end if;
  return nullif(brownout.fact('lsn'), '')::pg_lsn;
end $$;
create function brownout.inet_server_port() returns int stable language sql as $$ select brownout.fact('port')::int $$;
create function brownout.privileged() returns boolean stable language sql as $$ select brownout.fact('superuser') = 'on' $$;
create function brownout.role_oid(name) returns oid stable language sql security definer as $$ select oid from pg_catalog.pg_authid where rolname = $1 $$;
create function brownout.relation_oid(name) returns oid stable language sql as $$
  select coalesce((select c.oid from pg_catalog.pg_class c where c.relname = $1 and c.relnamespace = 'public'::regnamespace), (20000 + abs(hashtext($1::text)) % 40000)::oid) $$;

create function brownout.signal(what text, target int, secs double precision default null) returns boolean volatile language plpgsql security definer as $$
declare known boolean; outcome boolean;
begin
  select o.done into outcome from brownout.outcomes o where o.kind = what and o.pid is not distinct from target;
  if found then return outcome; end if;
  insert into brownout.signals(kind, pid, seconds) values (what, target, secs);
  return true;
end $$;
create function brownout.signal_backend(what text, target int) returns boolean volatile language plpgsql security definer as $$
declare victim record;
begin
  if target is null then return null; end if;
  select * into victim from brownout.session_rows s where s.pid = target and s.backend_type = any('{client backend,autovacuum worker,walsender}');
  if not found then
    raise warning 'PID % is not a PostgreSQL server process', target;
    return false;
  end if;
  if victim.usename is distinct from session_user and not brownout.privileged() then
    if what = 'terminate' then raise exception 'must be a member of the role whose process is being terminated or member of pg_signal_backend' using errcode = '42501';
    else raise exception 'must be a member of the role whose query is being canceled or member of pg_signal_backend' using errcode = '42501'; end if;
  end if;
  return brownout.signal(what, target);
end $$;
create function brownout.pg_terminate_backend(pid int, timeout bigint default 0) returns boolean volatile language sql as $$ select brownout.signal_backend('terminate', $1) $$;
create function brownout.pg_cancel_backend(int) returns boolean volatile language sql as $$ select brownout.signal_backend('cancel', $1) $$;
create function brownout.pg_reload_conf() returns boolean volatile language plpgsql as $$
begin
  if not brownout.privileged() then raise exception 'permission denied for function pg_reload_conf' using errcode = '42501'; end if;
  return brownout.signal('reload', null);
end $$;
create function brownout.pg_drop_replication_slot(slot_name name) returns void volatile language plpgsql security definer as $$
declare slot record;
begin
  if session_user <> 'replicator' and not brownout.privileged() then
    raise exception 'must be superuser or replication role to use replication slots' using errcode = '42501';
  end if;
  select * into slot from brownout.slot_rows s where s.slot_name = $1;
  if not found then
    if exists (select from brownout.outcomes o where o.kind = 'drop-slot') then return; end if;
    raise exception 'replication slot "%" does not exist', $1 using errcode = '42704';
  end if;
  if slot.active_pid is not null then
    raise exception 'replication slot "%" is active for PID %', $1, slot.active_pid using errcode = '55006';
  end if;
  insert into brownout.signals(kind, name) values ('drop-slot', $1);
end $$;
create function brownout.pg_sleep(double precision) returns void volatile language sql as $$ select brownout.signal('sleep', null, $1) $$;

create function brownout.pg_blocking_pids(int) returns int[] stable language sql security definer as $$
  select coalesce(array_agg(distinct h.pid order by h.pid), '{}') from brownout.lock_rows w
  join brownout.mode_rank r on r.mode = w.mode
  join brownout.lock_rows h on h.relation is not distinct from w.relation and h.datname is not distinct from w.datname and h.granted and h.pid <> w.pid and h.mode = any(r.conflicts)
  where w.pid = $1 and not w.granted $$;

create function brownout.shown_setting(setting text, unit text, vartype text) returns text immutable language plpgsql as $$
declare n numeric; base numeric; u text;
begin
  if unit is null or vartype not in ('integer', 'real') then return setting; end if;
  n := setting::numeric;
  if n <= 0 then return case when n = 0 then '0' else setting end; end if;
  if unit in ('us', 'ms', 's', 'min') then
    base := n * case unit when 'us' then 1 when 'ms' then 1000 when 's' then 1000000 else 60000000 end;
    foreach u in array '{d,h,min,s,ms,us}'::text[] loop
      n := case u when 'd' then 86400000000 when 'h' then 3600000000 when 'min' then 60000000 when 's' then 1000000 when 'ms' then 1000 else 1 end;
      if base % n = 0 then return (base / n)::bigint || u; end if;
    end loop;
  end if;
  base := n * case unit when 'B' then 1 when 'kB' then 1024 when '8kB' then 8192 when 'MB' then 1048576 when 'GB' then 1073741824 else null end;
  if base is null then return setting || unit; end if;
  foreach u in array '{TB,GB,MB,kB,B}'::text[] loop
    n := case u when 'TB' then 1099511627776 when 'GB' then 1073741824 when 'MB' then 1048576 when 'kB' then 1024 else 1 end;
    if base % n = 0 then return (base / n)::bigint || u; end if;
  end loop;
  return setting || unit;
end $$;
create function brownout.current_setting(text, boolean default false) returns text stable language plpgsql security definer as $$
declare found_value text;
begin
  select brownout.shown_setting(s.setting, s.unit, s.vartype) into found_value from brownout.setting_rows s where lower(s.name) = lower($1);
  if found then return found_value; end if;
  return pg_catalog.current_setting($1, $2);
end $$;

create function brownout.pg_total_relation_size(regclass) returns bigint stable language sql security definer as $$
  select coalesce((select t.size from brownout.table_rows t join pg_catalog.pg_class c on c.relname = t.relname where c.oid = $1 and t.datname = brownout.current_database()), 0) $$;
create function brownout.pg_relation_size(regclass) returns bigint stable language sql as $$ select brownout.pg_total_relation_size($1) $$;
create function brownout.pg_table_size(regclass) returns bigint stable language sql as $$ select brownout.pg_total_relation_size($1) $$;
create function brownout.pg_database_size(name) returns bigint stable language sql security definer as $$ select 7500000 + coalesce(sum(size), 0)::bigint from brownout.table_rows where datname = $1 $$;
create function brownout.pg_database_size(oid) returns bigint stable language sql security definer as $$ select brownout.pg_database_size(datname) from brownout.database_rows where oid = $1 $$;

create view brownout.pg_stat_activity as
  select d.oid as datid, s.datname, s.pid, null::int as leader_pid, brownout.role_oid(s.usename) as usesysid, s.usename, s.application_name,
    case when v.see then s.client_addr end as client_addr, null::text as client_hostname, case when v.see then s.client_port end as client_port,
    case when v.see then s.backend_start end as backend_start, case when v.see then s.xact_start end as xact_start,
    case when v.see then s.query_start end as query_start, case when v.see then s.state_change end as state_change,
    case when v.see then s.wait_event_type end as wait_event_type, case when v.see then s.wait_event end as wait_event,
    case when v.see then s.state end as state, null::xid as backend_xid, null::xid as backend_xmin, null::bigint as query_id,
    case when v.see then s.query else '<insufficient privilege>' end as query, s.backend_type
  from brownout.session_rows s left join brownout.database_rows d on d.datname = s.datname,
  lateral (select brownout.privileged() or s.usename = session_user as see) v
  order by s.backend_start, s.pid;
create view brownout.pg_locks as
  select case when l.relation is not null then 'relation' when l.granted then 'virtualxid' else 'transactionid' end as locktype,
    case when l.relation is not null then d.oid end as database, case when l.relation is not null then brownout.relation_oid(l.relation) end as relation,
    null::int as page, null::smallint as tuple, case when l.relation is null and l.granted then (l.pid % 100) || '/' || l.pid end as virtualxid, null::xid as transactionid,
    null::oid as classid, null::oid as objid, null::smallint as objsubid, (l.pid % 100) || '/' || l.pid as virtualtransaction, l.pid, l.mode, l.granted,
    (l.granted and l.mode in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')) as fastpath, null::timestamptz as waitstart
  from brownout.lock_rows l left join brownout.database_rows d on d.datname = l.datname;
create view brownout.pg_settings as
  select name, setting, unit, category, short_desc, null::text as extra_desc, context, vartype, source, null::text as min_val, null::text as max_val, null::text[] as enumvals,
    boot_val, setting as reset_val, case when source = 'configuration file' then '/var/lib/postgresql/15/main/postgresql.auto.conf' end as sourcefile, null::int as sourceline, pending_restart
  from brownout.setting_rows order by name;
create view brownout.pg_stat_replication as
  select r.pid, brownout.role_oid('replicator') as usesysid, 'replicator'::name as usename, r.application_name, r.client_addr, null::text as client_hostname, null::int as client_port,
    r.backend_start, null::xid as backend_xmin, 'streaming' as state, r.sent_lsn, r.sent_lsn as write_lsn, r.sent_lsn as flush_lsn, r.replay_lsn,
    r.replay_lag as write_lag, r.replay_lag as flush_lag, r.replay_lag, 0 as sync_priority, 'async' as sync_state, brownout.now() as reply_time
  from brownout.replica_rows r;
create view brownout.pg_replication_slots as
  select s.slot_name, null::name as plugin, 'physical' as slot_type, null::oid as datoid, null::name as database, false as temporary, s.active_pid is not null as active, s.active_pid,
    null::xid as xmin, null::xid as catalog_xmin, s.restart_lsn, null::pg_lsn as confirmed_flush_lsn, s.wal_status, s.safe_wal_size, false as two_phase
  from brownout.slot_rows s;
create view brownout.pg_stat_wal_receiver as
  select 1399 as pid, 'streaming' as status, brownout.fact('replayed')::pg_lsn as receive_start_lsn, brownout.fact('timeline')::int as receive_start_tli,
    brownout.fact('lsn')::pg_lsn as written_lsn, brownout.fact('lsn')::pg_lsn as flushed_lsn, brownout.fact('timeline')::int as received_tli,
    brownout.fact('heard')::timestamptz as last_msg_send_time, brownout.fact('heard')::timestamptz as last_msg_receipt_time, brownout.fact('lsn')::pg_lsn as latest_end_lsn,
    brownout.fact('heard')::timestamptz as latest_end_time, null::text as slot_name, brownout.fact('receiver') as sender_host, 5432 as sender_port,
    'user=replicator host=' || brownout.fact('receiver') || ' port=5432' as conninfo
  where brownout.fact('receiver') <> '';
create view brownout.pg_stat_database as
  select d.oid as datid, d.datname, (select count(*)::int from brownout.session_rows s where s.datname = d.datname and s.backend_type <> 'walsender') as numbackends,
    d.xact_commit, d.xact_rollback, null::bigint as blks_read, null::bigint as blks_hit, null::bigint as tup_returned, null::bigint as tup_fetched,
    null::bigint as tup_inserted, null::bigint as tup_updated, null::bigint as tup_deleted, null::bigint as conflicts, null::bigint as temp_files, null::bigint as temp_bytes,
    null::bigint as deadlocks, null::bigint as checksum_failures, null::timestamptz as checksum_last_failure, null::double precision as blk_read_time,
    null::double precision as blk_write_time, null::timestamptz as stats_reset
  from brownout.database_rows d;
create view brownout.pg_stat_user_tables as
  select brownout.relation_oid(t.relname) as relid, 'public'::name as schemaname, t.relname, null::bigint as seq_scan, null::bigint as seq_tup_read, null::bigint as idx_scan,
    null::bigint as idx_tup_fetch, null::bigint as n_tup_ins, null::bigint as n_tup_upd, null::bigint as n_tup_del, null::bigint as n_tup_hot_upd, t.n_live_tup, t.n_dead_tup,
    null::bigint as n_mod_since_analyze, null::bigint as n_ins_since_vacuum, null::timestamptz as last_vacuum, null::timestamptz as last_autovacuum,
    null::timestamptz as last_analyze, null::timestamptz as last_autoanalyze, null::bigint as vacuum_count, null::bigint as autovacuum_count, null::bigint as analyze_count, null::bigint as autoanalyze_count
  from brownout.table_rows t where t.datname = brownout.current_database();
create view brownout.pg_stat_all_tables as select * from brownout.pg_stat_user_tables;
create view brownout.pg_stat_progress_vacuum as
  select s.pid, d.oid as datid, s.datname, brownout.relation_oid(l.relation) as relid, 'scanning heap' as phase, null::bigint as heap_blks_total, null::bigint as heap_blks_scanned,
    null::bigint as heap_blks_vacuumed, null::bigint as index_vacuum_count, null::bigint as max_dead_tuples, null::bigint as num_dead_tuples
  from brownout.session_rows s left join brownout.database_rows d on d.datname = s.datname left join brownout.lock_rows l on l.pid = s.pid and l.relation is not null
  where s.backend_type = 'autovacuum worker';
create view brownout.pg_database as
  select d.oid, d.datname, brownout.role_oid('postgres') as datdba, 6 as encoding, 'c'::"char" as datlocprovider, d.datname like 'template%' as datistemplate, d.datname <> 'template0' as datallowconn,
    -1 as datconnlimit, null::xid as datfrozenxid, null::xid as datminmxid, 1663::oid as dattablespace, 'C.UTF-8' as datcollate, 'C.UTF-8' as datctype, null::text as daticulocale, null::text as datcollversion, null::aclitem[] as datacl
  from brownout.database_rows d;
create view brownout.pg_roles as
  select r.rolname, r.rolname = 'postgres' as rolsuper, true as rolinherit, r.rolname = 'postgres' as rolcreaterole, r.rolname = 'postgres' as rolcreatedb, true as rolcanlogin,
    r.rolname in ('postgres', 'replicator') as rolreplication, -1 as rolconnlimit, '********' as rolpassword, null::timestamptz as rolvaliduntil, r.rolname = 'postgres' as rolbypassrls, null::text[] as rolconfig, r.oid
  from pg_catalog.pg_authid r where r.rolname <> 'brownout_owner';
create view brownout.pg_user as select rolname as usename, oid as usesysid, rolcreatedb as usecreatedb, rolsuper as usesuper, rolreplication as userepl, rolbypassrls as usebypassrls, '********' as passwd, null::timestamptz as valuntil, null::text[] as useconfig from brownout.pg_roles;
create view brownout.pg_tables as select 'public'::name as schemaname, relname as tablename, 'postgres'::name as tableowner, null::name as tablespace, true as hasindexes, false as hasrules, false as hastriggers, false as rowsecurity
  from brownout.table_rows where datname = brownout.current_database();

grant usage on schema brownout to public;
grant select on brownout.pg_stat_activity, brownout.pg_locks, brownout.pg_settings, brownout.pg_stat_replication, brownout.pg_replication_slots, brownout.pg_stat_wal_receiver, brownout.pg_stat_database, brownout.pg_stat_user_tables,
  brownout.pg_stat_all_tables, brownout.pg_stat_progress_vacuum, brownout.pg_database, brownout.pg_roles, brownout.pg_user, brownout.pg_tables to public;
create role owner_login superuser login;
set session authorization owner_login;
alter role postgres rename to brownout_owner;
create role postgres login;
set session authorization brownout_owner;
`;
