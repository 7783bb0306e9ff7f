import { html, nothing, type TemplateResult } from 'lit-html';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => TemplateResult | string;
  /** Numbers are right-aligned and mono. */
  readonly numeric?: boolean;
  /** Makes the head a sort button. */
  readonly sort?: (a: Row, b: Row) => number;
}

export interface TableOptions<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly key: (row: Row) => string;
  readonly selected?: string;
  /** Makes the first cell of each row a button. */
  readonly onChoose?: (row: Row) => void;
  readonly sortBy?: { readonly head: string; readonly down: boolean };
  readonly onSort?: (head: string) => void;
  readonly empty?: string;
}

/** The dense table of the art direction: hairlines, no zebra, selection as a raised row with an accent edge. */
export function table<Row>(options: TableOptions<Row>): TemplateResult {
  const { columns, key, selected, onChoose, sortBy } = options;
  const sorter = columns.find((column) => column.head === sortBy?.head)?.sort;
  const rows = sorter ? [...options.rows].sort((a, b) => (sortBy?.down ? sorter(b, a) : sorter(a, b))) : options.rows;
  const first = (row: Row, content: TemplateResult | string): TemplateResult =>
    html`<th scope="row" class="cell">${
      onChoose
        ? html`<button type="button" class="row-button" aria-pressed=${String(key(row) === selected)} @click=${() => onChoose(row)}>${content}</button>`
        : content
    }</th>`;
  return html`<table class="table"><caption class="sr-only">${options.caption}</caption>
    <thead><tr>${columns.map(
      (column) =>
        html`<th scope="col" class=${column.numeric ? 'numeric' : ''} aria-sort=${column.head === sortBy?.head ? (sortBy.down ? 'descending' : 'ascending') : nothing}>${
          column.sort && options.onSort
            ? html`<button type="button" class="sort" @click=${() => options.onSort?.(column.head)}>${column.head}</button>`
            : column.head
        }</th>`,
    )}</tr></thead>
    <tbody>${rows.map(
      (row) =>
        html`<tr class=${key(row) === selected ? 'selected' : ''}>${columns.map((column, index) =>
          index === 0 ? first(row, column.cell(row)) : html`<td class="cell ${column.numeric ? 'numeric' : ''}">${column.cell(row)}</td>`,
        )}</tr>`,
    )}
    ${rows.length === 0 && options.empty ? html`<tr><td class="cell empty" colspan=${columns.length}>${options.empty}</td></tr>` : nothing}</tbody></table>`;
}
