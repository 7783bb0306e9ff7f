import type { LoadBalancerInspection } from '../../../../contract/inspection-load-balancer.ts';
import { notSimulated } from '../gcloud-error.ts';
import { sortedKeys } from '../../../../kube/json.ts';
import type { Json, Resource } from '../output/resource.ts';
import { durationOf, microsOf } from './duration.ts';
import { retriesIn } from './retry-policy.ts';

type RouteRule = NonNullable<LoadBalancerInspection['routes']>[number];

const MATCHER = 'routes';

/** The parts of a URL map that say what its rules are: one path matcher for every host. @param service link of the backend service */
export function routeRules(rules: readonly RouteRule[], service: string): Resource {
  return {
    hostRules: [{ hosts: ['*'], pathMatcher: MATCHER }],
    pathMatchers: [{ defaultService: service, name: MATCHER, routeRules: rules.map((rule, at) => routeRule(rule, at, service)) }],
  };
}

function routeRule({ route, timeoutUs, retries }: RouteRule, at: number, service: string): Resource {
  return {
    matchRules: [route.includes('{') ? { pathTemplateMatch: route } : { fullPathMatch: route }],
    priority: at + 1,
    routeAction: {
      ...(retries > 0 ? { retryPolicy: { numRetries: retries, retryConditions: ['gateway-error'] } } : {}),
      timeout: durationOf(timeoutUs),
    },
    service,
  };
}

/**
 * Rules of a URL map that is to take the present one's place and say something else.
 * @throws GcloudError for what the API refuses, and for changes other than of timeouts and retry policies, which are not simulated
 */
export function changedRules(wanted: Resource, present: Resource, { routes = [], timeoutUs }: LoadBalancerInspection): RouteRule[] {
  const matchers = listOf(wanted.pathMatchers);
  const rules = matchers.length === 1 ? listOf(matchers[0].routeRules) : [];
  const known = listOf(listOf(present.pathMatchers)[0].routeRules);
  if (matchers.length !== 1 || rules.length !== known.length || !isSame(withoutRules(wanted), withoutRules(present)))
    throw notSimulated('adding or removing host rules, path matchers and route rules');
  return rules.flatMap((rule, at) => {
    const field = `pathMatchers[0].routeRules[${at}]`;
    if (!isSame({ ...rule, routeAction: null }, { ...known[at], routeAction: null })) throw notSimulated(`changes of ${field} but its routeAction`);
    const action = (rule.routeAction ?? {}) as Resource;
    const timeout = action.timeout === undefined ? timeoutUs : microsOf(action.timeout as Resource, `resource.${field}.routeAction.timeout`);
    const after = { route: routes[at].route, timeoutUs: timeout, retries: retriesIn(action, `resource.${field}.routeAction`) };
    return after.timeoutUs === routes[at].timeoutUs && after.retries === routes[at].retries ? [] : [after];
  });
}

function withoutRules({ hostRules = [], pathMatchers }: Resource): Resource {
  return { hostRules, pathMatchers: listOf(pathMatchers).map(({ routeRules: _, ...matcher }) => matcher) };
}

function listOf(value: Json | undefined): readonly Resource[] {
  return (value ?? []) as readonly Resource[];
}

function isSame(a: Resource, b: Resource): boolean {
  return JSON.stringify(sortedKeys(a)) === JSON.stringify(sortedKeys(b));
}
