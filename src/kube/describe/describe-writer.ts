import type { Labels } from '../objects/object-meta.ts';
import { alignTabs } from '../tabwriter.ts';

/** Collects describe text: lines at a level of indentation with tab-separated cells, aligned at the end. Source: kubectl pkg/describe PrefixWriter, tabbedString. */
export class DescribeWriter {
  #text = '';

  line(level: number, ...cells: readonly (string | number)[]): void {
    this.#text += `${'  '.repeat(level)}${cells.join('\t')}\n`;
  }

  /** `Title:  a=b` and further pairs on lines of their own. */
  labels(title: string, labels: Labels | undefined): void {
    this.#list(
      title,
      Object.keys(labels ?? {})
        .sort()
        .map((key) => `${key}=${labels?.[key]}`),
    );
  }

  /** Annotations; a long or broken value goes below its key. */
  annotations(title: string, annotations: Labels | undefined): void {
    this.#list(
      title,
      Object.keys(annotations ?? {})
        .sort()
        .map((key) => {
          const value = (annotations?.[key] ?? '').replace(/\n$/, '');
          if (key.length + value.length + 2 <= MAX_ANNOTATION && !value.includes('\n')) return `${key}: ${value}`;
          return [
            `${key}:`,
            ...value.split('\n').map((part) => `\t  ${part.length > MAX_ANNOTATION - 2 ? `${part.slice(0, MAX_ANNOTATION - 2)}...` : part}`),
          ].join('\n');
        }),
    );
  }

  /** Several values under one title, `<none>` when there are none. */
  values(title: string, values: readonly string[]): void {
    this.#list(title, values);
  }

  #list(title: string, items: readonly string[]): void {
    if (items.length === 0) this.line(0, `${title}:`, '<none>');
    items.forEach((item, index) => this.line(0, index === 0 ? `${title}:` : '', item));
  }

  /** The text with its tabs, as `rollout history --revision` prints it. */
  toUnaligned(): string {
    return this.#text;
  }

  toString(): string {
    return alignTabs(this.#text, 0, 2);
  }
}

const MAX_ANNOTATION = 140;
