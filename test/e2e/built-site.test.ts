import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkResumes } from '../../scripts/checkpoints/check-resumes.ts';
import { openScenario, scenarioIds } from '../../src/cli/scenario-choice.ts';
import { PROJECT_ROOT } from '../../src/cli/project-root.ts';
import { phrasesIn, truthPhrases } from '../architecture/truth-phrases.ts';
import { DIST } from './harness.ts';

/** Of a whole fleet. Half of it is the log of every request of the warm-up: about a megabyte a minute at 250 requests/s, a third of that when it is sent. */
const RAW_LIMIT_BYTES = 30_000_000;
const SENT_LIMIT_BYTES = 10_000_000;

describe('the built site', () => {
  for (const id of scenarioIds()) {
    it(`ships a checkpoint of ${id} that goes on exactly as an uninterrupted run`, () => {
      const scenario = openScenario(id);
      const bytes = readFileSync(join(DIST, `checkpoints/${id}-${scenario.defaultSeed}.bin`));
      expect(bytes.length).toBeLessThan(SENT_LIMIT_BYTES);
      expect(gunzipSync(bytes).length).toBeLessThan(RAW_LIMIT_BYTES);
      checkResumes(scenario, bytes);
    });

    it(`does not hold the text of ${id} in the clear`, () => {
      const text = readFileSync(join(PROJECT_ROOT, `scenarios/${id}.yaml`), 'utf8');
      const lines = text.split('\n').filter((line) => line.trim().length > 40);
      expect(lines.length).toBeGreaterThan(20);
      // What stands in the truth section in words; ids are the vocabulary of every scenario.
      const phrases = [...lines.map((line) => line.trim()), ...truthPhrases(openScenario(id)).filter((phrase) => phrase.includes(' '))];
      const folder = join(DIST, 'assets');
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
        expect(phrasesIn(readFileSync(join(folder, file), 'utf8'), phrases), file).toEqual([]);
      }
    });
  }
});
