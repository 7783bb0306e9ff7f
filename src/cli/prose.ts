import { proseFlags } from '../postmortem/prose-flags.ts';
import { readTexts } from './jsonl-texts.ts';
import { UsageError } from './usage-error.ts';

export interface ProseOptions {
  readonly texts?: string;
  readonly json?: boolean;
}

/** Language remarks on each line's `text`. @throws UsageError for a missing or malformed file */
export function runProse(options: ProseOptions): void {
  if (options.texts === undefined) throw new UsageError('prose: --texts FILE.jsonl is missing: lines of {"id": …, "text": …}');
  for (const { id, text } of readTexts(options.texts)) {
    const flags = proseFlags(text);
    if (options.json === true) process.stdout.write(`${JSON.stringify({ id, flags })}\n`);
    else for (const flag of flags) process.stdout.write(`${id}: ${flag.kind}: “${text.slice(...flag.span)}”. ${flag.suggestion}\n`);
  }
}
