import { openStream } from '../base/random.ts';

let running = 0;
let draw = (): number => 0;
const own = Math.random;

/**
 * just-bash takes `$RANDOM`, `shuf` and awk's `rand()` straight from `Math.random`. While a line runs, that is a stream seeded by the line and the
 * simulated instant, so that the same line at the same moment draws the same numbers. @param seed of the stream
 */
export async function withSeededChance<Result>(seed: string, job: () => Promise<Result>): Promise<Result> {
  const before = draw;
  const stream = openStream(0, seed);
  draw = () => stream.next();
  if (running++ === 0) Math.random = () => draw();
  try {
    return await job();
  } finally {
    draw = before;
    if (--running === 0) Math.random = own;
  }
}
