import { fail, type Tool } from '../tool.ts';
import { nowMs, parseDuration } from '../wall-clock.ts';

const WORDS: Readonly<Record<string, number>> = { now: 0, today: 0, yesterday: -86_400, tomorrow: 86_400 };
const UNITS: Readonly<Record<string, string>> = { sec: 's', second: 's', min: 'm', minute: 'm', hour: 'h', day: 'd' };

/** `date` on the simulated clock; formats and absolute dates are the text tool's. */
export const date: Tool = {
  name: 'date',
  summary: 'the simulated wall clock',
  help: () => `Usage: date [-u] [-d WHEN] [+FORMAT]

  date +%s
  date -d '5 minutes ago' +%H:%M
`,
  async run(args, { port, original }) {
    if (original === undefined) return fail('date: no text tool to stand on\n');
    const now = Math.floor((await nowMs(port)) / 1000);
    const rest: string[] = [];
    let when: string | undefined;
    for (let at = 0; at < args.length; at++) {
      const arg = args[at];
      if (arg === '-d' || arg === '--date') when = args[++at] ?? '';
      else if (arg.startsWith('--date=')) when = arg.slice(7);
      else if (/^-d./.test(arg)) when = arg.slice(2);
      else rest.push(arg);
    }
    const relative = when === undefined ? now : relativeSeconds(when, now);
    return original([...rest, '-d', relative === null ? (when as string) : `@${relative}`]);
  },
};

function relativeSeconds(when: string, now: number): number | null {
  const text = when.trim().toLowerCase();
  if (text in WORDS) return now + WORDS[text];
  const match = /^([+-]?)\s*(\d+)\s*(sec|second|min|minute|hour|day)s?(\s+ago)?$/.exec(text);
  if (match === null) return null;
  const us = parseDuration(`${match[2]}${UNITS[match[3]]}`) ?? 0;
  const back = (match[1] === '-') !== (match[4] !== undefined);
  return now + ((back ? -1 : 1) * us) / 1e6;
}
