import type { Arrangement, ColumnFilter, TimeStyle } from '../../webview/protocol.ts';
import { containing, type Test, testingTexts } from './cellText.ts';
import { parseDuration } from './durations.ts';
import type { BaseView, Cells, Part } from './parts.ts';
import type { Task } from './task.ts';
import { readTime, type TimeFormatter, timeFormatter } from './timeText.ts';

/** Rows between two looks at the clock. */
const STRIDE = 256;

/**
 * The rows of a view that pass, in their order. Throws an Error with a sentence for the person when a value is none of its
 * column's kind.
 */
export async function filterRows(
  view: BaseView,
  { filters, text, columns }: Omit<Arrangement, 'sort'>,
  times: TimeStyle | undefined,
  task: Task,
): Promise<Uint32Array> {
  const format = times === undefined ? undefined : timeFormatter(times);
  for (const filter of filters) {
    refuse(view, filter, times?.zone ?? 'UTC');
  }
  let found = new Uint32Array(Math.min(view.rows, 1024));
  let count = 0;
  for (const part of view.parts) {
    const tests = filters.map((filter) => test(part, filter, times?.zone ?? 'UTC', format));
    if (text !== '') {
      tests.push(anywhere(part, columns ?? view.heads.map((_, place) => place), text, format));
    }
    for (let row = 0; row < part.rows; row++) {
      if (row % STRIDE === 0 && task.due) {
        await task.rest();
      }
      if (tests.every((passes) => passes(part.first + row))) {
        if (count === found.length) {
          const grown = new Uint32Array(Math.min(view.rows, count * 2));
          grown.set(found);
          found = grown;
        }
        found[count] = part.start + row;
        count += 1;
      }
    }
  }
  return found.slice(0, count);
}

/** Throws when no row could ever pass because the value is none. */
function refuse({ heads }: BaseView, { column, operator, value }: ColumnFilter, zone: string): void {
  const head = heads[column];
  if (head === undefined) {
    throw new RangeError('This column is not there.');
  }
  if (['contains', 'excludes', 'empty', 'filled'].includes(operator) || head.kind === 'mixed') {
    return;
  }
  if (head.kind !== 'text' && head.kind !== 'binary' && limit(head.kind, value, zone) === undefined) {
    throw new Error(
      `${value.trim() === '' ? 'The empty text' : `"${value}"`} is not ${EXAMPLES[head.kind]}.`,
    );
  }
}

const EXAMPLES = {
  boolean: 'true or false',
  long: 'a number',
  unsignedLong: 'a number',
  double: 'a number',
  time: 'a time such as 2024-05-01 or 2024-05-01T12:00:00Z',
  duration: 'a duration such as 1h30m',
} as const;

/** A test of a column for the rows of a part. */
function test(
  { cells }: Part,
  { column, operator, value }: ColumnFilter,
  zone: string,
  format: TimeFormatter | undefined,
): Test {
  const source = cells[column];
  const negative = operator === 'empty' || operator === 'excludes' || operator === 'differs';
  if (source === undefined) {
    return () => negative;
  }
  switch (operator) {
    case 'empty':
      return (row) => source.isNull(row);
    case 'filled':
      return (row) => !source.isNull(row);
    case 'contains':
      return containing(source, value, format);
    case 'excludes': {
      const contains = containing(source, value, format);
      return (row) => !contains(row);
    }
    case 'differs': {
      const equals = comparing(source, 'equals', value, zone);
      return (row) => !equals(row);
    }
    default:
      return comparing(source, operator, value, zone);
  }
}

type Comparison = 'equals' | 'less' | 'atMost' | 'greater' | 'atLeast';

/** Tests a cell's value against one that was typed. Empty cells fail; NaN only equals NaN. */
function comparing(cells: Cells, comparison: Comparison, typed: string, zone: string): Test {
  if (!cells.numeric) {
    return testingTexts(cells, (text) => holds(comparison, text < typed ? -1 : text > typed ? 1 : 0));
  }
  const exact = limit(cells.kind, typed, zone);
  if (exact === undefined) {
    return () => false;
  }
  const near = Number(exact);
  if (Number.isNaN(near)) {
    return (row) => comparison === 'equals' && !cells.isNull(row) && Number.isNaN(cells.number(row));
  }
  return (row) => {
    const number = cells.number(row);
    if (Number.isNaN(number)) {
      return false;
    }
    // Rounding keeps the order, so that only what looks equal has to be looked at closely.
    const order = number - near;
    if (number !== near) {
      return holds(comparison, order);
    }
    const value = cells.kind === 'duration' ? parseDuration(cells.text(row)) : cells.value(row);
    const comparable = typeof value === 'bigint' || typeof value === 'number';
    return holds(comparison, !comparable ? 0 : value < exact ? -1 : value > exact ? 1 : 0);
  };
}

function holds(comparison: Comparison, order: number): boolean {
  switch (comparison) {
    case 'equals':
      return order === 0;
    case 'less':
      return order < 0;
    case 'atMost':
      return order <= 0;
    case 'greater':
      return order > 0;
    case 'atLeast':
      return order >= 0;
  }
}

/** What a typed text is in a kind of numbers, exact; undefined when it is none. */
function limit(kind: Cells['kind'] | 'mixed', typed: string, zone: string): bigint | number | undefined {
  const text = typed.trim();
  switch (kind) {
    case 'boolean':
      return /^(true|false)$/i.test(text) ? Number(text.toLowerCase() === 'true') : undefined;
    case 'time':
      return readTime(text, zone);
    case 'duration':
      return parseDuration(text);
    default:
      if (/^[+-]?\d{1,40}$/.test(text)) {
        return BigInt(text.replace('+', ''));
      }
      if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
        return Number(text);
      }
      return /^nan$/i.test(text)
        ? Number.NaN
        : /^[+-]?inf(inity)?$/i.test(text)
          ? (text.startsWith('-') ? -1 : 1) * Number.POSITIVE_INFINITY
          : undefined;
  }
}

/** Whether one of the columns contains a text. */
function anywhere(
  { cells }: Part,
  columns: readonly number[],
  text: string,
  format: TimeFormatter | undefined,
): Test {
  const sources = columns.map((column) => cells[column]).filter((source) => source !== undefined);
  // Texts are quicker to look at than numbers.
  const tests = sources
    .toSorted((a, b) => Number(a.numeric) - Number(b.numeric))
    .map((source) => containing(source, text, format));
  return (row) => tests.some((passes) => passes(row));
}
