import { GcloudError } from '../gcloud-error.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/**
 * What the Logging API says of a query it cannot read. The real one counts columns in the query with gcloud's own `timestamp>=` before it; here they are
 * those of what was typed. Source: nextflow-io/nextflow issue 3353.
 */
export function syntaxError({ line, column, text }: Place): GcloudError {
  return refused(`Unparseable filter: syntax error at line ${line}, column ${column}, token '${text}'`);
}

export function refused(message: string): GcloudError {
  return new GcloudError(`INVALID_ARGUMENT: ${message}`);
}
