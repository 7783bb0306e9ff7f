import { hashText } from '../../../../base/hash.ts';
import type { LoadBalancerInspection } from '../../../../contract/inspection-load-balancer.ts';
import type { Call } from '../call.ts';
import type { GcloudError } from '../gcloud-error.ts';
import type { Resource } from '../output/resource.ts';
import { BACKEND_SERVICES } from './backend-service.ts';
import { globalName, link } from './links.ts';
import { routeRules } from './route-rules.ts';
import { requireGlobal } from './scope-flags.ts';

const URL_MAPS = 'urlMaps';

/** The URL map as the API gives it, without what the fleet does not have (id, dates). Without retries there is no policy. */
export function urlMap({ project, name, backendService, retries, routes }: LoadBalancerInspection): Resource {
  const service = link(globalName(project, BACKEND_SERVICES, backendService));
  const rules = routes === undefined ? {} : routeRules(routes, service);
  return {
    ...(retries > 0 ? { defaultRouteAction: { retryPolicy: { numRetries: retries, retryConditions: ['gateway-error'] } } } : {}),
    defaultService: service,
    fingerprint: fingerprint(`${project}/${name}/${retries}${routes === undefined ? '' : JSON.stringify(routes)}`),
    ...(rules.hostRules === undefined ? {} : { hostRules: rules.hostRules }),
    kind: 'compute#urlMap',
    name,
    ...(rules.pathMatchers === undefined ? {} : { pathMatchers: rules.pathMatchers }),
    selfLink: link(globalName(project, URL_MAPS, name)),
  };
}

/** Eight bytes in base64 that change with the content. */
function fingerprint(content: string): string {
  const words = [hashText(content), hashText(`${content}/`)];
  return btoa(words.map((word) => String.fromCharCode(word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255)).join(''));
}

/** The load balancer whose URL map is named. @throws GcloudError made by `missing`. */
export async function findUrlMap(call: Call, missing: (name: string) => GcloudError): Promise<LoadBalancerInspection> {
  const loadBalancer = await call.port.loadBalancer();
  const { project, name } = loadBalancer;
  requireGlobal(call, { project, collection: URL_MAPS, name, globalByDefault: true, missing });
  return loadBalancer;
}
