/** How a person has arranged the columns of a view; columns by index. Plain data, so that it can be kept. */
export interface Layout {
  /** Columns that are not here follow in their own order. */
  readonly order: readonly number[];
  readonly hidden: readonly number[];
  readonly pinned: readonly number[];
  /** Pixels, of columns whose width was set by hand. */
  readonly widths: Readonly<Record<number, number>>;
}

export const PLAIN_LAYOUT: Layout = { order: [], hidden: [], pinned: [], widths: {} };

/** What a narrow panel has to show, and what says the same in all rows of a table. */
const READINGS: readonly string[] = ['_time', '_value'];
const WINDOW_BOUNDS: readonly string[] = ['_start', '_stop'];

/**
 * How columns begin. Where rows have times: the table's number, time and value, what else there is as it came, a window's
 * bounds. Others as they came.
 */
export function firstLayout(labels: readonly string[]): Layout {
  if (!labels.includes('_time')) {
    return PLAIN_LAYOUT;
  }
  const rank = (label: string, column: number) => {
    if (label === 'table' && column === 0) return 0;
    if (READINGS.includes(label)) return 1 + READINGS.indexOf(label);
    return WINDOW_BOUNDS.includes(label) ? 4 : 3;
  };
  const ranks = labels.map(rank);
  const order = range(labels.length).toSorted((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b);
  return { ...PLAIN_LAYOUT, order };
}

/** All columns in the order in which they are shown, hidden ones too: the pinned ones first. */
export function arrangedColumns(layout: Layout, count: number): number[] {
  const known = layout.order.filter((column) => column < count);
  const seen = new Set(known);
  const all = [...known, ...range(count).filter((column) => !seen.has(column))];
  const pinned = new Set(layout.pinned);
  return [...all.filter((column) => pinned.has(column)), ...all.filter((column) => !pinned.has(column))];
}

/** The columns in sight, in their order, and how many of them are pinned. */
export function shownColumns(layout: Layout, count: number): { columns: number[]; pinned: number } {
  const hidden = new Set(layout.hidden);
  const columns = arrangedColumns(layout, count).filter((column) => !hidden.has(column));
  return { columns, pinned: columns.filter((column) => layout.pinned.includes(column)).length };
}

export function hidden(layout: Layout, column: number, hide: boolean): Layout {
  const others = layout.hidden.filter((other) => other !== column);
  return { ...layout, hidden: hide ? [...others, column] : others };
}

export function pinned(layout: Layout, column: number, pin: boolean): Layout {
  const others = layout.pinned.filter((other) => other !== column);
  return { ...layout, pinned: pin ? [...others, column] : others };
}

/** Moves a column to the place where `target` is shown, inside the pinned ones or inside the others. */
export function movedTo(layout: Layout, count: number, column: number, target: number): Layout {
  const all = arrangedColumns(layout, count);
  const from = all.indexOf(column);
  const to = all.indexOf(target);
  if (from < 0 || to < 0 || layout.pinned.includes(column) !== layout.pinned.includes(target)) {
    return layout;
  }
  all.splice(from, 1);
  all.splice(to, 0, column);
  return { ...layout, order: all };
}

/** The column that is shown beside another one, and could change places with it; undefined at the ends. */
export function neighbour(layout: Layout, count: number, column: number, step: 1 | -1): number | undefined {
  const { columns } = shownColumns(layout, count);
  const beside = columns[columns.indexOf(column) + step];
  return beside !== undefined && layout.pinned.includes(beside) === layout.pinned.includes(column)
    ? beside
    : undefined;
}

export function withWidth(layout: Layout, column: number, width: number | undefined): Layout {
  const widths = { ...layout.widths };
  if (width === undefined) {
    delete widths[column];
  } else {
    widths[column] = Math.round(width);
  }
  return { ...layout, widths };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
