/** The sections of a postmortem, in the order of the template. */
export const SECTIONS = [
  'Summary',
  'Impact',
  'Timeline',
  'Root cause',
  'Contributing factors',
  'Detection',
  'Response',
  'What went well',
  'What went poorly',
  'Where we got lucky',
  'Action items',
] as const;
export type SectionName = (typeof SECTIONS)[number];

export interface Section {
  readonly name: SectionName;
  /** As the writer put it. */
  readonly heading: string;
  /** Body without its heading; comments and code fences are blanked, so offsets hold. */
  readonly text: string;
  /** Offset of `text` in the Markdown. */
  readonly start: number;
}

export interface ParsedDocument {
  readonly title: string;
  /** What stands before the first known heading. */
  readonly preamble: string;
  readonly sections: readonly Section[];
  /** The Markdown with comments and code fences blanked out. */
  readonly text: string;
}

/** Other names in use: SRE book appendix D, SRE workbook chapter 10, PagerDuty's template. */
const SYNONYMS: readonly (readonly [SectionName, RegExp])[] = [
  ['Summary', /^(?:executive )?(?:summary|overview|abstract|tl;?dr)$/],
  ['Impact', /^(?:(?:user|customer|business) )?(?:impact|effects?|damage)(?: on users)?$|^who was affected$/],
  ['Timeline', /^(?:incident )?(?:timeline|chronology|log of events|sequence of events)$/],
  [
    'Root cause',
    /^(?:the )?(?:root )?causes?(?: and trigger)?$|^root causes?(?: analysis)?(?: and trigger)?$|^rca$|^trigger$|^what happened$|^trigger and (?:root )?causes?$|^cause(?: analysis)?$|^mechanism$/,
  ],
  ['Contributing factors', /^contributing (?:factors?|causes?|conditions?)$|^latent (?:factors?|conditions?)$/],
  ['Detection', /^(?:how (?:was it|it was|we) )?detect(?:ion|ed)(?: it)?$/],
  [
    'Response',
    /^(?:incident )?(?:response|resolution|mitigation|recovery)(?: and (?:recovery|resolution|mitigation))?$|^how (?:we responded|it was (?:fixed|resolved))$/,
  ],
  ['What went well', /^(?:what )?(?:went|worked|that went) well$|^what worked$|^things that went well$/],
  [
    'What went poorly',
    /^(?:what )?(?:went|that went) (?:poorly|wrong|badly|less well)$|^what (?:did not|didn't) (?:go well|work)$|^things that went (?:poorly|wrong|badly)$/,
  ],
  ['Where we got lucky', /^(?:where )?(?:we )?(?:got|were) lucky$|^luck$|^lucky$/],
  ['Action items', /^(?:action items?|actions|follow[- ]?ups?|next steps|remediation(?: items)?|corrective actions|to do)$/],
];

/** Reads the sections in any order, at any heading level, under their usual other names; bold lines count as headings. */
export function parseDocument(markdown: string): ParsedDocument {
  const text = blank(markdown);
  const sections: Section[] = [];
  let title = '',
    preambleEnd = text.length;
  const starts: { name: SectionName; heading: string; from: number; body: number }[] = [];
  for (const match of text.matchAll(/^[ \t]*(?:(#{1,6})[ \t]+(.+?)[ \t]*#*|\*\*(.+?)\*\*:?|__(.+?)__:?)[ \t]*$/gm)) {
    const heading = match[2] ?? match[3] ?? match[4];
    const name = nameOf(heading);
    if (name !== null) starts.push({ name, heading, from: match.index, body: match.index + match[0].length });
    else if (title === '' && match[1] === '#') title = heading;
  }
  starts.forEach((start, index) => {
    const end = starts[index + 1]?.from ?? text.length;
    sections.push({ name: start.name, heading: start.heading, text: text.slice(start.body, end), start: start.body });
  });
  if (starts.length > 0) preambleEnd = starts[0].from;
  return { title, preamble: text.slice(0, preambleEnd), sections, text };
}

function nameOf(heading: string): SectionName | null {
  const plain = heading
    .toLowerCase()
    .replace(/[*_`]/g, '')
    .replace(/^\d+[.)]?\s*/, '')
    .replace(/[’]/g, "'")
    .replace(/\s*\([^)]*\)\s*$/, '')
    .replace(/[:?.]+$/, '')
    .replace(/&/g, 'and')
    .trim();
  return SYNONYMS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}

/** Comments and fenced code hold no prose to judge: same length, blank, line breaks kept. */
function blank(markdown: string): string {
  const wipe = (part: string): string => part.replace(/[^\n]/g, ' ');
  return markdown.replace(/<!--[\s\S]*?-->/g, wipe).replace(/^```[\s\S]*?^```[ \t]*$/gm, wipe);
}

/** Text of all sections of that name, in order; '' when there is none. */
export function sectionText(document: ParsedDocument, ...names: readonly SectionName[]): string {
  return document.sections
    .filter((section) => names.includes(section.name))
    .map((section) => section.text.trim())
    .filter((text) => text !== '')
    .join('\n\n');
}
