import type { FlagSpec } from './flags.ts';

/** One flag as help shows it. */
export function flagText(flag: FlagSpec): string {
  const shown = flag.kind === 'string' ? `'${flag.default}'` : flag.kind === 'list' ? '[]' : flag.default;
  return `    ${flag.short && flag.short !== flag.name ? `-${flag.short}, ` : ''}--${flag.name}=${shown}:\n\t${flag.help}`;
}
