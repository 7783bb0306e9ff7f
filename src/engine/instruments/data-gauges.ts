import { TIME, timesOf } from '../requests/attempt-table.ts';
import { SERVER } from '../fleet/pooler.ts';
import { locksOf } from '../fleet/postgres-locks.ts';
import { NEVER } from '../fleet/postgres.ts';
import type { World } from '../world.ts';
import { cloudDiskGauges, walGauges } from './disk-gauges.ts';
import { exporterSees, replicationGauges } from './replication-gauges.ts';
import { infraTarget, setGauge } from './set-gauge.ts';

/** What the exporters beside the data stores say. Names: postgres_exporter 0.20, pgbouncer_exporter 0.12, redis_exporter 1.88. */
const STATES = ['active', 'idle', 'idle in transaction'] as const;
const LOCK_MODES = ['AccessShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ExclusiveLock'] as const;

export function databaseGauges(world: World): void {
  const s = world.s;
  world.plan.scenario.fleet.databases.forEach((model, index) => {
    const state = s.databases[index];
    const target = infraTarget(world, 'postgres-exporter', `${model.name}:9187`, { server: `${model.host}:5432` });
    if (state.disk !== undefined) cloudDiskGauges(world, index, state.disk);
    if (!exporterSees(world, index, target)) return;
    replicationGauges(world, index, target);
    if (state.disk !== undefined) walGauges(world, index, target, state.disk);
    setGauge(world, target, 'pg_settings_max_connections', {}, Number(state.settings['max_connections']));
    setGauge(world, target, 'pg_settings_superuser_reserved_connections', {}, Number(state.settings['superuser_reserved_connections']));
    model.databases.forEach((name, number) => {
      const counts = [0, 0, 0];
      let longest = 0;
      let backends = 0;
      const locks = new Map<string, number>(LOCK_MODES.map((mode) => [mode, 0]));
      for (const session of state.sessions) {
        if (session === null || session.database !== name) continue;
        counts[session.state]++;
        backends++;
        if (session.xactStartUs !== NEVER) longest = Math.max(longest, s.nowUs - session.xactStartUs);
        for (const { mode } of locksOf(session)) locks.set(mode, (locks.get(mode) ?? 0) + 1);
      }
      STATES.forEach((word, number) => setGauge(world, target, 'pg_stat_activity_count', { datname: name, state: word }, counts[number]));
      setGauge(world, target, 'pg_stat_activity_max_tx_duration', { datname: name }, longest / 1e6);
      setGauge(world, target, 'pg_stat_database_numbackends', { datname: name }, backends);
      setGauge(world, target, 'pg_stat_database_xact_commit', { datname: name }, state.committed[number], 'counter');
      setGauge(world, target, 'pg_stat_database_xact_rollback', { datname: name }, state.rolledBack[number], 'counter');
      for (const [mode, count] of locks) setGauge(world, target, 'pg_locks_count', { datname: name, mode: mode.toLowerCase() }, count);
    });
    setGauge(world, target, 'node_cpu_used_ratio', {}, state.cpuRatio);
  });
}

export function poolerGauges(world: World): void {
  const s = world.s;
  world.plan.scenario.fleet.poolers.forEach((model, index) => {
    const state = s.poolers[index];
    const target = infraTarget(world, 'pgbouncer-exporter', `${model.name}:9127`, {});
    const client = world.plan.services.flatMap((service) => service.pools).find((pool) => pool.pooler === index)?.model;
    const labels = { database: client?.database ?? '', user: client?.user ?? '' };
    const count = (wanted: number): number => state.servers.reduce((sum, server) => sum + (server !== null && server.state === wanted ? 1 : 0), 0);
    setGauge(world, target, 'pgbouncer_up', {}, 1);
    setGauge(world, target, 'pgbouncer_pools_client_active_connections', labels, clientsOf(world, index) - state.waiting.length);
    setGauge(world, target, 'pgbouncer_pools_client_waiting_connections', labels, state.waiting.length);
    setGauge(world, target, 'pgbouncer_pools_server_active_connections', labels, count(SERVER.active));
    setGauge(world, target, 'pgbouncer_pools_server_idle_connections', labels, count(SERVER.idle));
    setGauge(world, target, 'pgbouncer_pools_server_login_connections', labels, count(SERVER.login));
    const oldest = state.waiting.head < 0 ? 0 : s.nowUs - s.attempts.times[timesOf(state.waiting.head) + TIME.lineSince];
    setGauge(world, target, 'pgbouncer_pools_client_maxwait_seconds', labels, oldest / 1e6);
    setGauge(world, target, 'pgbouncer_databases_pool_size', { database: labels.database }, state.poolSize);
    setGauge(world, target, 'pgbouncer_databases_current_connections', { database: labels.database }, state.open);
    setGauge(world, target, 'pgbouncer_stats_queries_pooled_total', { database: labels.database }, state.queries, 'counter');
    setGauge(world, target, 'pgbouncer_stats_client_wait_seconds_total', { database: labels.database }, state.waitUs / 1e6, 'counter');
    setGauge(world, target, 'pgbouncer_config_max_client_connections', {}, model.maxClientConnections);
  });
}

export function cacheGauges(world: World): void {
  world.plan.scenario.fleet.caches.forEach((model, index) => {
    const state = world.s.caches[index];
    const target = infraTarget(world, 'redis-exporter', `${model.name}:9121`, {});
    setGauge(world, target, 'redis_up', {}, 1);
    setGauge(world, target, 'redis_keyspace_hits_total', {}, state.hits, 'counter');
    setGauge(world, target, 'redis_keyspace_misses_total', {}, state.misses, 'counter');
    setGauge(world, target, 'redis_evicted_keys_total', {}, state.evictions, 'counter');
    setGauge(world, target, 'redis_db_keys', { db: 'db0' }, state.size);
  });
}

/** Clients connected to a pooler. `cl_active` counts those with a server and those that ask for nothing. Source: PgBouncer docs, usage. */
function clientsOf(world: World, pooler: number): number {
  const { pools, pods } = world.s;
  let clients = 0;
  for (let pool = 0; pool < pools.poolCount; pool++) {
    if (world.plan.services[pods[pools.pod[pool]].service].pools[pools.which[pool]].pooler === pooler) clients += pools.open[pool];
  }
  return clients;
}
