import type { Flags, FlagSpec } from '../flags.ts';

export const LOCATION_FLAGS: readonly FlagSpec[] = [
  { name: 'location', kind: 'string', metavar: 'LOCATION', help: 'Compute zone or region (e.g. us-central1-a or us-central1) for the cluster.' },
  { name: 'region', kind: 'string', metavar: 'REGION', help: 'Compute region (e.g. us-central1) for a regional cluster.' },
  { name: 'zone', short: 'z', kind: 'string', metavar: 'ZONE', help: 'Compute zone (e.g. us-central1-a) for a zonal cluster.' },
];

export const LOCATIONS = ['location', 'region', 'zone'];

/** Whichever of the three was given, or ''. */
export function locationOf(flags: Flags): string {
  return LOCATIONS.map((name) => flags.text(name)).find((text) => text !== '') ?? '';
}
