/** A refusal is an answer, not an exception: the simulated fleet said no, and says why in the words of the real tool. */
export interface Refusal {
  /** Namespaced code, e.g. `command/pod_not_found`. */
  readonly code: string;
  /** One sentence in the words of the real system, e.g. `pods "nope" not found`. */
  readonly message: string;
}

export type CommandResult =
  | { readonly ok: true /** Command-specific answer, e.g. the new revision number. */; readonly data?: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly refusal: Refusal };

export function refuse(code: string, message: string): CommandResult {
  return { ok: false, refusal: { code, message } };
}

export const DONE: CommandResult = { ok: true };
