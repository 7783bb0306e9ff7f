import type { CertificateInspection } from '../../contract/inspection-certificate.ts';
import { inSecret } from '../connect/certificates.ts';
import type { World } from '../world.ts';

export function inspectCertificates(world: World): CertificateInspection[] {
  const { certificates = [] } = world.plan.scenario.fleet;
  return certificates.flatMap((model, at) => {
    const state = world.s.certificates?.[at];
    if (state === undefined) return [];
    const { notBeforeUs, notAfterUs } = state.versions[inSecret(state)];
    const users = world.plan.services.flatMap(({ certificate, index }) => (certificate === at ? [world.s.services[index].createdUs] : []));
    return [
      {
        name: model.name,
        secret: model.secret,
        dnsNames: model.dnsNames,
        issuer: model.issuer,
        durationUs: model.durationUs,
        renewBeforeUs: model.renewBeforeUs,
        notBeforeUs,
        notAfterUs,
        renewalUs: notAfterUs - model.renewBeforeUs,
        revision: state.revision,
        // as old as the service it was made for
        createdUs: Math.min(state.versions[0].notBeforeUs, ...users),
        issuingUs: state.issuingUs,
        failure:
          state.lastFailureUs === null || state.failedAttempts === 0
            ? null
            : { attempts: state.failedAttempts, lastUs: state.lastFailureUs, message: model.failedRenewals?.message ?? '' },
      },
    ];
  });
}
