import { KUBECONFIG } from '../../../home.ts';
import { kubeconfigText, readKubeconfig } from '../../kubectl/kubeconfig.ts';
import type { Command } from '../command.ts';
import { GcloudError } from '../gcloud-error.ts';
import { LOCATION_FLAGS, LOCATIONS, locationOf } from './location-flags.ts';

export const getCredentials: Command = {
  name: 'get-credentials',
  summary: 'Fetch credentials for a running cluster.',
  description:
    'Updates a kubeconfig file with appropriate credentials and endpoint information to point kubectl at a specific cluster in Google Kubernetes Engine.',
  examples: [
    ["To switch to working on your cluster 'sample-cluster', run:", 'gcloud container clusters get-credentials sample-cluster --location=us-central1'],
  ],
  positionals: [{ name: 'NAME', required: true, help: 'Name of the cluster to get credentials for.' }],
  flags: [...LOCATION_FLAGS, { name: 'dns-endpoint', kind: 'none', metavar: '', help: '' }, { name: 'internal-ip', kind: 'none', metavar: '', help: '' }],
  exclusive: LOCATIONS,
  completes: 'cluster',
  async run(call) {
    const [name] = call.args;
    const location = locationOf(call.flags);
    if (location === '') throw new GcloudError('One of [--location, --zone, --region] must be supplied.');
    call.say('Fetching cluster endpoint and auth data.\n');
    const clusters = await call.port.clusters();
    if (!clusters.some((cluster) => cluster.name === name && cluster.region === location)) {
      const { project } = await call.port.fleet();
      const elsewhere = clusters.find((cluster) => cluster.name === name)?.region;
      const hint =
        elsewhere === undefined
          ? `No cluster named '${name}' in ${project}.`
          : `Could not find [${name}] in [${location}].\nDid you mean [${name}] in [${elsewhere}]?`;
      throw new GcloudError(`ResponseError: code=404, message=Not found: projects/${project}/locations/${location}/clusters/${name}.\n${hint}`);
    }
    const config = await readKubeconfig(call.port);
    const current = config.contexts.find((context) => context.cluster === name)?.name ?? config.current;
    await call.writeFile(KUBECONFIG, kubeconfigText({ ...config, current }, 'shown'));
    call.say(`kubeconfig entry generated for ${name}.\n`);
    return null;
  },
};
