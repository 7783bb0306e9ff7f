import { MICROS_PER_SECOND } from '../../../../contract/time.ts';
import { GcloudError, notSimulated } from '../gcloud-error.ts';
import type { Resource } from '../output/resource.ts';

const NANOS_PER_MICRO = 1_000;
const MOST_NANOS = 999_999_999;

/** As the API's JSON has it: whole seconds are a 64-bit number, so text. */
export function durationOf(us: number): Resource {
  const seconds = Math.floor(us / MICROS_PER_SECOND);
  const nanos = (us - seconds * MICROS_PER_SECOND) * NANOS_PER_MICRO;
  return { ...(nanos > 0 ? { nanos } : {}), seconds: String(seconds) };
}

/** @param field for messages @throws GcloudError for what is no duration */
export function microsOf({ seconds = 0, nanos = 0 }: Resource, field: string): number {
  const [whole, part] = [Number(seconds), Number(nanos)];
  if (!Number.isInteger(whole) || whole < 0) throw new GcloudError(`HTTPError 400: Invalid value for field '${field}.seconds': '${String(seconds)}'.`);
  if (part < 0 || part > MOST_NANOS) throw new GcloudError(`HTTPError 400: Invalid value for field '${field}.nanos': '${part}'.`);
  if (part % NANOS_PER_MICRO !== 0) throw notSimulated('parts of a microsecond');
  return whole * MICROS_PER_SECOND + part / NANOS_PER_MICRO;
}
