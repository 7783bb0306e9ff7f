import { describe, expect, it } from 'vitest';
import { readLinks } from '../../src/postmortem/causal-links.ts';
import { compileConcept } from '../../src/postmortem/concepts.ts';
import { readStatements } from '../../src/postmortem/statements.ts';

/** A small world of its own: reading must not depend on the scenario's words. */
const CONCEPTS = [
  {
    id: 'door',
    says: [
      [
        ['door', 'gate'],
        ['stay open', 'leave open', 'not close'],
      ],
    ],
  },
  {
    id: 'cold',
    says: [
      [
        ['house', 'room'],
        ['cold', 'freeze', 'cool down'],
      ],
    ],
  },
  { id: 'heater', says: [[['heater'], ['break', 'fail', 'cause', 'responsible', 'trigger']]] },
].map(compileConcept);

function statusOf(text: string, concept: string): string {
  const statuses = readStatements(text, CONCEPTS)
    .statements.filter((statement) => statement.concept === concept)
    .map((statement) => statement.status);
  return [...new Set(statuses)].join(',') || 'absent';
}

describe('what a text says of a concept', () => {
  it.each([
    ['The door stayed open all night.', 'door', 'asserted'],
    ['The door was left open.', 'door', 'asserted'],
    ['Nobody had closed the gate, so the door did not close either.', 'door', 'asserted'],
    ['The wind left without closing the door.', 'door', 'asserted'],
    ['It fails to close the door when it rains.', 'door', 'asserted'],
    ["The door isn't closed after rain.", 'door', 'asserted'],
    ['The door no longer closes.', 'door', 'asserted'],
    ['The door was not left open.', 'door', 'denied'],
    ['The door never stays open.', 'door', 'denied'],
    ['The door always closes properly.', 'door', 'denied'],
    ['The draught never fails to close the door properly.', 'door', 'denied'],
    ['There is no evidence that the door stayed open.', 'door', 'dismissed'],
    ['It is false that the door stayed open.', 'door', 'dismissed'],
    ['We ruled out that the door was left open.', 'door', 'dismissed'],
    ['The door stayed open, but this was unrelated.', 'door', 'dismissed'],
    ['The door stayed open. That turned out to be irrelevant.', 'door', 'dismissed'],
    ['We first suspected that the door was left open, but it was the heater.', 'door', 'dismissed'],
    ['The theory that the door stayed open proved wrong.', 'door', 'dismissed'],
    ['The door might have stayed open.', 'door', 'hypothesised'],
    ['We suspect that the door was left open.', 'door', 'hypothesised'],
    ['Was the door left open?', 'door', 'hypothesised'],
    ['door stay open house cold heater fail wind rain', 'door', 'mentioned'],
    ['Open door, cold house, broken heater, wet floor, dark room, loud noise.', 'door', 'absent'],
    ['Not the heater but the door, which stayed open, caused this.', 'heater', 'denied'],
    ['Neither the heater nor the wind was responsible.', 'heater', 'denied,dismissed'],
    ['The heater was not responsible.', 'heater', 'dismissed'],
    ['The heater caused it.', 'heater', 'asserted'],
  ])('%s → %s %s', (text, concept, expected) => {
    const status = statusOf(text, concept);
    if (expected.includes(',')) expect(expected.split(',')).toContain(status);
    else expect(status).toBe(expected);
  });

  it('meets British and American spelling, and irregular verbs, alike', () => {
    const concept = [compileConcept({ id: 'x', says: [[['catalog'], ['cancel', 'hold', 'prioritize']]] })];
    for (const text of ['The catalogue held it.', 'The catalog was cancelled.', 'The catalog was canceled.', 'The catalogue prioritised it.']) {
      expect(
        readStatements(text, concept).statements.map((statement) => statement.status),
        text,
      ).toEqual(['asserted']);
    }
  });
});

describe('what a text puts before what', () => {
  it.each([
    ['The door stayed open, which cooled down the house.', ['door>cold']],
    ['The house was cold because the door was left open.', ['door>cold']],
    ['Because the door was left open, the house got cold.', ['door>cold']],
    ['The door stayed open. As a result the house froze.', ['door>cold']],
    ['The door stayed open and so the room froze.', ['door>cold']],
    ['The cold house was caused by the door that was left open.', ['door>cold']],
    ['The house froze, which is why the door stayed open.', ['cold>door']],
    ['Why was the house cold? Because the door was left open.', ['door>cold']],
    ['What made the house cold was the door, left open.', ['door>cold']],
    ['The open house did not cause the door to stay open.', []],
  ])('%s → %j', (text, expected) => {
    expect(readLinks(readStatements(text, CONCEPTS)).map((link) => `${link.from}>${link.to}`)).toEqual(expected);
  });
});
