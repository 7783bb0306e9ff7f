import type { Link } from '../../contract/network.ts';

/** What is ordinary about the network. */
export interface NetworkModel {
  readonly links: readonly Link[];
}
