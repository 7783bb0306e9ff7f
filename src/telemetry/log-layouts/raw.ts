import type { LogLayout } from './log-context.ts';

/** The text and nothing around it. */
export const raw: LogLayout = (_context, sentence) => sentence;
