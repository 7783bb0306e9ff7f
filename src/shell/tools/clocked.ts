import { fail, type Tool } from '../tool.ts';
import { nowMs, parseDuration } from '../wall-clock.ts';

/** Text tools that look at the clock: the same ones, on simulated time. */

/** `sleep`: the shell's own already waits in simulated time; it is here so that `$EPOCHSECONDS` and `$SECONDS` are right after it. */
const sleep: Tool = {
  name: 'sleep',
  summary: 'wait in simulated time',
  help: () => 'Usage: sleep NUMBER[smhd]...\n',
  run: async (args, { original }) => (original === undefined ? fail('sleep: no text tool to stand on\n') : original(args)),
};

const TIMEOUT_USAGE = `Usage: timeout [-k DURATION] [-s SIGNAL] [--preserve-status] DURATION COMMAND [ARG]...

Ends COMMAND after DURATION of simulated time, with exit code 124. What a loop inside has printed by then is lost.

  timeout 30 kubectl get pods -w
`;
const TIMED_OUT = 124,
  BAD_USE = 125;

/** GNU `timeout`. Commands that only compute take no simulated time, so only one that waits can be ended. */
const timeout: Tool = {
  name: 'timeout',
  summary: 'end a command after some simulated time',
  help: () => TIMEOUT_USAGE,
  async run(args, { exec, stdin, write }) {
    const rest = [...args];
    let keepStatus = false;
    while (rest[0]?.startsWith('-')) {
      const option = rest.shift() as string;
      if (option === '--help') return { stdout: TIMEOUT_USAGE, stderr: '', exitCode: 0 };
      if (option === '--preserve-status') keepStatus = true;
      else if (/^(-k|-s|--kill-after|--signal)$/.test(option)) rest.shift();
      else if (!/^(-k.+|-s.+|--kill-after=.*|--signal=.*|-v|--verbose|--foreground|--)$/.test(option))
        return fail(`timeout: unrecognized option '${option}'\nTry 'timeout --help' for more information.\n`, BAD_USE);
    }
    if (rest.length < 2 || exec === undefined) return fail("timeout: missing operand\nTry 'timeout --help' for more information.\n", BAD_USE);
    const limitUs = parseDuration(rest[0]);
    if (limitUs === null) return fail(`timeout: invalid time interval ‘${rest[0]}’\nTry 'timeout --help' for more information.\n`, BAD_USE);
    const line = rest.slice(1).map(quoted).join(' ');
    const { timedOut, ...result } = await exec(line, { stdin, ...(limitUs === 0 ? {} : { limitUs }), ...(write === undefined ? {} : { write }) });
    return timedOut === true && !keepStatus ? { ...result, exitCode: TIMED_OUT } : result;
  },
};

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
}

/** `printf` with bash's `%(FORMAT)T`: now for -1, -2 or nothing; else Unix seconds. */
const printf: Tool = {
  name: 'printf',
  summary: 'format text; %(%F %T)T is the simulated time',
  help: () => "Usage: printf [-v NAME] FORMAT [ARGUMENT]...\n\n  printf '%(%H:%M:%S)T\\n'\n",
  async run(args, { port, exec, original }) {
    if (original === undefined || exec === undefined) return fail('printf: no text tool to stand on\n');
    const at = args[0] === '-v' ? 2 : args[0] === '--' ? 1 : 0;
    if (!/%[-0-9.]*\([^)]*\)T/.test(args[at] ?? '')) return original(args);
    const values = args.slice(at + 1);
    let next = 0;
    let format = '';
    let from = 0;
    for (const match of args[at].matchAll(/%%|%([-+ #0-9.]*)\(([^)]*)\)T|%[-+ #0-9.*]*[a-zA-Z]/g)) {
      format += args[at].slice(from, match.index);
      from = match.index + match[0].length;
      if (match[2] === undefined) {
        format += match[0];
        if (match[0] !== '%%') next++;
        continue;
      }
      const given = values[next] ?? '-1';
      const seconds = given === '-1' || given === '-2' || given === '' ? Math.floor((await nowMs(port)) / 1000) : Number.parseInt(given, 10);
      values[next] = (await exec(`date -u -d @${seconds} +${quoted(match[2] === '' ? '%T' : match[2])}`)).stdout.replace(/\n$/, '');
      format += `%${match[1]}s`;
      next++;
    }
    return original([...args.slice(0, at), format + args[at].slice(from), ...values]);
  },
};

export const CLOCKED_TOOLS: readonly Tool[] = [printf, sleep, timeout];
