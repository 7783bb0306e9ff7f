import type { DatabaseInspection } from '../../contract/inspection.ts';
import { isUp } from '../fleet/answers.ts';
import { FIRST_SENDER_PID, isStreaming, lsnOf, receivedBy, receivers } from '../fleet/wal-positions.ts';
import { DATABASE } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';

const DAY_US = 86_400e6;

/** What an instance is, and whether it answers somebody outside its region. */
export function roleOf(world: World, index: number): Pick<DatabaseInspection, 'role' | 'state' | 'activationPolicy' | 'wal'> {
  const { s, plan } = world;
  const state = s.lifecycles.database.state[index];
  const { wal } = s.databases[index];
  const { databases } = plan.scenario.fleet;
  const standby = wal !== null && wal.upstream >= 0;
  const cutOff = s.isolated[plan.databaseRegions[index]] === 1;
  return {
    role: standby ? 'replica' : 'primary',
    state: cutOff ? 'silent' : isUp(state) ? 'running' : state === DATABASE.starting ? 'starting' : 'silent',
    activationPolicy: state === DATABASE.fenced ? 'NEVER' : 'ALWAYS',
    wal:
      wal === null
        ? null
        : {
            replicaOf: databases[wal.upstream]?.name ?? null,
            replicas: plan.standbys[index].flatMap((at) => (s.databases[at].wal?.upstream === index ? [databases[at].name] : [])),
            timeline: wal.timeline,
            lsn: lsnOf(world, index, standby ? receivedBy(wal) : wal.transactions),
            replayedLsn: lsnOf(world, index, wal.transactions),
            lastReplayUs: standby && wal.lastCommitUs >= 0 ? wal.lastCommitUs : null,
            receiver:
              standby && state === DATABASE.standby && isStreaming(world, index, wal) ? { host: databases[wal.upstream].host, heardUs: wal.heardUs } : null,
          },
  };
}

/** Walsenders of a primary, a row each of pg_stat_replication. */
export function replicasOf(world: World, index: number): DatabaseInspection['replicas'] {
  return receivers(world, index).map(({ name, address, wal, lagUs }, at) => ({
    name,
    clientAddress: address,
    pid: FIRST_SENDER_PID + at,
    lagUs,
    sentLsn: lsnOf(world, index, receivedBy(wal)),
    replayLsn: lsnOf(world, index, wal.transactions),
    backendStartUs: -9 * DAY_US,
  }));
}
