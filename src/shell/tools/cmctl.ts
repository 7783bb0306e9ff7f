import { lastValue, parseOptions } from '../options.ts';
import { fail, succeed, type Tool } from '../tool.ts';

const USAGE = `Usage:
  cmctl renew [certificate-name...] [-n NAMESPACE] [--all]
`;

/** cert-manager's command line, of which one verb is here. Its words are those of cmctl's `pkg/renew`. */
export const cmctl: Tool = {
  name: 'cmctl',
  summary: "cert-manager's command line: renew",
  help: () => `${USAGE}
Mark cert-manager Certificate resources for manual renewal. The new certificate comes into the secret; processes that do not
watch their files go on with what they have loaded until they start again. See: kubectl get certificate

  cmctl renew internal-mtls
  cmctl renew --all
`,
  async run(args, { port, line }) {
    const [verb, ...words] = args;
    if (verb !== 'renew') return verb === undefined ? succeed(USAGE) : fail(`Error: unknown command "${verb}" for "cmctl"\n`);
    const parsed = parseOptions(words, { names: { '-n': 'namespace', '--namespace': 'namespace', '--all': 'all' }, withValue: ['namespace'] });
    if (parsed.unknown !== undefined) return fail(`Error: unknown flag: ${parsed.unknown}\n`);
    if (parsed.missingValue !== undefined) return fail(`Error: flag needs an argument: ${parsed.missingValue}\n`);
    const fleet = await port.fleet();
    const namespace = lastValue(parsed, 'namespace') ?? fleet.namespace;
    const known = namespace === fleet.namespace ? (fleet.certificates ?? []).map(({ name }) => name) : [];
    const all = parsed.values.all !== undefined;
    if (all && parsed.rest.length > 0) return fail('error: cannot specify Certificate names in conjunction with --all flag\n');
    if (!all && parsed.rest.length === 0)
      return fail(
        'error: please supply one or more Certificate resource names, label selectors (-l), or use the --all flag to renew all Certificate resources\n',
      );
    const names = all ? known : parsed.rest;
    if (names.length === 0) return succeed('No Certificates found\n');
    let stdout = '';
    for (const name of names) {
      if (!known.includes(name)) return { stdout, stderr: `error: certificates.cert-manager.io "${name}" not found\n`, exitCode: 1 };
      const result = await port.execute({ kind: 'renew-certificate', certificate: name }, line);
      if (!result.ok) return { stdout, stderr: `error: ${result.refusal.message}\n`, exitCode: 1 };
      stdout += `Manually triggered issuance of Certificate ${namespace}/${name}\n`;
    }
    return succeed(stdout);
  },
  async complete(words, port) {
    if (words.length === 1) return ['renew'];
    return ((await port.fleet()).certificates ?? []).map(({ name }) => name);
  },
};
