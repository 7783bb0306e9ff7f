import { HOST, USER } from '../home.ts';
import { succeed, type Tool } from '../tool.ts';

/** Small tools that say where you are. One file, since each is one line. */
function constant(name: string, summary: string, answer: (args: readonly string[]) => string): Tool {
  return { name, summary, help: () => `Usage: ${name}\n\n${summary}.\n`, run: async (args) => succeed(`${answer(args)}\n`) };
}

export const whoami = constant('whoami', 'your user name', () => USER);
export const hostname = constant('hostname', 'name of this host', () => HOST);
export const id = constant('id', 'your user and groups', (args) =>
  args.includes('-un') ? USER : args.includes('-u') ? '1000' : `uid=1000(${USER}) gid=1000(${USER}) groups=1000(${USER})`,
);
export const uname = constant('uname', 'the kernel of this host', (args) =>
  args.includes('-a')
    ? `Linux ${HOST} 6.1.0-31-cloud-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.128-1 x86_64 GNU/Linux`
    : args.includes('-r')
      ? '6.1.0-31-cloud-amd64'
      : 'Linux',
);
