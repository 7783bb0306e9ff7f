import { podObject } from '../../../kube/objects/pod.ts';
import { type LabelSelector, matchesLabels, parseSelector } from '../../../kube/selector.ts';
import { alignTabs, TABLE_MIN_WIDTH, TABLE_PADDING } from '../../../kube/tabwriter.ts';
import type { Call } from './call.ts';
import type { FlagSpec } from './flags.ts';
import { KubectlError, notFound } from './kubectl-error.ts';
import { resourceType } from './resource-arguments.ts';
import { ALL_NAMESPACES_FLAG, SELECTOR_FLAG, type Subcommand } from './subcommand.ts';

const SORT_FLAG: FlagSpec = {
  name: 'sort-by',
  kind: 'string',
  default: '',
  help: "If non-empty, sort list using specified field. The field can be either 'cpu' or 'memory'.",
};
const HEADERS_FLAG: FlagSpec = { name: 'no-headers', kind: 'bool', default: 'false', help: 'If present, print output without headers' };

export const top: Subcommand = {
  name: 'top',
  summary: 'Display resource (CPU/memory) usage',
  usage: '[flags] [options]',
  examples: [],
  flags: [],
  children: [
    {
      name: 'node',
      summary: 'Display resource (CPU/memory) usage of nodes',
      usage: '[NAME | -l label] [options]',
      examples: [['Show metrics for all nodes', 'kubectl top node']],
      flags: [SELECTOR_FLAG, SORT_FLAG, HEADERS_FLAG],
      completes: 'nodes',
      run: topNodes,
    },
    {
      name: 'pod',
      summary: 'Display resource (CPU/memory) usage of pods',
      usage: '[NAME | -l label] [options]',
      examples: [
        ['Show metrics for all pods in the default namespace', 'kubectl top pod'],
        ['Show metrics for a given pod and its containers', 'kubectl top pod POD_NAME --containers'],
      ],
      flags: [
        ALL_NAMESPACES_FLAG,
        SELECTOR_FLAG,
        SORT_FLAG,
        HEADERS_FLAG,
        { name: 'containers', kind: 'bool', default: 'false', help: 'If present, print usage of containers within a pod.' },
        { name: 'sum', kind: 'bool', default: 'false', help: 'Print the sum of the resource usage' },
      ],
      completes: 'pods',
      run: topPods,
    },
  ],
};

/** `top` reads its selector itself. */
function clientSelector(text: string): LabelSelector {
  try {
    return parseSelector(text);
  } catch (error) {
    throw new KubectlError(`error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Usage {
  readonly cpu: number;
  readonly memory: number;
  readonly name: string;
  readonly cells: readonly string[];
}

async function topPods(call: Call): Promise<number> {
  const { flags, args } = call;
  const cluster = await call.cluster();
  const { fleet } = cluster;
  const everywhere = flags.bool('all-namespaces');
  const visible = everywhere || call.namespace(cluster) === fleet.namespace ? fleet.pods : [];
  const selector = clientSelector(flags.text('selector'));
  if (args.length > 0 && !visible.some((pod) => pod.name === args[0])) throw notFound(resourceType('pods'), args[0]);
  const chosen = visible.filter((pod) => (args.length > 0 ? pod.name === args[0] : matchesLabels(selector, podObject(cluster, pod).metadata.labels)));
  // metrics-server knows a pod once its container has run for a scrape.
  const measured = chosen.filter((pod) => pod.containerState.state === 'running');
  if (measured.length === 0) {
    if (chosen.length > 0 && args.length > 0)
      throw new KubectlError(
        `error: Metrics not available for pod ${fleet.namespace}/${args[0]}, age: ${Math.round((fleet.tUs - chosen[0].createdUs) / 1_000_000)}s`,
      );
    call.warn(everywhere ? 'No resources found' : `No resources found in ${call.namespace(cluster)} namespace.`);
    return 0;
  }
  const containers = flags.bool('containers');
  const rows = measured.map((pod) => ({
    cpu: pod.cpuMilli,
    memory: pod.memoryMiB,
    name: pod.name,
    cells: [
      ...(everywhere ? [fleet.namespace] : []),
      pod.name,
      ...(containers ? [pod.template.container] : []),
      `${Math.round(pod.cpuMilli)}m`,
      `${Math.round(pod.memoryMiB)}Mi`,
    ],
  }));
  const header = [...(everywhere ? ['NAMESPACE'] : []), ...(containers ? ['POD', 'NAME'] : ['NAME']), 'CPU(cores)', 'MEMORY(bytes)'];
  const lines = sorted(rows, flags.text('sort-by')).map((row) => row.cells);
  if (flags.bool('sum')) {
    const total = (of: (row: Usage) => number): number => rows.reduce((sum, row) => sum + Math.round(of(row)), 0);
    const blank = Array.from({ length: header.length - 2 }, () => '');
    lines.push([...blank, '________', '________'], [...blank, `${total((row) => row.cpu)}m`, `${total((row) => row.memory)}Mi`]);
  }
  print(call, header, lines);
  return 0;
}

async function topNodes(call: Call): Promise<number> {
  const { flags, args } = call;
  const { fleet } = await call.cluster();
  // Shares are of what pods may use.
  if (args.length > 0 && !fleet.nodes.some((node) => node.name === args[0])) throw notFound(resourceType('nodes'), args[0]);
  const rows = fleet.nodes
    .filter((node) => node.ready && (args.length === 0 || node.name === args[0]))
    .map((node) => {
      const cpuPercent = Math.trunc((100 * node.cpuUsedMilli) / node.cpuMilli),
        memoryPercent = Math.trunc((100 * node.memoryUsedMiB) / node.memoryMiB);
      return {
        cpu: node.cpuUsedMilli,
        memory: node.memoryUsedMiB,
        name: node.name,
        cells: [node.name, `${Math.round(node.cpuUsedMilli)}m`, `${cpuPercent}%`, `${Math.round(node.memoryUsedMiB)}Mi`, `${memoryPercent}%`],
      };
    });
  print(
    call,
    ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'],
    sorted(rows, flags.text('sort-by')).map((row) => row.cells),
  );
  return 0;
}

function sorted(rows: readonly Usage[], by: string): readonly Usage[] {
  if (by !== '' && by !== 'cpu' && by !== 'memory') throw new KubectlError('error: --sort-by accepts only cpu or memory');
  const key = by === 'cpu' ? 'cpu' : 'memory';
  return [...rows].sort((a, b) => (by === '' ? (a.name < b.name ? -1 : 1) : b[key] - a[key]));
}

/** Every cell of this table ends in a tab, the last one too. Source: kubectl pkg/metricsutil/metrics_printer.go. */
function print(call: Call, header: readonly string[], lines: readonly (readonly string[])[]): void {
  const rows = call.flags.bool('no-headers') ? lines : [header, ...lines];
  call.print(alignTabs(rows.map((row) => `${row.join('\t')}\t\n`).join(''), TABLE_MIN_WIDTH, TABLE_PADDING));
}
