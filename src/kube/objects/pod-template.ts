import type { PodTemplateInspection, ProbeInspection } from '../../contract/inspection.ts';
import { type Cluster, timestamp } from '../cluster.ts';
import { cpuQuantity, memoryQuantity } from '../quantity.ts';
import { type Labels, unlessEmpty, withoutUndefined } from './object-meta.ts';

export interface Probe {
  readonly failureThreshold: number;
  readonly httpGet: { readonly path: string; readonly port: number; readonly scheme: string };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds: number;
  readonly successThreshold: number;
  readonly timeoutSeconds: number;
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly key: string; readonly name: string } };
}

export interface Container {
  readonly env?: readonly EnvVar[];
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly livenessProbe?: Probe;
  readonly name: string;
  readonly ports: readonly { readonly containerPort: number; readonly name: string; readonly protocol: string }[];
  readonly readinessProbe?: Probe;
  readonly resources: { readonly limits?: Labels; readonly requests?: Labels };
  readonly terminationMessagePath: string;
  readonly terminationMessagePolicy: string;
  readonly volumeMounts?: readonly { readonly mountPath: string; readonly name: string; readonly readOnly: boolean }[];
}

export interface PodTemplateSpec {
  readonly metadata: { readonly annotations?: Labels; readonly creationTimestamp: null; readonly labels: Labels };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly dnsPolicy: string;
    readonly restartPolicy: string;
    readonly schedulerName: string;
    readonly securityContext: Readonly<Record<string, never>>;
    readonly serviceAccount: string;
    readonly serviceAccountName: string;
    readonly terminationGracePeriodSeconds: number;
  };
}

export type WorkloadKind = 'Deployment' | 'Rollout';

/** Labels of a service's pods with the hash that the controller puts on; Argo Rollouts has a name of its own for it. */
export function podLabels(service: string, template: PodTemplateInspection, owner: WorkloadKind): Labels {
  return owner === 'Rollout' ? { app: service, 'rollouts-pod-template-hash': template.hash } : { app: service, 'pod-template-hash': template.hash };
}

/** `25%`, or a number. */
export function intOrString(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

export function templateAnnotations(cluster: Cluster, template: PodTemplateInspection): Labels | undefined {
  return template.restartedAtUs === undefined ? undefined : { 'kubectl.kubernetes.io/restartedAt': timestamp(cluster, template.restartedAtUs) };
}

/** @param hashedBy a replica set's template carries the hash its owner's controller puts on; null: the owner's own template, which does not */
export function podTemplateSpec(cluster: Cluster, service: string, template: PodTemplateInspection, hashedBy: WorkloadKind | null): PodTemplateSpec {
  return {
    metadata: withoutUndefined({
      annotations: templateAnnotations(cluster, template),
      creationTimestamp: null,
      labels: hashedBy ? podLabels(service, template, hashedBy) : { app: service },
    }),
    spec: {
      containers: [containerSpec(template)],
      dnsPolicy: 'ClusterFirst',
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      serviceAccount: service,
      serviceAccountName: service,
      terminationGracePeriodSeconds: Math.round(template.terminationGraceUs / 1_000_000),
    },
  };
}

export function containerSpec(template: PodTemplateInspection): Container {
  const env: EnvVar[] = Object.entries(template.env).map(([name, value]) => (value === '' ? { name } : { name, value }));
  for (const { name, secret, key } of template.secretEnv ?? []) env.push({ name, valueFrom: { secretKeyRef: { key, name: secret } } });
  return withoutUndefined({
    env: env.length > 0 ? env : undefined,
    image: template.image,
    imagePullPolicy: 'IfNotPresent',
    livenessProbe: template.liveness ? probeSpec(template.liveness) : undefined,
    name: template.container,
    ports: [{ containerPort: template.port, name: 'http', protocol: 'TCP' }],
    readinessProbe: template.readiness ? probeSpec(template.readiness) : undefined,
    resources: withoutUndefined({
      limits: unlessEmpty(resourceList(template.cpuLimitMilli, template.memoryLimitMiB)),
      requests: unlessEmpty(resourceList(template.cpuRequestMilli, template.memoryRequestMiB)),
    }),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
}

function resourceList(cpuMilli: number, memoryMiB: number): Labels {
  return { ...(cpuMilli > 0 ? { cpu: cpuQuantity(cpuMilli) } : {}), ...(memoryMiB > 0 ? { memory: memoryQuantity(memoryMiB) } : {}) };
}

function probeSpec(probe: ProbeInspection): Probe {
  return withoutUndefined({
    failureThreshold: probe.failureThreshold,
    httpGet: { path: probe.path, port: probe.port, scheme: 'HTTP' },
    initialDelaySeconds: probe.delayUs > 0 ? Math.round(probe.delayUs / 1_000_000) : undefined,
    periodSeconds: Math.round(probe.periodUs / 1_000_000),
    successThreshold: probe.successThreshold,
    timeoutSeconds: Math.round(probe.timeoutUs / 1_000_000),
  });
}

/** Source: k8s.io/kubernetes pkg/apis/core/v1/helper/qos. */
export function qosClass(container: Container): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const { limits, requests } = container.resources;
  if (!limits && !requests) return 'BestEffort';
  const guaranteed = ['cpu', 'memory'].every((name) => limits?.[name] !== undefined && (requests?.[name] ?? limits[name]) === limits[name]);
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
