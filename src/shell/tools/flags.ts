import type { FlagInspection } from '../../contract/inspection.ts';
import { textTable } from '../text-table.ts';
import { fail, succeed, type Tool } from '../tool.ts';
import { clockText } from '../wall-clock.ts';

const USAGE = `Usage: flags list | get NAME | set NAME on|off
`;

/** The feature-flag service's client. */
export const flags: Tool = {
  name: 'flags',
  summary: 'feature flags: list, get, set',
  help: () => `${USAGE}
Feature flags of the fleet. A change takes effect at once and is noted in the change feed.

  flags list                 every flag, its state, and who changed it last
  flags get home.recs        on or off
  flags set home.recs off    turns a flag off
`,
  async run(args, { port, line }) {
    const [verb = 'list', name, state] = args;
    const known = (await port.fleet()).flags;
    if (verb === 'list' && args.length <= 1)
      return succeed(
        textTable(
          ['NAME', 'STATE', 'CHANGED', 'BY', 'DESCRIPTION'],
          known.map((flag) => row(flag)),
        ),
      );
    if ((verb !== 'get' && verb !== 'set') || name === undefined) return fail(USAGE, 2);
    const flag = known.find((candidate) => candidate.name === name);
    if (flag === undefined) return fail(`flags: no flag "${name}" (known: ${known.map((candidate) => candidate.name).join(', ') || 'none'})\n`);
    if (verb === 'get') return succeed(`${flag.on ? 'on' : 'off'}\n`);
    if (state !== 'on' && state !== 'off') return fail(`flags: set ${name}: expected on or off, got "${state ?? ''}"\n`, 2);
    const result = await port.execute({ kind: 'set-flag', flag: name, on: state === 'on' }, line);
    return result.ok ? succeed(`${name} ${state}\n`) : fail(`flags: ${result.refusal.message}\n`);

    function row({ name: shown, on, changedUs, changedBy, description }: FlagInspection): string[] {
      return [shown, on ? 'on' : 'off', changedUs === null ? '-' : clockText(port.epoch, changedUs), changedBy === '' ? '-' : changedBy, description];
    }
  },
  async complete(words, port) {
    if (words.length === 1) return ['list', 'get', 'set'];
    if (words.length === 2) return (await port.fleet()).flags.map(({ name }) => name);
    return words[0] === 'set' ? ['on', 'off'] : [];
  },
};
