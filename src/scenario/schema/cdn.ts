import { closed } from './closed.ts';
import { between, duration, text, whole } from './quantity.ts';
import { randomDuration } from './random-duration.ts';

const SECOND = 1_000_000;
const positive = duration.refine((us) => us > 0, { error: 'expected more than 0s' });

/** Default TTL as Cloud CDN's (docs.cloud.google.com/cdn/docs/using-ttl-overrides: 3600 s). */
export const cdn = closed({
  host: text,
  capacityKeys: whole(1, 1_000_000),
  ttl: positive.default(3_600 * SECOND),
  tracks: closed({ count: whole(1, 1_000_000), exponent: between(0, 5) }),
  time: randomDuration.default({ kind: 'constant', us: 20_000 }),
  origin: closed({ external: text, maxRate: between(0.001, 1_000_000).optional() }),
}).transform(({ ttl, ...rest }) => ({ ...rest, ttlUs: ttl }));

/** Defaults are ExoPlayer's: DefaultHttpDataSource gives a read up after 8 s, DefaultLoadErrorHandlingPolicy tries three times more. */
export const segments = closed({
  first: whole(1, 8).default(1),
  ahead: whole(0, 32).default(0),
  timeout: positive.default(8 * SECOND),
  retries: whole(0, 10).default(3),
}).transform(({ timeout, ...rest }) => ({ ...rest, timeoutUs: timeout }));
