import { entriesAt, fieldAt, textAt } from "../../../apiserver/printers/fields.ts";
import type { Table, TableCell } from "../../../apiserver/printers/table.ts";

/** How a Table of the API server is shown. */
export type TableOptions = {
  readonly isWide: boolean;
  readonly withHeaders: boolean;
  readonly withNamespace: boolean;
  /** "deployment.apps" before each name; undefined for names alone. */
  readonly kindPrefix: string | undefined;
  readonly showLabels: boolean;
  /** Labels that have a column each (-L). */
  readonly labelColumns: readonly string[];
};

/** The lines of a table, cells with tabs between; none when it has no rows. As cli-runtime's TablePrinter. */
export function tableLines(table: Table, options: TableOptions): readonly string[] {
  if (table.rows.length === 0) return [];
  const shown = table.columnDefinitions.map((column) => column.priority === 0 || options.isWide);
  const headers = [
    ...(options.withNamespace ? ["NAMESPACE"] : []),
    ...table.columnDefinitions.filter((_, index) => shown[index]).map((column) => column.name.toUpperCase()),
    ...options.labelColumns.map((label) => label.slice(label.lastIndexOf("/") + 1).toUpperCase()),
    ...(options.showLabels ? ["LABELS"] : []),
  ];
  const rows = table.rows.map((row) => [
    ...(options.withNamespace ? [textAt(row.object, "metadata", "namespace")] : []),
    ...row.cells
      .map((cell, index) =>
        cellText(cell, table.columnDefinitions[index]?.format === "name" ? options.kindPrefix : undefined),
      )
      .filter((_, index) => shown[index]),
    ...labelCells(row.object, options),
  ]);
  return [...(options.withHeaders ? [headers] : []), ...rows].map((cells) => cells.join("\t"));
}

function cellText(cell: TableCell, prefix: string | undefined): string {
  const text = prefix === undefined ? String(cell) : `${prefix}/${cell}`;
  const end = text.search(/[\f\n\r]/);
  return end < 0 ? text : `${text.slice(0, end)}...`;
}

function labelCells(object: unknown, { labelColumns, showLabels }: TableOptions): readonly string[] {
  const labels = entriesAt(object, "metadata", "labels");
  const byColumn = labelColumns.map((label) => textAt(fieldAt(object, "metadata", "labels"), label));
  if (!showLabels) return byColumn;
  return [...byColumn, labels.map(([key, value]) => `${key}=${value}`).join(",") || "<none>"];
}
