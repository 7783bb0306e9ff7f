/** JSON as Google's APIs give it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type Resource = Readonly<Record<string, Json>>;

/** A column of a command's own table. */
export interface Column {
  readonly label: string;
  readonly cell: (resource: Resource) => string;
}

/** Fields that are floating point in Google's API: a resource printed by itself has them with a fraction even when whole, lists have them as they came. */
export const FLOATS: readonly string[] = ['capacityScaler', 'maxRatePerEndpoint', 'sampleRate'];
