/** The fleet as drawn: what exists, who owns it, where it sits on the map. Fixed for a session; live numbers come with frames. */
export interface MapPosition {
  readonly column: number;
  readonly row: number;
}

export interface TopologyService {
  readonly name: string;
  readonly owner: string;
  readonly description: string;
  readonly critical: boolean;
  readonly regions: readonly string[];
  readonly runtime: string;
  /** Its pods belong to an Argo Rollout, not to a Deployment. */
  readonly isRollout: boolean;
  /** Routes it answers. */
  readonly routes: readonly string[];
  /** Connection pools it holds, by their names in metrics. */
  readonly pools: readonly { readonly name: string; readonly kind: 'hikaricp' | 'database-sql'; readonly target: string; readonly size: number }[];
  readonly map: MapPosition;
}

export interface TopologyStore {
  readonly name: string;
  readonly kind: 'postgres' | 'pgbouncer' | 'redis' | 'kafka' | 'cdn' | 'external';
  /** '' for what is in none. */
  readonly region: string;
  /** Of somebody else's service and of a CDN: as clients name it in metrics and logs. */
  readonly host?: string;
  /** Of Kafka. */
  readonly groups?: readonly { readonly name: string; readonly topic: string }[];
  readonly map: MapPosition;
}
