import type { FleetModel } from '../../scenario/model/fleet.ts';

export interface ReplicaPlan {
  readonly upstreams: readonly number[];
  readonly standbys: readonly (readonly number[])[];
  readonly firstPrimary: readonly number[];
}

/** Who replicates whom. Replicas of replicas are refused by the loader. */
export function compileReplicas(fleet: FleetModel): ReplicaPlan {
  const { databases } = fleet;
  const upstreams = databases.map(({ replicaOf }) => databases.findIndex(({ name }) => name === replicaOf));
  return {
    upstreams,
    standbys: databases.map((_, at) => upstreams.flatMap((upstream, standby) => (upstream === at ? [standby] : []))),
    firstPrimary: upstreams.map((upstream, at) => (upstream < 0 ? at : upstream)),
  };
}

/** The instance of a group that is in a region, else the one that was named. */
export function nearestOf(fleet: FleetModel, firstPrimary: readonly number[], named: number, region: string): number {
  if (fleet.databases[named].region === region) return named;
  const near = fleet.databases.findIndex((database, at) => firstPrimary[at] === firstPrimary[named] && database.region === region);
  return near < 0 ? named : near;
}
