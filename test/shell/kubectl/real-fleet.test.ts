import { beforeAll, describe, expect, it } from 'vitest';
import { HeadlessClock } from '../../../src/cli/headless/clock.ts';
import { openSession } from '../../../src/cli/headless/open-session.ts';
import { createSessionPort } from '../../../src/cli/headless/session-port.ts';
import type { ShellPort } from '../../../src/contract/ports.ts';
import type { Session } from '../../../src/session/session-api.ts';
import { kubectl } from './fleet-port.ts';

/** Lines typed one after another against a running session: what kubectl says must be what the fleet does. */
let session: Session;
let port: ShellPort;

beforeAll(() => {
  session = openSession('playlist-hangs', 1);
  session.advance(30_000_000);
  const clock = new HeadlessClock(session);
  const inner = createSessionPort(session, clock, 'player');
  // Nothing else waits here, so time moves on as soon as kubectl sleeps.
  port = { ...inner, sleep: async (durationUs) => session.advance(session.nowUs + durationUs) };
}, 300_000);

const lines = async (line: string): Promise<string[]> => {
  const { stdout, stderr, exitCode } = await kubectl(line, port);
  expect([stderr, exitCode]).toEqual(['', 0]);
  return stdout.split('\n').slice(0, -1);
};

describe('kubectl over a running session', () => {
  it('lists the pods there are', async () => {
    expect(await lines('kubectl get pods -o name')).toEqual(
      session
        .fleet()
        .pods.map((pod) => `pod/${pod.name}`)
        .sort(),
    );
  });

  it('describes every object without a gap', async () => {
    for (const type of ['pods', 'deploy', 'rs', 'svc', 'hpa', 'nodes'])
      expect((await lines(`kubectl describe ${type}`)).join('\n')).not.toMatch(/undefined|NaN|\[object/);
  });

  it('undoes a rollout and waits until it is done', async () => {
    const before = session.fleet().deployments.find((deployment) => deployment.name === 'playlist');
    expect(await lines('kubectl rollout undo deploy/playlist')).toEqual(['deployment.apps/playlist rolled back']);
    const progress = await lines('kubectl rollout status deploy/playlist --timeout=10m');
    expect(progress.at(-1)).toBe('deployment "playlist" successfully rolled out');
    expect(progress.length).toBeGreaterThan(2);
    const running = await lines(
      'kubectl get pods -l app=playlist -o jsonpath=\'{range .items[?(@.status.phase=="Running")]}{.spec.containers[0].image}{"\\n"}{end}\'',
    );
    expect(running).toContain(before?.history.at(-2)?.template.image);
    expect((await lines('kubectl rollout history deploy/playlist')).at(-2)).toBe(
      `${String((before?.revision ?? 0) + 1).padEnd(8)}  ${before?.history.at(-2)?.changeCause}`,
    );
  }, 300_000);

  it('deletes a pod, waits for its end, and finds another in its place', async () => {
    const [first] = await lines('kubectl get pods -l app=recs -o name');
    const count = (await lines('kubectl get pods -l app=recs -o name')).length;
    expect(await lines(`kubectl delete ${first}`)).toEqual([`pod "${first.slice(4)}" deleted`]);
    const after = await lines('kubectl get pods -l app=recs -o name');
    expect(after).not.toContain(first);
    expect(after).toHaveLength(count);
  }, 300_000);

  it('scales, and logs the line that was typed', async () => {
    await lines('kubectl scale deploy/catalog --replicas=5');
    expect((await lines('kubectl get deploy catalog --no-headers'))[0]).toMatch(/^catalog +\d\/5 /);
    expect(session.commands().at(-1)).toMatchObject({
      actor: 'player',
      command: { kind: 'scale', service: 'catalog', replicas: 5 },
      intent: 'kubectl scale deploy/catalog --replicas=5',
    });
  });

  it('drains a node, whose pods come back elsewhere, and takes it into use again', async () => {
    const [node, other] = session.fleet().nodes.map(({ name }) => name);
    const before = (await lines(`kubectl get pods -o name --field-selector spec.nodeName=${node}`)).sort();
    expect(before).not.toEqual([]);
    const said = await lines(`kubectl drain ${node} --ignore-daemonsets --timeout 10m`);
    expect([said[0], said.at(-1)]).toEqual([`node/${node} cordoned`, `node/${node} drained`]);
    expect(said.filter((line) => line.endsWith(' evicted')).sort()).toEqual(before.map((name) => `${name} evicted`));
    expect(await lines(`kubectl get pods -o name --field-selector spec.nodeName=${node}`)).toEqual([]);
    expect((await lines(`kubectl get node ${node} --no-headers`))[0]).toMatch(/ Ready,SchedulingDisabled /);
    expect(await lines(`kubectl cordon ${node}`)).toEqual([`node/${node} already cordoned`]);
    expect(await lines(`kubectl uncordon ${node} ${other}`)).toEqual([`node/${node} uncordoned`, `node/${other} already uncordoned`]);
    expect((await lines(`kubectl get node ${node} --no-headers`))[0]).toMatch(/ Ready /);
  }, 300_000);
});
