import type { Call } from './call.ts';
import { GLOBAL_FLAGS } from './flags.ts';
import { flagText } from './flag-text.ts';
import type { Subcommand } from './subcommand.ts';

export const options: Subcommand = {
  name: 'options',
  summary: 'List of global command-line options (applies to all commands)',
  usage: '[flags] [options]',
  examples: [],
  flags: [],
  run: (call: Call) => {
    call.print(`The following options can be passed to any command:\n\n${GLOBAL_FLAGS.map(flagText).join('\n\n')}\n`);
    return Promise.resolve(0);
  },
};
