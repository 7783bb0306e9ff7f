import { candidatesOf } from '../../contract/names.ts';
import type { DnsModel } from '../../scenario/model/dns.ts';
import type { FleetModel } from '../../scenario/model/fleet.ts';
import { type Duration, durationOf } from './distribution.ts';

export interface DnsPlan {
  readonly model: DnsModel;
  /** CoreDNS, by the region's place in the fleet. */
  readonly serviceIn: readonly number[];
  /** Its endpoint in each region, by service; -1 for services that are no CoreDNS. */
  readonly endpointOf: readonly number[];
  readonly upstream: Duration;
  readonly names: readonly NamePlan[];
  readonly questions: readonly QuestionPlan[];
  /** By service: the name others call it by. */
  readonly nameOfService: readonly number[];
  /** By service and client pool: -1 where an address is written and nothing is to be looked up. */
  readonly nameOfPool: readonly (readonly number[])[];
}

/** A name as a program has it, and as what it is asked for in turn: until one is there. */
export interface NamePlan {
  readonly text: string;
  /** Of `questions`. */
  readonly tried: readonly number[];
}

export interface QuestionPlan {
  readonly name: string;
  readonly exists: boolean;
  /** CoreDNS does not know itself. */
  readonly isForwarded: boolean;
}

const CLUSTER = 'cluster.local';
const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;

/** @param endpoints by service: the endpoint that answers names */
export function compileDns(fleet: FleetModel, endpoints: ReadonlyMap<number, number>): DnsPlan | undefined {
  const { dns: model, services, poolers, databases, regions, namespace } = fleet;
  if (model === undefined) return undefined;
  const names: NamePlan[] = [];
  const questions: QuestionPlan[] = [];
  const hosts = databases.map(({ host }) => host).filter((host) => !ADDRESS.test(host));
  // what stands in the cluster under a short name has a Service; everything else is asked for as it is written
  const inside = new Set([...services, ...poolers].map(({ name }) => name).concat(hosts.filter((host) => !host.includes('.'))));
  const existing = new Set([...[...inside].map((name) => `${name}.${namespace}.svc.${CLUSTER}`), ...hosts]);
  const question = (name: string): number => {
    const known = questions.findIndex((other) => other.name === name);
    if (known >= 0) return known;
    return questions.push({ name, exists: existing.has(name), isForwarded: name !== CLUSTER && !name.endsWith(`.${CLUSTER}`) }) - 1;
  };
  const nameNumber = (text: string): number => {
    const known = names.findIndex((other) => other.text === text);
    if (known >= 0) return known;
    const tried: number[] = [];
    for (const candidate of candidatesOf(text, model)) {
      tried.push(question(candidate));
      if (existing.has(candidate)) break;
    }
    return names.push({ text, tried }) - 1;
  };
  return {
    model,
    serviceIn: regions.map(({ name }) => services.findIndex((service) => service.name === model.service && service.region === name)),
    endpointOf: services.map((_, service) => endpoints.get(service) ?? -1),
    upstream: durationOf(model.upstream),
    names,
    questions,
    nameOfService: services.map(({ name }) => nameNumber(name)),
    nameOfPool: services.map(({ pools }) =>
      pools.map(({ target }) => {
        const host = databases.find(({ name }) => name === target)?.host ?? target;
        return ADDRESS.test(host) ? -1 : nameNumber(host);
      }),
    ),
  };
}
