import { describe, expect, it } from 'vitest';
import { completeKubectl } from '../../../src/shell/tools/kubectl/completion.ts';
import { cluster, NODES } from '../../kube/fleet-fixture.ts';
import { fleetPort } from './fleet-port.ts';

const complete = (line: string) => completeKubectl(line.split(' '), fleetPort(cluster()));
const POD = cluster().fleet.pods[0].name;
const NODE = NODES[0].name;

describe('completion', () => {
  it.each([
    ['', 'rollout'],
    ['rollout ', 'undo'],
    ['rollout undo ', 'deployment/playlist'],
    ['get ', 'pods'],
    ['get pods ', POD],
    ['get pod/', `pod/${POD}`],
    ['describe po ', POD],
    ['logs ', POD],
    ['logs ', 'deployment/playlist'],
    ['delete pod ', POD],
    ['top ', 'pod'],
    ['top pod ', POD],
    ['', 'drain'],
    ['cordon ', NODE],
    ['uncordon gke', NODE],
    ['drain ', NODE],
    ['drain --', '--ignore-daemonsets'],
    ['drain --timeout 5m ', NODE],
    ['drain -l ', 'topology.kubernetes.io/zone=europe-west1-b'],
    ['drain x --pod-selector ', 'app=playlist'],
    ['get pods -o ', 'wide'],
    ['get pods --s', '--sort-by='],
    ['get -n ', 'kube-system'],
    ['set image deploy/playlist ', 'playlist=europe-docker.pkg.dev/wavelength-prod/apps/playlist:v2.41.0'],
    ['rollout undo deploy/playlist --to-revision ', '13'],
    ['get pods -l ', 'app=playlist'],
    ['scale ', 'deployment/playlist'],
    ['top pods --sort-by ', 'memory'],
  ])('%s… offers %s', async (line, offer) => expect(await complete(line)).toContain(offer));
});
