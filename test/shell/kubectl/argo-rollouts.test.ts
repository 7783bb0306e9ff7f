import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/contract/commands.ts';
import type { PodInspection, ReplicaSetInspection } from '../../../src/contract/inspection.ts';
import type { AnalysisRunInspection, RolloutInspection } from '../../../src/contract/rollout-inspection.ts';
import { NOTHING_PATCHED, STATES } from './canary-fleet.ts';
import { cluster, DAY, NOW, pod, SECOND, template } from '../../kube/fleet-fixture.ts';
import { fleetPort, kubectl } from './fleet-port.ts';

/** Ours, read through once against the plugin's sources; no cluster was at hand to record from. What the plugin itself prints is further down. */
const KEPT = readFileSync(new URL('golden/argo-rollouts.txt', import.meta.url), 'utf8');
const CLUSTERS = Object.fromEntries(Object.entries(STATES).map(([name, make]) => [name, make().cluster()]));

const answers = KEPT.split(/^@@ (?=[a-z]+: kubectl)/m)
  .slice(1)
  .map((section) => {
    const match = /^(\w+): (.*)\n@@ exit (\d+)\n([\s\S]*?)@@ stderr\n([\s\S]*)$/.exec(section);
    if (!match) throw new Error(`unreadable section: ${section.slice(0, 80)}`);
    return { state: match[1], line: match[2], exitCode: Number(match[3]), stdout: match[4], stderr: match[5] };
  });

describe('what a rollout looks like', () => {
  it.each(answers)('$state: $line', async ({ state, line, exitCode, stdout, stderr }) => {
    expect(await kubectl(line, fleetPort(CLUSTERS[state]))).toEqual({ exitCode, stdout, stderr });
  });
});

