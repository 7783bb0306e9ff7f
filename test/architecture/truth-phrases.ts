import type { ScenarioModel } from '../../src/scenario/model/scenario.ts';

/** Words that would give the cause away: everything the truth section and the faults say that nothing else in the scenario says. */
export function truthPhrases(scenario: ScenarioModel): string[] {
  const { truth, faults } = scenario;
  const claims = [...truth.claims, ...truth.redHerrings];
  // A red herring is a thing that is there to be seen, so its id may be the name it goes by; what is said about it may not.
  const ids = [...truth.claims.map((claim) => claim.id), ...faults.map((fault) => fault.kind)].filter((id) => id.includes('-'));
  const titles = claims.map((claim) => claim.title);
  const story = truth.story
    .split(/(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.split(' ').length >= 6);
  return [...new Set([...ids, ...titles, ...story])];
}

/** Phrases that stand in a text, ignoring case and line breaks. */
export function phrasesIn(text: string, phrases: readonly string[]): string[] {
  const flat = text.replace(/\s+/g, ' ').toLowerCase();
  return phrases.filter((phrase) => flat.includes(phrase.replace(/\s+/g, ' ').toLowerCase()));
}
