import { serviceOfLogPath } from '../home.ts';
import { fail, type Tool } from '../tool.ts';

const POLL_US = 500_000;

/** `tail`, with `-f` on the fleet's logs; everything else is the text tool's. */
export const tail: Tool = {
  name: 'tail',
  summary: 'the end of a file; -f follows a log under /var/log until Ctrl-C',
  help: () => `Usage: tail [-n LINES] [-f] [FILE]...

  tail -n 50 /var/log/web-api.log
  tail -f /var/log/web-api.log | grep -i timeout
`,
  async run(args, { port, original, write, cancel, cwd }) {
    const follows = args.some((arg) => /^-([a-zA-Z]*[fF]|-follow(=.*)?|-retry)\d*$/.test(arg));
    const plain = args
      .filter((arg) => !/^--(follow(=.*)?|retry)$/.test(arg))
      .map((arg) => (/^-[a-zA-Z]*[fF]/.test(arg) ? arg.replace(/[fF]/g, '') : arg))
      .filter((arg) => arg !== '-');
    if (original === undefined) return fail('tail: no text tool to stand on\n');
    const paths = plain.filter((arg, at) => !arg.startsWith('-') && !/^-[nc]$|^--(lines|bytes)$/.test(plain[at - 1] ?? ''));
    const services = paths.map((path) => serviceOfLogPath(path.startsWith('/') ? path : `${cwd}/${path}`));
    const before = follows ? await port.logs({ services: known(services), limit: 1, take: 'newest' }) : [];
    const start = await original(plain);
    if (!follows || write === undefined || start.exitCode !== 0) return start;
    write(start.stdout);
    let afterId = before[0]?.id ?? -1;
    let shown: string | undefined = services[services.length - 1] ?? undefined;
    while (!cancel?.aborted) {
      await port.sleep(POLL_US, cancel).catch(() => undefined);
      if (cancel?.aborted) break;
      if (known(services).length === 0) continue;
      for (const line of await port.logs({ services: known(services), afterId, limit: 500, take: 'oldest' })) {
        afterId = line.id;
        if (services.length > 1 && line.service !== shown) write(`\n==> /var/log/${line.service}.log <==\n`);
        shown = line.service;
        write(`${line.text}\n`);
      }
    }
    return { stdout: '', stderr: '', exitCode: 130 };
  },
};

function known(services: readonly (string | null)[]): string[] {
  return services.filter((service) => service !== null);
}
