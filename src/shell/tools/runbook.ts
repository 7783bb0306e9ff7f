import { textTable } from '../text-table.ts';
import { fail, succeed, type Tool } from '../tool.ts';

export const runbook: Tool = {
  name: 'runbook',
  summary: 'read a runbook; without a name, list them',
  help: () => `Usage: runbook [NAME]

  runbook                    names of all runbooks
  runbook | grep -i pool     which ones speak of it
`,
  async run(args, { port }) {
    const all = await port.runbooks();
    const [name] = args;
    if (name === undefined)
      return succeed(
        textTable(
          ['NAME', 'TITLE'],
          all.map((one) => [one.name, /^#\s*(.*)/m.exec(one.markdown)?.[1] ?? '']),
        ),
      );
    const found = all.find((one) => one.name === name.replace(/\.md$/, ''));
    if (found === undefined) return fail(`runbook: no runbook "${name}" (there are: ${all.map((one) => one.name).join(', ') || 'none'})\n`);
    await port.observe('runbook', found.name);
    return succeed(found.markdown.endsWith('\n') ? found.markdown : `${found.markdown}\n`);
  },
  async complete(words, port) {
    return words.length === 1 ? (await port.runbooks()).map(({ name }) => name) : [];
  },
};
