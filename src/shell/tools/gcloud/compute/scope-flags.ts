import type { Call } from '../call.ts';
import type { FlagSpec } from '../flags.ts';
import { GcloudError } from '../gcloud-error.ts';
import { globalName, regionalName } from './links.ts';

export function globalFlag(what: string): FlagSpec {
  return { name: 'global', kind: 'bool', metavar: '', help: `If set, the ${what} is global.` };
}

export function regionFlag(what: string): FlagSpec {
  return { name: 'region', kind: 'string', metavar: 'REGION', help: `Region of the ${what} to operate on.` };
}

/** What `describe` and `get-health` say of a name that the API does not have. */
export function notFetched(name: string): GcloudError {
  return new GcloudError(`Could not fetch resource:\n - The resource '${name}' was not found\n`);
}

/** What the other commands say of it. */
export function notFound(name: string): GcloudError {
  return new GcloudError(`HTTPError 404: The resource '${name}' was not found`);
}

interface Sought {
  readonly project: string;
  readonly collection: string;
  /** The one there is. */
  readonly name: string;
  /** Whether `--global` may be left out. */
  readonly globalByDefault: boolean;
  readonly missing: (name: string) => GcloudError;
}

/** Nothing but one global resource of each collection is there. @throws GcloudError for another name or scope. Source: command_lib/compute/flags.py. */
export function requireGlobal(call: Call, { project, collection, name, globalByDefault, missing }: Sought): void {
  const [asked] = call.args;
  if (call.flags.given('region')) throw missing(regionalName(project, call.flags.text('region'), collection, asked));
  if (!globalByDefault && !call.flags.given('global')) {
    throw new GcloudError(`Underspecified resource [${asked}]. Specify one of the [--global, --region] flags.`);
  }
  if (asked !== name) throw missing(globalName(project, collection, asked));
}
