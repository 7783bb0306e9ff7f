import { rolloutHistory } from './rollout-history.ts';
import { rolloutPause, rolloutRestart, rolloutResume } from './rollout-changes.ts';
import { rolloutStatus } from './rollout-status.ts';
import { rolloutUndo } from './rollout-undo.ts';
import type { Subcommand } from './subcommand.ts';

export const rollout: Subcommand = {
  name: 'rollout',
  summary: 'Manage the rollout of a resource',
  usage: 'SUBCOMMAND [options]',
  examples: [
    ['Rollback to the previous deployment', 'kubectl rollout undo deployment/abc'],
    ['Check the rollout status of a daemonset', 'kubectl rollout status daemonset/foo'],
    ['Restart a deployment', 'kubectl rollout restart deployment/abc'],
  ],
  flags: [],
  children: [rolloutHistory, rolloutPause, rolloutRestart, rolloutResume, rolloutStatus, rolloutUndo],
};
