import { alignRows } from '../../../kube/tabwriter.ts';
import { KUBECONFIG } from '../../home.ts';
import type { Call } from './call.ts';
import { kubeconfigText } from './kubeconfig.ts';
import { KubectlError, notSimulated } from './kubectl-error.ts';
import type { Subcommand } from './subcommand.ts';

export const config: Subcommand = {
  name: 'config',
  summary: 'Modify kubeconfig files',
  usage: 'SUBCOMMAND [options]',
  examples: [],
  flags: [],
  children: [
    {
      name: 'current-context',
      summary: 'Display the current-context',
      usage: '[options]',
      examples: [['Display the current-context', 'kubectl config current-context']],
      flags: [],
      run: currentContext,
    },
    {
      name: 'get-contexts',
      summary: 'Describe one or many contexts',
      usage: '[(-o|--output=)name)] [options]',
      examples: [['List all the contexts in your kubeconfig file', 'kubectl config get-contexts']],
      flags: [
        { name: 'output', short: 'o', kind: 'string', default: '', help: 'Output format. One of: (name).' },
        {
          name: 'no-headers',
          kind: 'bool',
          default: 'false',
          help: "When using the default or custom-column output format, don't print headers (default print headers).",
        },
      ],
      run: getContexts,
    },
    {
      name: 'view',
      summary: 'Display merged kubeconfig settings or a specified kubeconfig file',
      usage: '[flags] [options]',
      examples: [['Show merged kubeconfig settings', 'kubectl config view']],
      flags: [{ name: 'minify', kind: 'bool', default: 'false', help: 'Remove all information not used by current-context from the output' }],
      run: view,
    },
    {
      name: 'use-context',
      summary: 'Set the current-context in a kubeconfig file',
      usage: 'CONTEXT_NAME [options]',
      examples: [['Use the context for the minikube cluster', 'kubectl config use-context minikube']],
      flags: [],
      completes: 'contexts',
      run: useContext,
    },
    {
      name: 'set-context',
      summary: 'Set a context entry in kubeconfig',
      usage: '[NAME | --current] [--namespace=namespace] [options]',
      examples: [],
      flags: [{ name: 'current', kind: 'bool', default: 'false', help: 'Modify the current context' }],
      run: () => Promise.reject(notSimulated('editing the kubeconfig; use -n for another namespace')),
    },
  ],
};

async function currentContext(call: Call): Promise<number> {
  const { current } = call.kubeconfig;
  if (current === '') throw new KubectlError('error: current-context is not set');
  call.print(`${current}\n`);
  return Promise.resolve(0);
}

async function getContexts(call: Call): Promise<number> {
  const { contexts, current } = call.kubeconfig;
  const output = call.flags.text('output');
  if (output !== '' && output !== 'name')
    throw new KubectlError(`error: --output ${output} is not available in kubectl config get-contexts; resetting to default output format`);
  const shown = contexts.filter(({ name }) => call.args.length === 0 || call.args.includes(name));
  if (output === 'name') call.print(shown.map(({ name }) => `${name}\n`).join(''));
  else
    call.print(
      alignRows([
        ...(call.flags.bool('no-headers') ? [] : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']]),
        ...shown.map(({ name, namespace }) => [name === current ? '*' : '', name, name, name, namespace]),
      ]),
    );
  const missing = call.args.filter((wanted) => !contexts.some(({ name }) => name === wanted)).map((wanted) => `context ${wanted} not found`);
  if (missing.length > 0) throw new KubectlError(missing.length === 1 ? `error: ${missing[0]}` : missing.join('\n'));
  return Promise.resolve(0);
}

/** All of the file; of `--context` only `--minify` takes notice. */
async function view(call: Call): Promise<number> {
  const { contexts, current } = call.kubeconfig;
  if (!call.flags.bool('minify')) {
    call.print(kubeconfigText(call.kubeconfig, 'omitted'));
    return Promise.resolve(0);
  }
  const wanted = call.flags.text('context') || current;
  if (wanted === '') throw new KubectlError('error: current-context must exist in order to minify');
  const only = contexts.filter(({ name }) => name === wanted);
  if (only.length === 0) throw new KubectlError(`error: cannot locate context ${wanted}`);
  call.print(kubeconfigText({ contexts: only, current: wanted }, 'omitted'));
  return Promise.resolve(0);
}

async function useContext(call: Call): Promise<number> {
  if (call.args.length !== 1) throw new KubectlError(`error: Unexpected args: [${call.args.join(' ')}]`);
  const [name] = call.args;
  if (name === '') throw new KubectlError('error: empty context names are not allowed');
  if (!call.kubeconfig.contexts.some((context) => context.name === name))
    throw new KubectlError(`error: no context exists with the name: ${JSON.stringify(name)}`);
  await call.writeFile(KUBECONFIG, kubeconfigText({ ...call.kubeconfig, current: name }, 'shown'));
  call.print(`Switched to context ${JSON.stringify(name)}.\n`);
  return 0;
}
