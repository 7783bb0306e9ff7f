import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinCauseMap, splitCauseMap } from '../../src/contract/cause-map-block.ts';
import type { Claim } from '../../src/contract/postmortem.ts';

const claims: fc.Arbitrary<Claim[]> = fc.array(
  fc.record({
    id: fc.stringMatching(/^c[0-9]{1,3}$/),
    role: fc.constantFrom('trigger', 'mechanism', 'sustaining', 'contributing', 'ruled-out'),
    component: fc.string(),
    condition: fc.string(),
    leadsTo: fc.array(fc.string(), { maxLength: 3 }),
    state: fc.constantFrom('confirmed', 'rejected'),
    quote: fc.string(),
  }),
  { minLength: 1, maxLength: 5 },
);

describe('cause map inside the Markdown file', () => {
  it('comes back as it went in, whatever the claims hold', () => {
    fc.assert(
      fc.property(claims, (map) => {
        const document = { markdown: '# Title\n\n## Summary\n\nText.\n', claims: map };
        expect(splitCauseMap(joinCauseMap(document))).toEqual(document);
      }),
    );
  });

  it('leaves a document without claims as it is', () => {
    expect(joinCauseMap({ markdown: '# Title', claims: [] })).toBe('# Title');
    expect(splitCauseMap('# Title\n\ntext')).toEqual({ markdown: '# Title\n\ntext', claims: [] });
  });

  it.each([
    ['not JSON', '{oops'],
    ['no role', '{"id":"c1","component":"playlist","condition":"pool-exhausted"}'],
    ['an unknown role', '{"id":"c1","role":"culprit","component":"playlist","condition":"pool-exhausted"}'],
    ['not an object', '7'],
  ])('leaves out a hand-edited line with %s and keeps the others', (_what, row) => {
    const good = '{"id":"c2","role":"trigger","component":"playlist","condition":"bad-release","leadsTo":[],"state":"confirmed"}';
    const read = splitCauseMap(`# T\n\n\`\`\`cause-map\n${row}\n${good}\n\`\`\`\n`);
    expect(read.claims.map((claim) => claim.id)).toEqual(['c2']);
    expect(read.markdown).toBe('# T\n');
  });

  it('keeps text that stands after the block', () => {
    const read = splitCauseMap('# T\n\n```cause-map\n\n```\n## Action items\n');
    expect(read.markdown).toContain('## Action items');
  });
});
