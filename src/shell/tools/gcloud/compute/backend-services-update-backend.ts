import type { Command } from '../command.ts';
import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { findBackendService } from './backend-service.ts';
import { usageText } from '../usage.ts';
import { globalFlag, regionFlag } from './scope-flags.ts';

const NEEDED = ['network-endpoint-group', 'network-endpoint-group-zone', 'capacity-scaler'];

/** Source: Google Cloud SDK, `gcloud compute backend-services update-backend`; the shares it takes are 0 and 0.1 to 1. */
export const updateBackend: Command = {
  name: 'update-backend',
  summary: 'Update an existing backend in a backend service.',
  description:
    'Updates attributes of a backend that is already associated with a backend service. Here it is the capacity scaler that can be changed, to 0 or to 1.',
  examples: [
    [
      'To send no more new requests to the endpoints of a zone, run:',
      'gcloud compute backend-services update-backend BACKEND_SERVICE_NAME --network-endpoint-group=NEG --network-endpoint-group-zone=ZONE --capacity-scaler=0 --global',
    ],
  ],
  positionals: [{ name: 'BACKEND_SERVICE_NAME', required: true, help: 'Name of the backend service to operate on.' }],
  flags: [
    {
      name: 'network-endpoint-group',
      kind: 'string',
      metavar: 'NETWORK_ENDPOINT_GROUP',
      help: 'Name of the network endpoint group to operate on.',
    },
    { name: 'network-endpoint-group-zone', kind: 'string', metavar: 'NETWORK_ENDPOINT_GROUP_ZONE', help: 'Zone of the network endpoint group to operate on.' },
    {
      name: 'capacity-scaler',
      kind: 'string',
      metavar: 'CAPACITY_SCALER',
      help: 'Scales the capacity of the backend: 0 takes it out, 1 has it take what it can.',
    },
    globalFlag('backend service'),
    regionFlag('backend service'),
  ],
  exclusive: ['global', 'region'],
  completes: 'backend-service',
  async run(call) {
    const missing = NEEDED.filter((flag) => !call.flags.given(flag)).map((flag) => `--${flag}`);
    if (missing.length > 0)
      throw new GcloudError(
        `argument ${missing.join(' ')}: Must be specified.\n${usageText(['compute', 'backend-services', 'update-backend'], updateBackend)}`,
        2,
      );
    const { groups, backendService, project } = await findBackendService(call);
    const [name, zone] = [call.flags.text('network-endpoint-group'), call.flags.text('network-endpoint-group-zone')];
    const group = groups.find((candidate) => candidate.name === name && candidate.zone === zone);
    if (group === undefined) throw new GcloudError(`No backend with name [${name}] in zone [${zone}] is part of the backend service [${backendService}].`);
    const scaler = Number(call.flags.text('capacity-scaler'));
    if (Number.isNaN(scaler) || scaler < 0 || scaler > 1)
      throw new GcloudError(
        `argument --capacity-scaler: Value must be greater than or equal to 0.0 and less than or equal to 1.0; received: ${call.flags.text('capacity-scaler')}`,
      );
    if (scaler > 0 && scaler < 1) throw notSimulated('a capacity scaler between 0 and 1');
    const result = await call.execute({ kind: 'set-edge-capacity', zone, scaler });
    if (!result.ok) throw new GcloudError(result.refusal.message);
    call.say(`Updated [https://www.googleapis.com/compute/v1/projects/${project}/global/backendServices/${backendService}].\n`);
    return null;
  },
};
