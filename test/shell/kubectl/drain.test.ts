import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/contract/commands.ts';
import type { CommandResult } from '../../../src/contract/refusals.ts';
import type { PodInspection } from '../../../src/contract/inspection.ts';
import { cluster, MINUTE, NODES, NOW, SECOND } from '../../kube/fleet-fixture.ts';
import { type FleetPort, fleetPort, kubectl } from './fleet-port.ts';

const [A, B] = NODES.map(({ name }) => name);
const { pods: PODS } = cluster().fleet;
const ON_A = PODS.filter(({ node }) => node === A).map(({ name }) => name);
const [ON_B] = PODS.filter(({ node }) => node === B).map(({ name }) => name);
const OK: CommandResult = { ok: true };
const REFUSED: CommandResult = { ok: false, refusal: { code: 'command/quota_exceeded', message: 'pods is forbidden: nope' } };

/** Pods leave as long after they were told to as `leaves` says, in seconds; those not in it stay. */
function fleet(
  leaves: Readonly<Record<string, number>>,
  answer: (command: Command) => CommandResult = () => OK,
  pods: readonly PodInspection[] = PODS,
): FleetPort {
  const toldUs = new Map<string, number>();
  let nowUs = NOW;
  return fleetPort(cluster({ pods }), {
    answer: (command) => {
      const result = answer(command);
      if (result.ok && (command.kind === 'delete-pod' || command.kind === 'evict-pod')) toldUs.set(command.pod, nowUs);
      return result;
    },
    at: (tUs) => {
      nowUs = tUs;
      return cluster({ tUs, pods: pods.filter(({ name }) => tUs < (toldUs.get(name) ?? Infinity) + (leaves[name] ?? Infinity) * SECOND) }).fleet;
    },
  });
}

const all = (seconds: number): Readonly<Record<string, number>> => Object.fromEntries(PODS.map(({ name }) => [name, seconds]));
const evicting = ON_A.map((name) => `evicting pod wavelength/${name}\n`).join('');
const commands = (port: FleetPort) => port.executed.map(({ command }) => command);
const waitedFor = (name: string) => `error when waiting for pod "${name}" in namespace "wavelength" to terminate: context deadline exceeded`;

