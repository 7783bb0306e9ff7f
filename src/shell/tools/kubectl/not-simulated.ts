import { notSimulated } from './kubectl-error.ts';
import type { Subcommand } from './subcommand.ts';

/** Verbs of the real program that would change or reach something this simulation does not have. They say so. */
const VERBS: readonly (readonly [name: string, summary: string, why: string])[] = [
  ['create', 'Create a resource from a file or from stdin', 'creating objects'],
  ['expose', 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service', 'creating services'],
  ['run', 'Run a particular image on the cluster', 'starting new images'],
  [
    'edit',
    'Edit a resource on the server',
    'editing manifests; `kubectl patch` changes a ConfigMap or an autoscaler, `kubectl set env`, `kubectl set image` and `kubectl scale` a deployment',
  ],
  ['taint', 'Update the taints on one or more nodes', 'setting taints; `kubectl cordon` keeps new pods off a node'],
  ['attach', 'Attach to a running container', 'the inside of containers; `kubectl logs -f` follows their output'],
  ['port-forward', 'Forward one or more local ports to a pod', 'tunnels; `curl` reaches services by name from here'],
  ['proxy', 'Run a proxy to the Kubernetes API server', 'a local API proxy'],
  ['cp', 'Copy files and directories to and from containers', 'the file systems of containers'],
  ['debug', 'Create debugging sessions for troubleshooting workloads and nodes', 'the inside of containers'],
  ['diff', 'Diff the live version against a would-be applied version', 'manifests'],
  [
    'apply',
    'Apply a configuration to a resource by file name or stdin',
    'manifests; `kubectl patch` changes a ConfigMap or an autoscaler, `kubectl set env`, `kubectl set image` and `kubectl scale` a deployment',
  ],
  ['replace', 'Replace a resource by file name or stdin', 'manifests'],
  [
    'wait',
    'Experimental: Wait for a specific condition on one or many resources',
    'waiting for conditions; `kubectl rollout status` waits for a rollout, `kubectl get -w` shows changes',
  ],
  ['kustomize', 'Build a kustomization target from a directory or URL', 'manifests'],
  ['label', 'Update the labels on a resource', 'labels'],
  ['annotate', 'Update the annotations on a resource', 'annotations'],
];

export const NOT_SIMULATED: readonly (Subcommand & { run(): Promise<never> })[] = VERBS.map(([name, summary, why]) => ({
  name,
  summary,
  usage: '[options]',
  examples: [],
  flags: [],
  run: () => Promise.reject(notSimulated(`kubectl ${name} (${why})`)),
}));
