import { beforeAll, describe, expect, it } from 'vitest';
import { fleetScenario } from '../../src/cli/bench/fleet-scenario.ts';
import { HeadlessClock } from '../../src/cli/headless/clock.ts';
import { createSessionPort } from '../../src/cli/headless/session-port.ts';
import { base64, decodedLength } from '../../src/kube/base64.ts';
import { createSession } from '../../src/session/session.ts';
import type { Session } from '../../src/session/session-api.ts';
import { createShell } from '../../src/shell/shell.ts';
import { lockedFleet } from '../engine/fleet/locked-fleet.ts';

let session: Session;
let run: (line: string) => Promise<{ stdout: string; stderr: string; exitCode: number }>;

beforeAll(() => {
  session = createSession(fleetScenario(lockedFleet('store', false)), 3);
  session.advance(session.epoch.playStartUs + 60e6);
  const clock = new HeadlessClock(session);
  const port = createSessionPort(session, clock, 'player');
  run = (line) => clock.run(() => createShell(port).exec(line));
}, 300_000);

describe('Secrets with passwords of roles', () => {
  it('are listed, described by size, and read with jsonpath', async () => {
    expect((await run('kubectl get secrets')).stdout).toMatch(/^NAME +TYPE +DATA +AGE\nstore-app +Opaque +2 +\d+d\n$/);
    const described = (await run('kubectl describe secret store-app')).stdout;
    expect(described).toMatch(/\nType: +Opaque\n\nData\n====\npassword: +21 bytes\nusername: +3 bytes\n/);
    expect((await run("kubectl get secret store-app -o jsonpath='{.data.username}' | base64 -d")).stdout).toBe('app');
    expect((await run('kubectl describe deployment entry')).stdout).toMatch(
      /THINGS_DB_PASSWORD: +<set to the key 'password' in secret 'store-app'> +Optional: false\n/,
    );
  });

  it('change with a rotation; the old password, set again with gcloud, lets the old pods in', async () => {
    const password = async (): Promise<string> => (await run("kubectl get secret store-app -o jsonpath='{.data.password}' | base64 -d")).stdout;
    const old = await password();
    expect(session.execute({ kind: 'rotate-password', secret: 'store-app' }, 'scenario').ok).toBe(true);
    expect(await password()).not.toBe(old);
    session.advance(session.nowUs + 180e6);
    const bad = () => session.outcome().harm.failedRequests;
    const before = bad();
    session.advance(session.nowUs + 30e6);
    expect(bad()).toBeGreaterThan(before + 1_000);
    expect((await run('gcloud sql users list --instance=store')).stdout).toMatch(/^NAME +HOST +TYPE +PASSWORD_POLICY\napp +BUILT_IN/);
    const { stderr, exitCode } = await run(`gcloud sql users set-password app --instance=store --password=${old}`);
    expect([stderr, exitCode]).toEqual(['Updating Cloud SQL user...done.\n', 0]);
    session.advance(session.nowUs + 30e6);
    const healed = bad();
    session.advance(session.nowUs + 60e6);
    expect(bad()).toBe(healed);
  });

  it.each([
    ['gcloud sql users set-password app --password=x', 'argument --instance/-i: Must be specified.'],
    ['gcloud sql users set-password app --instance=nobody --password=x', 'HTTPError 404: The Cloud SQL instance does not exist.'],
    ['gcloud sql users set-password eve --instance=store --password=x', 'passwords of eve on store; those that Secrets hold are: app'],
  ])('%s is refused', async (line, why) => {
    const { stderr, exitCode } = await run(line);
    expect(stderr).toContain(why);
    expect(exitCode).toBeGreaterThan(0);
  });
});

it.each(['', 'a', 'ab', 'abc', 'abcd', 'app', '0123456789~'])('base64 of "%s" is Node’s', (text) => {
  expect(base64(text)).toBe(Buffer.from(text).toString('base64'));
  expect(decodedLength(base64(text))).toBe(text.length);
});
