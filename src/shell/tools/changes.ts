import { has, lastValue, parseOptions } from '../options.ts';
import { textTable } from '../text-table.ts';
import { fail, succeed, type Tool } from '../tool.ts';
import { clockText, durationText, parseDuration } from '../wall-clock.ts';

const USAGE = 'Usage: changes [--since 2h] [--json]\n';

/** The change feed: deploys, configuration, flags, migrations, jobs. */
export const changes: Tool = {
  name: 'changes',
  summary: 'the change feed: what was deployed, configured, flagged or run, and when',
  help: () => `${USAGE}
Oldest first. --since takes a duration (30m, 2h); --json prints one object a line.

  changes
  changes --since 1h
`,
  async run(args, { port }) {
    const parsed = parseOptions(args, { names: { '--since': 'since', '--json': 'json' }, withValue: ['since'] });
    const since = parseDuration(lastValue(parsed, 'since') ?? '36500d');
    if (parsed.unknown !== undefined || parsed.missingValue !== undefined || parsed.rest.length > 0 || since === null) return fail(USAGE, 2);
    const now = await port.now();
    const shown = (await port.changes()).filter(({ atUs }) => atUs >= now - since);
    await port.observe('changes', 'changes');
    if (has(parsed, 'json')) {
      return succeed(
        shown.map((change) => `${JSON.stringify({ time: `${clockText(port.epoch, change.atUs)}Z`.replace(' ', 'T'), ...change, atUs: undefined })}\n`).join(''),
      );
    }
    if (shown.length === 0) return succeed('No changes.\n');
    return succeed(
      textTable(
        ['TIME', 'AGO', 'KIND', 'SUBJECT', 'CHANGE', 'BY'],
        shown.map(({ atUs, kind, subject, title, detail, actor }) => [
          clockText(port.epoch, atUs),
          durationText(now - atUs),
          kind,
          subject,
          detail === '' ? title : `${title} (${detail})`,
          actor,
        ]),
      ),
    );
  },
  async complete() {
    return ['--since', '--json'];
  },
};
