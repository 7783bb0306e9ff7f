import { Command, CommanderError } from 'commander';
import { collected, numberValue, seedValue, timeValue } from './flag-values.ts';
import { PROJECT_ROOT } from './project-root.ts';
import { UsageError } from './usage-error.ts';

const program = new Command('brownout')
  .description('A flight simulator for incident response: play, query, check and grade scenarios from the command line.')
  .helpCommand(false)
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text) })
  .addHelpText('after', '\nA scenario is an id in scenarios/ or the path of a YAML file. Exit codes: 0 fine, 1 the answer is no, 2 bad usage or input.');

