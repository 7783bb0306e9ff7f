/** Ends a command with a message on stderr, worded as the real program words it. Exit code 2 is for a command line that cannot be read. */
export class GcloudError extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Something the real program can do and this simulation cannot: said plainly, never pretended. */
export function notSimulated(what: string): GcloudError {
  return new GcloudError(`not simulated: ${what}`);
}

/** `gcloud.compute.url-maps`: what stands in brackets in every message. */
export function errorText(path: readonly string[], message: string): string {
  return `ERROR: (${['gcloud', ...path].join('.')}) ${message}\n`;
}
