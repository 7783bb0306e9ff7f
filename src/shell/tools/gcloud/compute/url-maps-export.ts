import type { Command } from '../command.ts';
import { yamlText } from '../output/yaml-text.ts';
import { globalFlag, notFound, regionFlag } from './scope-flags.ts';
import { findUrlMap, urlMap } from './url-map.ts';

export const exportUrlMap: Command = {
  name: 'export',
  summary: 'Export a URL map.',
  description: "Exports a URL map's configuration to a file. This configuration can be imported at a later time.",
  examples: [['A URL map can be exported by running:', 'gcloud compute url-maps export URL_MAP --destination=url-map.yaml']],
  positionals: [{ name: 'URL_MAP', required: true, help: 'Name of the URL map to export.' }],
  flags: [
    {
      name: 'destination',
      kind: 'string',
      metavar: 'DESTINATION',
      help: 'Path to a YAML file where the configuration will be exported. Default: standard output.',
    },
    globalFlag('URL map'),
    regionFlag('URL map'),
  ],
  exclusive: ['global', 'region'],
  completes: 'url-map',
  async run(call) {
    const text = yamlText(urlMap(await findUrlMap(call, notFound)));
    const destination = call.flags.text('destination');
    if (destination === '') call.print(text);
    else await call.writeFile(destination, text);
    return null;
  },
};
