import { toText } from '../flux/convert.ts';
import { box, type Column, type Table } from '../flux/table.ts';
import { formatTime } from '../flux/time.ts';
import { Time, type Value } from '../flux/values.ts';

/** What differs between what a test case wants and what it got. */
export interface Difference {
  /** Row by row, in words. */
  readonly message: string;
  /** The rows of both sides, as plain text in columns of the same widths. */
  readonly want: string;
  readonly got: string;
}

/** What stands in an answer for a text without any characters; null is nothing at all. */
export const emptyText = '\0';

/** How many rows of a table are told in words, and how many are laid out in columns. */
const rowsTold = 20;
const rowsShown = 1_000;

/** What the tables of `testing.diff` say; undefined when nothing differs. Other tables are none of it. */
export function differenceIn(tables: readonly Table[]): Difference | undefined {
  // `testing.diff(…) |> yield()` gives its tables twice.
  const found = tables.flatMap((table) => partOf(table) ?? []);
  const parts = [...new Map(found.map((part) => [part.message, part])).values()];
  if (parts.length === 0) return undefined;
  const all = (side: keyof Difference) => parts.map((part) => part[side]).join('\n\n');
  return { message: all('message'), want: all('want'), got: all('got') };
}

function partOf(table: Table): Difference | undefined {
  const marks = table.column('_diff');
  if (!marks) return undefined;
  const rows = Array.from({ length: table.length }, (_, row) => row);
  const marked = rows.filter((row) => isSide(marks.cell(row)));
  if (marked.length === 0) return undefined;
  const key = table.key.parts.map(({ label, type, cell }) => `${label}=${shown(box(type, cell))}`).join(' ');
  const free = table.columns.filter(({ label }) => label !== '_diff' && !table.key.has(label));
  const lines = marked
    .slice(0, rowsTold)
    .map((row) =>
      [marks.cell(row), ...free.map((column) => `${column.label}=${shown(column.value(row))}`)].join(' '),
    );
  if (marked.length > rowsTold) lines.push(`… and ${marked.length - rowsTold} more rows`);
  const head = `want (-) and got (+) differ${key === '' ? '' : ` in ${key}`}:`;
  const layOut = layout(free, rows);
  // `verbose` tells the rows that are equal too: they are of both sides.
  const side = (other: string) => {
    const lines = layOut(rows.filter((row) => marks.cell(row) !== other));
    return [...(key === '' ? [] : [key]), ...lines].join('\n');
  };
  return { message: [head, ...lines].join('\n'), want: side('+'), got: side('-') };
}

function isSide(mark: unknown): boolean {
  return mark === '-' || mark === '+';
}

/** Lays rows out below their labels; a row takes the same columns on either side. */
function layout(
  columns: readonly Column[],
  rows: readonly number[],
): (chosen: readonly number[]) => string[] {
  const widths = columns.map((column) =>
    rows
      .slice(0, rowsShown)
      .reduce((most, row) => Math.max(most, shown(column.value(row)).length), column.label.length),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return (chosen) =>
    chosen.length === 0
      ? ['(no rows)']
      : [
          line(columns.map(({ label }) => label)),
          ...chosen.slice(0, rowsShown).map((row) => line(columns.map((column) => shown(column.value(row))))),
          ...(chosen.length > rowsShown ? [`… and ${chosen.length - rowsShown} more rows`] : []),
        ];
}

/** A cell on one line. A text that could be taken for something else has quotes around it. */
function shown(value: Value): string {
  if (value === null) return 'null';
  if (value === emptyText) return '""';
  const text = (value instanceof Time ? formatTime(value.ns) : toText(value)).replace(/\s/g, ' ');
  return typeof value === 'string' && /^(?:"|null$)/.test(text) ? JSON.stringify(text) : text;
}
