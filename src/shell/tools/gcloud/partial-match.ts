import { anchoredRegExp, Re2SyntaxError } from '../../../base/re2.ts';

/** An RE2 pattern that may match anywhere in the text; null when it is none. */
export function partialMatch(pattern: string): RegExp | null {
  try {
    return anchoredRegExp(`.*(?:${pattern}).*`);
  } catch (error) {
    if (error instanceof Re2SyntaxError) return null;
    throw error;
  }
}
