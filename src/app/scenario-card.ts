import { CDN } from '../contract/cdn.ts';
import { externalRegions } from '../scenario/model/external-regions.ts';
import type { FleetModel, ServiceModel } from '../scenario/model/fleet.ts';
import { kafkaRegions } from '../scenario/model/kafka-regions.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';
import type { ScenarioCard } from '../stores/scenario-card.ts';

/** The part of a scenario the page may hold. Field by field on purpose: what is not named here (truth, faults, timeline, messages) stays in the worker. */
export function scenarioCardOf(scenario: ScenarioModel): ScenarioCard {
  const { fleet } = scenario;
  return {
    id: scenario.id,
    title: scenario.title,
    brief: scenario.brief,
    incidentId: scenario.incidentId,
    difficulty: scenario.difficulty,
    minutes: scenario.minutes,
    practises: scenario.practises,
    defaultSeed: scenario.defaultSeed,
    company: capitalised(fleet.name),
    namespace: fleet.namespace,
    playStartUnixMs: scenario.playStartUnixMs,
    regions: fleet.regions.map(({ name, zones, share }) => ({ name, zones, share })),
    edge: { name: fleet.loadBalancer.name, service: fleet.loadBalancer.service, map: fleet.loadBalancer.map },
    services: oncePerName(fleet.services).map((service) => ({
      name: service.name,
      owner: service.owner,
      description: service.description,
      critical: service.critical,
      regions: fleet.services.filter(({ name }) => name === service.name).map(({ region }) => region),
      runtime: service.runtime,
      isRollout: service.canary !== null,
      routes: service.endpoints.map((endpoint) => endpoint.route),
      pools: service.pools.map(({ name, kind, target, size }) => ({ name, kind, target, size })),
      map: service.map,
    })),
    stores: [
      ...fleet.databases.map(({ name, region, map }) => ({ name, kind: 'postgres' as const, region, map })),
      ...fleet.poolers.map(({ name, region, map }) => ({ name, kind: 'pgbouncer' as const, region, map })),
      ...fleet.caches.map(({ name, region, map }) => ({ name, kind: 'redis' as const, region, map })),
      ...kafkaCards(fleet),
      ...(fleet.cdn === undefined ? [] : [{ name: CDN, kind: 'cdn' as const, region: '', host: fleet.cdn.host, map: fleet.loadBalancer.map }]),
      // each region asks them itself
      ...(fleet.externals ?? []).flatMap(({ name, host, map }) =>
        externalRegions(fleet.services, name).map((region) => ({ name, kind: 'external' as const, region, host, map })),
      ),
    ],
    slos: fleet.slos.map(({ name, route, kind, noun, objective, thresholdUs }) => ({ name, route, kind, noun, objective, thresholdUs: thresholdUs || 0 })),
    runbooks: scenario.runbooks,
  };
}

/** One cluster, drawn in each region that produces or consumes. */
function kafkaCards({ kafka, services }: FleetModel): ScenarioCard['stores'] {
  if (kafka === undefined) return [];
  const consumers = services.flatMap(({ consumes }) => (consumes === undefined ? [] : [{ name: consumes.group, topic: consumes.topic }]));
  const groups = consumers.filter(({ name }, at) => consumers.findIndex((other) => other.name === name) === at);
  return kafkaRegions(services).map((region) => ({ name: kafka.name, kind: 'kafka' as const, region, groups, map: kafka.map }));
}

/** A service of several regions is one on the page. */
function oncePerName(services: readonly ServiceModel[]): readonly ServiceModel[] {
  return services.filter(({ name }, at) => services.findIndex((other) => other.name === name) === at);
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
