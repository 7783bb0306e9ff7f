import { describe, expect, it } from 'vitest';
import { parseDocument, SECTIONS, sectionText } from '../../src/postmortem/sections.ts';

describe('sections', () => {
  it.each([
    ['## Root cause', 'Root cause'],
    ['### Root Causes and Trigger', 'Root cause'],
    ['# RCA', 'Root cause'],
    ['**Overview**', 'Summary'],
    ['## 3. Contributing Factors:', 'Contributing factors'],
    ['## Resolution', 'Response'],
    ['## What went wrong', 'What went poorly'],
    ["## What didn't go well", 'What went poorly'],
    ['## Timeline (UTC)', 'Timeline'],
    ['## Follow-ups', 'Action items'],
    ['## Customer impact', 'Impact'],
  ])('%s is %s', (heading, name) => {
    const document = parseDocument(`# Playlists hang\n\n${heading}\n\nSome words.\n`);
    expect(document.sections.map((section) => section.name)).toEqual([name]);
    expect(sectionText(document, document.sections[0].name)).toBe('Some words.');
  });

  it('keeps offsets, takes any order, and leaves out comments and code', () => {
    const markdown = '# T\n\n## Impact\n\n<!-- hint: 500 users -->\nTen users.\n\n## Summary\n\n```\n## Timeline\n```\nShort.\n';
    const document = parseDocument(markdown);
    expect(document.title).toBe('T');
    expect(document.sections.map((section) => section.name)).toEqual(['Impact', 'Summary']);
    expect(sectionText(document, 'Impact')).toBe('Ten users.');
    expect(sectionText(document, 'Summary')).toBe('Short.');
    for (const section of document.sections) expect(document.text.slice(section.start, section.start + section.text.length)).toBe(section.text);
    expect(document.text).toHaveLength(markdown.length);
  });

  it('keeps unknown headings inside the section they stand in', () => {
    const document = parseDocument('## Root cause\n\nA.\n\n### Why it lasted\n\nB.\n\n## Detection\n\nC.\n');
    expect(sectionText(document, 'Root cause')).toContain('B.');
    expect(SECTIONS.filter((name) => sectionText(document, name) !== '')).toEqual(['Root cause', 'Detection']);
  });
});
