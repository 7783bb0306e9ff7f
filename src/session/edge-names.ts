import { hashText } from '../base/hash.ts';
import type { FleetModel } from '../scenario/model/fleet.ts';
import type { RecorderOptions } from '../telemetry/recorder.ts';

/** What the load balancer's lines call things. The backend service of an Ingress: `k8s1-CLUSTER-NAMESPACE-SERVICE-PORT-HASH` (GKE Ingress). */
export function edgeNames({ project, namespace, clusterName, loadBalancer }: FleetModel): NonNullable<RecorderOptions['edge']> {
  const cluster = hashText(clusterName).toString(16).padStart(8, '0');
  const backend = hashText(`${clusterName}/${namespace}/${loadBalancer.service}`).toString(16).padStart(8, '0');
  return { host: loadBalancer.host, project, backendService: `k8s1-${cluster}-${namespace}-${loadBalancer.service}-80-${backend}` };
}