describe('kubectl drain', () => {
  it('has three pods to move', () => expect(ON_A).toHaveLength(3));

  it('cordons, evicts what is on the node, and says of each pod when it is gone', async () => {
    const port = fleet({ [ON_A[0]]: 12, [ON_A[1]]: 5, [ON_A[2]]: 8 });
    const line = `kubectl drain ${A} --ignore-daemonsets --delete-emptydir-data --force`;
    expect(await kubectl(line, port)).toEqual({
      stdout: `node/${A} cordoned\n${evicting}pod/${ON_A[1]} evicted\npod/${ON_A[2]} evicted\npod/${ON_A[0]} evicted\nnode/${A} drained\n`,
      stderr: '',
      exitCode: 0,
    });
    expect(port.executed).toEqual(
      [{ kind: 'cordon', node: A }, ...ON_A.map((pod) => ({ kind: 'evict-pod', pod }))].map((command) => ({ command, intent: line })),
    );
    expect(await port.now()).toBe(NOW + 12 * SECOND);
  });

  it('shows each line when it happens', async () => {
    const chunks: string[] = [];
    const port = fleet(all(5));
    const cancel = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined };
    const result = await kubectl(`kubectl drain ${B}`, port, { write: (chunk) => chunks.push(chunk), cancel });
    expect(result).toEqual({ stdout: '', stderr: '', exitCode: 0 });
    expect(chunks).toEqual([`node/${B} cordoned\n`, `evicting pod wavelength/${ON_B}\n`, `pod/${ON_B} evicted\n`, `node/${B} drained\n`]);
  });

  it('ends on Ctrl-C, with the pods on their way', async () => {
    let text = '';
    const cancel = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined };
    const port = fleet({ [ON_A[1]]: 5 });
    const write = (chunk: string): void => {
      text += chunk;
      cancel.aborted = text.includes(' evicted');
    };
    expect(await kubectl(`kubectl drain ${A} --timeout 1m`, port, { write, cancel })).toEqual({ stdout: '', stderr: '', exitCode: 130 });
    expect(text).toBe(`node/${A} cordoned\n${evicting}pod/${ON_A[1]} evicted\n`);
    expect(commands(port)).toHaveLength(4);
  });

  it('another pod of the same name is not the one it waits for', async () => {
    const successor = cluster({ pods: PODS.map((pod) => ({ ...pod, uid: pod.uid.replace(/^0/, '1') })) }).fleet;
    const port = fleetPort(cluster(), { at: (tUs) => (tUs < NOW + 2 * SECOND ? cluster().fleet : successor) });
    expect(await kubectl(`kubectl drain ${B} --timeout 1m`, port)).toMatchObject({ stderr: '', exitCode: 0 });
    expect(await port.now()).toBe(NOW + 2 * SECOND);
  });

  it('an empty node is drained at once', async () => {
    const port = fleet({}, undefined, []);
    expect((await kubectl(`kubectl drain ${A}`, port)).stdout).toBe(`node/${A} cordoned\nnode/${A} drained\n`);
    expect(await port.now()).toBe(NOW);
  });

  it.each([
    ['--grace-period=5', { graceUs: 5 * SECOND }],
    ['--grace-period 0', { graceUs: 0 }],
    ['--grace-period=-1', {}],
  ])('%s goes with every eviction', async (flag, grace) => {
    const port = fleet(all(1));
    await kubectl(`kubectl drain ${A} ${flag}`, port);
    expect(commands(port).slice(1)).toEqual(ON_A.map((pod) => ({ kind: 'evict-pod', pod, ...grace })));
  });

  it('--disable-eviction deletes them', async () => {
    const port = fleet(all(3));
    expect((await kubectl(`kubectl drain ${B} --disable-eviction`, port)).stdout).toBe(`node/${B} cordoned\npod/${ON_B} deleted\nnode/${B} drained\n`);
    expect(commands(port)).toEqual([
      { kind: 'cordon', node: B },
      { kind: 'delete-pod', pod: ON_B },
    ]);
  });

  it('--pod-selector leaves the others', async () => {
    const port = fleet(all(1));
    expect((await kubectl(`kubectl drain ${A} --pod-selector app!=playlist`, port)).stdout).toBe(`node/${A} cordoned\nnode/${A} drained\n`);
    await kubectl(`kubectl drain ${B} --pod-selector=app=playlist`, port);
    expect(commands(port)).toEqual([
      { kind: 'cordon', node: A },
      { kind: 'cordon', node: B },
      { kind: 'evict-pod', pod: ON_B },
    ]);
    const wrong = fleet(all(1));
    expect((await kubectl(`kubectl drain ${A} --pod-selector 'a b'`, wrong)).stderr).toBe(
      'error: --pod-selector=<pod_selector> must be a valid label selector\n',
    );
    expect(commands(wrong)).toEqual([]);
  });

  it('-l drains one node after another', async () => {
    const { stdout } = await kubectl('kubectl drain -l kubernetes.io/os=linux', fleet(all(2)));
    expect(stdout.split('\n').filter((line) => line.startsWith('node/'))).toEqual([
      `node/${A} cordoned`,
      `node/${B} cordoned`,
      `node/${A} drained`,
      `node/${B} drained`,
    ]);
  });
});

