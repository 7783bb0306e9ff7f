import type { ShellPort } from '../../../contract/ports.ts';
import { controlPlaneAddress } from '../../../contract/control-plane.ts';
import { unixMsOf } from '../../../contract/time.ts';
import { rootCertificate } from '../../../kube/objects/config-map.ts';
import { yamlText } from '../../../kube/yaml.ts';
import type { FleetFileSystem } from '../../fleet-file-system.ts';
import { KUBECONFIG } from '../../home.ts';
import type { Flags } from './flags.ts';
import { KubectlError } from './kubectl-error.ts';

/** One cluster of the fleet as the kubeconfig has it: context, cluster and user of one name. */
export interface KubeContext {
  /** `gke_<project>_<location>_<cluster>`, as gcloud names them. */
  readonly name: string;
  readonly cluster: string;
  readonly region: string;
  readonly namespace: string;
  readonly server: string;
}

export interface Kubeconfig {
  /** In order of their names, as kubectl lists them. */
  readonly contexts: readonly KubeContext[];
  /** '' when none is set; may be of no context when someone edited the file. */
  readonly current: string;
}

/** The contexts are the clusters there are; of the terminal's file only `current-context` is read. Without a file it is the first cluster's. */
export async function readKubeconfig(port: ShellPort, readFile?: (path: string) => Promise<string>): Promise<Kubeconfig> {
  const [clusters, { project, namespace }] = await Promise.all([port.clusters(), port.fleet()]);
  const contexts = clusters.map(({ name, region }, index) => ({
    name: `gke_${project}_${region}_${name}`,
    cluster: name,
    region,
    namespace,
    server: `https://${controlPlaneAddress(index)}`,
  }));
  const text = await readFile?.(KUBECONFIG).catch(() => undefined);
  const current = text === undefined ? contexts[0].name : (/^current-context: *["']?([^\s"']*)/m.exec(text)?.[1] ?? '');
  return { contexts: contexts.sort((a, b) => (a.name < b.name ? -1 : 1)), current };
}

/**
 * The context a command line means. @param connectsOnly for a command that asks for no namespace, and so learns of a wrong context when
 * it connects. @throws KubectlError for a context, cluster or user that the kubeconfig does not have. Source: runs of kubectl 1.32.
 */
export function chosenContext({ contexts, current }: Kubeconfig, flags: Flags, connectsOnly = false): KubeContext {
  const named = (name: string): KubeContext | undefined => contexts.find((context) => context.name === name);
  const [context, cluster, user] = ['context', 'cluster', 'user'].map((flag) => flags.text(flag));
  const wanted = context || current;
  if (wanted !== '' && !named(wanted)) {
    if (connectsOnly && context !== '') throw new KubectlError(`error: context ${JSON.stringify(context)} does not exist`);
    throw new KubectlError(`Error in configuration: context was not found for specified context: ${wanted}`);
  }
  if (cluster !== '' && !named(cluster)) {
    const quoted = JSON.stringify(cluster);
    throw new KubectlError(connectsOnly ? `error: cluster ${quoted} does not exist` : `error: no server found for cluster ${quoted}`);
  }
  if (user !== '' && !named(user)) throw new KubectlError(`error: auth info ${JSON.stringify(user)} does not exist`);
  const chosen = named(cluster) ?? named(wanted);
  if (!chosen) throw new KubectlError('The connection to the server localhost:8080 was refused - did you specify the right host or port?');
  return chosen;
}

/** The file as kubectl writes it, or as `config view` shows it. */
export function kubeconfigText({ contexts, current }: Kubeconfig, certificates: 'shown' | 'omitted'): string {
  return yamlText({
    apiVersion: 'v1',
    clusters: contexts.map(({ name, cluster, server }) => ({
      cluster: { 'certificate-authority-data': certificates === 'omitted' ? 'DATA+OMITTED' : btoa(rootCertificate(cluster)), server },
      name,
    })),
    contexts: contexts.map(({ name, namespace }) => ({ context: { cluster: name, namespace, user: name }, name })),
    'current-context': current,
    kind: 'Config',
    preferences: {},
    users: contexts.map(({ name }) => ({
      name,
      user: {
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1beta1',
          args: null,
          command: 'gke-gcloud-auth-plugin',
          env: null,
          interactiveMode: 'IfAvailable',
          provideClusterInfo: true,
        },
      },
    })),
  });
}

/** Puts the file in place as `gcloud container clusters get-credentials` leaves it, the first cluster being the current one. */
export async function layOutKubeconfig(files: FleetFileSystem, port: ShellPort): Promise<void> {
  files.addText(KUBECONFIG, kubeconfigText(await readKubeconfig(port), 'shown'), unixMsOf(port.epoch, 0));
}
