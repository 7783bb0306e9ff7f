import { z } from 'zod';
import type { CertificateModel, ConnectionsModel } from '../model/connection.ts';
import { closed } from './closed.ts';
import { duration, flag, moment, name, text, whole } from './quantity.ts';

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

/** Idle timeout: Go's http.DefaultTransport. A round trip between two zones of a region takes about half a millisecond. */
export const connections = closed({
  protocol: z.enum(['http1', 'http2']).default('http1'),
  idleTimeout: duration.default(90 * SECOND),
  /** Absent: however old. */
  maxAge: duration.default(0),
  /** Absent: any number. */
  maxIdle: whole(0, 100_000).default(100_000),
  roundTrip: duration.default(500),
}).transform(
  ({ protocol, idleTimeout, maxAge, maxIdle, roundTrip }): ConnectionsModel => ({
    protocol,
    idleTimeoutUs: idleTimeout,
    maxAgeUs: maxAge,
    maxIdle,
    roundTripUs: roundTrip,
  }),
);

export const DEFAULT_CONNECTIONS: ConnectionsModel = connections.parse({});

export const tls = closed({
  certificate: name,
  reloads: flag.default(true),
  verifiesClients: flag.default(false),
  /** Of each end; an RSA 2048 signature takes most of a millisecond, an ECDSA one a tenth of that. */
  handshake: duration.default(1_000),
}).transform(({ handshake, ...rest }) => ({ ...rest, handshakeUs: handshake }));

/** cert-manager: 90 days. */
export const DEFAULT_VALIDITY_US = 90 * DAY;

export const certificate = closed({
  name,
  /** The certificate's name and `-tls` unless said. */
  secret: name.optional(),
  dnsNames: z.array(text).default([]),
  issuer: name.default('internal-ca'),
  duration: duration.default(DEFAULT_VALIDITY_US),
  /** A third of the duration, as cert-manager has it. */
  renewBefore: duration.optional(),
  notAfter: moment,
  failedRenewals: closed({ attempts: whole(1, 100), lastAgo: duration, message: text }).optional(),
}).transform(
  (c): CertificateModel => ({
    name: c.name,
    secret: c.secret ?? `${c.name}-tls`,
    dnsNames: c.dnsNames,
    issuer: c.issuer,
    durationUs: c.duration,
    renewBeforeUs: c.renewBefore ?? Math.round(c.duration / 3),
    notAfterUs: c.notAfter,
    ...(c.failedRenewals === undefined
      ? {}
      : { failedRenewals: { attempts: c.failedRenewals.attempts, lastAgoUs: c.failedRenewals.lastAgo, message: c.failedRenewals.message } }),
  }),
);
