import { unixMsOf } from '../contract/time.ts';
import type { FleetInspection } from '../contract/inspection.ts';
import type { ShellPort } from '../contract/ports.ts';
import type { FleetFileSystem } from './fleet-file-system.ts';

export const USER = 'ops';
export const HOST = 'ew1';
export const HOME = '/home/ops';
/** Like all its files the terminal's own: another tab has another. */
export const KUBECONFIG = `${HOME}/.kube/config`;

/** As `uname -a` has it: Debian 12's cloud kernel. */
const KERNEL =
  'Linux version 6.1.0-31-cloud-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP PREEMPT_DYNAMIC Debian 6.1.128-1 (2025-02-07)';

/** Lines of a log file under /var/log: as many as a rotated file would keep at hand. */
const LOG_FILE_LINES = 5_000;

/** Puts the terminal's files in place: runbooks, orientation, one log file a service or store. */
export async function layOutFiles(files: FleetFileSystem, port: ShellPort, nowUnixMs: number): Promise<void> {
  const [clusters, databases, poolers, runbooks] = await Promise.all([port.clusters(), port.databases(), port.poolers(), port.runbooks()]);
  const fleets = await Promise.all(clusters.map(({ name }) => port.fleet(name)));
  const old = unixMsOf(port.epoch, 0);
  for (const directory of [HOME, `${HOME}/.kube`, `${HOME}/runbooks`, '/etc/brownout', '/tmp', '/var/log']) files.mkdirSync(directory, { recursive: true });
  await files.dateEverything(old);
  for (const { name, markdown } of runbooks) files.addText(`${HOME}/runbooks/${name}.md`, markdown.endsWith('\n') ? markdown : `${markdown}\n`, old);
  const orientation = orientationText(fleets, runbooks.length);
  files.addText('/etc/brownout/motd', orientation, old);
  files.addText('/etc/motd', orientation, old);
  files.addText('/etc/hostname', `${HOST}\n`, old);
  files.addText('/etc/os-release', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n', old);
  files.addText('/proc/version', `${KERNEL}\n`, old);
  files.addText(`${HOME}/.bash_history`, '', nowUnixMs);
  for (const name of logNames(
    fleets.flatMap(({ deployments, rollouts }) => [...deployments, ...rollouts].map(({ name }) => name)),
    databases,
    poolers,
  )) {
    files.addLive(`/var/log/${name}.log`, {
      read: async () => {
        const lines = await port.logs({ services: [name], limit: LOG_FILE_LINES, take: 'newest' });
        return lines.map(({ text }) => `${text}\n`).join('');
      },
    });
  }
}

function logNames(...groups: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(groups.flat())].sort();
}

/** Name of the service whose log a path is, or null. */
export function serviceOfLogPath(path: string): string | null {
  return /^\/var\/log\/([\w.-]+)\.log$/.exec(path)?.[1] ?? null;
}

function orientationText(fleets: readonly FleetInspection[], runbooks: number): string {
  const clusters = fleets.map(({ clusterName }) => clusterName).join(' and ');
  return `${HOST}: operations host for cluster${fleets.length > 1 ? 's' : ''} ${clusters}, namespace ${fleets[0].namespace}. Times are UTC.

  help            what exists here, with examples
  changes         what was changed lately
  ~/runbooks      ${runbooks} runbooks, also: runbook NAME
  /var/log        one log file a service or store

What you change here is logged with the line you typed.
`;
}
