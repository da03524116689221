import type { Arrangement, ColumnFilter, ColumnHead, SortKey } from '../protocol.ts';
import { oneLine } from '../visibleText.ts';

export const AS_THEY_CAME: Arrangement = { sort: [], filters: [], text: '' };

export function isPlain({ sort, filters, text }: Arrangement): boolean {
  return sort.length === 0 && filters.length === 0 && text === '';
}

/** Sorts by a column, undefined takes it out; `add` keeps the other columns, in front. */
export function sortedBy(
  sort: readonly SortKey[],
  column: number,
  descending: boolean | undefined,
  add: boolean,
): SortKey[] {
  if (descending === undefined) {
    return sort.filter((key) => key.column !== column);
  }
  const key = { column, descending };
  if (!add) {
    return [key];
  }
  return sort.some((other) => other.column === column)
    ? sort.map((other) => (other.column === column ? key : other))
    : [...sort, key];
}

/** What a click on a head makes of the sort: ascending, descending, not at all. */
export function sortedByClick(sort: readonly SortKey[], column: number, add: boolean): SortKey[] {
  const key = sort.find((one) => one.column === column);
  const next = key === undefined ? false : key.descending ? undefined : true;
  return sortedBy(sort, column, next, add);
}

/** Puts a condition in the place of the one that there is, or takes that away. */
export function filteredBy(
  filters: readonly ColumnFilter[],
  before: ColumnFilter | undefined,
  filter: ColumnFilter | undefined,
): ColumnFilter[] {
  if (before !== undefined) {
    return filters.flatMap((one) => (one !== before ? [one] : filter === undefined ? [] : [filter]));
  }
  return filter === undefined ? [...filters] : [...filters, filter];
}

/** What is said when rows were sorted. */
export function sortText(sort: readonly SortKey[], columns: readonly ColumnHead[]): string {
  const keys = sort.map(
    ({ column, descending }) =>
      `${oneLine(columns[column]?.label ?? '')}, ${descending ? 'descending' : 'ascending'}`,
  );
  return keys.length === 0 ? 'In the order of the answer' : `Sorted by ${keys.join('; then ')}`;
}
