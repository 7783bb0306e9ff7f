import type { Call } from './call.ts';
import { GcloudError } from './gcloud-error.ts';

/**
 * Asks before something is overwritten; with `--quiet` it does not. Answers are read from what was piped in; where nothing answers, as in a terminal
 * that cannot ask, it is yes, the default. @throws GcloudError on no. Source: core/console/console_io.py PromptContinue.
 */
export function confirm(call: Call, message: string, piped: string): void {
  if (call.flags.given('quiet')) return;
  call.say(`${message === '' ? '' : `${message}\n\n`}Do you want to continue (Y/n)?  `);
  for (const line of piped.split('\n')) {
    const answer = line.trim().toLowerCase();
    if (['', 'y', 'yes'].includes(answer)) break;
    if (['n', 'no'].includes(answer)) {
      call.say('\n');
      throw new GcloudError('Aborted by user.');
    }
    call.say("Please enter 'y' or 'n':  ");
  }
  call.say('\n');
}
