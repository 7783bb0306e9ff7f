import { z } from 'zod';

/**
 * A map that refuses keys it does not know. The message of such an issue is the list of keys it does know, comma-separated:
 * `describe-issue` turns it into one problem a key, with the nearest name.
 */
export function closed<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined) });
}

/** A map that must hold exactly one of its keys, the key telling what it is: `{compute: 12ms}`. */
export function oneOfKeys<Shape extends z.ZodRawShape>(what: string, shape: Shape) {
  const keys = Object.keys(shape);
  return closed(shape).superRefine((value, context) => {
    const present = keys.filter((key) => (value as Record<string, unknown>)[key] !== undefined);
    if (present.length === 1) return;
    const said = present.length === 0 ? 'none of them' : present.join(' and ');
    context.addIssue({ code: 'custom', message: `expected exactly one of ${keys.join(', ')} as ${what}, got ${said}` });
  });
}
