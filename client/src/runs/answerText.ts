import { Pace } from '../results/breathe.ts';
import type { Column } from '../results/columns.ts';
import type { Block, ResultStore, ResultTable } from '../results/store.ts';

/** The rows of an answer as text. */
export interface AnswerText {
  readonly csv: string;
  readonly rows: number;
  /** Whether rows were left out for their size. */
  readonly cut: boolean;
}

/** In characters. */
const longest = 1024 * 1024;

/**
 * The rows of an answer as plain CSV, one header for each block of tables that share it. The bounds of the range move with
 * the clock, and would make two runs differ in every row: where they are the same in all rows they stand once, above.
 */
export async function answerText(store: ResultStore, limit = longest): Promise<AnswerText> {
  const pace = new Pace();
  const parts: string[] = [];
  let characters = 0;
  let rows = 0;
  const add = (line: string) => {
    if (characters + line.length + 1 > limit) return false;
    characters += line.length + 1;
    parts.push(line);
    return true;
  };
  const text = (cut: boolean) => ({ csv: parts.map((part) => `${part}\n`).join(''), rows, cut });
  // A row has at least a comma and its end: later ones are not written.
  const looked = limit / 2;
  for (const block of store.blocks) {
    const bounds: Column[] = [];
    for (const column of block.columns) {
      if (
        /^_(start|stop)$/.test(column.label) &&
        (await constant(column, Math.min(block.rowCount, looked), pace))
      ) {
        bounds.push(column);
      }
    }
    const columns = block.columns.filter((column) => !bounds.includes(column));
    const begin = [
      ...(parts.length > 0 ? [''] : []),
      ...(block.result === '' || block.result === '_result' ? [] : [`# ${block.result}`]),
      ...(bounds.length > 0 && block.rowCount > 0
        ? [`# ${bounds.map((column) => `${column.label} ${column.text(0)}`).join(', ')}`]
        : []),
      row(['table', ...columns.map(({ label }) => label)]),
    ];
    if (!begin.every(add)) return text(true);
    for (const { table, index } of rowsOf(block)) {
      if (!add(row([table.id, ...columns.map((column) => column.text(index))]))) return text(true);
      rows += 1;
      if (pace.due) await pace.rest();
    }
  }
  return text(false);
}

async function constant(column: Column, rows: number, pace: Pace): Promise<boolean> {
  const first = rows > 0 ? column.text(0) : '';
  for (let index = 1; index < rows; index++) {
    if (column.text(index) !== first) return false;
    if (pace.due) await pace.rest();
  }
  return true;
}

function* rowsOf(block: Block): Generator<{ readonly table: ResultTable; readonly index: number }> {
  for (const table of block.tables) {
    for (let row = 0; row < table.rowCount; row++) yield { table, index: table.firstRow + row };
  }
}

function row(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
