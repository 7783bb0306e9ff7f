import type { ConfigMapInspection } from '../../src/contract/inspection-config-map.ts';
import type {
  ContainerStateInspection,
  DeploymentInspection,
  FleetInspection,
  NodeInspection,
  PodInspection,
  PodTemplateInspection,
  ReplicaSetInspection,
} from '../../src/contract/inspection.ts';
import type { KubeEvent } from '../../src/contract/records.ts';
import type { Epoch } from '../../src/contract/time.ts';
import type { Cluster } from '../../src/kube/cluster.ts';

/** Small fleets as the engine would hand them out, for tests of what is shown. */
export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;
export const DAY = 1440 * MINUTE;
/** Sun, 22 Nov 2026 13:00:00 UTC at simulated 0. */
export const EPOCH: Epoch = { startUnixMs: 1_795_352_400_000, playStartUs: 10 * MINUTE };
export const NOW = 30 * MINUTE;

export function template(hash: string, version: string, change: Partial<PodTemplateInspection> = {}): PodTemplateInspection {
  const probe = { port: 8080, delayUs: 10 * SECOND, periodUs: 10 * SECOND, timeoutUs: SECOND, successThreshold: 1, failureThreshold: 3 };
  return {
    image: `europe-docker.pkg.dev/wavelength-prod/apps/playlist:${version}`,
    version,
    container: 'playlist',
    port: 8080,
    env: { DB_POOL_MAX: '20', JAVA_OPTS: '-Xmx512m -XX:+UseG1GC' },
    cpuRequestMilli: 500,
    cpuLimitMilli: 1000,
    memoryRequestMiB: 512,
    memoryLimitMiB: 1024,
    liveness: { ...probe, path: '/healthz' },
    readiness: { ...probe, path: '/readyz', delayUs: 0, periodUs: 5 * SECOND },
    terminationGraceUs: 30 * SECOND,
    hash,
    ...change,
  };
}

export const OLD = template('5d8c9f7b64', 'v2.40.3');
export const NEW = template('7c5ddbdf54', 'v2.41.0');

export function running(startedUs: number): ContainerStateInspection {
  return { state: 'running', reason: '', exitCode: 0, startedUs, finishedUs: null };
}

export function pod(suffix: string, of: PodTemplateInspection, change: Partial<PodInspection> = {}): PodInspection {
  const createdUs = change.createdUs ?? 2 * MINUTE;
  const number = (suffix.charCodeAt(0) % 10) * 10 + (suffix.charCodeAt(1) % 10);
  return {
    name: `playlist-${of.hash}-${suffix}`,
    uid: `0f6c2a10-0000-4000-8000-0000000${suffix
      .split('')
      .map((c) => c.charCodeAt(0).toString(16))
      .join('')
      .slice(0, 5)
      .padEnd(5, '0')}`,
    service: 'playlist',
    replicaSet: `playlist-${of.hash}`,
    node: number % 2 === 0 ? NODES[0].name : NODES[1].name,
    ip: `10.8.${number % 2}.${number + 2}`,
    createdUs,
    startedUs: createdUs + 3 * SECOND,
    phase: 'Running',
    deletionUs: null,
    ready: true,
    readySinceUs: createdUs + 20 * SECOND,
    containerState: running(createdUs + 3 * SECOND),
    lastState: null,
    restarts: 0,
    lastRestartUs: null,
    cpuMilli: 183,
    memoryMiB: 612,
    template: of,
    ...change,
  };
}

function node(name: string, ip: string, zone: string): NodeInspection {
  return {
    name,
    ip,
    region: 'europe-west1',
    zone,
    machineType: 'e2-standard-4',
    cpuMilli: 3920,
    memoryMiB: 13_619,
    podCapacity: 110,
    ready: true,
    statusSinceUs: -41 * DAY,
    unschedulable: false,
    cpuUsedMilli: 983,
    memoryUsedMiB: 3210,
    createdUs: -41 * DAY,
  };
}

export const NODES: readonly NodeInspection[] = [
  node('gke-wavelength-eu-default-pool-1a2b3c4d-x7k2', '10.132.0.14', 'europe-west1-b'),
  node('gke-wavelength-eu-default-pool-5e6f7a8b-q9m4', '10.132.0.15', 'europe-west1-c'),
];

