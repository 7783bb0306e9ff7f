import { has, lastValue, parseOptions } from '../options.ts';
import { NOT_SIMULATED, SHOWS } from '../psql/pooler-shows.ts';
import { type PrintOptions, printTable } from '../psql/print-table.ts';
import type { SqlColumn } from '../psql/sql-engine.ts';
import { fail, type Tool, type ToolContext, type ToolResult } from '../tool.ts';

const INT8 = 20;
const TEXT = 25;
const HELP = `NOTICE:  Console usage
DETAIL:  
	SHOW HELP|CONFIG|DATABASES|POOLS|CLIENTS|SERVERS|VERSION
	SHOW LISTS|STATS
`;

/** Runs the console's commands and prints them as psql would, since that is how people talk to it. */
export async function runPoolerConsole(commands: readonly string[], print: PrintOptions, host: string | undefined, { port }: ToolContext): Promise<ToolResult> {
  const names = await port.poolers();
  const name = names.find((one) => host === undefined || host === one || host.startsWith(`${one}.`));
  if (name === undefined) {
    return names.length === 0
      ? fail(
          'psql: error: connection to server at "localhost", port 6432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n',
          2,
        )
      : fail(`psql: error: could not translate host name "${host}" to address: Name or service not known\n`, 2);
  }
  const pooler = await port.pooler(name);
  let stdout = '';
  for (const command of commands) {
    const words = command.replace(/;\s*$/, '').trim().split(/\s+/);
    const what = words[1]?.toUpperCase() ?? '';
    if (words[0].toUpperCase() !== 'SHOW') {
      return {
        stdout,
        stderr: `ERROR:  ${/^(pause|resume|reload|kill|shutdown|disable|enable|reconnect|suspend|wait_close|set)$/i.test(words[0]) ? 'admin access needed' : `invalid command '${command}', use SHOW HELP;`}\n`,
        exitCode: 1,
      };
    }
    if (what === 'HELP') return { stdout: `${stdout}SHOW\n`, stderr: HELP, exitCode: 0 };
    const show = SHOWS[what];
    if (show === undefined && NOT_SIMULATED.has(what)) return { stdout, stderr: `ERROR:  SHOW ${what} is not simulated here, use SHOW HELP;\n`, exitCode: 1 };
    if (show === undefined)
      return { stdout, stderr: `ERROR:  unsupported command, use SHOW HELP;\n`.replace('unsupported command', `invalid command '${command}'`), exitCode: 1 };
    const table = show(pooler, port.epoch);
    const columns = table.columns.map((column, at): SqlColumn => ({ name: column, type: table.rows.some((row) => typeof row[at] === 'number') ? INT8 : TEXT }));
    stdout += printTable(
      columns,
      table.rows.map((row) => row.map((cell) => (cell === null ? null : String(cell)))),
      print,
    );
  }
  return { stdout, stderr: '', exitCode: 0 };
}

export const pgbouncer: Tool = {
  name: 'pgbouncer',
  summary: "the connection pooler's console",
  help: () => `Usage: pgbouncer [-h POOLER] [-x] [-A] [-t] -c 'SHOW WHAT'

The admin console (also: psql -p 6432 pgbouncer -c 'SHOW POOLS'). WHAT: ${Object.keys(SHOWS).join(' ')} HELP

  pgbouncer -c 'SHOW POOLS'
  pgbouncer -xc 'SHOW POOLS'
`,
  async run(args, context) {
    const parsed = parseOptions(args, {
      names: { '-c': 'command', '--command': 'command', '-h': 'host', '-x': 'expanded', '-A': 'no-align', '-t': 'tuples-only', '--csv': 'csv' },
      withValue: ['command', 'host'],
    });
    if (parsed.unknown !== undefined || parsed.missingValue !== undefined) return fail(pgbouncer.help(), 1);
    const commands =
      parsed.values.command ??
      (parsed.rest.length > 0
        ? [parsed.rest.join(' ')]
        : context.stdin
            .split(';')
            .map((one) => one.trim())
            .filter((one) => one !== ''));
    if (commands.length === 0) return fail(pgbouncer.help(), 1);
    const format = has(parsed, 'csv') ? 'csv' : has(parsed, 'no-align') ? 'unaligned' : 'aligned';
    return runPoolerConsole(
      commands.flatMap((one) => one.split(';')).filter((one) => one.trim() !== ''),
      { format, expanded: has(parsed, 'expanded'), tuplesOnly: has(parsed, 'tuples-only'), fieldSeparator: '|', nullText: '', footer: true },
      lastValue(parsed, 'host'),
      context,
    );
  },
  async complete(words, port) {
    if (words[words.length - 2] === '-h') return [...(await port.poolers())];
    return words[words.length - 2] === '-c' ? Object.keys(SHOWS).map((what) => `'SHOW ${what}'`) : ['-c'];
  },
};
