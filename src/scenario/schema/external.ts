import { closed } from './closed.ts';
import { between, name, share, text } from './quantity.ts';
import { randomDuration } from './random-duration.ts';
import { mapPosition } from './service.ts';

/** Somebody else's service: no pods of ours, only answers that come, come late, or are errors. */
export const external = closed({
  name,
  host: text,
  /** From sending to the answer, the way included. */
  time: randomDuration,
  /** Share answered 503. */
  failures: share.default(0),
  map: mapPosition.default({ column: 0, row: 0 }),
});

/** How much slower than usual it may be made. */
export const slowdown = between(0.01, 100_000);
