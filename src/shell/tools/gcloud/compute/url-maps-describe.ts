import type { Command } from '../command.ts';
import { globalFlag, notFetched, regionFlag } from './scope-flags.ts';
import { findUrlMap, urlMap } from './url-map.ts';

export const describeUrlMap: Command = {
  name: 'describe',
  summary: 'Describe a URL map.',
  description: 'Displays all data associated with a URL map in a project.',
  examples: [['To see the retry policy of the load balancer, run:', 'gcloud compute url-maps describe URL_MAP']],
  positionals: [{ name: 'URL_MAP', required: true, help: 'Name of the URL map to describe.' }],
  flags: [globalFlag('URL map'), regionFlag('URL map')],
  exclusive: ['global', 'region'],
  completes: 'url-map',
  run: async (call) => ({ resources: [urlMap(await findUrlMap(call, notFetched))], single: true }),
};
