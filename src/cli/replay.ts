import { formatDuration } from '../scenario/schema/quantity.ts';
import { openSession } from './headless/open-session.ts';
import { rerun } from './headless/rerun.ts';
import { createProgressLine } from './progress-line.ts';
import { readRecordingFile } from './read-recording.ts';

interface ReplayOptions {
  readonly json?: boolean;
}

/** Recomputes a recording and compares its digests. Exit code 1 when it cannot be the same run, differs, or holds nothing to compare. */
export function replayVerb(file: string, options: ReplayOptions): void {
  const recording = readRecordingFile(file);
  const session = openSession(recording.scenario, recording.seed);
  const { simVersion } = session.recording();
  const stranger =
    recording.simVersion !== simVersion
      ? `recorded by simulation version ${recording.simVersion}; this is ${simVersion}, and its runs differ`
      : recording.scenarioHash !== session.scenario.hash
        ? `recorded from ${recording.scenario} as it was then (hash ${recording.scenarioHash}); the scenario here has hash ${session.scenario.hash}`
        : recording.digests.length === 0
          ? 'nothing to compare: it holds no digest (one is made each simulated minute)'
          : null;
  if (stranger !== null) {
    tell(options, { same: false, reason: stranger }, `${file}: ${stranger}`);
    process.exitCode = 1;
    return;
  }
  const progress = createProgressLine();
  const { compared, difference } = rerun(session, recording, (ratio) => progress.show(ratio, 'replaying'));
  progress.clear();
  if (difference === null) {
    tell(options, { same: true, digestsCompared: compared }, `${file}: the same; ${compared} digests agree`);
    return;
  }
  const at = formatDuration(difference.atUs - session.epoch.playStartUs);
  const { recorded, computed } = difference;
  tell(
    options,
    { same: false, digestsCompared: compared, differsAt: (difference.atUs - session.epoch.playStartUs) / 1e6, recorded, computed },
    `${file}: differs at ${at} (from where play begins): recorded ${recorded}, computed ${computed ?? 'none'}; ${compared} digests before it agree`,
  );
  process.exitCode = 1;
}

function tell(options: ReplayOptions, json: object, text: string): void {
  process.stdout.write(`${options.json === true ? JSON.stringify(json) : text}\n`);
}
