import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { beginIssuing } from '../connect/certificates.ts';
import type { World } from '../world.ts';

/** `cmctl renew`: cert-manager issues the certificate anew. Who has loaded the old one learns of it in its own time. */
export function renewCertificate(world: World, command: Extract<FleetCommand, { kind: 'renew-certificate' }>, actor: string): CommandResult {
  const { certificates = [] } = world.plan.scenario.fleet;
  const at = certificates.findIndex(({ name }) => name === command.certificate);
  if (at < 0) return refuse('command/certificate_not_found', `certificates.cert-manager.io "${command.certificate}" not found`);
  if (!beginIssuing(world, at, true)) return { ok: true, data: { changed: false } };
  const mountedBy = world.plan.services.filter(({ certificate }) => certificate === at).map(({ model }) => model.name);
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'config',
    subject: mountedBy[0] ?? command.certificate,
    title: `certificate ${command.certificate}: re-issuance triggered`,
    detail: `secret ${certificates[at].secret}, mounted by ${[...new Set(mountedBy)].join(', ') || 'nobody'}`,
    actor,
  });
  return DONE;
}
