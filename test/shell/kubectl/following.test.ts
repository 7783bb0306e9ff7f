import { describe, expect, it } from 'vitest';
import type { Cancellation } from '../../../src/contract/ports.ts';
import { cluster, deployment, NEW, NOW, pod, rolling, SECOND } from '../../kube/fleet-fixture.ts';
import { fleetPort, kubectl, logLine } from './fleet-port.ts';

/** Collects what is shown and presses Ctrl-C once `until` has been. */
function terminal(until: (shown: string) => boolean): { text: string; write: (chunk: string) => void; cancel: Cancellation } {
  const screen = {
    text: '',
    cancel: { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined },
    write: (chunk: string): void => {
      screen.text += chunk;
      screen.cancel.aborted = until(screen.text);
    },
  };
  return screen;
}

const PODS = cluster().fleet.pods;

describe('commands that follow the fleet', () => {
  it('rollout status prints a line at each change and ends when the rollout is done', async () => {
    const port = fleetPort(rolling(), {
      at: (tUs) =>
        tUs < NOW + 20 * SECOND ? rolling().fleet : cluster({ deployments: [deployment(tUs < NOW + 40 * SECOND ? { availableReplicas: 3 } : {})] }).fleet,
    });
    expect(await kubectl('kubectl rollout status deploy/playlist', port)).toEqual({
      stdout:
        'Waiting for deployment "playlist" rollout to finish: 2 out of 4 new replicas have been updated...\n' +
        'Waiting for deployment "playlist" rollout to finish: 3 of 4 updated replicas are available...\ndeployment "playlist" successfully rolled out\n',
      stderr: '',
      exitCode: 0,
    });
    expect(await port.now()).toBe(NOW + 40 * SECOND);
  });

  it('rollout status gives up at its timeout, and at the progress deadline', async () => {
    expect(await kubectl('kubectl rollout status deploy/playlist --timeout=30s', fleetPort(rolling()))).toMatchObject({
      stderr: 'error: timed out waiting for the condition\n',
      exitCode: 1,
    });
    const stuck = deployment({ conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: '', sinceUs: 0 }] });
    expect(await kubectl('kubectl rollout status deploy/playlist', fleetPort(cluster({ deployments: [stuck] })))).toMatchObject({
      stderr: 'error: deployment "playlist" exceeded its progress deadline\n',
      exitCode: 1,
    });
  });

  it('get -w prints the list, then each pod again when it changes, in the same columns', async () => {
    const unready = { ...PODS[1], ready: false, readySinceUs: null };
    const port = fleetPort(cluster(), { at: (tUs) => cluster({ tUs, pods: tUs < NOW + 5 * SECOND ? PODS : [PODS[0], unready, ...PODS.slice(2)] }).fleet });
    const screen = terminal((shown) => shown.includes('0/1'));
    const result = await kubectl('kubectl get pods -w', port, screen);
    expect(result).toEqual({ stdout: '', stderr: '', exitCode: 130 });
    const lines = screen.text.trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[5]).toMatch(new RegExp(`^${unready.name} {3}0/1 {5}Running {3}0 {10}28m$`));
  });

  it('logs -f goes on with new lines and ends on Ctrl-C', async () => {
    const fleet = cluster();
    const lines = [1, 2, 3, 4].map((n) => logLine(n, NOW + (n - 3) * SECOND, PODS[0].name, `line ${n}`, fleet));
    const screen = terminal((shown) => shown.includes('line 4'));
    const result = await kubectl(`kubectl logs -f ${PODS[0].name} --tail=2`, fleetPort(fleet, { logs: lines }), screen);
    expect([screen.text, result.exitCode]).toEqual(['line 2\nline 3\nline 4\n', 130]);
  });

  it('delete pod waits until the pod is gone', async () => {
    const port = fleetPort(cluster(), { at: (tUs) => (tUs < NOW + 30 * SECOND ? cluster().fleet : cluster({ pods: PODS.slice(1) }).fleet) });
    expect((await kubectl(`kubectl delete pod ${PODS[0].name}`, port)).stdout).toBe(`pod "${PODS[0].name}" deleted\n`);
    expect(await port.now()).toBe(NOW + 30 * SECOND);
  });
});

describe('logs', () => {
  const fleet = cluster();
  const lines = Array.from({ length: 30 }, (_, n) => logLine(n, NOW - (30 - n) * 10 * SECOND, PODS[n % 2].name, `line ${n}`, fleet));
  const read = async (rest: string) => (await kubectl(`kubectl logs ${rest}`, fleetPort(fleet, { logs: lines }))).stdout.split('\n').slice(0, -1);

  it('shows one pod', async () => expect(await read(PODS[0].name)).toHaveLength(15));
  it('--tail', async () => expect(await read(`${PODS[1].name} --tail=2`)).toEqual(['line 27', 'line 29']));
  it('--since', async () => expect(await read(`${PODS[0].name} --since=61s`)).toEqual(['line 24', 'line 26', 'line 28']));
  it('a selector shows ten lines a pod, with the pod when asked', async () => {
    const shown = await read('-l app=playlist --prefix');
    expect(shown).toHaveLength(20);
    expect(shown[0]).toBe(`[pod/${PODS[0].name}/playlist] line 10`);
  });
  it('--timestamps', async () => expect((await read(`${PODS[0].name} --tail=1 --timestamps`))[0]).toBe('2026-11-22T13:29:40.000000000Z line 28'));
  it('a workload stands for one of its pods, and says which', async () => {
    const result = await kubectl('kubectl logs deploy/playlist --tail=1', fleetPort(fleet, { logs: lines }));
    expect(result.stderr).toMatch(/^Found 4 pods, using pod\/playlist-/);
    const ages = PODS.map((each, n) => ({ ...each, readySinceUs: (each.readySinceUs ?? 0) - n * SECOND, ready: n < 3 }));
    const best = await kubectl('kubectl logs deploy/playlist', fleetPort(cluster({ pods: ages }), { logs: lines }));
    expect(best.stderr).toBe(`Found 4 pods, using pod/${PODS[2].name}\n`);
  });
  it('a container that restarted keeps its last run for -p', async () => {
    const name = PODS[0].name;
    const again = pod('2xk9p', NEW, {
      restarts: 1,
      containerState: { state: 'running', reason: '', exitCode: 0, startedUs: NOW - 100 * SECOND, finishedUs: null },
      lastState: { state: 'terminated', reason: 'Error', exitCode: 1, startedUs: NOW - 250 * SECOND, finishedUs: NOW - 110 * SECOND },
    });
    const port = fleetPort(cluster({ pods: [again] }), { logs: lines });
    expect((await kubectl(`kubectl logs ${name}`, port)).stdout).toBe('line 20\nline 22\nline 24\nline 26\nline 28\n');
    expect((await kubectl(`kubectl logs -p ${name}`, port)).stdout.split('\n')[0]).toBe('line 6');
    expect((await kubectl(`kubectl logs -p ${PODS[1].name}`, fleetPort(cluster()))).stderr).toBe(
      `Error from server (BadRequest): previous terminated container "playlist" in pod "${PODS[1].name}" not found\n`,
    );
  });
});
