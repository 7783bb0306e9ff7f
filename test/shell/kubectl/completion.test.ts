import { describe, expect, it } from 'vitest';
import { completeKubectl } from '../../../src/shell/tools/kubectl/completion.ts';
import { cluster, NODES } from '../../kube/fleet-fixture.ts';
import { STATES } from './canary-fleet.ts';
import { fleetPort } from './fleet-port.ts';

const rollouts = STATES.paused().cluster();
const { fleet } = cluster();
const both = cluster({ rollouts: rollouts.fleet.rollouts, replicaSets: [...fleet.replicaSets, ...rollouts.fleet.replicaSets] });
const complete = (line: string) => completeKubectl(line.split(' '), fleetPort(both));
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
    ['', 'argo'],
    ['argo ', 'rollouts'],
    ['get ro', 'rollouts'],
    ['get ro/', 'ro/entry'],
    ['scale ', 'rollout/entry'],
    ['argo rollouts ', 'promote'],
    ['argo rollouts get ', 'rollout'],
    ['argo rollouts get rollout ', 'entry'],
    ['argo rollouts promote ', 'entry'],
    ['argo rollouts promote entry --', '--full'],
    ['argo rollouts retry rollout ', 'entry'],
    ['argo rollouts set image entry ', 'entry=here-docker.pkg.dev/example/services/entry:v2.0.0'],
    ['argo rollouts undo entry --to-revision ', '1'],
    ['get pods -l ', 'app=entry'],
  ])('%s… offers %s', async (line, offer) => expect(await complete(line)).toContain(offer));
});
