import { USER } from '../home.ts';
import { fail, type Tool, type ToolContext, type ToolResult } from '../tool.ts';

/** Text tools of just-bash whose answers would show its own made-up owner or inner variables: the same ones, with this host's. */
function standIn(
  name: string,
  summary: string,
  run: (args: string[], context: ToolContext, original: (args: string[]) => Promise<ToolResult>) => Promise<ToolResult>,
): Tool {
  return {
    name,
    summary,
    help: () => `Usage: ${name} [OPTION]...\n\nMore: ${name} --help\n`,
    run: async (args, context) => (context.original === undefined ? fail(`${name}: no text tool to stand on\n`) : run(args, context, context.original)),
  };
}

const ls = standIn('ls', 'list files', async (args, _context, original) => {
  const result = await original(args);
  const long = /^([-dl][-rwxst]{9} +\d+ )user user/gm;
  return long.test(result.stdout) ? { ...result, stdout: result.stdout.replace(long, `$1${USER} ${USER}`) } : result;
});

/** The owner is just-bash's own, whatever the file. */
const stat = standIn('stat', 'what is known of a file', (args, _context, original) =>
  original(args.map((arg) => arg.replace(/%U/g, USER).replace(/%G/g, USER))),
);

const isExported = ([name]: readonly [string, string]): boolean => /^[A-Za-z_]\w*$/.test(name) && name !== 'EPOCHSECONDS';

function environment(name: string): Tool {
  return standIn(name, 'exported variables', async (args, { env }, original) =>
    args.length > 0
      ? original(args)
      : {
          stdout: Object.entries(env)
            .filter(isExported)
            .map(([key, value]) => `${key}=${value}\n`)
            .join(''),
          stderr: '',
          exitCode: 0,
        },
  );
}

export const DISGUISED_TOOLS: readonly Tool[] = [ls, stat, environment('env'), environment('printenv')];
