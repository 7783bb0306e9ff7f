import type { Recording } from '../contract/recording.ts';
import type { Micros } from '../contract/time.ts';

/** The beginning of a recording: what was done before an instant (µs since the session's beginning), and nothing written yet. Its commands' places in the log stay. */
export function recordingUntil(recording: Recording, untilUs: Micros): Recording {
  return {
    ...recording,
    untilUs: Math.min(untilUs, recording.untilUs),
    commands: recording.commands.filter(({ atUs }) => atUs < untilUs),
    observations: recording.observations.filter(({ atUs }) => atUs < untilUs),
    digests: recording.digests.filter(({ atUs }) => atUs <= untilUs),
    postmortem: '',
  };
}
