import { type OutColumn, type RowWriter, sameLabels } from './rowWriter.ts';

/**
 * Rows as JSON objects: in an array, or each on a line of its own (JSON Lines). Numbers are JSON numbers with every digit, also
 * those of 64 bits, so that a column has one type throughout; what JSON has no number for (NaN, +Inf, -Inf) is text. Times are
 * text in RFC 3339 with up to nine fraction digits, durations and base64 are text, empty cells are null. A column that a row's
 * table does not have is left out. Of columns with the same label, the later ones get a number: `value`, `value_2`.
 */
export class JsonWriter implements RowWriter {
  readonly defused = 0;
  readonly #lines: boolean;
  #columns: readonly OutColumn[] | undefined;
  /** The columns' names, quoted, with the colon. */
  #names: readonly string[] = [];
  #rows = 0;

  constructor(shape: 'array' | 'lines') {
    this.#lines = shape === 'lines';
  }

  columns(columns: readonly OutColumn[]): string {
    if (!sameLabels(this.#columns, columns)) {
      this.#names = names(columns.map(({ head }) => head.label)).map((name) => `${JSON.stringify(name)}:`);
    }
    this.#columns = columns;
    return '';
  }

  row(row: number): string {
    const fields: string[] = [];
    for (const [index, column] of (this.#columns ?? []).entries()) {
      const value = literal(column, row);
      if (value !== 'null' || !column.lacks(row)) {
        fields.push(`${this.#names[index]}${value}`);
      }
    }
    const object = `{${fields.join(',')}}`;
    this.#rows += 1;
    return this.#lines ? `${object}\n` : `${this.#rows === 1 ? '[\n' : ',\n'}${object}`;
  }

  end(): string {
    return this.#lines ? '' : this.#rows === 0 ? '[]\n' : '\n]\n';
  }
}

/** A cell as JSON. */
function literal(column: OutColumn, row: number): string {
  const text = column.text(row);
  if (text === '') {
    return 'null';
  }
  return plain(column, row) && JSON_WORD.test(text) ? text : JSON.stringify(text);
}

/** Whether the cell is something else than text in JSON, unless JSON has no word for it. */
function plain(column: OutColumn, row: number): boolean {
  switch (column.head.kind) {
    case 'boolean':
    case 'long':
    case 'unsignedLong':
    case 'double':
      return true;
    case 'time':
    case 'duration':
    case 'binary':
    case 'text':
      return false;
    case 'mixed':
      // Of the values that are no texts, only times do not read like a JSON word.
      return typeof column.value(row) !== 'string';
  }
}

const JSON_WORD = /^(?:true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?)$/;

/** The labels, made different where they are the same. */
function names(labels: readonly string[]): string[] {
  const taken = new Set<string>(labels);
  const used = new Set<string>();
  return labels.map((label) => {
    let name = label;
    for (let number = 2; used.has(name) || (name !== label && taken.has(name)); number++) {
      name = `${label}_${number}`;
    }
    used.add(name);
    return name;
  });
}
