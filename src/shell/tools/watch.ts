import { HOST } from '../home.ts';
import { fail, succeed, type Tool } from '../tool.ts';
import { nowMs, parseDuration } from '../wall-clock.ts';

const USAGE = 'Usage: watch [-n SECONDS] [-t] COMMAND\n';
const CLEAR = '\u001b[H\u001b[2J';

/** procps `watch`: runs a command again and again and shows its latest output. */
export const watch: Tool = {
  name: 'watch',
  summary: 'run a command every 2 s of simulated time until Ctrl-C',
  help: () => `${USAGE}
  watch kubectl get pods
  watch -n 5 "promql 'sum(up) by (job)'"
`,
  async run(args, { port, exec, write, cancel }) {
    let everyUs: number | null = 2_000_000;
    let title = true;
    const rest = [...args];
    while (rest[0]?.startsWith('-')) {
      const option = rest.shift() as string;
      if (option === '-t' || option === '--no-title') title = false;
      else if (option === '-n' || option === '--interval') everyUs = parseDuration(rest.shift() ?? '');
      else if (/^-n\d/.test(option)) everyUs = parseDuration(option.slice(2));
      else if (option !== '-d' && option !== '--differences' && option !== '-x') return fail(USAGE, 1);
    }
    if (rest.length === 0 || everyUs === null || exec === undefined) return fail(USAGE, 1);
    const command = rest.join(' ');
    const interval = Math.max(0.1, everyUs / 1e6);
    const shot = async (): Promise<string> => {
      const { stdout, stderr } = await exec(command);
      const head = `Every ${interval.toFixed(1)}s: ${command}`;
      const when = `${HOST}: ${unixDate(await nowMs(port))}`;
      return (title ? `${head}${' '.repeat(Math.max(3, 80 - head.length - when.length))}${when}\n\n` : '') + stdout + stderr;
    };
    if (write === undefined) return succeed(await shot());
    while (!cancel?.aborted) {
      write(CLEAR + (await shot()));
      await port.sleep(interval * 1e6, cancel).catch(() => undefined);
    }
    return { stdout: '', stderr: '', exitCode: 130 };
  },
};

/** `Sun Nov 22 13:24:49 2026`, as ctime(3). */
function unixDate(unixMs: number): string {
  const text = new Date(unixMs).toUTCString();
  const [, day, month, year, time] = text.split(' ');
  return `${text.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}
