import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readDoFile } from '../../src/cli/do-file.ts';
import { UsageError } from '../../src/cli/usage-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'brownout-do-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const path = join(folder, 'do.yaml');
  writeFileSync(path, text);
  return readDoFile(path);
}

function problems(text: string): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message.replaceAll(folder, '');
  }
  return '';
}

describe('--do files', () => {
  it('reads shell lines and commands, in order of time', () => {
    expect(
      read(`
- {at: 14m30s, sh: "kubectl rollout undo deployment/web"}
- at: 2m
  actor: ana
  command: {kind: scale, service: web, replicas: 6}
- {at: 90s, command: {kind: status-update, text: looking}}
- {at: 3m, command: {kind: delete-pod, pod: web-1, grace: 0s}}
`),
    ).toEqual([
      { atUs: 90e6, actor: 'player', command: { kind: 'status-update', text: 'looking' } },
      { atUs: 120e6, actor: 'ana', command: { kind: 'scale', service: 'web', replicas: 6 } },
      { atUs: 180e6, actor: 'player', command: { kind: 'delete-pod', pod: 'web-1', graceUs: 0 } },
      { atUs: 870e6, actor: 'player', sh: 'kubectl rollout undo deployment/web' },
    ]);
  });

  it.each([
    ['{at: 1m, sh: ls}', /do\.yaml:1:1: expected a list of actions/],
    ['- {at: soon, sh: ls}', /do\.yaml:1:8 \S*at: expected a duration such as 90s, 14m30s or 250ms, got "?soon/],
    ['- {at: 1m, sh: ls}\n- {at: 2m, sch: ls}', /do\.yaml:2:\d+.*(no key "sch" here|missing)/],
    ['- {at: 1m, command: {kind: reboot}}', /do\.yaml:1:\d+.*kind/],
    ['- {at: 1m, command: {kind: scale, service: web, replicas: many}}', /do\.yaml:1:\d+.*replicas: expected a whole number/],
    ['- {at: 1m, command: {kind: set-severity, severity: SEV-9}}', /do\.yaml:1:\d+.*severity/],
    ['- {at: 1m', /do\.yaml:1:\d+.*not valid YAML/],
  ])('says what is wrong with %s', (text, expected) => {
    expect(problems(text)).toMatch(expected);
  });
});
