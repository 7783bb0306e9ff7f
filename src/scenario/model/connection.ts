import type { Micros } from '../../contract/time.ts';

/** Connections a pod keeps to the pods of a service it calls. */
export interface ConnectionsModel {
  /** `http1`: a request at a time on each; `http2`: many. */
  readonly protocol: 'http1' | 'http2';
  /** Closed when no request came for so long; 0: never. */
  readonly idleTimeoutUs: Micros;
  /** Not used again once it is older; 0: however old. */
  readonly maxAgeUs: Micros;
  /** Idle ones a pod keeps; more are closed at once. */
  readonly maxIdle: number;
  /** Between the two pods, there and back. */
  readonly roundTripUs: Micros;
}

/** How a service serves over TLS, and what it shows of itself where it calls others. */
export interface TlsModel {
  /** Of the fleet's certificates. */
  readonly certificate: string;
  /** Whether a running process takes up a changed file; otherwise it goes on with what it loaded at its start. */
  readonly reloads: boolean;
  /** Mutual TLS: callers must show a certificate that is valid too. */
  readonly verifiesClients: boolean;
  /** CPU that a handshake takes, of either end. */
  readonly handshakeUs: Micros;
}

/** A Certificate of cert-manager: a secret that is issued anew before it expires. */
export interface CertificateModel {
  readonly name: string;
  readonly secret: string;
  readonly dnsNames: readonly string[];
  readonly issuer: string;
  /** From issuing to expiry. */
  readonly durationUs: Micros;
  /** Issued anew so long before it expires. */
  readonly renewBeforeUs: Micros;
  /** When the one in the secret expires, counted from where play begins. */
  readonly notAfterUs: Micros;
  /** Attempts to renew it that have failed by the time play begins; absent: none. */
  readonly failedRenewals?: FailedRenewalsModel;
}

export interface FailedRenewalsModel {
  readonly attempts: number;
  /** The last one, before play began. */
  readonly lastAgoUs: Micros;
  readonly message: string;
}