describe('kubectl argo rollouts get rollout', () => {
  it("prints the tree of the plugin's own test, column by column", async () => {
    const { stdout } = await kubectl('kubectl argo rollouts get rollout canary-demo --no-color', fleetPort(demo()));
    expect(stdout).toBe(`Name:            canary-demo
Namespace:       jesse-test
Status:          ✖ Degraded
Message:         RolloutAborted: metric "web" assessed Failed due to failed (1) > failureLimit (0)
Strategy:        Canary
  Step:          0/2
  SetWeight:     20
  ActualWeight:  0
Images:          argoproj/rollouts-demo:blue (canary)
                 argoproj/rollouts-demo:green (stable)
Replicas:
  Desired:       5
  Current:       6
  Updated:       1
  Ready:         5
  Available:     5

NAME                                     KIND         STATUS              AGE  INFO
⟳ canary-demo                            Rollout      ✖ Degraded          8d   
├──# revision:31                                                               
│  ├──⧉ canary-demo-65fb5ffc84           ReplicaSet   ◌ Progressing       8d   canary
│  │  └──□ canary-demo-65fb5ffc84-9wf5r  Pod          ⚠ ImagePullBackOff  8d   ready:0/1
│  └──α canary-demo-65fb5ffc84-31        AnalysisRun  ✖ Failed            8d   ✖ 1
└──# revision:30                                                               
   └──⧉ canary-demo-877894d5b            ReplicaSet   ✔ Healthy           8d   stable
`);
  });

  it('colours signs, tags and names at a terminal, and nothing changes place', async () => {
    let shown = '';
    const stream = { write: (chunk: string) => void (shown += chunk), cancel: { aborted: false } as never };
    const { stdout } = await kubectl('kubectl argo rollouts get rollout canary-demo', fleetPort(demo()), stream);
    shown += stdout;
    expect(shown).toContain('\u001b[31m✖\u001b[0m Degraded');
    expect(shown).toContain('⧉ \u001b[33mcanary-demo-65fb5ffc84\u001b[0m           ReplicaSet   \u001b[94m◌\u001b[0m Progressing');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes are what is tested
    const plain = shown.replace(/\u001b\[\d+m/g, '');
    expect(plain).toBe((await kubectl('kubectl argo rollouts get rollout canary-demo', fleetPort(demo()))).stdout);
  });

  it('draws again every second with -w', async () => {
    let shown = '';
    const stream = { write: (chunk: string) => void (shown += chunk), cancel: { aborted: false } as never };
    await kubectl('kubectl argo rollouts get ro canary-demo -w --timeout-seconds 3', fleetPort(demo()), stream);
    expect(shown.split('\u001b[H\u001b[2J').length - 1).toBe(4);
  });
});

/** What is typed, the commands it becomes, and what is printed. */
const ROWS: readonly (readonly [string, readonly Command[], string])[] = [
  ['promote entry', [{ kind: 'rollout-promote', service: 'entry' }], "rollout 'entry' promoted\n"],
  ['promote entry --full', [{ kind: 'rollout-promote', service: 'entry', full: true }], "rollout 'entry' fully promoted\n"],
  ['abort entry', [{ kind: 'rollout-abort', service: 'entry' }], "rollout 'entry' aborted\n"],
  ['retry rollout entry -n default', [{ kind: 'rollout-retry', service: 'entry' }], "rollout 'entry' retried\n"],
  ['retry ro entry', [{ kind: 'rollout-retry', service: 'entry' }], "rollout 'entry' retried\n"],
  ['undo entry', [{ kind: 'rollout-undo', service: 'entry' }], "rollout 'entry' undo\n"],
  ['undo entry --to-revision=1', [{ kind: 'rollout-undo', service: 'entry', toRevision: 1 }], "rollout 'entry' undo\n"],
  ['undo entry --to-revision=2', [], 'skipped rollback (current template already matches revision 2)'],
  ['restart entry', [{ kind: 'rollout-restart', service: 'entry' }], "rollout 'entry' restarts in 0s\n"],
  ['pause entry', [{ kind: 'rollout-pause', service: 'entry' }], "rollout 'entry' paused\n"],
  ['set image entry entry=x:v1', [{ kind: 'set-image', service: 'entry', container: 'entry', image: 'x:v1' }], 'rollout "entry" image updated\n'],
];

describe('kubectl argo rollouts changes', () => {
  it.each(ROWS)('%s', async (rest, commands, stdout) => {
    const port = fleetPort(CLUSTERS['paused']);
    const line = `kubectl argo rollouts ${rest}`;
    expect(await kubectl(line, port)).toEqual({ stdout, stderr: '', exitCode: 0 });
    expect(port.executed).toEqual(commands.map((command) => ({ command, intent: line })));
  });

  it.each(NOTHING_PATCHED)('%s changes nothing and fails', async (rest) => {
    const port = fleetPort(CLUSTERS['paused']);
    const { exitCode, stderr } = await kubectl(`kubectl ${rest}`, port);
    expect(exitCode).toBe(1);
    expect(stderr).not.toBe('');
    expect(port.executed).toEqual([]);
  });

  it('says why the fleet refuses', async () => {
    const port = fleetPort(CLUSTERS['paused'], {
      answer: () => ({ ok: false, refusal: { code: 'command/rollout_not_found', message: 'rollouts.argoproj.io "entry" not found' } }),
    });
    expect((await kubectl('kubectl argo rollouts abort entry', port)).stderr).toBe('Error: rollouts.argoproj.io "entry" not found\n');
  });

  it('status waits until the rollout is over, saying each state once', async () => {
    const { engine, cluster: now } = STATES['paused']();
    engine.execute({ kind: 'rollout-promote', service: 'entry', full: true }, 'player');
    const port = fleetPort(now(), {
      at: (tUs) => {
        engine.advance(Math.max(tUs, engine.world.s.nowUs));
        return now().fleet;
      },
    });
    const { stdout, exitCode } = await kubectl('kubectl argo rollouts status entry', port);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').slice(0, -1).at(-1)).toBe('Healthy');
    expect(stdout).toContain('Progressing - more replicas need to be updated\n');
    expect(new Set(stdout.split('\n')).size).toBe(stdout.split('\n').length);
  });
});

/** The rollout of the plugin's get_test.go, as far as our data can say it. */
function demo() {
  const green = template('877894d5b', 'green', { image: 'argoproj/rollouts-demo:green', container: 'canary-demo' });
  const blue = template('65fb5ffc84', 'blue', { image: 'argoproj/rollouts-demo:blue', container: 'canary-demo' });
  const createdUs = NOW - 8 * DAY - SECOND;
  const set = (of: typeof blue, revision: number, desired: number, ready: number): ReplicaSetInspection => ({
    name: `canary-demo-${of.hash}`,
    uid: `uid-${revision}`,
    owner: 'Rollout',
    deployment: 'canary-demo',
    revision,
    createdUs,
    desired,
    current: desired,
    ready,
    template: of,
  });
  const stuck: PodInspection = pod('9wf5r', blue, {
    name: 'canary-demo-65fb5ffc84-9wf5r',
    replicaSet: 'canary-demo-65fb5ffc84',
    service: 'canary-demo',
    createdUs,
    phase: 'Pending',
    ready: false,
    readySinceUs: null,
    containerState: { state: 'waiting', reason: 'ImagePullBackOff', exitCode: 0, startedUs: null, finishedUs: null },
  });
  const rollout: RolloutInspection = {
    name: 'canary-demo',
    uid: 'uid',
    createdUs,
    generation: 31,
    revision: 31,
    paused: false,
    replicas: 5,
    updatedReplicas: 1,
    totalReplicas: 6,
    readyReplicas: 5,
    availableReplicas: 5,
    maxSurge: '1',
    maxUnavailable: '0',
    progressDeadlineUs: 600 * SECOND,
    phase: 'Degraded',
    message: 'RolloutAborted: metric "web" assessed Failed due to failed (1) > failureLimit (0)',
    aborted: true,
    pausedSinceUs: null,
    steps: [
      { kind: 'setWeight', percent: 20 },
      { kind: 'pause', durationUs: null },
    ],
    step: 0,
    setWeight: 20,
    currentHash: blue.hash,
    stableHash: green.hash,
    template: blue,
    background: null,
    history: [],
  };
  const run: AnalysisRunInspection = {
    name: 'canary-demo-65fb5ffc84-31',
    uid: 'uid-run',
    rollout: 'canary-demo',
    revision: 31,
    template: 'web',
    step: null,
    createdUs,
    phase: 'Failed',
    message: 'metric "web" assessed Failed due to failed (1) > failureLimit (0)',
    metrics: [{ name: 'web', phase: 'Failed', successful: 0, failed: 1, errors: 0, measurements: [] }],
  };
  return cluster({
    namespace: 'jesse-test',
    deployments: [],
    rollouts: [rollout],
    analysisRuns: [run],
    replicaSets: [set(green, 30, 5, 5), set(blue, 31, 1, 0)],
    pods: [stuck],
  });
}
