import { beforeAll, describe, expect, it } from 'vitest';
import { HeadlessClock } from '../../../src/cli/headless/clock.ts';
import { openSession } from '../../../src/cli/headless/open-session.ts';
import { createSessionPort } from '../../../src/cli/headless/session-port.ts';
import type { ShellPort } from '../../../src/contract/ports.ts';
import type { Session } from '../../../src/session/session-api.ts';
import { kubectl } from './fleet-port.ts';

let session: Session;
let port: ShellPort;
let pods: readonly string[];

beforeAll(() => {
  session = openSession('playlist-hangs', 1);
  session.advance(30_000_000);
  const inner = createSessionPort(session, new HeadlessClock(session), 'player');
  port = { ...inner, sleep: async (durationUs) => session.advance(session.nowUs + durationUs) };
  pods = session.fleet().pods.flatMap(({ name, ready }) => (ready ? [name] : []));
}, 300_000);

const ADDRESS = '10.8.2.7';
/** An echo a second with these times in microseconds, null for none. */
const scripted = (times: readonly (number | null)[]): ShellPort => ({
  ...port,
  echo: async (_pod, _target, sequence) => ({ address: ADDRESS, ttl: 62, rttUs: times[sequence - 1] ?? null }),
});

describe('kubectl exec POD -- ping', () => {
  it('prints as iputils does, with three digits of every time', async () => {
    const { stdout, stderr, exitCode } = await kubectl(`kubectl exec ${pods[0]} -- ping -c 4 ${ADDRESS}`, scripted([345, 1_234, 20_345, 230_400]));
    expect([stderr, exitCode]).toEqual(['', 0]);
    expect(stdout).toBe(`PING ${ADDRESS} (${ADDRESS}) 56(84) bytes of data.
64 bytes from ${ADDRESS}: icmp_seq=1 ttl=62 time=0.345 ms
64 bytes from ${ADDRESS}: icmp_seq=2 ttl=62 time=1.23 ms
64 bytes from ${ADDRESS}: icmp_seq=3 ttl=62 time=20.3 ms
64 bytes from ${ADDRESS}: icmp_seq=4 ttl=62 time=230 ms

--- ${ADDRESS} ping statistics ---
4 packets transmitted, 4 received, 0% packet loss, time 3230ms
rtt min/avg/max/mdev = 0.345/63.081/230.400/96.931 ms
`);
  });

  it('leaves lost ones out and counts them', async () => {
    const { stdout, exitCode } = await kubectl(`kubectl exec ${pods[0]} -- ping -c 3 ${ADDRESS}`, scripted([300, null, 300]));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('icmp_seq=1 ');
    expect(stdout).not.toContain('icmp_seq=2 ');
    expect(stdout).toContain('3 packets transmitted, 2 received, 33.3333% packet loss, time 2000ms\n');
  });

  it('fails when nothing comes back, after waiting for it', async () => {
    const beforeUs = session.nowUs;
    const { stdout, stderr, exitCode } = await kubectl(`kubectl exec ${pods[0]} -- ping -c 2 ${ADDRESS}`, scripted([]));
    expect(stdout.endsWith(`\n--- ${ADDRESS} ping statistics ---\n2 packets transmitted, 0 received, 100% packet loss, time 1000ms\n\n`)).toBe(true);
    expect([stderr, exitCode]).toEqual(['command terminated with exit code 1\n', 1]);
    expect(session.nowUs - beforeUs).toBe(11_000_000);
  });

  it.each([
    ['ping', 'ping: usage error: Destination address required'],
    ['ping -c 0 x', "ping: invalid argument: '0': out of range: 1 <= value <= 9223372036854775807"],
    ['ping -c 1 nowhere', 'ping: nowhere: Name or service not known'],
  ])('%s is refused', async (line, why) => {
    const { stderr, exitCode } = await kubectl(`kubectl exec ${pods[0]} -- ${line}`, port);
    expect([stderr, exitCode]).toEqual([`${why}\ncommand terminated with exit code 2\n`, 2]);
  });

  it('from a pod to another finds the link between them, and looking at it changes nothing', async () => {
    const [here] = session.fleet().pods.filter(({ ready, service }) => ready && service === 'playlist');
    const there = session.fleet().pods.find(({ ready, service, node }) => ready && service === 'catalog' && node !== here?.node);
    expect(here && there).toBeTruthy();
    const run = async (): Promise<string> => (await kubectl(`kubectl exec ${here?.name} -- ping -c 10 ${there?.ip}`, port)).stdout;
    expect(await run()).toMatch(/10 packets transmitted, 10 received, 0% packet loss[\s\S]*rtt min\/avg\/max\/mdev = 0\.2/);
    expect((await kubectl(`kubectl exec deploy/playlist -- ping -c 1 catalog`, port)).stdout).toContain('100% packet loss');
    session.execute({ kind: 'degrade-link', from: 'service/playlist', to: 'service/catalog', delay: { kind: 'constant', us: 40_000 }, loss: 0.3 }, 'scenario');
    const slow = await run();
    expect(slow).toMatch(/time=80\.\d ms/);
    expect(Number(/, ([\d.]+)% packet loss/.exec(slow)?.[1])).toBeGreaterThan(10);
    const before = session.digest();
    for (let n = 0; n < 20; n++) await port.echo(here?.name ?? '', there?.ip ?? '', n);
    expect(session.digest()).toBe(before);
  });
});
