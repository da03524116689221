/** A cell of the grid. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** A range of cells, ends included. */
export interface Range {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

/** A selection: the cell that the keyboard is at, and the one where the range began. */
export interface Selection {
  readonly active: Place;
  readonly anchor: Place;
}

/** What the selection covers. */
export function rangeOf({ active, anchor }: Selection): Range {
  return {
    fromRow: Math.min(active.row, anchor.row),
    toRow: Math.max(active.row, anchor.row),
    fromColumn: Math.min(active.column, anchor.column),
    toColumn: Math.max(active.column, anchor.column),
  };
}

export function covers(range: Range | undefined, row: number, column: number): boolean {
  return (
    range !== undefined &&
    row >= range.fromRow &&
    row <= range.toRow &&
    column >= range.fromColumn &&
    column <= range.toColumn
  );
}

/** A key press as far as it moves the selection. */
export interface Move {
  readonly key: string;
  /** Ctrl, or Command on a Mac. */
  readonly ctrl: boolean;
  readonly shift: boolean;
}

/** Where a key leads from a selection in a grid of a size; undefined for keys that lead nowhere. */
export function moved(
  selection: Selection,
  { key, ctrl, shift }: Move,
  size: { readonly rows: number; readonly columns: number; readonly page: number },
): Selection | undefined {
  const { row, column } = selection.active;
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  let target: Place;
  switch (key) {
    case 'ArrowDown':
      target = { row: ctrl ? lastRow : row + 1, column };
      break;
    case 'ArrowUp':
      target = { row: ctrl ? 0 : row - 1, column };
      break;
    case 'ArrowRight':
      target = { row, column: ctrl ? lastColumn : column + 1 };
      break;
    case 'ArrowLeft':
      target = { row, column: ctrl ? 0 : column - 1 };
      break;
    case 'PageDown':
      target = { row: row + size.page, column };
      break;
    case 'PageUp':
      target = { row: row - size.page, column };
      break;
    case 'Home':
      target = { row: ctrl ? 0 : row, column: 0 };
      break;
    case 'End':
      target = { row: ctrl ? lastRow : row, column: lastColumn };
      break;
    default:
      return undefined;
  }
  const active = {
    row: Math.max(0, Math.min(lastRow, target.row)),
    column: Math.max(0, Math.min(lastColumn, target.column)),
  };
  return { active, anchor: shift ? selection.anchor : active };
}
