import { gradeCauseText } from '../postmortem/grade-cause-text.ts';
import { readTexts } from './jsonl-texts.ts';
import { readInput } from './node-files.ts';
import { readRecordingFile } from './read-recording.ts';
import { openScenario } from './scenario-choice.ts';
import { UsageError } from './usage-error.ts';

export interface ScoreOptions {
  readonly scenario: string;
  readonly recording?: string;
  readonly postmortem?: string;
  readonly texts?: string;
  readonly json?: boolean;
}

/** Grades a run with its postmortem, or texts as Root cause sections. @throws UsageError for bad flags or files */
export async function runScore(options: ScoreOptions): Promise<void> {
  if (options.texts !== undefined) {
    if (options.recording !== undefined || options.postmortem !== undefined)
      throw new UsageError('score: --texts stands alone; leave out --recording and --postmortem');
    return scoreTexts(options.scenario, options.texts, options.json === true);
  }
  if (options.recording === undefined) throw new UsageError('score: give --recording FILE and --postmortem FILE.md, or --texts FILE.jsonl');
  const recording = readRecordingFile(options.recording),
    scenario = openScenario(options.scenario);
  if (recording.scenarioHash !== scenario.hash) {
    throw new UsageError(
      `${options.recording}: recorded from ${recording.scenario} as it was then (hash ${recording.scenarioHash}); the scenario given has hash ${scenario.hash}`,
    );
  }
  const markdown = options.postmortem === undefined ? recording.postmortem : readInput(options.postmortem);
  if (markdown.trim() === '') throw new UsageError('score: the recording holds no postmortem; give --postmortem FILE.md');
  const { describeScore, scoreRun } = await import('./score-run.ts');
  const result = await scoreRun(scenario, recording, markdown);
  process.stdout.write(options.json === true ? `${JSON.stringify(result)}\n` : describeScore(result));
}

function scoreTexts(name: string, path: string, json: boolean): void {
  const { truth } = openScenario(name);
  for (const { id, text } of readTexts(path)) {
    const grade = gradeCauseText(text, truth);
    if (json) process.stdout.write(`${JSON.stringify({ id, ...grade })}\n`);
    else process.stdout.write(`${id}: ${grade.causePoints}\n${grade.reasons.map((reason) => `  ${reason}\n`).join('')}`);
  }
}
