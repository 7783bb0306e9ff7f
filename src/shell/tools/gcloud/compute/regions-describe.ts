import type { Command } from '../command.ts';
import { GcloudError } from '../gcloud-error.ts';
import { link } from './links.ts';

export const describeRegion: Command = {
  name: 'describe',
  summary: 'Describe a Compute Engine region.',
  description: 'Displays all data associated with a Compute Engine region. Of its quotas those that are modelled: CPUS.',
  examples: [["To describe the 'us-central1' region, run:", 'gcloud compute regions describe us-central1']],
  positionals: [{ name: 'REGION_NAME', required: true, help: 'Name of the region to operate on.' }],
  flags: [],
  async run(call) {
    const clusters = await call.port.clusters();
    const [name] = call.args;
    const cluster = clusters.find(({ region }) => region === name);
    const { project, cpuQuota, nodePools } = await call.port.fleet(cluster?.name);
    if (cluster === undefined) throw new GcloudError(`Could not fetch resource:\n - The resource 'projects/${project}/regions/${name}' was not found\n`);
    const zones = [...new Set(nodePools.flatMap((pool) => pool.zones))];
    return {
      single: true,
      resources: [
        {
          kind: 'compute#region',
          name,
          quotas: cpuQuota === null ? [] : [{ limit: cpuQuota.limit, metric: 'CPUS', usage: cpuQuota.usage }],
          selfLink: link(`projects/${project}/regions/${name}`),
          status: 'UP',
          zones: zones.map((zone) => link(`projects/${project}/zones/${zone}`)),
        },
      ],
    };
  },
};
