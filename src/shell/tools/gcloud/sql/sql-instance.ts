import type { DatabaseInspection } from '../../../../contract/inspection.ts';
import type { ShellPort } from '../../../../contract/ports.ts';
import type { Call } from '../call.ts';
import { GcloudError } from '../gcloud-error.ts';
import type { Resource } from '../output/resource.ts';

/** A database as an instance of Cloud SQL. Fields: sqladmin v1beta4, DatabaseInstance. */
export function sqlInstance(database: DatabaseInspection, project: string): Resource {
  const { name, region, zone, wal, activationPolicy, disk } = database;
  return {
    backendType: 'SECOND_GEN',
    connectionName: `${project}:${region}:${name}`,
    databaseVersion: `POSTGRES_${Number.parseInt(database.version, 10)}`,
    ...(zone === null ? {} : { gceZone: zone }),
    instanceType: wal?.replicaOf == null ? 'CLOUD_SQL_INSTANCE' : 'READ_REPLICA_INSTANCE',
    ipAddresses: [{ ipAddress: database.address, type: 'PRIVATE' }],
    kind: 'sql#instance',
    ...(wal?.replicaOf == null ? {} : { masterInstanceName: `${project}:${wal.replicaOf}` }),
    name,
    project,
    region,
    ...(wal === null || wal.replicas.length === 0 ? {} : { replicaNames: wal.replicas }),
    selfLink: selfLink(project, name),
    settings: {
      activationPolicy,
      availabilityType: 'ZONAL',
      ...(disk === undefined ? {} : { dataDiskSizeGb: String(disk.sizeBytes / GIB), dataDiskType: 'PD_SSD' }),
      kind: 'sql#settings',
      ...(disk === undefined ? {} : { storageAutoResize: disk.autoResize, storageAutoResizeLimit: String(disk.autoResizeLimitBytes / GIB) }),
      tier: `db-custom-${database.cores}-${database.cores * MEMORY_MIB_PER_CORE}`,
    },
    // gcloud says STOPPED where the policy is NEVER. Source: api_lib/sql/instances.py, DatabaseInstancePresentation
    state: activationPolicy === 'NEVER' ? 'STOPPED' : 'RUNNABLE',
  };
}

const GIB = 1024 * 1024 * 1024;

/** db-custom machines have up to 6.5 GB a core; 3.75 is what predefined ones have. */
const MEMORY_MIB_PER_CORE = 3_840;

export function selfLink(project: string, name: string): string {
  return `https://sqladmin.googleapis.com/sql/v1beta4/projects/${project}/instances/${name}`;
}

export async function projectOf(port: ShellPort): Promise<string> {
  return (await port.loadBalancer()).project;
}

/** @throws GcloudError in the API's words */
export async function findInstance(call: Call): Promise<DatabaseInspection> {
  const [name] = call.args;
  if (!(await call.port.databases()).includes(name)) throw new GcloudError('HTTPError 404: The Cloud SQL instance does not exist.');
  return call.port.database(name);
}
