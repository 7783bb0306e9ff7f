import { fail, succeed, type Tool, type ToolResult } from '../tool.ts';

/** A pager in a terminal that scrolls: prints everything. */
function pager(name: string): Tool {
  return {
    name,
    summary: 'print a file; the terminal itself scrolls back',
    help: () => `Usage: ${name} [FILE]...\n\nPrints everything at once: scroll back in the terminal instead of paging.\n`,
    async run(args, { stdin, readFile }): Promise<ToolResult> {
      const files = args.filter((arg) => !/^[-+]/.test(arg));
      if (files.length === 0) return stdin === '' ? fail(`Missing filename ("${name} --help" for help)\n`) : succeed(stdin);
      let stdout = '';
      for (const file of files) {
        try {
          stdout += (await readFile?.(file)) ?? '';
        } catch {
          return { stdout, stderr: `${file}: No such file or directory\n`, exitCode: 1 };
        }
      }
      return succeed(stdout);
    },
  };
}

export const less = pager('less');
export const more = pager('more');
