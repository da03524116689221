import type { Cells } from './parts.ts';
import type { TimeFormatter } from './timeText.ts';

/** Whether a row of a block passes. */
export type Test = (row: number) => boolean;

/** The cell as it is shown. */
export function shownText(cells: Cells, row: number, format: TimeFormatter | undefined): string {
  if (format === undefined || cells.kind !== 'time') {
    return cells.text(row);
  }
  const value = cells.value(row);
  return typeof value === 'bigint' ? format(value) : '';
}

/** Tests whether a cell's text, as it is shown, contains a text, whatever the case. Empty cells contain nothing. */
export function containing(cells: Cells, text: string, format: TimeFormatter | undefined): Test {
  const wanted = text.toLowerCase();
  const contains = (shown: string) => shown.toLowerCase().includes(wanted);
  if (!cells.numeric) {
    return testingTexts(cells, contains);
  }
  // Neighbours are often equal.
  let last = -1;
  let verdict = false;
  return (row) => {
    if (cells.isNull(row)) {
      return false;
    }
    if (last < 0 || cells.isNull(last) || cells.compare(last, row) !== 0) {
      verdict = contains(shownText(cells, row, format));
    }
    last = row;
    return verdict;
  };
}

/** Tests cells by their text; each different text is looked at once. Empty cells fail. */
export function testingTexts(cells: Cells, passes: (text: string) => boolean): Test {
  /** By code: 1 for texts that fail, 2 for those that pass. */
  const verdicts = new Uint8Array((cells.dictionary?.count ?? 0) + 1);
  return (row) => {
    if (cells.isNull(row)) {
      return false;
    }
    const code = cells.code(row);
    const known = verdicts[code];
    if (known === 1 || known === 2) {
      return known === 2;
    }
    const verdict = passes(cells.text(row));
    // A code of 0 stands for no text of its own.
    if (code > 0) {
      verdicts[code] = verdict ? 2 : 1;
    }
    return verdict;
  };
}
