import type { CertificateInspection } from '../../contract/inspection-certificate.ts';
import { type Cluster, timestamp } from '../cluster.ts';
import { goDuration } from '../duration.ts';
import { uuidOf } from '../identity.ts';
import { rfc1123z } from '../timestamps.ts';
import { type Condition, type KubeObject, objectMeta, withoutUndefined } from './object-meta.ts';

export const CERT_MANAGER_API = 'cert-manager.io/v1';

export interface Certificate extends KubeObject {
  readonly spec: {
    readonly dnsNames: readonly string[];
    readonly duration: string;
    readonly issuerRef: { readonly group: string; readonly kind: string; readonly name: string };
    readonly renewBefore: string;
    readonly secretName: string;
    readonly usages: readonly string[];
  };
  readonly status: {
    readonly conditions: readonly (Condition & { readonly observedGeneration: number })[];
    readonly failedIssuanceAttempts?: number;
    readonly lastFailureTime?: string;
    readonly notAfter: string;
    readonly notBefore: string;
    readonly renewalTime: string;
    readonly revision: number;
  };
}

/** Conditions and their messages: cert-manager pkg/controller/certificates/readiness and issuing, internal/controller/certificates/policies. */
export function certificateObject(cluster: Cluster, certificate: CertificateInspection): Certificate {
  const { name, createdUs, notBeforeUs, notAfterUs, renewalUs, failure, issuingUs } = certificate;
  const expired = cluster.fleet.tUs > notAfterUs;
  const at = (tUs: number): string => timestamp(cluster, tUs);
  const ready = expired
    ? { lastTransitionTime: at(notAfterUs), message: `Certificate expired on ${rfc1123(at(notAfterUs))}`, reason: 'Expired', status: 'False' as const }
    : {
        lastTransitionTime: at(Math.max(createdUs, notBeforeUs)),
        message: 'Certificate is up to date and has not expired',
        reason: 'Ready',
        status: 'True' as const,
      };
  return {
    apiVersion: CERT_MANAGER_API,
    kind: 'Certificate',
    metadata: objectMeta(cluster, createdUs, [notBeforeUs, issuingUs, failure?.lastUs, expired ? notAfterUs : null], {
      generation: 1,
      name,
      namespace: cluster.fleet.namespace,
      uid: uuidOf(`certificate/${name}`),
    }),
    spec: {
      dnsNames: certificate.dnsNames,
      duration: goDuration(certificate.durationUs),
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: certificate.issuer },
      renewBefore: goDuration(certificate.renewBeforeUs),
      secretName: certificate.secret,
      usages: ['digital signature', 'key encipherment', 'server auth', 'client auth'],
    },
    status: withoutUndefined({
      conditions: [
        ...(issuingUs === null
          ? []
          : [
              {
                lastTransitionTime: at(issuingUs),
                message: 'Certificate re-issuance manually triggered',
                observedGeneration: 1,
                reason: 'ManuallyTriggered',
                status: 'True' as const,
                type: 'Issuing',
              },
            ]),
        ...(failure === null || issuingUs !== null
          ? []
          : [
              {
                lastTransitionTime: at(failure.lastUs),
                message: `The certificate request has failed to complete and will be retried: ${failure.message}`,
                observedGeneration: 1,
                reason: 'Failed',
                status: 'False' as const,
                type: 'Issuing',
              },
            ]),
        { ...ready, observedGeneration: 1, type: 'Ready' },
      ],
      failedIssuanceAttempts: failure?.attempts,
      lastFailureTime: failure === null ? undefined : at(failure.lastUs),
      notAfter: at(notAfterUs),
      notBefore: at(notBeforeUs),
      renewalTime: at(renewalUs),
      revision: certificate.revision,
    }),
  };
}

/** `Mon, 23 Nov 2026 09:01:00 UTC`: Go's time.RFC1123. */
function rfc1123(stamp: string): string {
  return rfc1123z(stamp).replace('+0000', 'UTC');
}