/** Wording recorded from kubectl 1.32.4 run against a small server of pods that stay. */
describe('kubectl drain that does not succeed', () => {
  it('gives up when its time is over', async () => {
    const port = fleet({ [ON_A[1]]: 2 });
    const both = `[${waitedFor(ON_A[0])}, ${waitedFor(ON_A[2])}]`;
    expect(await kubectl(`kubectl drain ${A} --timeout=3500ms`, port)).toEqual({
      stdout: `node/${A} cordoned\n${evicting}pod/${ON_A[1]} evicted\n`,
      stderr:
        `There are pending pods in node "${A}" when an error occurred: ${both}\npod/${ON_A[0]}\npod/${ON_A[2]}\n` +
        `error: unable to drain node "${A}" due to error: ${both}, continuing command...\n` +
        `There are pending nodes to be drained:\n ${A}\n${waitedFor(ON_A[0])}\n${waitedFor(ON_A[2])}\n`,
      exitCode: 1,
    });
    expect(await port.now()).toBe(NOW + 3.5 * SECOND);
  });

  it('gives up on deletions in fewer words', async () => {
    expect((await kubectl(`kubectl drain ${B} --timeout=3s --disable-eviction`, fleet({}))).stderr).toBe(
      `There are pending pods in node "${B}" when an error occurred: context deadline exceeded\npod/${ON_B}\n` +
        `error: unable to drain node "${B}" due to error: context deadline exceeded, continuing command...\n` +
        `There are pending nodes to be drained:\n ${B}\nerror: context deadline exceeded\n`,
    );
  });

  it('goes on with the next node, each with the whole time', async () => {
    const port = fleet({ [ON_B]: 3 });
    const result = await kubectl(`kubectl drain ${A} ${B} --timeout=4s`, port);
    expect(result.stdout.endsWith(`evicting pod wavelength/${ON_B}\npod/${ON_B} evicted\nnode/${B} drained\n`)).toBe(true);
    expect(result.stderr).toContain(`There are pending nodes to be drained:\n ${A}\nerror when waiting`);
    expect(await port.now()).toBe(NOW + 7 * SECOND);
  });

  it('of several nodes that fail each has a line', async () => {
    const { stderr } = await kubectl(`kubectl drain ${B} ${A} --timeout=1s`, fleet({}));
    expect(stderr.split('\n').slice(-6)).toEqual([
      'There are pending nodes to be drained:',
      ` ${B}`,
      ` ${A}`,
      waitedFor(ON_B),
      `[${ON_A.map(waitedFor).join(', ')}]`,
      '',
    ]);
  });

  it('says which eviction was refused, and waits for the others', async () => {
    const port = fleet(all(2), (command) => (command.kind === 'evict-pod' && command.pod === ON_A[1] ? REFUSED : OK));
    const problem = `error when evicting pods/"${ON_A[1]}" -n "wavelength": pods is forbidden: nope`;
    expect(await kubectl(`kubectl drain ${A}`, port)).toEqual({
      stdout: `node/${A} cordoned\n${evicting}pod/${ON_A[0]} evicted\npod/${ON_A[2]} evicted\n`,
      stderr:
        `There are pending pods in node "${A}" when an error occurred: ${problem}\npod/${ON_A[1]}\n` +
        `error: unable to drain node "${A}" due to error: ${problem}, continuing command...\nThere are pending nodes to be drained:\n ${A}\n${problem}\n`,
      exitCode: 1,
    });
  });

  it.each([
    ['command/quota_exceeded', 'Error from server (Forbidden): nope', 'Error from server (Forbidden): nope'],
    ['command/else', 'error: nope', 'nope'],
  ])('a refused deletion ends the node: %s', async (code, alone, amongOthers) => {
    const refuse = (): FleetPort => fleet({}, (command) => (command.kind === 'delete-pod' ? { ok: false, refusal: { code, message: 'nope' } } : OK));
    const port = refuse();
    const { stderr } = await kubectl(`kubectl drain ${A} --disable-eviction`, port);
    expect(stderr).toContain(`error: unable to drain node "${A}" due to error: nope, continuing command...\n`);
    expect(stderr.endsWith(`\n ${A}\n${alone}\n`)).toBe(true);
    expect(commands(port)).toHaveLength(2);
    const two = await kubectl(`kubectl drain ${A} ${B} --disable-eviction`, refuse());
    expect(two.stderr.endsWith(`\n ${B}\n${amongOthers}\n${amongOthers}\n`)).toBe(true);
  });

  it.each(['', '--disable-eviction'])('a pod that has gone meanwhile is no problem %s', async (flag) => {
    const port = fleet(all(0), (command) => (command.kind !== 'cordon' ? { ok: false, refusal: { code: 'command/pod_not_found', message: 'not found' } } : OK));
    // it is there when the node is looked at, and no longer when it is deleted
    const gone: FleetPort = {
      ...port,
      fleet: async () => ({ ...(await port.fleet()), pods: commands(port).length < 2 ? PODS : PODS.filter(({ node }) => node !== B) }),
    };
    expect(await kubectl(`kubectl drain ${B} ${flag}`, gone)).toMatchObject({ stderr: '', exitCode: 0 });
  });

  it('a node that cannot be cordoned is drained all the same', async () => {
    const port = fleet(all(1), (command) => (command.kind === 'cordon' ? REFUSED : OK));
    expect(await kubectl(`kubectl drain ${B}`, port)).toEqual({
      stdout: `evicting pod wavelength/${ON_B}\npod/${ON_B} evicted\nnode/${B} drained\n`,
      stderr: `error: unable to cordon node "${B}": pods is forbidden: nope\n`,
      exitCode: 0,
    });
  });
});

