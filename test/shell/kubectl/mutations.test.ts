import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/contract/commands.ts';
import { cluster, deployment, HISTORY, NEW } from '../../kube/fleet-fixture.ts';
import { fleetPort, kubectl } from './fleet-port.ts';

const POD = `playlist-${NEW.hash}-2xk9p`;

/** What is typed, the command it becomes, and what is printed. */
const ROWS: readonly (readonly [string, Command, string])[] = [
  ['kubectl scale deploy/playlist --replicas=6', { kind: 'scale', service: 'playlist', replicas: 6 }, 'deployment.apps/playlist scaled\n'],
  ['kubectl -n wavelength scale --replicas 0 deployment playlist', { kind: 'scale', service: 'playlist', replicas: 0 }, 'deployment.apps/playlist scaled\n'],
  ['kubectl rollout undo deploy/playlist', { kind: 'rollout-undo', service: 'playlist' }, 'deployment.apps/playlist rolled back\n'],
  [
    'kubectl rollout undo deployment playlist --to-revision=12',
    { kind: 'rollout-undo', service: 'playlist', toRevision: 12 },
    'deployment.apps/playlist rolled back\n',
  ],
  ['kubectl rollout restart deploy/playlist', { kind: 'rollout-restart', service: 'playlist' }, 'deployment.apps/playlist restarted\n'],
  ['kubectl rollout pause deploy/playlist', { kind: 'rollout-pause', service: 'playlist' }, 'deployment.apps/playlist paused\n'],
  [`kubectl delete pod ${POD} --wait=false`, { kind: 'delete-pod', pod: POD }, `pod "${POD}" deleted\n`],
  [`kubectl delete pod/${POD} --wait=false --grace-period=5`, { kind: 'delete-pod', pod: POD, graceUs: 5_000_000 }, `pod "${POD}" deleted\n`],
  [`kubectl delete po ${POD} --force --wait=false`, { kind: 'delete-pod', pod: POD, graceUs: 0 }, `pod "${POD}" force deleted\n`],
  [
    'kubectl set image deploy/playlist playlist=example/playlist:v1',
    { kind: 'set-image', service: 'playlist', container: 'playlist', image: 'example/playlist:v1' },
    'deployment.apps/playlist image updated\n',
  ],
  [
    'kubectl set env deploy/playlist DB_POOL_MAX=40 JAVA_OPTS-',
    { kind: 'set-env', service: 'playlist', env: { DB_POOL_MAX: '40', JAVA_OPTS: null } },
    'deployment.apps/playlist env updated\n',
  ],
  [
    'kubectl set resources deployment playlist -c=playlist --limits=cpu=1100m,memory=3Gi --requests cpu=0.25',
    { kind: 'set-resources', service: 'playlist', cpuRequestMilli: 250, cpuLimitMilli: 1100, memoryLimitMiB: 3072 },
    'deployment.apps/playlist resource requirements updated\n',
  ],
];

describe('mutations', () => {
  it.each(ROWS)('%s', async (line, command, stdout) => {
    const port = fleetPort(cluster());
    const result = await kubectl(line, port);
    expect(result).toMatchObject({ stdout, exitCode: 0 });
    expect(port.executed).toEqual([{ command, intent: line }]);
  });

  it.each([
    'kubectl scale deploy/nope --replicas=3',
    'kubectl scale deploy/playlist',
    'kubectl scale deploy/playlist --replicas=3 --current-replicas=9',
    'kubectl rollout undo deploy/playlist --to-revision=99',
    'kubectl delete pod nope',
    'kubectl delete pod',
    'kubectl delete deploy playlist',
    'kubectl set image deploy/playlist nope=x:1',
    'kubectl set env deploy/playlist 1A=b',
    'kubectl rollout resume deploy/playlist',
    'kubectl set resources deploy/playlist',
    'kubectl set resources deploy/playlist --limits=cpu',
    'kubectl set resources deploy/playlist -c nope --limits=cpu=1',
    'kubectl set resources deploy/playlist --limits=cpu=lots',
    'kubectl apply -f x.yaml',
    'kubectl drain node-1 --ignore-daemonsets',
    `kubectl exec -it ${POD} -- bash`,
    'kubectl get pods --bogus',
    'kubectl nonsense',
    `kubectl delete pod ${POD} -n default`,
  ])('%s changes nothing and fails', async (line) => {
    const port = fleetPort(cluster());
    const result = await kubectl(line, port);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).not.toBe('');
    expect(port.executed).toEqual([]);
  });

  it.each(['apply -f x', 'edit deploy/playlist', 'taint node x y=z:NoSchedule', 'port-forward x 80', `exec ${POD} -- ls`, 'delete svc playlist'])(
    'kubectl %s says that it is not simulated',
    async (rest) => {
      expect((await kubectl(`kubectl ${rest}`, fleetPort(cluster()))).stderr).toContain('not simulated');
    },
  );

  it('a refusal is said in the words of whoever refuses', async () => {
    const refusing = (code: string, message: string) => fleetPort(cluster(), { answer: () => ({ ok: false, refusal: { code, message } }) });
    expect(
      await kubectl(
        'kubectl scale deploy/playlist --replicas=900',
        refusing('command/quota_exceeded', 'deployments.apps "playlist" is forbidden: exceeded quota'),
      ),
    ).toEqual({ stdout: '', stderr: 'Error from server (Forbidden): deployments.apps "playlist" is forbidden: exceeded quota\n', exitCode: 1 });
    expect((await kubectl('kubectl set image deploy/playlist playlist=x:9', refusing('command/image_not_found', 'manifest for x:9 not found'))).stderr).toBe(
      'error: manifest for x:9 not found\n',
    );
  });

  it('undoing the only revision says that there is no history', async () => {
    const port = fleetPort(cluster({ deployments: [deployment({ history: HISTORY.slice(-1) })] }));
    expect((await kubectl('kubectl rollout undo deploy/playlist', port)).stderr).toBe('error: no rollout history found for deployment "playlist"\n');
  });

  it('says which request the server would not have', async () => {
    const message =
      'Deployment.apps "playlist" is invalid: spec.template.spec.containers[0].resources.requests: Invalid value: "500m": must be less than or equal to cpu limit of 200m';
    const port = fleetPort(cluster(), { answer: () => ({ ok: false, refusal: { code: 'command/invalid_resources', message } }) });
    expect(await kubectl('kubectl set resources deploy/playlist --limits=cpu=200m', port)).toEqual({
      stdout: '',
      stderr: `error: failed to patch resources update to pod template ${message}\n`,
      exitCode: 1,
    });
  });
});
