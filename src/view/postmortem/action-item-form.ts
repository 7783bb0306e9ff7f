import { html, type TemplateResult } from 'lit-html';
import { button } from '../components/button.ts';

const TYPES = ['prevent', 'detect', 'mitigate', 'process'] as const;
const EFFORTS = ['small', 'medium', 'large'] as const;

export const ACTION_COLUMNS = ['Action', 'Type', 'Effort', 'Owner role', 'Due', 'Done when'] as const;

/** Counts the rows of an action-item table by their type column; rows without one are not counted. */
export function actionItemTypes(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>(TYPES.map((type) => [type, 0]));
  for (const line of text.split('\n')) {
    if (!line.trim().startsWith('|') || /^[\s|:-]+$/.test(line)) continue;
    const type = line
      .split('|')
      .map((cell) => cell.trim().toLowerCase())
      .find((cell) => counts.has(cell));
    if (type !== undefined) counts.set(type, counts.get(type)! + 1);
  }
  return counts;
}

/** The section's text with one more row; a table head is put above the first one. */
export function withActionItem(text: string, cells: readonly string[]): string {
  const row = `| ${cells.map((cell) => cell.replace(/\|/g, '/').replace(/\s+/g, ' ').trim()).join(' | ')} |`;
  const lines = text.trimEnd().split('\n');
  const last = lines.findLastIndex((line) => line.trim().startsWith('|'));
  if (last >= 0) return [...lines.slice(0, last + 1), row, ...lines.slice(last + 1)].join('\n');
  const head = `| ${ACTION_COLUMNS.join(' | ')} |\n|${ACTION_COLUMNS.map(() => '---').join('|')}|`;
  return `${text.trim() === '' ? '' : `${text.trimEnd()}\n\n`}${head}\n${row}`;
}

/** A row of the action-item table as a form. */
export function actionItemForm(onAdd: (cells: readonly string[]) => void): TemplateResult {
  const add = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    const form = (event.currentTarget as HTMLElement).closest('form')!;
    const cells = ['action', 'type', 'effort', 'owner', 'due', 'done'].map((name) => (form.elements.namedItem(name) as HTMLInputElement).value);
    if (cells[0].trim() === '') {
      (form.elements.namedItem('action') as HTMLInputElement).focus();
      return;
    }
    onAdd(cells);
    form.reset();
    (form.elements.namedItem('action') as HTMLInputElement).focus();
  };
  const options = (values: readonly string[]): TemplateResult[] => values.map((value) => html`<option value=${value}>${value}</option>`);
  return html`<details class="action-item"><summary>Add an action item</summary><form aria-label="New action item" @submit=${add}>
    <label class="wide">Action<input name="action" type="text" autocomplete="off"></label>
    <label>Type<select name="type">${options(TYPES)}</select></label><label>Effort<select name="effort">${options(EFFORTS)}</select></label>
    <label>Owner role<input name="owner" type="text" autocomplete="off"></label><label>Due<input name="due" type="text" autocomplete="off" placeholder="2026-12-04"></label>
    <label class="wide">Done when<input name="done" type="text" autocomplete="off"></label>
    <span class="action-item-add">${button({ label: 'Add action item', look: 'primary', onClick: add })}</span></form></details>`;
}