/** Wording and order: kubectl pkg/drain evictPods. */
describe('kubectl drain under a disruption budget', () => {
  const BUDGET = "Cannot evict pod as it would violate the pod's disruption budget.";
  const later = (name: string) => `error when evicting pods/"${name}" -n "wavelength" (will retry after 5s): ${BUDGET}\n`;

  /** One of its pods may be away at a time; each is gone after two seconds and replaced after six. */
  function budgeted(away: number): FleetPort {
    const evictedUs: number[] = [];
    let nowUs = NOW;
    const inner = fleet(all(2), (command) => {
      if (command.kind !== 'evict-pod') return OK;
      if (evictedUs.filter((tUs) => nowUs - tUs < 6 * SECOND).length >= away)
        return { ok: false, refusal: { code: 'command/too_many_requests', message: BUDGET } };
      evictedUs.push(nowUs);
      return OK;
    });
    return {
      ...inner,
      sleep: async (us, cancel) => {
        nowUs += us;
        await inner.sleep(us, cancel);
        await inner.fleet(); // which tells it the time
      },
    };
  }

  it('asks again every five seconds until the budget allows it', async () => {
    const port = budgeted(1);
    const result = await kubectl(`kubectl drain ${A}`, port);
    const asks = (names: readonly string[]) => names.map((name) => `evicting pod wavelength/${name}\n`).join('');
    const [first, second, third] = ON_A;
    expect(result).toEqual({
      stdout:
        `node/${A} cordoned\n${asks(ON_A)}pod/${first} evicted\n${asks([second, third])}${asks([second, third])}pod/${second} evicted\n` +
        `${asks([third])}${asks([third])}pod/${third} evicted\nnode/${A} drained\n`,
      stderr: [second, third, second, third, third, third].map(later).join(''),
      exitCode: 0,
    });
    expect(await port.now()).toBe(NOW + 22 * SECOND);
  });

  it('gives up at the first try after its time is over', async () => {
    const port = budgeted(0);
    const problem = `error when evicting pods/"${ON_B}" -n "wavelength": global timeout reached: 1m2s`;
    expect(await kubectl(`kubectl drain ${B} --timeout=62s`, port)).toEqual({
      stdout: `node/${B} cordoned\n${`evicting pod wavelength/${ON_B}\n`.repeat(14)}`,
      stderr:
        `${later(ON_B!).repeat(13)}There are pending pods in node "${B}" when an error occurred: ${problem}\npod/${ON_B}\n` +
        `error: unable to drain node "${B}" due to error: ${problem}, continuing command...\nThere are pending nodes to be drained:\n ${B}\n${problem}\n`,
      exitCode: 1,
    });
    expect(await port.now()).toBe(NOW + 65 * SECOND);
  });

  it('--disable-eviction asks no budget', async () => {
    expect(await kubectl(`kubectl drain ${B} --disable-eviction`, budgeted(0))).toMatchObject({ stderr: '', exitCode: 0 });
  });
});

describe('kubectl drain --skip-wait-for-delete-timeout', () => {
  const deleted = (agoUs: number): PodInspection[] => PODS.map((pod) => (pod.name === ON_B ? { ...pod, deletionUs: NOW - agoUs } : pod));

  it('passes over pods that nobody ends', async () => {
    const port = fleet({}, undefined, deleted(5 * MINUTE));
    expect((await kubectl(`kubectl drain ${B} --skip-wait-for-delete-timeout=60`, port)).stdout).toBe(`node/${B} cordoned\nnode/${B} drained\n`);
    expect(commands(port)).toEqual([{ kind: 'cordon', node: B }]);
  });

  it('stops waiting for one that takes too long', async () => {
    // its time of deletion is the end of its 30 s of grace
    const port = fleet({}, undefined, deleted(85 * SECOND));
    expect((await kubectl(`kubectl drain ${B} --skip-wait-for-delete-timeout=60`, port)).stdout).toBe(
      `node/${B} cordoned\nevicting pod wavelength/${ON_B}\npod "${ON_B}" has DeletionTimestamp older than 60 seconds, skipping\nnode/${B} drained\n`,
    );
    expect(await port.now()).toBe(NOW + 6 * SECOND);
  });

  it('does nothing at 0', async () => {
    const port = fleet({}, undefined, deleted(5 * MINUTE));
    expect((await kubectl(`kubectl drain ${B} --timeout=5s`, port)).exitCode).toBe(1);
  });
});
