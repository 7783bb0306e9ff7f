/** Short documentation of the fields that incidents turn on. Wording after the Kubernetes API reference. */
interface Explanation {
  readonly kind: string;
  readonly description: string;
  readonly fields: readonly (readonly [name: string, kind: string, text: string])[];
}

const COMMON: Explanation['fields'] = [
  ['apiVersion', 'string', 'APIVersion defines the versioned schema of this representation of an object.'],
  ['kind', 'string', 'Kind is a string value representing the REST resource this object represents.'],
  ['metadata', 'ObjectMeta', "Standard object's metadata."],
];

export const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  pod: {
    kind: 'Pod',
    description: 'Pod is a collection of containers that can run on a host. This resource is created by clients and scheduled onto hosts.',
    fields: [
      ...COMMON,
      ['spec', 'PodSpec', 'Specification of the desired behavior of the pod.'],
      ['status', 'PodStatus', 'Most recently observed status of the pod.'],
    ],
  },
  'pod.spec': {
    kind: 'PodSpec',
    description: 'PodSpec is a description of a pod.',
    fields: [
      ['containers', '[]Container', 'List of containers belonging to the pod.'],
      ['nodeName', 'string', 'NodeName indicates in which node this pod is scheduled.'],
      ['terminationGracePeriodSeconds', 'integer', 'Optional duration in seconds the pod needs to terminate gracefully. Defaults to 30 seconds.'],
    ],
  },
  'pod.status': {
    kind: 'PodStatus',
    description: 'PodStatus represents information about the status of a pod. Status may trail the actual state of a system.',
    fields: [
      ['conditions', '[]PodCondition', 'Current service state of pod.'],
      ['containerStatuses', '[]ContainerStatus', 'Statuses of containers in this pod.'],
      ['phase', 'string', 'A simple, high-level summary of where the pod is in its lifecycle: Pending, Running, Succeeded, Failed or Unknown.'],
    ],
  },
  configmap: {
    kind: 'ConfigMap',
    description: 'ConfigMap holds configuration data for pods to consume.',
    fields: [
      COMMON[0],
      ['binaryData', 'map[string]string', 'BinaryData contains the binary data. Values are base64-encoded.'],
      ['data', 'map[string]string', "Data contains the configuration data. Each key must consist of alphanumeric characters, '-', '_' or '.'."],
      ['immutable', 'boolean', 'Immutable, if set to true, ensures that data stored in the ConfigMap cannot be updated.'],
      ...COMMON.slice(1),
    ],
  },
  deployment: {
    kind: 'Deployment',
    description: 'Deployment enables declarative updates for Pods and ReplicaSets.',
    fields: [
      ...COMMON,
      ['spec', 'DeploymentSpec', 'Specification of the desired behavior of the Deployment.'],
      ['status', 'DeploymentStatus', 'Most recently observed status of the Deployment.'],
    ],
  },
  rollout: {
    kind: 'Rollout',
    description: 'Rollout is a specification for a Rollout resource: a Deployment that is updated by canary, with analyses.',
    fields: [
      ...COMMON,
      ['spec', 'RolloutSpec', 'What is wanted: template, replicas and the steps of its canary.'],
      ['status', 'RolloutStatus', 'How far it is: phase, step, and the hashes of the stable and the current template.'],
    ],
  },
  'rollout.status': {
    kind: 'RolloutStatus',
    description: 'RolloutStatus is the status for a Rollout resource.',
    fields: [
      ['abort', 'boolean', 'Abort cancels the current rollout progression: all pods go back to the stable version.'],
      ['currentPodHash', 'string', 'Hash of the current pod template.'],
      ['currentStepIndex', 'integer', 'The step of the canary it is at.'],
      ['message', 'string', 'Why it is in its phase.'],
      ['pauseConditions', '[]PauseCondition', 'Reasons why it is paused.'],
      ['phase', 'string', 'Healthy, Progressing, Paused or Degraded.'],
      ['stableRS', 'string', 'Hash of the template that went through all steps last.'],
    ],
  },
  'deployment.spec': {
    kind: 'DeploymentSpec',
    description: 'DeploymentSpec is the specification of the desired behavior of the Deployment.',
    fields: [
      ['paused', 'boolean', 'Indicates that the deployment is paused.'],
      [
        'progressDeadlineSeconds',
        'integer',
        'The maximum time in seconds for a deployment to make progress before it is considered to be failed. Defaults to 600s.',
      ],
      ['replicas', 'integer', 'Number of desired pods. Defaults to 1.'],
      ['revisionHistoryLimit', 'integer', 'The number of old ReplicaSets to retain to allow rollback. Defaults to 10.'],
      ['strategy', 'DeploymentStrategy', 'The deployment strategy to use to replace existing pods with new ones.'],
      ['template', 'PodTemplateSpec', 'Template describes the pods that will be created.'],
    ],
  },
};
