import type { Cluster } from '../../../kube/cluster.ts';
import { jsonText, listOf } from '../../../kube/json.ts';
import { goSyntax, renderJsonPath } from '../../../kube/jsonpath.ts';
import { parseTemplate } from '../../../kube/jsonpath-parser.ts';
import type { KubeObject } from '../../../kube/objects/object-meta.ts';
import { objectName } from '../../../kube/resource-types.ts';
import { tableText } from '../../../kube/tables/table-text.ts';
import { tableOf } from '../../../kube/tables/tables.ts';
import { yamlText } from '../../../kube/yaml.ts';
import type { Call } from './call.ts';
import { customColumns } from './custom-columns.ts';
import { KubectlError } from './kubectl-error.ts';
import { nothingFound, parseResourceArguments, type ResourceRequest, type Selected, type Selection, selectObjects } from './resource-arguments.ts';
import { sortObjects } from './sort-by.ts';
import { ALL_NAMESPACES_FLAG, NO_HEADERS_FLAG, SELECTOR_FLAG, type Subcommand } from './subcommand.ts';
import { watchTable } from './watch.ts';

export const get: Subcommand = {
  name: 'get',
  summary: 'Display one or many resources',
  usage:
    '[(-o|--output=)json|yaml|name|jsonpath|custom-columns|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags] [options]',
  examples: [
    ['List all pods in ps output format', 'kubectl get pods'],
    ['List all pods in ps output format with more information (such as node name)', 'kubectl get pods -o wide'],
    ['List a single pod in JSON output format', 'kubectl get -o json pod web-pod-13je7'],
    ['Return only the phase value of the specified pod', "kubectl get pod/web-pod-13je7 -o jsonpath='{.status.phase}'"],
    [
      'List resource information in custom columns',
      'kubectl get pod test-pod -o custom-columns=CONTAINER:.spec.containers[0].name,IMAGE:.spec.containers[0].image',
    ],
  ],
  flags: [
    ALL_NAMESPACES_FLAG,
    NO_HEADERS_FLAG,
    SELECTOR_FLAG,
    {
      name: 'field-selector',
      kind: 'string',
      default: '',
      help: "Selector (field query) to filter on, supports '=', '==', and '!='.(e.g. --field-selector key1=value1,key2=value2). The server only supports a limited number of field queries per type.",
    },
    { name: 'ignore-not-found', kind: 'bool', default: 'false', help: 'If the requested object does not exist the command will return exit code 0.' },
    {
      name: 'label-columns',
      short: 'L',
      kind: 'list',
      default: '',
      help: 'Accepts a comma separated list of labels that are going to be presented as columns. Names are case-sensitive. You can also use multiple flag options like -L label1 -L label2...',
    },
    { name: 'output', short: 'o', kind: 'string', default: '', help: 'Output format. One of: (json, yaml, name, jsonpath, custom-columns, wide).' },
    { name: 'show-kind', kind: 'bool', default: 'false', help: 'If present, list the resource type for the requested object(s).' },
    { name: 'show-labels', kind: 'bool', default: 'false', help: 'When printing, show all labels as the last column (default hide labels column)' },
    { name: 'show-managed-fields', kind: 'bool', default: 'false', help: 'If true, keep the managedFields when printing objects in JSON or YAML format.' },
    {
      name: 'sort-by',
      kind: 'string',
      default: '',
      help: "If non-empty, sort list types using this field specification.  The field specification is expressed as a JSONPath expression (e.g. '{.metadata.name}'). The field in the API resource specified by this JSONPath expression must be an integer or a string.",
    },
    { name: 'watch', short: 'w', kind: 'bool', default: 'false', help: 'After listing/getting the requested object, watch for changes.' },
    { name: 'watch-only', kind: 'bool', default: 'false', help: 'Watch for changes to the requested object(s), without listing/getting first.' },
  ],
  completes: '*',
  run: runGet,
};

const MISSING_TYPE = `You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

error: Required resource not specified.
Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
See 'kubectl get -h' for help and examples`;

