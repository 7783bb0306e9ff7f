import type { Call } from './call.ts';
import { KubectlError, notFound, notSimulated } from './kubectl-error.ts';
import { cat, nslookup } from './nslookup.ts';
import { ping } from './ping.ts';
import { resourceType } from './resource-arguments.ts';
import type { Subcommand } from './subcommand.ts';

export const exec: Subcommand = {
  name: 'exec',
  summary: 'Execute a command in a container',
  usage: '(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...] [options]',
  examples: [["Get output from running the 'date' command from pod mypod, using the first container by default", 'kubectl exec mypod -- date']],
  flags: [
    { name: 'container', short: 'c', kind: 'string', default: '', help: 'Container name.' },
    { name: 'stdin', short: 'i', kind: 'bool', default: 'false', help: 'Pass stdin to the container' },
    { name: 'tty', short: 't', kind: 'bool', default: 'false', help: 'Stdin is a TTY' },
  ],
  completes: 'pods',
  run: runExec,
};

/** What runs inside a container. @returns the exit code */
const PROGRAMS: Readonly<Record<string, ((call: Call, pod: string, args: readonly string[]) => Promise<number>) | undefined>> = { ping, nslookup, cat };

async function runExec(call: Call): Promise<number> {
  const command = call.stopped ?? call.args.slice(1);
  if (call.args.length === 0 && call.stopped === null) throw new KubectlError('error: pod, type/name or --filename must be specified');
  if (command.length === 0) throw new KubectlError('error: you must specify at least one command for the container');
  const { pods } = (await call.cluster()).fleet;
  const target = call.args[0] ?? '';
  const name = target.replace(/^(pods?|po)\//, '');
  if (!target.includes('/') || name !== target) {
    const pod = pods.find((candidate) => candidate.name === name);
    if (!pod) throw notFound(resourceType('pods'), name);
    const wanted = call.flags.text('container');
    if (wanted !== '' && wanted !== pod.template.container)
      throw new KubectlError(`Error from server (BadRequest): container ${wanted} is not valid for pod ${pod.name}`);
  }
  const program = PROGRAMS[command[0]];
  if (program !== undefined) {
    const code = await program(call, await podOf(call), command.slice(1));
    if (code === 0) return 0;
    call.warn(`command terminated with exit code ${code}`);
    return code;
  }
  throw notSimulated(
    `running ${JSON.stringify(command[0])} inside a container; containers here have behaviour but no file system or processes. Logs, metrics, traces, describe and ` +
      'the tools listed by `help` show what they do',
  );
}

/** The pod meant: for a workload one that is ready, if there is one. */
async function podOf(call: Call): Promise<string> {
  const { fleet } = await call.cluster();
  const target = call.args[0];
  const [typeName, name] = target.includes('/') ? target.split('/') : ['pod', target];
  const type = resourceType(typeName);
  const owned = fleet.pods.filter((pod) => {
    if (type.kind === 'Pod') return pod.name === name;
    return type.kind === 'ReplicaSet' ? pod.replicaSet === name : pod.service === name;
  });
  const pod = owned.find(({ ready }) => ready) ?? owned[0];
  if (pod === undefined) throw notFound(type, name);
  return pod.name;
}
