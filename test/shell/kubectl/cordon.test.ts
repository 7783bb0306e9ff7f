import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/contract/commands.ts';
import { american, cluster, NODES } from '../../kube/fleet-fixture.ts';
import { fleetPort, kubectl } from './fleet-port.ts';

const [A, B] = NODES.map(({ name }) => name);
const mixed = () => fleetPort(cluster({ nodes: [{ ...NODES[0], unschedulable: true }, NODES[1]] }));
const cordon = (node: string): Command => ({ kind: 'cordon', node });
const uncordon = (node: string): Command => ({ kind: 'uncordon', node });

/** On a fleet whose first node is cordoned: what is typed, what is printed, what is sent. */
const ROWS: readonly (readonly [string, string, readonly Command[]])[] = [
  [`kubectl cordon ${B}`, `node/${B} cordoned\n`, [cordon(B)]],
  [`kubectl cordon ${A}`, `node/${A} already cordoned\n`, []],
  [`kubectl cordon ${A} ${B}`, `node/${A} already cordoned\nnode/${B} cordoned\n`, [cordon(B)]],
  [`kubectl cordon node/${B}`, `node/${B} cordoned\n`, [cordon(B)]],
  [`kubectl cordon no/${B} ${A}`, `node/${B} cordoned\nnode/${A} already cordoned\n`, [cordon(B)]],
  [`kubectl cordon -l topology.kubernetes.io/zone=europe-west1-c`, `node/${B} cordoned\n`, [cordon(B)]],
  [`kubectl cordon -l topology.kubernetes.io/zone=nowhere`, '', []],
  [`kubectl uncordon ${A}`, `node/${A} uncordoned\n`, [uncordon(A)]],
  [`kubectl uncordon ${B}`, `node/${B} already uncordoned\n`, []],
  [`kubectl uncordon --selector kubernetes.io/os=linux`, `node/${A} uncordoned\nnode/${B} already uncordoned\n`, [uncordon(A)]],
  [`kubectl -n default uncordon ${A}`, `node/${A} uncordoned\n`, [uncordon(A)]],
];

/** Lines that change nothing, and what the real client says. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['cordon', "error: USAGE: cordon NODE [flags]\nSee 'kubectl cordon -h' for help and examples\n"],
  ['uncordon', "error: USAGE: uncordon NODE [flags]\nSee 'kubectl uncordon -h' for help and examples\n"],
  ['drain', "error: USAGE: drain NODE [flags]\nSee 'kubectl drain -h' for help and examples\n"],
  ['cordon nope', 'Error from server (NotFound): nodes "nope" not found\n'],
  [`uncordon ${A} nope nada`, 'Error from server (NotFound): nodes "nope" not found\n'],
  [`drain ${B} nope`, 'Error from server (NotFound): nodes "nope" not found\n'],
  [`cordon ${A},${B}`, `Error from server (NotFound): nodes "${A},${B}" not found\n`],
  [`cordon ${B} -l a=b`, "error: cannot specify both a node name and a --selector option\nSee 'kubectl cordon -h' for help and examples\n"],
  [`cordon deploy/playlist`, 'error: expected resource of type node, got "apps/v1, Resource=deployments"\n'],
  [`cordon svc/playlist`, 'error: expected resource of type node, got "/v1, Resource=services"\n'],
  [`cordon ${B} svc/playlist`, 'error: you may only specify a single resource type\n'],
  ['cordon node/x/y', 'error: arguments in resource/name form may not have more than one slash\n'],
  [`cordon ${B} --dry-run=client`, "error: unknown flag: --dry-run\nSee 'kubectl cordon --help' for usage.\n"],
  [`drain ${B} --dry-run=server`, "error: unknown flag: --dry-run\nSee 'kubectl drain --help' for usage.\n"],
];

describe('kubectl cordon and uncordon', () => {
  it.each(ROWS)('%s', async (line, stdout, commands) => {
    const port = mixed();
    expect(await kubectl(line, port)).toEqual({ stdout, stderr: '', exitCode: 0 });
    expect(port.executed).toEqual(commands.map((command) => ({ command, intent: line })));
  });

  it.each(REFUSED)('kubectl %s is refused', async (rest, stderr) => {
    const port = mixed();
    expect(await kubectl(`kubectl ${rest}`, port)).toEqual({ stdout: '', stderr, exitCode: 1 });
    expect(port.executed).toEqual([]);
  });

  it('wants something to select by', async () => {
    expect((await kubectl("kubectl cordon -l ''", mixed())).stderr).toMatch(/^error: You must provide one or more resources by argument or filename\.\n/);
    expect((await kubectl("kubectl cordon -l 'a b'", mixed())).stderr).toMatch(
      /^Error from server \(BadRequest\): Unable to find "\/v1, Resource=nodes" that match label selector "a b"/,
    );
  });

  it('a refusal is said, and the others are marked all the same', async () => {
    const port = fleetPort(cluster(), {
      answer: (command) => (command.kind === 'cordon' && command.node === A ? { ok: false, refusal: { code: 'command/x', message: 'nope' } } : { ok: true }),
    });
    expect(await kubectl(`kubectl cordon ${A} ${B}`, port)).toEqual({
      stdout: `node/${B} cordoned\n`,
      stderr: `error: unable to cordon node "${A}": nope\n`,
      exitCode: 0,
    });
  });

  it('a node is sought in the cluster the context means, and its name says which it is', async () => {
    const other = { ...NODES[0], name: 'gke-wavelength-us-default-pool-9a8b7c6d-r5t6' };
    const port = fleetPort(cluster(), { others: [american({ nodes: [other] })] });
    expect((await kubectl(`kubectl cordon ${other.name}`, port)).stderr).toBe(`Error from server (NotFound): nodes "${other.name}" not found\n`);
    await kubectl(`kubectl --context gke_wavelength-prod_us-east4_wavelength-us cordon ${other.name}`, port);
    expect(port.executed.map(({ command }) => command)).toEqual([cordon(other.name)]);
  });

  it.each([
    ['patch node', 'yes\n'],
    ['delete nodes', 'no\n'],
    ['create pods --subresource=eviction', 'yes\n'],
    ['get pods --subresource=log', 'yes\n'],
    ['create pods --subresource=exec', 'no\n'],
    ['get pods --subresource=eviction', 'no\n'],
    ['patch deploy --subresource=scale', 'yes\n'],
    ['create pods', 'no\n'],
  ])('kubectl auth can-i %s: %s', async (rest, stdout) => {
    expect(await kubectl(`kubectl auth can-i ${rest}`, mixed())).toMatchObject({ stdout, exitCode: stdout === 'yes\n' ? 0 : 1 });
  });

  it('auth can-i warns of what is in no namespace', async () => {
    expect((await kubectl('kubectl auth can-i get no', mixed())).stderr).toBe("Warning: resource 'nodes' is not namespace scoped\n\n");
    expect((await kubectl('kubectl auth can-i get no -A', mixed())).stderr).toBe('');
    expect((await kubectl('kubectl auth can-i get po', mixed())).stderr).toBe('');
  });

  it('help tells of all three', async () => {
    const { stdout } = await kubectl('kubectl --help', mixed());
    expect(stdout).toMatch(/cluster-info .*\n {2}top .*\n {2}cordon .*\n {2}uncordon .*\n {2}drain /);
    expect((await kubectl('kubectl help drain', mixed())).stdout).toContain('\n    --skip-wait-for-delete-timeout=0:\n');
  });
});
