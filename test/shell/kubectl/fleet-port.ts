import type { Command } from '../../../src/contract/commands.ts';
import type { FleetInspection } from '../../../src/contract/inspection.ts';
import type { Cancellation, ShellPort } from '../../../src/contract/ports.ts';
import type { LogLine } from '../../../src/contract/records.ts';
import type { CommandResult } from '../../../src/contract/refusals.ts';
import { unixMsOf } from '../../../src/contract/time.ts';
import type { Cluster } from '../../../src/kube/cluster.ts';
import { runKubectl } from '../../../src/shell/tools/kubectl/kubectl.ts';
import type { ToolResult } from '../../../src/shell/tool.ts';

/** A fleet that stands still unless told how to move: what a terminal sees of it, and what it was asked to do. */
export interface FleetPort extends ShellPort {
  readonly executed: { readonly command: Command; readonly intent: string }[];
  /** The terminal's files, by path. */
  readonly files: Map<string, string>;
}

export interface FleetPortOptions {
  readonly logs?: readonly LogLine[];
  /** The fleet after simulated time has moved on to `tUs`, of the first cluster or of the one named. */
  readonly at?: (tUs: number, cluster?: string) => FleetInspection;
  /** Clusters after the first. */
  readonly others?: readonly Cluster[];
  readonly answer?: (command: Command) => CommandResult;
}

export function fleetPort(cluster: Cluster, options: FleetPortOptions = {}): FleetPort {
  let tUs = cluster.fleet.tUs;
  const fleets = [cluster, ...(options.others ?? [])].map(({ fleet }) => fleet);
  const executed: { command: Command; intent: string }[] = [];
  const nothing = (): Promise<never> => Promise.reject(new Error('kubectl has no business here'));
  return {
    executed,
    files: new Map(),
    epoch: cluster.epoch,
    now: () => Promise.resolve(tUs),
    clusters: () => Promise.resolve(fleets.map(({ clusterName, region }) => ({ name: clusterName, region }))),
    loadBalancer: nothing,
    fleet: (name = cluster.fleet.clusterName) => {
      const found = options.at?.(tUs, name) ?? fleets.find(({ clusterName }) => clusterName === name);
      return found ? Promise.resolve(found) : Promise.reject(new Error(`no cluster ${name}`));
    },
    logs: (filter) => {
      const found = (options.logs ?? []).filter(
        (line) =>
          (!filter.pods || filter.pods.includes(line.pod)) &&
          line.tUs >= (filter.fromUs ?? -Infinity) &&
          line.tUs <= (filter.toUs ?? tUs) &&
          line.tUs <= tUs &&
          line.id > (filter.afterId ?? -1),
      );
      return Promise.resolve(filter.take === 'newest' ? found.slice(Math.max(0, found.length - filter.limit)) : found.slice(0, filter.limit));
    },
    execute: (command, intent) => {
      executed.push({ command, intent });
      return Promise.resolve(options.answer?.(command) ?? { ok: true });
    },
    sleep: (durationUs, cancel?: Cancellation) => {
      if (cancel?.aborted) return Promise.reject(new Error('aborted'));
      tUs += durationUs;
      return Promise.resolve();
    },
    observe: () => Promise.resolve(),
    databases: nothing,
    database: nothing,
    poolers: nothing,
    pooler: nothing,
    caches: nothing,
    trace: nothing,
    changes: nothing,
    runbooks: nothing,
    query: nothing,
    queryRange: nothing,
    metricNames: nothing,
    echo: async () => null,
    resolver: async () => ({ nameserver: '10.0.0.10', search: [], ndots: 5 }),
    askName: async () => null,
    http: nothing,
  };
}

export function logLine(id: number, tUs: number, pod: string, text: string, cluster: Cluster): LogLine {
  return { id, tUs, unixMs: unixMsOf(cluster.epoch, tUs), level: 'info', service: 'playlist', pod, container: 'playlist', traceId: '', text };
}

/** Runs a line such as `kubectl get pods -o wide`; quotes as in a shell. */
export function kubectl(
  line: string,
  port: ShellPort & Partial<FleetPort>,
  stream?: { readonly write: (chunk: string) => void; readonly cancel: Cancellation },
): Promise<ToolResult> {
  return runKubectl(words(line).slice(1), { port, stdin: '', env: {}, cwd: '/home/ops', line, ...fileAccess(port.files ?? new Map()), ...stream });
}

/** How a tool reads and writes the terminal's files. */
export function fileAccess(files: Map<string, string>) {
  return {
    readFile: (path: string): Promise<string> => {
      const text = files.get(path);
      return text === undefined ? Promise.reject(new Error(`ENOENT: no such file or directory, open '${path}'`)) : Promise.resolve(text);
    },
    writeFile: (path: string, text: string): Promise<void> => {
      files.set(path, text);
      return Promise.resolve();
    },
  };
}

export function words(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''),
  );
}
