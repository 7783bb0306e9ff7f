import type { Micros } from './time.ts';

/** A Certificate of cert-manager. */
export interface CertificateInspection {
  readonly name: string;
  readonly secret: string;
  readonly dnsNames: readonly string[];
  readonly issuer: string;
  readonly durationUs: Micros;
  readonly renewBeforeUs: Micros;
  /** Of what is in the secret. */
  readonly notBeforeUs: Micros;
  readonly notAfterUs: Micros;
  readonly renewalUs: Micros;
  readonly revision: number;
  readonly createdUs: Micros;
  /** Since when it is being issued; null: it is not. */
  readonly issuingUs: Micros | null;
  /** null: the last attempt was good. */
  readonly failure: { readonly attempts: number; readonly lastUs: Micros; readonly message: string } | null;
}
