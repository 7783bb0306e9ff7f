import { sortedKeys } from '../../../../kube/json.ts';
import type { FleetCommand } from '../../../../contract/commands.ts';
import type { LoadBalancerInspection } from '../../../../contract/inspection-load-balancer.ts';
import type { Resource } from '../output/resource.ts';
import type { Command } from '../command.ts';
import { confirm } from '../confirmation.ts';
import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { globalFlag, notFound, regionFlag } from './scope-flags.ts';
import { findUrlMap, urlMap } from './url-map.ts';
import { changedRules } from './route-rules.ts';
import { parseUrlMap, retriesOf } from './url-map-file.ts';

const NAME_DIFFERS =
  "WARNING: The name of the Url Map must match the value of the 'name' attribute in the YAML file. Future versions of gcloud will fail with an error.\n";
const FINGERPRINT =
  "WARNING: An up-to-date fingerprint must be provided to update the Url Map. Future versions of gcloud will fail with an error '412 conditionNotMet'\n";

export const importUrlMap: Command = {
  name: 'import',
  summary: 'Import a URL map.',
  description: "Imports a URL map's configuration from a file. Here it is retry policies that can be changed, and the timeouts of route rules that are there.",
  examples: [
    ['A URL map can be imported by running:', 'gcloud compute url-maps import URL_MAP --source=url-map.yaml'],
    [
      'To have failed requests without a body tried once more, add this to an exported file and import it:',
      'defaultRouteAction: {retryPolicy: {numRetries: 1, retryConditions: [gateway-error]}}',
    ],
  ],
  positionals: [{ name: 'URL_MAP', required: true, help: 'Name of the URL map to import.' }],
  flags: [
    {
      name: 'source',
      kind: 'string',
      metavar: 'SOURCE',
      help: 'Path to a YAML file containing configuration export data. Alternatively, you may omit this flag to read from standard input.',
    },
    globalFlag('URL map'),
    regionFlag('URL map'),
  ],
  exclusive: ['global', 'region'],
  completes: 'url-map',
  async run(call) {
    const source = call.flags.text('source');
    const fromPipe = source === '' || source === '-';
    const wanted = parseUrlMap(fromPipe ? call.stdin : await call.readFile(source));
    if (wanted.name !== call.args[0]) call.say(NAME_DIFFERS);
    const loadBalancer = await findUrlMap(call, (name) => (name.includes('/regions/') ? notFound(name) : notSimulated('creating URL maps')));
    const present = urlMap(loadBalancer);
    if (JSON.stringify(sortedKeys(present)) === JSON.stringify(sortedKeys(wanted))) return null;
    confirm(call, `Url Map [${call.args[0]}] will be overwritten.`, fromPipe ? '' : call.stdin);
    if (wanted.fingerprint !== undefined) call.say(FINGERPRINT);
    for (const command of changesOf(wanted, present, loadBalancer)) {
      const result = await call.execute(command);
      if (!result.ok) throw new GcloudError(`HTTPError 400: ${result.refusal.message}`);
    }
    call.say('Updating URL map...done.\n');
    return null;
  },
};

/** What the fleet has to be told. @throws GcloudError for what is refused, before anything is changed */
function changesOf(wanted: Resource, present: Resource, loadBalancer: LoadBalancerInspection): FleetCommand[] {
  const retries = retriesOf(wanted, loadBalancer);
  if (loadBalancer.routes === undefined) {
    for (const field of ['hostRules', 'pathMatchers']) if (wanted[field] !== undefined) throw notSimulated(field);
    return [{ kind: 'set-edge-retries', retries }];
  }
  const rules = changedRules(wanted, present, loadBalancer).map((rule): FleetCommand => ({ kind: 'set-edge-route', ...rule }));
  return retries === loadBalancer.retries ? rules : [{ kind: 'set-edge-retries', retries }, ...rules];
}
