/** How columns are set: Go's text/tabwriter with spaces for padding. */
export type TabStyle = {
  readonly minWidth: number;
  readonly padding: number;
  /** The widest that each column has been; kept by the caller, so that what `get -w` prints later stays in line. */
  readonly remembered?: number[];
};

/** As cli-runtime's GetNewTabWriter sets tables. */
export const TABLE_STYLE: TabStyle = { minWidth: 6, padding: 3 };
/** As describe sets its text. */
export const DESCRIBE_STYLE: TabStyle = { minWidth: 0, padding: 2 };

/**
 * Lines whose cells end with a tab, set in columns. A column is as wide as its widest cell in the lines that follow one
 * another; what comes after a line's last tab belongs to no column. As text/tabwriter's format.
 */
export function alignTabs(text: string, style: TabStyle): string {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const out: string[] = [];
  setBlock({ lines, style, out }, { from: 0, to: lines.length, widths: [] });
  return out.join("\n");
}

type Sheet = { readonly lines: readonly (readonly string[])[]; readonly style: TabStyle; readonly out: string[] };
type Block = { readonly from: number; readonly to: number; readonly widths: readonly number[] };

function setBlock(sheet: Sheet, { from, to, widths }: Block): void {
  const column = widths.length;
  const hasCell = (at: number) => column < (sheet.lines[at]?.length ?? 0) - 1;
  let unprinted = from;
  for (let at = from; at < to; at++) {
    if (!hasCell(at)) continue;
    printLines(sheet, { from: unprinted, to: at, widths });
    unprinted = at;
    let width = sheet.style.minWidth;
    for (; at < to && hasCell(at); at++) {
      width = Math.max(width, cellWidth(sheet.lines[at]?.[column] ?? "") + sheet.style.padding);
    }
    setBlock(sheet, { from: unprinted, to: at, widths: [...widths, remember(sheet.style, column, width)] });
    unprinted = at;
  }
  printLines(sheet, { from: unprinted, to, widths });
}

function remember({ remembered }: TabStyle, column: number, width: number): number {
  if (!remembered) return width;
  const widest = Math.max(width, remembered[column] ?? 0);
  remembered[column] = widest;
  return widest;
}

function printLines({ lines, out }: Sheet, { from, to, widths }: Block): void {
  for (const line of lines.slice(from, to)) {
    out.push(line.map((cell, column) => cell + " ".repeat(paddingOf(cell, widths[column]))).join(""));
  }
}

function paddingOf(cell: string, width: number | undefined): number {
  return width === undefined ? 0 : Math.max(0, width - cellWidth(cell));
}

function cellWidth(cell: string): number {
  let width = 0;
  for (const _ of cell) width++;
  return width;
}
