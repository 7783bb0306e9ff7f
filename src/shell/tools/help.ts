import { fail, succeed, type Tool } from '../tool.ts';

/** One line each that shows what the tool is for. */
const EXAMPLES: readonly (readonly [string, string])[] = [
  ['kubectl get pods', 'pods, their state and age; describe, logs, top, rollout, scale …'],
  ["promql 'sum(rate(http_server_request_duration_seconds_count[1m])) by (service)'", 'any PromQL; --range 30m for a time range'],
  ["psql -c 'select state, count(*) from pg_stat_activity group by 1'", 'what the database is doing; \\l \\dt \\d too'],
  ["pgbouncer -c 'SHOW POOLS'", 'what the pooler is doing'],
  ['curl -sv http://SERVICE/PATH', 'one request to the load balancer, a service or a pod (IP:PORT)'],
  ['flags list', 'feature flags; flags set NAME off'],
  ['changes', 'what was changed lately'],
  ['runbook', 'runbooks; also in ~/runbooks'],
  ['tail -f /var/log/SERVICE.log', 'logs as files; kubectl logs for one pod'],
  ['watch kubectl get pods', 'a command again every 2 s'],
];

export function createHelp(tools: () => readonly Tool[]): Tool {
  return {
    name: 'help',
    summary: 'what exists here, with examples',
    help: () => 'Usage: help [TOOL]\n',
    async run(args, { exec }) {
      // what is no tool of ours may be a builtin of bash
      if (args.length > 0 && exec !== undefined && /^[a-z]+$/.test(args[0]) && !tools().some(({ name }) => name === args[0])) {
        const builtin = await exec(`builtin help ${args[0]}`);
        if (builtin.exitCode === 0) return builtin;
      }
      if (args.length > 0) return manual(args[0], tools(), 'help');
      const names = tools()
        .map(({ name }) => name)
        .sort();
      return succeed(`This is bash: pipes, loops, variables, and the usual text tools (grep awk sed jq sort uniq cut wc head less …).

${EXAMPLES.map(([line, what]) => `  ${line}\n      ${what}\n`).join('')}
Tools: ${names.join(' ')}
More on one of them: man TOOL. Time is the incident's: sleep, date, timeout, $SECONDS. A loop shows its output turn by turn, unless it is piped or holds break; then at the end.
Ctrl-C ends what follows or watches; Tab completes; Ctrl-R searches what you typed before.
`);
    },
    complete: async (words) => (words.length === 1 ? tools().map(({ name }) => name) : []),
  };
}

export function createMan(tools: () => readonly Tool[]): Tool {
  return {
    name: 'man',
    summary: 'how a tool is used',
    help: () => 'Usage: man TOOL\n',
    run: async (args) =>
      args.length === 0 ? fail("What manual page do you want?\nFor example, try 'man psql'.\n") : manual(args[args.length - 1], tools(), 'man'),
    complete: async (words) => (words.length === 1 ? tools().map(({ name }) => name) : []),
  };
}

function manual(name: string, tools: readonly Tool[], asked: 'help' | 'man') {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined)
    return fail(asked === 'man' ? `No manual entry for ${name}\n` : `bash: help: no help topics match \`${name}'.\n`, asked === 'man' ? 16 : 1);
  return succeed(`${tool.name} - ${tool.summary}\n\n${tool.help()}`);
}
