import { hashText } from '../../../../base/hash.ts';
import type { Command } from '../command.ts';
import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { usageText } from '../usage.ts';
import { link } from './links.ts';
import { notFetched } from './scope-flags.ts';
import { findUrlMap } from './url-map.ts';

/** Source: Google Cloud SDK, surface/compute/url_maps/invalidate_cdn_cache.py: silent once it is done; with --async it says where to look. */
export const invalidateCdnCache: Command = {
  name: 'invalidate-cdn-cache',
  summary: 'Invalidate specified objects for a URL map in Cloud CDN caches.',
  description:
    'Requests that Cloud CDN stop using cached content for resources at a particular URL path or set of URL paths. It may succeed even if no content is cached for them.',
  examples: [['To invalidate everything below a path, run:', "gcloud compute url-maps invalidate-cdn-cache URLMAP --path='/segments/*'"]],
  positionals: [{ name: 'URLMAP', required: true, help: 'Name of the URL map to operate on.' }],
  flags: [
    {
      name: 'path',
      kind: 'string',
      metavar: 'PATH',
      help: 'A path specifying which objects to invalidate. It must start with / and the only place a * is allowed is at the end following a /.',
    },
    { name: 'host', kind: 'string', metavar: 'HOST', help: 'If set, this invalidation will apply only to requests to the specified host.' },
    { name: 'async', kind: 'bool', metavar: '', help: 'Return immediately, without waiting for the operation in progress to complete.' },
    { name: 'global', kind: 'bool', metavar: '', help: '(Default) The URL map is global. Regional URL maps are not supported.' },
  ],
  completes: 'url-map',
  async run(call) {
    if (!call.flags.given('path'))
      throw new GcloudError(`argument --path: Must be specified.\n${usageText(['compute', 'url-maps', 'invalidate-cdn-cache'], invalidateCdnCache)}`, 2);
    const { cdn, project, name, tUs } = await findUrlMap(call, notFetched);
    if (cdn === undefined) throw notSimulated('Cloud CDN, which this URL map has not');
    const path = call.flags.text('path');
    const isOthers = call.flags.given('host') && call.flags.text('host') !== cdn.host;
    const result = isOthers ? null : await call.execute({ kind: 'purge-cdn', path });
    if (result !== null && !result.ok) throw new GcloudError(`Could not fetch resource:\n - ${result.refusal.message}\n`);
    if (!call.flags.given('async')) return null;
    call.say(`Invalidation pending for [${link(`projects/${project}/global/urlMaps/${name}`)}]\n`);
    call.say(`Monitor its progress at [${link(`projects/${project}/global/operations/${operationOf(`${name}${path}${tUs}`)}`)}]\n`);
    return null;
  },
};

function operationOf(what: string): string {
  const part = (salt: number): string => hashText(what, salt).toString(16).padStart(8, '0');
  return `operation-${part(1)}${part(2)}-${part(3)}-${part(4)}`;
}
