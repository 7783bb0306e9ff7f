/**
 * Compares our kubectl with a real one, by hand: `npx tsx bench/peers/kubectl-compare.ts /path/to/kubectl [--show N] [--only TEXT] [--record FILE]`.
 * A small API server on 127.0.0.1 serves the objects and tables of `src/kube` for the fleets of `test/kube/fleet-fixture.ts`; the real
 * program is run against it and its stdout, stderr and exit code are compared with ours byte for byte. It checks what kubectl itself
 * computes (describe, yaml, jsonpath, custom columns, sorting, rollout, top, messages); tables come from our own server side.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cluster, crashLoop, halfReady, rolling } from '../../test/kube/fleet-fixture.ts';
import { fleetPort, kubectl, words } from '../../test/shell/kubectl/fleet-port.ts';
import { withoutAges } from '../../test/shell/kubectl/without-ages.ts';
import { CASES } from './kubectl-compare-cases.ts';
import { GOLDEN } from './kubectl-compare-golden.ts';
import { startApiServer } from './kubectl-compare-server.ts';

const FLEETS = { healthy: cluster(), halfReady: halfReady(), rolling: rolling(), crashLoop: crashLoop() };

async function main(): Promise<void> {
  const [binary, ...rest] = process.argv.slice(2);
  if (!binary) throw new Error('usage: tsx bench/peers/kubectl-compare.ts KUBECTL [--show N] [--only TEXT] [--record FILE]');
  const show = Number(rest[rest.indexOf('--show') + 1] || 5);
  const only = rest.includes('--only') ? rest[rest.indexOf('--only') + 1] : '';
  const home = mkdtempSync(join(tmpdir(), 'kubectl-compare-'));
  const record = rest.includes('--record') ? rest[rest.indexOf('--record') + 1] : '';
  let golden = '';
  let same = 0;
  let total = 0;
  for (const [fleet, fixture] of Object.entries(FLEETS)) {
    const server = await startApiServer(fixture);
    const config = join(home, 'config');
    writeFileSync(config, kubeconfig(server.port, fixture.fleet.namespace));
    const lines = record ? GOLDEN.filter(([name]) => name === fleet).map(([, line]) => line) : CASES.filter((candidate) => candidate.includes(only));
    for (const line of lines) {
      total++;
      const ours = await kubectl(line, fleetPort(fixture));
      const real = await runReal(binary, words(line).slice(1), { KUBECONFIG: config, HOME: home, PATH: '/usr/bin:/bin' });
      const expected = { ...real, stdout: withoutAges(real.stdout) },
        found = { ...ours, stdout: withoutAges(ours.stdout) };
      golden += `@@ ${fleet}: ${line}\n@@ exit ${real.exitCode}\n${expected.stdout}@@ stderr\n${real.stderr}`;
      if (JSON.stringify(expected) === JSON.stringify(found)) same++;
      else if (total - same <= show)
        process.stdout.write(
          `\n=== ${fleet}: ${line} (exit ${real.exitCode}, ours ${ours.exitCode})\n${difference(home, expected.stdout + real.stderr, found.stdout + ours.stderr)}`,
        );
      else process.stdout.write(`differs: ${fleet}: ${line}\n`);
    }
    server.close();
  }
  if (record)
    writeFileSync(
      record,
      `Answers of kubectl 1.32.3 (ages left out) to a server of our objects and tables; recorded by bench/peers/kubectl-compare.ts --record.\n${golden}`,
    );
  process.stdout.write(`\n${same} of ${total} answers are the same byte for byte (ages aside)\n`);
  process.exitCode = same === total ? 0 : 1;
}

function difference(folder: string, expected: string, found: string): string {
  writeFileSync(join(folder, 'kubectl'), expected);
  writeFileSync(join(folder, 'ours'), found);
  return spawnSync('diff', ['-U1', join(folder, 'kubectl'), join(folder, 'ours')], { encoding: 'utf8' })
    .stdout.split('\n')
    .slice(2)
    .join('\n');
}

function kubeconfig(port: number, namespace: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'compare',
    clusters: [{ name: 'compare', cluster: { server: `http://127.0.0.1:${port}` } }],
    contexts: [{ name: 'compare', context: { cluster: 'compare', user: 'compare', namespace } }],
    users: [{ name: 'compare', user: {} }],
  });
}

function runReal(binary: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  return new Promise((resolve) => {
    const child = spawn(binary, [...args], { env, timeout: 20_000 });
    let stdout = '',
      stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('close', (code) => resolve({ stdout, stderr, exitCode: code ?? -1 }));
  });
}

await main();
