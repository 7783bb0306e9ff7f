import type { Call } from './call.ts';
import { KubectlError } from './kubectl-error.ts';
import { deploymentTargets, splitAssignments } from './set-targets.ts';
import { SELECTOR_FLAG, type Subcommand } from './subcommand.ts';

export const setEnv: Subcommand = {
  name: 'env',
  summary: 'Update environment variables on a pod template',
  usage: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N [options]',
  examples: [
    ["Update deployment 'registry' with a new environment variable", 'kubectl set env deployment/registry STORAGE_DIR=/local'],
    ["List the environment variables defined on a deployments 'sample-build'", 'kubectl set env deployment/sample-build --list'],
    ["Remove the environment variable ENV from container 'c1' in all deployment configs", 'kubectl set env deployments --all --containers="c1" ENV-'],
  ],
  flags: [
    SELECTOR_FLAG,
    { name: 'all', kind: 'bool', default: 'false', help: 'If true, select all resources in the namespace of the specified resource types' },
    {
      name: 'containers',
      short: 'c',
      kind: 'string',
      default: '*',
      help: 'The names of containers in the selected pod templates to change - may use wildcards',
    },
    {
      name: 'list',
      kind: 'bool',
      default: 'false',
      help: 'If true, display the environment and any changes in the standard format. this flag will removed when we have kubectl view env.',
    },
  ],
  completes: 'deployments',
  run: runSetEnv,
};

async function runSetEnv(call: Call): Promise<number> {
  const { resources, assignments } = splitAssignments(call.args);
  if (resources.length === 0) throw new KubectlError('error: one or more resources must be specified as <resource> <name> or <resource>/<name>');
  const env = Object.fromEntries(assignments.map(assignment));
  for (const { name, template } of await deploymentTargets(call, resources)) {
    if (!matches(call.flags.text('containers'), template.container)) {
      call.warn(`warning: Deployment/${name} does not have any containers matching ${JSON.stringify(call.flags.text('containers'))}`);
      continue;
    }
    const next: Readonly<Record<string, string | null>> = { ...template.env, ...env };
    if (call.flags.bool('list')) {
      call.print(
        `# Deployment ${name}, container ${template.container}\n${Object.entries(next)
          .filter(([, value]) => value !== null)
          .map(([key, value]) => `${key}=${value}\n`)
          .join('')}`,
      );
      continue;
    }
    if (!Object.entries(env).some(([key, value]) => (template.env[key] ?? null) !== value)) continue;
    await call.execute({ kind: 'set-env', service: name, env });
    call.print(`deployment.apps/${name} env updated\n`);
  }
  return 0;
}

function assignment(text: string): readonly [string, string | null] {
  const equals = text.indexOf('=');
  const key = equals < 0 ? text.slice(0, -1) : text.slice(0, equals);
  if (equals < 0 && !text.endsWith('-')) throw new KubectlError(`error: environment variables must be of the form key=value, but is ${JSON.stringify(text)}`);
  if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key))
    throw new KubectlError(
      `error: ${JSON.stringify(key)} is not a valid key name: a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')`,
    );
  return [key, equals < 0 ? null : text.slice(equals + 1)];
}

function matches(pattern: string, container: string): boolean {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(container);
}