async function runGet(call: Call): Promise<number> {
  const { flags } = call;
  const output = flags.text('output');
  checkOutput(output);
  const requests = parseResourceArguments(call.args, MISSING_TYPE);
  const read = async (): Promise<readonly [Cluster, Selected]> => {
    const cluster = await call.cluster();
    return [
      cluster,
      selectObjects(cluster, requests, {
        namespace: flags.bool('all-namespaces') ? null : call.namespace(cluster),
        labels: flags.text('selector'),
        fields: flags.text('field-selector'),
      }),
    ];
  };
  const [cluster, { selections, missing }] = await read();
  const problems = flags.bool('ignore-not-found') ? [] : missing;
  if (flags.bool('watch') || flags.bool('watch-only')) {
    if (requests.length > 1) throw new KubectlError('error: you may only specify a single resource type');
    if (problems.length > 0) throw problems[0];
    return watchTable(
      call,
      async () => {
        const [now, selected] = await read();
        return [now, selected.selections[0]];
      },
      (selection, now, widths, first) => printed(call, [selection], now, widths, first),
    );
  }
  const sorted = selections.map((selection) => ({ ...selection, objects: sortObjects(selection.objects, flags.text('sort-by')) }));
  if (['', 'wide'].includes(output) && sorted.every((selection) => selection.objects.length === 0) && problems.length === 0) {
    if (!flags.bool('ignore-not-found') || requests.every((request) => request.names === null)) {
      call.warn(nothingFound(requests, flags.bool('all-namespaces') ? null : call.namespace(cluster)));
    }
  } else {
    call.print(await printed(call, sorted, cluster, [], true, isSingle(requests)));
  }
  for (const problem of problems) call.warn(problem.message);
  return problems.length > 0 ? 1 : 0;
}

const FORMATS = [
  'custom-columns',
  'custom-columns-file',
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'name',
  'template',
  'templatefile',
  'wide',
  'yaml',
];

function checkOutput(output: string): void {
  const format = output.split('=')[0];
  if (output !== '' && !FORMATS.includes(format)) {
    throw new KubectlError(
      `error: unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${FORMATS.join(',')}`,
    );
  }
  if (format.includes('template') || format.endsWith('-file') || format === 'jsonpath-as-json')
    throw new KubectlError(`error: not simulated: output format ${JSON.stringify(format)}`);
  if (format === 'jsonpath' && !/=./s.test(output)) throw new KubectlError('error: template format specified but no template given');
  if (format === 'custom-columns' && !/=./.test(output)) throw new KubectlError('error: custom-columns format specified but no custom columns given');
}

/** One object asked for by name is printed by itself, not as a list. */
function isSingle(requests: readonly ResourceRequest[]): boolean {
  return requests.length === 1 && requests[0].names?.length === 1;
}

async function printed(call: Call, selections: readonly Selection[], cluster: Cluster, widths: number[], header: boolean, single = true): Promise<string> {
  const output = call.flags.text('output');
  const objects: readonly KubeObject[] = selections.flatMap((selection) => selection.objects);
  const value = single && objects.length === 1 ? objects[0] : listOf(objects);
  if (output === 'json') return objects.length === 0 && single ? '' : jsonText(value);
  if (output === 'yaml') return objects.length === 0 && single ? '' : yamlText(value);
  if (output === 'name') return selections.flatMap(({ type, objects: named }) => named.map((object) => `${objectName(type, object.metadata.name)}\n`)).join('');
  if (output.startsWith('jsonpath=')) return templated(output.slice('jsonpath='.length), value);
  if (output.startsWith('custom-columns='))
    return customColumns(output.slice('custom-columns='.length), objects, { noHeaders: call.flags.bool('no-headers') || !header });
  return tables(
    call,
    selections.filter((selection) => selection.objects.length > 0),
    cluster,
    widths,
    header,
  );
}

function templated(template: string, value: unknown): string {
  let nodes: ReturnType<typeof parseTemplate>;
  try {
    nodes = parseTemplate(template);
  } catch (error) {
    throw new KubectlError(`error: error parsing jsonpath ${template}, ${reason(error)}`);
  }
  try {
    return renderJsonPath(nodes, value);
  } catch (error) {
    throw new KubectlError(
      `error: error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${reason(error)}. Printing more information for debugging the template:\n` +
        `\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(value)}\n\n`,
    );
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** One table a type, a blank line between them; with several types names carry theirs. */
function tables(call: Call, selections: readonly Selection[], cluster: Cluster, widths: number[], header: boolean): string {
  const { flags } = call;
  const withKind =
    flags.bool('show-kind') ||
    new Set(call.args.flatMap((argument) => (argument.includes('/') ? [argument.split('/')[0]] : []))).size > 1 ||
    (call.args[0] ?? '').includes(',') ||
    call.args[0] === 'all';
  return selections
    .map(({ type, objects }) =>
      tableText(
        tableOf(type.kind, objects, cluster),
        {
          wide: flags.text('output') === 'wide',
          noHeaders: flags.bool('no-headers') || !header,
          withNamespace: flags.bool('all-namespaces') && type.namespaced,
          showLabels: flags.bool('show-labels'),
          labelColumns: flags.list('label-columns'),
          namePrefix: withKind ? objectName(type, '') : '',
        },
        selections.length > 1 ? [] : widths,
      ),
    )
    .join('\n');
}
