import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../src/cli/project-root.ts';

/** What a rival simulator made of the tandem. */
export interface RivalRun {
  readonly events: number;
  readonly meanSojournSeconds: number;
  /** Of the simulation alone, as the rival's own program times it: neither its process's start nor loading libraries. */
  readonly wallSeconds: number;
}

export interface Rival {
  readonly name: string;
  /** One run of `stations` stations of `servers` servers. */
  run(stations: number, servers: number, arrivals: number, serviceRate: number, durationSeconds: number): RivalRun;
}

const PEERS = join(PROJECT_ROOT, 'bench/peers');
const CACHE = join(PROJECT_ROOT, '.cache/bench');

/** Rivals that can run on this machine, and why the others cannot. */
export function findRivals(): { readonly rivals: readonly Rival[]; readonly missing: readonly string[] } {
  const found = [ns3(), simpy()];
  return {
    rivals: found.filter((rival): rival is Rival => typeof rival !== 'string'),
    missing: found.filter((rival) => typeof rival === 'string'),
  };
}

function ns3(): Rival | string {
  if (!existsSync('/usr/include/ns3.37/ns3/core-module.h') && !existsSync('/usr/include/ns3/core-module.h'))
    return 'ns-3: no headers (Debian: apt-get install g++ libns3-dev)';
  mkdirSync(CACHE, { recursive: true });
  const program = join(CACHE, 'tandem-ns3');
  const compiled = spawnSync('g++', ['-O3', '-DNDEBUG', '-std=c++17', '-o', program, join(PEERS, 'tandem-ns3.cc'), '-lns3-core'], {
    encoding: 'utf8',
  });
  if (compiled.status !== 0) return `ns-3: does not compile here: ${(compiled.stderr ?? '').split('\n')[0] ?? compiled.error?.message}`;
  return {
    name: 'ns-3 (C++)',
    run: (...numbers) => {
      const { stdout } = spawnSync(program, numbers.map(String), { encoding: 'utf8' });
      const [, events, mean, wall] = /ev=(\d+) done=\d+ mean=(\S+) wall=(\S+)/.exec(stdout) ?? [];
      return { events: Number(events), meanSojournSeconds: Number(mean), wallSeconds: Number(wall) };
    },
  };
}

function simpy(): Rival | string {
  const python = '/usr/bin/python3';
  if (spawnSync(python, ['-c', 'import SimPy.Simulation']).status !== 0) return 'SimPy: not installed (Debian: apt-get install python3-simpy)';
  return {
    name: 'SimPy (Python)',
    run: (stations, servers, arrivals, serviceRate, durationSeconds) => {
      const numbers = [stations, servers, arrivals, serviceRate, durationSeconds].map(String);
      const { stdout } = spawnSync(python, [join(PEERS, 'tandem-simpy.py'), ...numbers], { encoding: 'utf8' });
      const [, done, mean, wall] = /done (\d+) mean (\S+) wall (\S+)/.exec(stdout) ?? [];
      return { events: Number(done) * (stations + 1), meanSojournSeconds: Number(mean), wallSeconds: Number(wall) };
    },
  };
}