export const HISTORY: DeploymentInspection['history'] = [
  { revision: 12, changeCause: '', replicaSet: 'playlist-6b7d9c5f48', template: template('6b7d9c5f48', 'v2.39.8') },
  { revision: 13, changeCause: 'release v2.40.3', replicaSet: `playlist-${OLD.hash}`, template: OLD },
  { revision: 14, changeCause: 'release v2.41.0', replicaSet: `playlist-${NEW.hash}`, template: NEW },
];

export function deployment(change: Partial<DeploymentInspection> = {}): DeploymentInspection {
  return {
    name: 'playlist',
    uid: '3b7e8f10-5c2d-4a6b-9e0f-112233445566',
    createdUs: -400 * DAY,
    generation: 27,
    revision: 14,
    paused: false,
    replicas: 4,
    updatedReplicas: 4,
    totalReplicas: 4,
    readyReplicas: 4,
    availableReplicas: 4,
    maxSurge: '25%',
    maxUnavailable: '25%',
    progressDeadlineUs: 600 * SECOND,
    rollout: 'complete',
    template: NEW,
    conditions: [
      { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.', sinceUs: -400 * DAY },
      {
        type: 'Progressing',
        status: 'True',
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "playlist-${NEW.hash}" has successfully progressed.`,
        sinceUs: 3 * MINUTE,
      },
    ],
    history: HISTORY,
    ...change,
  };
}

export function replicaSet(of: PodTemplateInspection, revision: number, size: number, ready = size): ReplicaSetInspection {
  return {
    name: `playlist-${of.hash}`,
    uid: `aa00bb00-0000-4000-8000-0000000000${revision}`,
    owner: 'Deployment',
    deployment: 'playlist',
    revision,
    createdUs: revision === 14 ? 2 * MINUTE : -9 * DAY,
    desired: size,
    current: size,
    ready,
    template: of,
  };
}

export function event(reason: string, message: string, change: Partial<KubeEvent> = {}): KubeEvent {
  return {
    region: 'europe-west1',
    type: 'Normal',
    reason,
    message,
    objectKind: 'Pod',
    objectName: `playlist-${NEW.hash}-8qwlm`,
    component: 'kubelet',
    host: NODES[0].name,
    firstUs: 2 * MINUTE,
    lastUs: 2 * MINUTE,
    count: 1,
    ...change,
  };
}

const PODS = ['2xk9p', '8qwlm', 'kd4tz', 'vn6rb'].map((suffix) => pod(suffix, NEW));

export function cluster(change: Partial<FleetInspection> = {}): Cluster {
  const pods = change.pods ?? PODS;
  return {
    epoch: EPOCH,
    fleet: {
      tUs: NOW,
      reachable: true,
      controlPlane: '172.16.0.2',
      namespace: 'wavelength',
      clusterName: 'wavelength-eu',
      region: 'europe-west1',
      configMaps: [],
      project: 'wavelength-prod',
      kubernetesVersion: 'v1.32.4-gke.1106006',
      nodes: NODES,
      nodePools: [],
      cpuQuota: null,
      deployments: [deployment()],
      rollouts: [],
      analysisRuns: [],
      replicaSets: [replicaSet(HISTORY[0].template, 12, 0), replicaSet(OLD, 13, 0), replicaSet(NEW, 14, 4)],
      pods,
      services: [
        {
          name: 'playlist',
          clusterIp: '10.12.3.40',
          port: 80,
          type: 'ClusterIP',
          createdUs: -400 * DAY,
          endpoints: pods.filter((p) => p.ready).map((p) => `${p.ip}:8080`),
        },
      ],
      disruptionBudgets: [],
      autoscalers: [
        {
          name: 'playlist',
          deployment: 'playlist',
          minReplicas: 4,
          maxReplicas: 10,
          currentReplicas: 4,
          desiredReplicas: 4,
          limit: '',
          targetCpuPercent: 70,
          currentCpuPercent: 37,
          createdUs: -400 * DAY,
          lastScaleUs: -2 * DAY,
        },
      ],
      events: [
        event('Scheduled', `Successfully assigned wavelength/playlist-${NEW.hash}-8qwlm to ${NODES[0].name}`, { component: 'default-scheduler', host: '' }),
        event('Started', 'Started container playlist', { firstUs: 2 * MINUTE + 3 * SECOND, lastUs: 2 * MINUTE + 3 * SECOND }),
        event('ScalingReplicaSet', `Scaled up replica set playlist-${NEW.hash} from 0 to 1`, {
          objectKind: 'Deployment',
          objectName: 'playlist',
          component: 'deployment-controller',
          host: '',
        }),
      ],
      flags: [],
      ...change,
    },
  };
}

export function configMap(data: Readonly<Record<string, string>>, change: Partial<ConfigMapInspection> = {}): ConfigMapInspection {
  return { name: 'gateway-config', uid: '5d2c1e00-1111-4222-8333-444455556666', createdUs: -400 * DAY, version: 3, data, ...change };
}

/** The same fleet in another region, with pods of its own. */
export function american(change: Partial<FleetInspection> = {}): Cluster {
  return cluster({
    clusterName: 'wavelength-us',
    region: 'us-east4',
    pods: ['c8fgh', 'w3xyz'].map((suffix) => pod(suffix, NEW)),
    configMaps: [configMap({ idle_timeout: '60s' })],
    ...change,
  });
}

/** Half of the pods fail their readiness probe. */
export function halfReady(): Cluster {
  const pods = PODS.map((p, index) => (index < 2 ? p : { ...p, ready: false, readySinceUs: null }));
  return cluster({
    pods,
    deployments: [
      deployment({
        readyReplicas: 2,
        availableReplicas: 2,
        conditions: [
          {
            type: 'Available',
            status: 'False',
            reason: 'MinimumReplicasUnavailable',
            message: 'Deployment does not have minimum availability.',
            sinceUs: 25 * MINUTE,
          },
          deployment().conditions[1],
        ],
      }),
    ],
    replicaSets: [replicaSet(HISTORY[0].template, 12, 0), replicaSet(OLD, 13, 0), replicaSet(NEW, 14, 4, 2)],
    events: [
      event(
        'Unhealthy',
        'Readiness probe failed: Get "http://10.8.0.9:8080/readyz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
        {
          type: 'Warning',
          objectName: PODS[3].name,
          firstUs: 22 * MINUTE,
          lastUs: 29 * MINUTE + 55 * SECOND,
          count: 41,
        },
      ),
    ],
  });
}

/** One of four new pods is up; one old pod is going. */
export function rolling(): Cluster {
  const pods = [
    pod('2xk9p', NEW),
    pod('zz4qw', NEW, {
      createdUs: NOW - 8 * SECOND,
      startedUs: null,
      ip: '',
      phase: 'Pending',
      ready: false,
      readySinceUs: null,
      cpuMilli: 0,
      memoryMiB: 0,
      containerState: { state: 'waiting', reason: 'ContainerCreating', exitCode: 0, startedUs: null, finishedUs: null },
    }),
    pod('h2jkl', OLD),
    pod('m5npq', OLD),
    pod('t7vwx', OLD, { deletionUs: NOW - 5 * SECOND, ready: false, readySinceUs: null }),
  ];
  return cluster({
    pods,
    deployments: [
      deployment({
        updatedReplicas: 2,
        totalReplicas: 4,
        readyReplicas: 3,
        availableReplicas: 3,
        rollout: 'progressing',
        conditions: [
          deployment().conditions[0],
          {
            type: 'Progressing',
            status: 'True',
            reason: 'ReplicaSetUpdated',
            message: `ReplicaSet "playlist-${NEW.hash}" is progressing.`,
            sinceUs: 29 * MINUTE,
          },
        ],
      }),
    ],
    replicaSets: [replicaSet(HISTORY[0].template, 12, 0), replicaSet(OLD, 13, 2), replicaSet(NEW, 14, 2, 1)],
  });
}

/** A pod that was killed for memory five times. */
export function crashLoop(): Cluster {
  const killed: ContainerStateInspection = {
    state: 'terminated',
    reason: 'OOMKilled',
    exitCode: 137,
    startedUs: NOW - 190 * SECOND,
    finishedUs: NOW - 95 * SECOND,
  };
  const pods = [
    pod('2xk9p', NEW, {
      ready: false,
      readySinceUs: null,
      restarts: 5,
      lastRestartUs: NOW - 190 * SECOND,
      lastState: killed,
      cpuMilli: 0,
      memoryMiB: 0,
      containerState: { state: 'waiting', reason: 'CrashLoopBackOff', exitCode: 0, startedUs: null, finishedUs: null },
    }),
    ...PODS.slice(1),
  ];
  return cluster({
    pods,
    replicaSets: [replicaSet(HISTORY[0].template, 12, 0), replicaSet(OLD, 13, 0), replicaSet(NEW, 14, 4, 3)],
    deployments: [deployment({ readyReplicas: 3, availableReplicas: 3 })],
  });
}
