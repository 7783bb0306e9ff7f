/** What an event is about; `subject` names the row it concerns. Numbers are part of digests: append, never renumber. */
export const EVENT = {
  /** subject: arrival stream. */
  arrival: 0,
  /** subject: attempt. A compute step has had its time. */
  computed: 1,
  /** subject: attempt. A statement has had its time. */
  queried: 2,
  /** subject: call site; the oldest timeout of its ring may be due. */
  timers: 3,
  /** subject: attempt. Its own deadline (where deadlines are not in arrival order). */
  deadline: 4,
  /** subject: attempt waiting out its back-off. */
  retry: 5,
  /** subject: pool of a pod; its longest waiter may be due. */
  poolWait: 6,
  /** subject: client connection: credentials fetched, or handshake done. */
  connecting: 7,
  /** subject: server connection of a pooler: handshake done. */
  serverConnecting: 8,
  /** subject: pooler: try to log in again; drop clients that waited too long. */
  poolerRetry: 9,
  /** subject: pod: next stage of its start. */
  podStart: 10,
  /** subject: pod: readiness probe is due. */
  readinessProbe: 11,
  /** subject: pod: liveness probe is due. */
  livenessProbe: 12,
  /** subject: pod: preStop over, send SIGTERM. */
  podTerm: 13,
  /** subject: pod: grace period over, send SIGKILL. */
  podKill: 14,
  /** subject: service: endpoints as the data plane sees them. */
  endpoints: 15,
  /** subject: service: deployment controller looks. */
  deployment: 16,
  /** subject: service: autoscaler looks. */
  autoscaler: 17,
  /** subject: breaker: open period over. */
  breaker: 18,
  /** subject: database session running a long statement or vacuum. */
  statement: 19,
  /** Once a second: harm, session timeouts, CPU and memory figures. */
  second: 20,
  /** Telemetry's scrape. */
  scrape: 21,
  /** subject: line of the scenario's timeline. */
  timeline: 22,
  /** subject: routine log line. */
  routineLog: 23,
  /** subject: pod: crash back-off over. */
  podRestart: 24,
  /** subject: pooler: once a minute its stats line. */
  poolerStats: 25,
  /** subject: client connection: its lifetime is over. */
  connectionExpired: 26,
  /** subject: pod: a compute step that shares its cores is over. */
  shared: 27,
  /** subject: attempt: the load balancer's new connection to a backend is there. */
  edgeConnected: 28,
  /** subject: attempt: the load balancer tries again. */
  edgeRetry: 29,
  /** subject: pod: the file of its ConfigMap is up to date. */
  configSync: 30,
  /** subject: service: its network endpoint groups. */
  endpointGroup: 31,
  /** subject: pod: the load balancer's health check is due. */
  healthCheck: 32,
  /** subject: node: its heartbeats have been missing for too long. */
  nodeMissed: 33,
  /** subject: node: its pods have tolerated that for long enough. */
  nodeEvicts: 34,
  /** subject: node: has booted. */
  nodeBoots: 35,
  /** subject: service: the pause of its canary is over. */
  canaryPause: 36,
  /** subject: analysis run * 16 + its metric: a measurement is due. */
  measurement: 37,
  /** subject: node: its instance is made, or refused. */
  nodeInserted: 38,
  /** subject: node: its kubelet is there. */
  nodeRegisters: 39,
  /** subject: region: its cluster autoscaler looks. */
  clusterAutoscaler: 40,
  /** subject: region; guard: the CPUs asked for. */
  quotaGranted: 41,
  /** subject: attempt: its statement has come to a database of another region. */
  statementArrives: 42,
  /** subject: attempt: the answer from a database of another region is there. */
  statementAnswered: 43,
  /** subject: standby: the next transactions of its primary have arrived. */
  walArrives: 44,
  /** subject: database: has started, or has been promoted. */
  databaseReady: 45,
  /** subject: attempt: somebody else's answer is there. */
  externalAnswers: 46,
  /** subject: attempt, with the times its segment has been sent again in the lowest five bits: the next transmission is due. */
  transmit: 47,
  /** subject: attempt: its request or answer is there. */
  delivered: 48,
  /** subject: service; guard: its replica set, which could not make a pod. */
  replicaSetRetry: 49,
  /** subject: attempt: the new connection it wants to a pod is there. */
  connected: 50,
  /** subject: certificate; guard: its revision. Its secret is issued anew. */
  certificateIssued: 51,
  /** subject: pod: the files of its certificate are up to date. */
  certificateSync: 52,
  /** subject: certificate; guard: its revision. It is time to renew it. */
  certificateDue: 53,
  /** subject: group * MEMBERS + member: its fetch or commit is answered. */
  consumerTurn: 54,
  /** subject: the same: a record of one of its partitions may be tried again. */
  recordHeld: 55,
  /** subject: group; guard: the generation: its members have their partitions. */
  groupSynced: 56,
  /** subject: calling pod * 64 + its cluster: an interval of its outlier detection is over. */
  outlierSweep: 57,
  /** subject: attempt: a query has come to CoreDNS. */
  queryArrives: 58,
  /** subject: socket of a lookup * 4 + QUERY bit; guard: its port. The answer is there. */
  queryAnswered: 59,
  /** subject: socket of a lookup; guard: its turn. Not all answers have come. */
  queryTimeout: 60,
  /** subject: attempt: the lookup before its new connection is over. */
  nameResolved: 61,
  /** subject: proxy of the load balancer: an interval of its outlier detection is over. */
  edgeSweep: 62,
  /** subject: attempt: its producer tries again to get its record to the brokers. */
  recordWaits: 63,
  /** subject: user's row: the request for a segment is at its point of presence. */
  segmentAsked: 64,
  /** subject: user's row: a segment is there, or will not come. */
  segmentReceived: 65,
  /** subject: cache fill: the origin has answered. */
  segmentFilled: 66,
} as const;

/** At the same instant: the world first, then control loops, then what observes them. */
const OBSERVERS: ReadonlySet<number> = new Set([EVENT.second, EVENT.scrape]);
const CONTROL: ReadonlySet<number> = new Set([
  EVENT.deployment,
  EVENT.autoscaler,
  EVENT.endpoints,
  EVENT.endpointGroup,
  EVENT.canaryPause,
  EVENT.measurement,
  EVENT.clusterAutoscaler,
  EVENT.replicaSetRetry,
]);

export const PRIORITY: Uint8Array = Uint8Array.from({ length: Object.keys(EVENT).length }, (_, kind) => (OBSERVERS.has(kind) ? 2 : CONTROL.has(kind) ? 1 : 0));
