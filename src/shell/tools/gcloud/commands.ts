import { type Command, type Group, isGroup } from './command.ts';
import { describeBackendService } from './compute/backend-services-describe.ts';
import { getHealth } from './compute/backend-services-get-health.ts';
import { listBackendServices } from './compute/backend-services-list.ts';
import { updateBackend } from './compute/backend-services-update-backend.ts';
import { listNetworkEndpoints } from './compute/list-network-endpoints.ts';
import { listNetworkEndpointGroups } from './compute/network-endpoint-groups-list.ts';
import { describeRegion } from './compute/regions-describe.ts';
import { describeUrlMap } from './compute/url-maps-describe.ts';
import { exportUrlMap } from './compute/url-maps-export.ts';
import { importUrlMap } from './compute/url-maps-import.ts';
import { invalidateCdnCache } from './compute/url-maps-invalidate-cdn-cache.ts';
import { listUrlMaps } from './compute/url-maps-list.ts';
import { listClusters } from './container/clusters-list.ts';
import { updateCluster } from './container/clusters-update.ts';
import { getCredentials } from './container/get-credentials.ts';
import { describeNodePool } from './container/node-pools-describe.ts';
import { listNodePools } from './container/node-pools-list.ts';
import { updateNodePool } from './container/node-pools-update.ts';
import { WIDE_FLAGS, findFlag } from './flags.ts';
import { readLogs } from './logging/read.ts';
import { OTHERS } from './others.ts';
import { createQuotaPreference } from './quotas/preferences-create.ts';
import { describeInstance } from './sql/instances-describe.ts';
import { listInstances } from './sql/instances-list.ts';
import { patchInstance } from './sql/instances-patch.ts';
import { promoteReplica } from './sql/instances-promote-replica.ts';
import { listUsers } from './sql/users-list.ts';
import { setUserPassword } from './sql/users-set-password.ts';

const COMPUTE: Group = {
  name: 'compute',
  summary: 'Create and manipulate Compute Engine resources.',
  others: OTHERS.compute,
  children: [
    {
      name: 'backend-services',
      summary: 'List, create, and delete backend services.',
      others: OTHERS.backendServices,
      children: [describeBackendService, getHealth, listBackendServices, updateBackend],
    },
    {
      name: 'network-endpoint-groups',
      summary: 'Read and manipulate Compute Engine network endpoint groups.',
      others: OTHERS.networkEndpointGroups,
      children: [listNetworkEndpointGroups, listNetworkEndpoints],
    },
    { name: 'regions', summary: 'List Compute Engine regions.', others: OTHERS.regions, children: [describeRegion] },
    {
      name: 'url-maps',
      summary: 'List, create, and delete URL maps.',
      others: OTHERS.urlMaps,
      children: [describeUrlMap, exportUrlMap, importUrlMap, invalidateCdnCache, listUrlMaps],
    },
  ],
};

const CONTAINER: Group = {
  name: 'container',
  summary: 'Deploy and manage clusters of machines for running containers.',
  others: OTHERS.container,
  children: [
    {
      name: 'clusters',
      summary: 'Deploy and teardown Google Kubernetes Engine clusters.',
      others: OTHERS.clusters,
      children: [getCredentials, listClusters, updateCluster],
    },
    {
      name: 'node-pools',
      summary: 'Create and delete operations for Google Kubernetes Engine node pools.',
      others: OTHERS.nodePools,
      children: [describeNodePool, listNodePools, updateNodePool],
    },
  ],
};

const BETA: Group = {
  name: 'beta',
  summary: 'Beta versions of gcloud commands.',
  others: OTHERS.beta,
  children: [
    {
      name: 'quotas',
      summary: 'Manage Google Cloud Platform project, folder or organization quotas.',
      others: OTHERS.quotas,
      children: [
        {
          name: 'preferences',
          summary: 'Manages Quota Preferences for projects, folders and organizations.',
          others: OTHERS.preferences,
          children: [createQuotaPreference],
        },
      ],
    },
  ],
};

const SQL: Group = {
  name: 'sql',
  summary: 'Create and manage Google Cloud SQL databases.',
  others: OTHERS.sql,
  children: [
    {
      name: 'instances',
      summary: 'Provide commands for managing Cloud SQL instances.',
      others: OTHERS.sqlInstances,
      children: [describeInstance, listInstances, patchInstance, promoteReplica],
    },
    {
      name: 'users',
      summary: 'Provide commands for managing Cloud SQL users.',
      others: OTHERS.sqlUsers,
      children: [listUsers, setUserPassword],
    },
  ],
};

export const GCLOUD: Group = {
  name: 'gcloud',
  summary: 'Manage Google Cloud resources and developer workflow.',
  others: OTHERS.gcloud,
  children: [BETA, COMPUTE, CONTAINER, SQL, { name: 'logging', summary: 'Manage Cloud Logging.', others: OTHERS.logging, children: [readLogs] }],
};

export interface FoundCommand {
  readonly node: Group | Command;
  /** Names of the groups and the command walked through. */
  readonly path: readonly string[];
  /** What is left for it to read. */
  readonly rest: readonly string[];
  /** A word that a group does not have. */
  readonly wrong: string | null;
}

/** Walks down from `gcloud` by the words that are not flags; flags in between (`gcloud --project=x compute …`) are handed on. */
export function findCommand(args: readonly string[]): FoundCommand {
  let node: Group | Command = GCLOUD;
  const path: string[] = [];
  const rest = [...args];
  for (let at = 0; at < rest.length && isGroup(node); ) {
    const word = rest[at];
    if (word.startsWith('-')) {
      at += takesNext(word) ? 2 : 1;
      continue;
    }
    const found: Group | Command | undefined = node.children.find((child) => child.name === word);
    if (found === undefined) return { node, path, rest, wrong: word };
    node = found;
    path.push(word);
    rest.splice(at, 1);
  }
  return { node, path, rest, wrong: null };
}

function takesNext(word: string): boolean {
  const flag = word.includes('=') ? undefined : findFlag(WIDE_FLAGS, word);
  return flag !== undefined && flag.kind !== 'bool';
}
