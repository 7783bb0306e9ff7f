import type { DeploymentInspection, FleetInspection } from '../contract/inspection.ts';
import type { RolloutInspection } from '../contract/rollout-inspection.ts';
import type { Epoch, Micros } from '../contract/time.ts';
import { rfc3339 } from './timestamps.ts';

/** The fleet at one instant with the calendar that turns its times into timestamps: what every API object is made from. */
export interface Cluster {
  readonly fleet: FleetInspection;
  readonly epoch: Epoch;
}

export function timestamp(cluster: Cluster, tUs: Micros): string {
  return rfc3339(cluster.epoch, tUs);
}

/** Unix microseconds of the instant shown; ages are counted to it. */
export function nowUnixUs(cluster: Cluster): number {
  return cluster.epoch.startUnixMs * 1000 + cluster.fleet.tUs;
}

export function findDeployment(cluster: Cluster, name: string): DeploymentInspection | undefined {
  return cluster.fleet.deployments.find((deployment) => deployment.name === name);
}

/** What owns a service's pods: a Deployment or an Argo Rollout. */
export function findWorkload(cluster: Cluster, name: string): DeploymentInspection | RolloutInspection | undefined {
  return findDeployment(cluster, name) ?? findRollout(cluster, name);
}

export function findRollout(cluster: Cluster, name: string): RolloutInspection | undefined {
  return cluster.fleet.rollouts.find((rollout) => rollout.name === name);
}

/** The cluster is as old as its oldest node or workload. */
export function clusterCreatedUs(cluster: Cluster): Micros {
  const { nodes, deployments, rollouts } = cluster.fleet;
  return Math.min(cluster.fleet.tUs, ...[...nodes, ...deployments, ...rollouts].map(({ createdUs }) => createdUs));
}
