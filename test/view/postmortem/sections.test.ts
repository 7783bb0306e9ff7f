import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findQuote, replaceSection, sectionState, splitSections, wordCount } from '../../../src/view/postmortem/sections.ts';

const DOCUMENT = '# T\n\nby line\n\n## Summary\n\nOne.\n\n## Impact\n\n## Root cause\n\nTwo\nlines.\n';

describe('sections of the document', () => {
  it('know their text and where it stands', () => {
    const { head, sections } = splitSections(DOCUMENT);
    expect(head).toBe('# T\n\nby line');
    expect(sections.map((section) => [section.heading, section.text])).toEqual([
      ['Summary', 'One.'],
      ['Impact', ''],
      ['Root cause', 'Two\nlines.'],
    ]);
    for (const section of sections) expect(DOCUMENT.slice(section.start, section.end)).toBe(section.text);
  });

  it('are not cut at headings inside fenced code', () => {
    expect(splitSections('## A\n\n```\n## not one\n```\n').sections).toHaveLength(1);
  });

  it('can be replaced one at a time: it says the new text, the others say what they said (law)', () => {
    const line = fc.stringMatching(/^[a-z .,|*-]{0,20}$/);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), fc.array(line, { maxLength: 4 }), (index, lines) => {
        const text = lines.join('\n');
        const before = splitSections(DOCUMENT).sections;
        const after = splitSections(replaceSection(DOCUMENT, index, text)).sections;
        expect(after.map((section) => section.heading)).toEqual(before.map((section) => section.heading));
        after.forEach((section, at) => expect(section.text).toBe(at === index ? text.trim() : before[at].text));
      }),
    );
  });

  it.each([
    ['', 0, 'empty'],
    ['<!-- what a reader looks for -->', 0, 'empty'],
    ['| Action | Type |\n|---|---|', 0, 'empty'],
    ['| Action | Type |\n|---|---|\n| Alert on wait | detect |', 0, 'written'],
    ['Users waited, about …', 0, 'begun'],
    ['The pool was empty.', 1, 'begun'],
    ['The pool was empty.', 0, 'written'],
  ] as const)('%j with %i claims to review is %s', (text, toReview, state) => {
    expect(sectionState(text, toReview)).toBe(state);
  });

  it('finds a sentence whatever its line breaks', () => {
    expect(findQuote('a\nTwo\n  lines.', 'Two lines.')).toEqual([2, 14]);
    expect(findQuote('a', 'b')).toBeNull();
    expect(findQuote('costs (a+b)? yes', '(a+b)?')).toEqual([6, 12]);
  });

  it('counts words of prose only', () => {
    expect(wordCount('# Two words\n\n<!-- none of these -->\n| 14:02 | `x` |\n[cited](pin:p1)')).toBe(5);
  });
});
