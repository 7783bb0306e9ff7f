import { groupVersion } from '../../../kube/resource-types.ts';
import type { Call } from './call.ts';
import { EXPLANATIONS } from './explanations.ts';
import { KubectlError, notSimulated } from './kubectl-error.ts';
import { resourceType } from './resource-arguments.ts';
import type { Subcommand } from './subcommand.ts';

export const explain: Subcommand = {
  name: 'explain',
  summary: 'Get documentation for a resource',
  usage: 'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2] [options]',
  examples: [['Get the documentation of the resource and its fields', 'kubectl explain pods']],
  flags: [],
  completes: '*',
  run: runExplain,
};

async function runExplain(call: Call): Promise<number> {
  if (call.args.length === 0) {
    throw new KubectlError('error: You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.');
  }
  if (call.args.length > 1) throw new KubectlError("error: We accept only this format: explain RESOURCE\nSee 'kubectl explain -h' for help and examples");
  const [name, ...fields] = call.args[0].split('.');
  const type = resourceType(name);
  const explanation = EXPLANATIONS[[type.singular, ...fields].join('.')];
  if (!explanation) throw notSimulated(`documentation of ${call.args[0]}; here are: ${Object.keys(EXPLANATIONS).join(', ')}`);
  const [group, version] = groupVersion(type);
  const lines = [...(group === '' ? [] : [`GROUP:      ${group}`]), `KIND:       ${type.kind}`, `VERSION:    ${version}`, ''];
  if (fields.length > 0) lines.push(`FIELD: ${fields.at(-1)} <${explanation.kind}>`, '');
  lines.push('', 'DESCRIPTION:', `    ${explanation.description}`, '    ', 'FIELDS:');
  for (const [field, fieldKind, text] of explanation.fields) lines.push(`  ${field}\t<${fieldKind}>`, `    ${text}`, '');
  call.print(`${lines.join('\n')}\n`);
  return Promise.resolve(0);
}
