import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cluster, crashLoop, halfReady, rolling } from '../../kube/fleet-fixture.ts';
import { fleetPort, kubectl } from './fleet-port.ts';
import { withoutAges } from './without-ages.ts';

/** Recorded from the real client, so that what we imitate cannot drift. */
const FLEETS = { healthy: cluster(), halfReady: halfReady(), rolling: rolling(), crashLoop: crashLoop() };
const RECORDED = readFileSync(new URL('golden/kubectl-1.32.txt', import.meta.url), 'utf8');

const answers = RECORDED.split(/^@@ (?=[a-zA-Z]+: kubectl)/m)
  .slice(1)
  .map((section) => {
    const match = /^(\w+): (.*)\n@@ exit (\d+)\n([\s\S]*?)@@ stderr\n([\s\S]*)$/.exec(section);
    if (!match) throw new Error(`unreadable section: ${section.slice(0, 80)}`);
    return { fleet: match[1] as keyof typeof FLEETS, line: match[2], exitCode: Number(match[3]), stdout: match[4], stderr: match[5] };
  });

describe('kubectl answers as the real client 1.32 does', () => {
  it('has a recording to compare with', () => expect(answers.length).toBeGreaterThan(40));

  it.each(answers)('$fleet: $line', async ({ fleet, line, exitCode, stdout, stderr }) => {
    const ours = await kubectl(line, fleetPort(FLEETS[fleet]));
    expect({ ...ours, stdout: withoutAges(ours.stdout) }).toEqual({ exitCode, stdout, stderr });
  });
});
