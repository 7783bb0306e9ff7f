import { child, itemsOf, type Located, textOf } from '../document/located.ts';
import { DEFAULT_VALIDITY_US } from '../schema/connection.ts';
import { formatDuration, parseDuration } from '../schema/quantity.ts';
import { durationAt } from './amounts.ts';
import { sameForTarget } from './check-calls.ts';
import type { FleetNames } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** Certificates that nobody could have, or that cert-manager would have renewed; connections that are said to be two things at once. */
export function checkConnections(remarks: Remarks, root: Located, fleet: FleetNames): void {
  const certificates = itemsOf(root, 'certificates');
  remarks.distinct(certificates, 'name', 'certificate');
  for (const certificate of certificates) checkCertificate(remarks, certificate);
  for (const service of fleet.service.values()) {
    remarks.known(child(service, 'tls'), 'certificate', fleet.certificates, 'certificate', 'Certificates');
    sameForTarget(remarks, service, fleet, 'connections', 'a pod has one pool of them to a service');
  }
}

function checkCertificate(remarks: Remarks, certificate: Located): void {
  const duration = durationAt(certificate, 'duration') ?? DEFAULT_VALIDITY_US;
  const renewBefore = durationAt(certificate, 'renewBefore') ?? Math.round(duration / 3);
  const at = child(certificate, 'notAfter');
  const notAfter = parseDuration(textOf(at) ?? '');
  if (at === null || notAfter === null) return;
  if (renewBefore >= duration) {
    remarks.error(child(certificate, 'renewBefore') ?? certificate, `must be less than duration, ${formatDuration(duration)}`);
    return;
  }
  if (notAfter > duration) remarks.error(at, `must be at most duration, ${formatDuration(duration)}: it would not be valid yet`);
  else if (notAfter < renewBefore && child(certificate, 'failedRenewals') === null)
    remarks.error(
      at,
      `cert-manager would have renewed it, ${formatDuration(renewBefore)} before it expires; say failedRenewals, a shorter renewBefore, or a later notAfter`,
    );
}
