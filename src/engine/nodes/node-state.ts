/** What changes about a machine of the cluster; where it stands and what it has is in `NodePlace`. */
export interface NodeState {
  /** Its power is on. Nobody but its own pods knows. */
  on: boolean;
  unschedulable: boolean;
  /** When its state last changed, for the control plane. */
  statusSinceUs: number;
  /** Counts stops and starts, so that what was planned for an earlier one is ignored. */
  life: number;
}

/** Machines that were there before the simulation began are this old. */
export const NODE_AGE_US = 37 * 86_400e6;

export function createNodeState(): NodeState {
  return { on: true, unschedulable: false, statusSinceUs: -NODE_AGE_US, life: 0 };
}
