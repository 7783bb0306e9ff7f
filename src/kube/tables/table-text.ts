import { alignRows } from '../tabwriter.ts';
import type { KubeObject } from '../objects/object-meta.ts';
import { labelsText, type Table } from './table.ts';

export interface TableOptions {
  readonly wide: boolean;
  readonly noHeaders: boolean;
  readonly withNamespace: boolean;
  readonly showLabels: boolean;
  /** `-L`: labels shown as columns of their own. */
  readonly labelColumns: readonly string[];
  /** Put before each name, e.g. `pod/`. */
  readonly namePrefix: string;
}

/** A table as kubectl prints it. `widths` carries column widths from one part of a watch to the next. Source: cli-runtime pkg/printers/tableprinter.go. */
export function tableText(table: Table, options: TableOptions, widths: number[] = []): string {
  const shown = table.columns.map((_, index) => index).filter((index) => options.wide || !table.columns[index].wide);
  const rows = table.rows.map(({ cells, object }) => [
    ...(options.withNamespace ? [object.metadata.namespace ?? ''] : []),
    ...shown.map((index) => (table.columns[index].name === 'Name' && index === 0 ? options.namePrefix : '') + firstLine(String(cells[index]))),
    ...extraCells(object, options),
  ]);
  if (options.noHeaders) return alignRows(rows, widths);
  const header = [
    ...(options.withNamespace ? ['NAMESPACE'] : []),
    ...shown.map((index) => table.columns[index].name.toUpperCase()),
    ...options.labelColumns.map((label) => label.slice(label.lastIndexOf('/') + 1).toUpperCase()),
    ...(options.showLabels ? ['LABELS'] : []),
  ];
  return alignRows([header, ...rows], widths);
}

function extraCells(object: KubeObject, options: TableOptions): readonly string[] {
  return [...options.labelColumns.map((label) => object.metadata.labels?.[label] ?? ''), ...(options.showLabels ? [labelsText(object.metadata.labels)] : [])];
}

/** A cell never breaks the line. */
function firstLine(text: string): string {
  const end = text.search(/[\n\r\f]/);
  return end < 0 ? text : `${text.slice(0, end)}...`;
}
