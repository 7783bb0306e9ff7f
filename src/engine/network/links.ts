import type { Link } from '../../contract/network.ts';
import { placeOf } from '../../contract/network.ts';
import { type Duration, durationOf, sampleUs } from '../plan/distribution.ts';
import type { World } from '../world.ts';
import { fixedHosts, programsOf, zonesOf } from './hosts.ts';

/**
 * The links that are not perfect, and who is at their ends. Only fleets that say something of their network have this; for all others packets
 * inside a region arrive at once and always.
 */
export interface LinkState {
  /** What the file says of the network, and what has been done to it since. */
  readonly usual: readonly Link[];
  degraded: Link[];
  /** Of each of both, one after another. */
  conditions: LinkCondition[];
  /** By place of the sender, and within it of the receiver: the conditions that hold; null: none. */
  betweenZones: (readonly number[] | null)[];
  betweenPrograms: (readonly number[] | null)[];
  /** By machine, for what leaves it and what comes to it; shorter than the list of machines where there is nothing. */
  fromNode: (readonly number[] | null)[];
  toNode: (readonly number[] | null)[];
  readonly zones: number;
  readonly programs: number;
  /** Zone of each machine, and program of each service. */
  readonly zoneOfNode: number[];
  readonly programOfService: Int32Array;
  /** Of hosts that are no pods. */
  readonly zoneOfFixed: Int32Array;
  readonly programOfFixed: Int32Array;
  /** By machine: since when its control plane does not hear of it; negative: it does. */
  readonly unheardUs: number[];
  /** By machine: segments its pods have sent, and sent again. */
  readonly segments: number[];
  readonly resent: number[];
}

export interface LinkCondition {
  /** null: none. */
  readonly delay: Duration | null;
  /** Of the delay: mean and mean deviation, which is what TCP's estimator of the round trip comes to. */
  readonly meanUs: number;
  readonly deviationUs: number;
  readonly loss: number;
  readonly cut: boolean;
}

export function createLinks(world: World, usual: readonly Link[]): LinkState {
  const { fleet } = world.plan.scenario;
  const zones = zonesOf(fleet);
  const programs = programsOf(fleet);
  const fixed = fixedHosts(fleet);
  const links: LinkState = {
    usual,
    degraded: [],
    conditions: [],
    betweenZones: [],
    betweenPrograms: [],
    fromNode: [],
    toNode: [],
    zones: zones.length,
    programs: programs.length,
    zoneOfNode: [],
    programOfService: Int32Array.from(fleet.services, ({ name }) => programs.findIndex((program) => program.kind === 'service' && program.name === name)),
    zoneOfFixed: fixed.zone,
    programOfFixed: fixed.program,
    unheardUs: [],
    segments: [],
    resent: [],
  };
  for (let node = 0; node < world.s.nodes.length; node++) knowNode(world, links, node);
  arrange(world, links);
  return links;
}

/** A machine there is from now on. */
export function knowNode(world: World, links: LinkState, node: number): void {
  const place = world.s.nodes[node];
  links.zoneOfNode[node] = zonesOf(world.plan.scenario.fleet).findIndex(({ zone, region }) => zone === place.zone && region === place.region);
  links.unheardUs[node] = -1;
  links.segments[node] = 0;
  links.resent[node] = 0;
}

/** Whether two links are of the same packets. */
export function isSameLink(a: Link, b: Link): boolean {
  return a.from === b.from && a.to === b.to && (a.oneWay === true) === (b.oneWay === true);
}

/** Puts a link in the place of one between the same ends, if there is one. */
export function degrade(world: World, link: Link): void {
  const links = (world.s.links ??= createLinks(world, []));
  links.degraded = [...links.degraded.filter((other) => !isSameLink(other, link)), link];
  arrange(world, links);
}

/** @returns false when it isn't degraded */
export function restore(world: World, link: Link): boolean {
  const { links } = world.s;
  const left = links?.degraded.filter((other) => !isSameLink(other, link)) ?? [];
  if (links === undefined || left.length === links.degraded.length) return false;
  links.degraded = left;
  arrange(world, links);
  return true;
}

/** Brings the tables up to date. */
function arrange(world: World, links: LinkState): void {
  const all = [...links.usual, ...links.degraded];
  links.conditions = all.map(conditionOf);
  const zoneTable = new Map<number, number[]>();
  const programTable = new Map<number, number[]>();
  const fromNode: (number[] | null)[] = [];
  const toNode: (number[] | null)[] = [];
  const add = (table: Map<number, number[]>, key: number, condition: number): void => {
    table.set(key, [...(table.get(key) ?? []), condition]);
  };
  all.forEach((link, condition) => {
    const from = placeOf(link.from);
    if (from.kind === 'node') {
      const node = world.nodeNames.indexOf(from.name);
      if (node < 0) return;
      fromNode[node] = [...(fromNode[node] ?? []), condition];
      if (link.oneWay !== true) toNode[node] = [...(toNode[node] ?? []), condition];
      return;
    }
    const isZonal = from.kind === 'zone' || from.kind === 'region';
    const table = isZonal ? zoneTable : programTable;
    const width = isZonal ? links.zones : links.programs;
    const here = members(world, link.from);
    const there = link.to === undefined ? [...Array(width).keys()].filter((at) => !here.includes(at)) : members(world, link.to);
    for (const a of here)
      for (const b of there) {
        // a region's link to one of its own zones is not one to that zone itself
        if (a === b) continue;
        add(table, a * width + b, condition);
        if (link.oneWay !== true) add(table, b * width + a, condition);
      }
  });
  links.betweenZones = dense(zoneTable, links.zones * links.zones);
  links.betweenPrograms = dense(programTable, links.programs * links.programs);
  links.fromNode = Array.from(fromNode, (one) => one ?? null);
  links.toNode = Array.from(toNode, (one) => one ?? null);
}

function dense(table: ReadonlyMap<number, readonly number[]>, length: number): (readonly number[] | null)[] {
  return table.size === 0 ? [] : Array.from({ length }, (_, at) => table.get(at) ?? null);
}

/** Places of the tables that a place's name means: a region means its zones, and its stores that are in none. */
function members(world: World, text: string): number[] {
  const { fleet } = world.plan.scenario;
  const { kind, name } = placeOf(text);
  if (kind === 'zone') return zonesOf(fleet).flatMap(({ zone }, at) => (zone === name ? [at] : []));
  if (kind === 'region') return zonesOf(fleet).flatMap(({ region }, at) => (region === name ? [at] : []));
  return programsOf(fleet).flatMap((program, at) => (program.kind === kind && program.name === name ? [at] : []));
}

const DRAWS = 1024;
const ESTIMATE = 0x7274;

function conditionOf({ delay, loss = 0, partition = false }: Link): LinkCondition {
  if (delay === undefined) return { delay: null, meanUs: 0, deviationUs: 0, loss, cut: partition || loss >= 1 };
  const duration = durationOf(delay);
  let sum = 0;
  for (let draw = 0; draw < DRAWS; draw++) sum += sampleUs(duration, draw, ESTIMATE, 0, 0);
  const meanUs = sum / DRAWS;
  let apart = 0;
  for (let draw = 0; draw < DRAWS; draw++) apart += Math.abs(sampleUs(duration, draw, ESTIMATE, 0, 0) - meanUs);
  return { delay: duration, meanUs: Math.round(meanUs), deviationUs: Math.round(apart / DRAWS), loss, cut: partition || loss >= 1 };
}
