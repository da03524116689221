import { formatFloat } from './convert.ts';
import { FluxError } from './errors.ts';
import { type Cell, Column, type ColumnType, GroupKey, type KeyPart, Table } from './table.ts';
import { parseTime } from './time.ts';

/** The columns' types by their `#datatype`; what Flux cannot keep in a column is missing. */
const types: Readonly<Record<string, ColumnType>> = {
  boolean: 'bool',
  long: 'int',
  unsignedLong: 'uint',
  double: 'float',
  string: 'string',
  dateTime: 'time',
  'dateTime:RFC3339': 'time',
  'dateTime:RFC3339Nano': 'time',
};

/**
 * The tables of annotated CSV (https://docs.influxdata.com/influxdb/cloud/reference/syntax/annotated-csv/).
 *
 * @throws FluxError that names the line.
 */
export function readAnnotated(text: string): Table[] {
  const tables: Table[] = [];
  let annotations = new Map<string, readonly string[]>();
  let block: Block | undefined;
  for (const { cells, line } of readRows(text)) {
    const first = cells[0] ?? '';
    if (first.startsWith('#')) {
      if (block) {
        tables.push(...block.tables());
        block = undefined;
        annotations = new Map();
      }
      annotations.set(first, cells);
    } else if (!block) {
      block = new Block(cells, annotations, line);
    } else if (cells.length !== block.width) {
      throw new FluxError(`line ${line}: wrong number of fields, ${cells.length} instead of ${block.width}`);
    } else {
      block.add(cells, line);
    }
  }
  if (block) tables.push(...block.tables());
  else if (annotations.size > 0)
    throw new FluxError('failed to read header row: the annotations end the text');
  return tables;
}

/** The one table of CSV without annotations: a header, and nothing but texts. */
export function readRaw(text: string): Table {
  const [header, ...rows] = [...readRows(text)];
  const labels = header?.cells ?? [];
  for (const { cells, line } of rows) {
    if (cells.length !== labels.length)
      throw new FluxError(
        `line ${line}: wrong number of fields, ${cells.length} instead of ${labels.length}`,
      );
  }
  const columns = labels.map((label, i) =>
    Column.of(
      label,
      'string',
      rows.map(({ cells }) => cells[i] ?? ''),
    ),
  );
  return new Table(GroupKey.empty, columns, rows.length);
}

interface Row {
  readonly cells: string[];
  /** From 1. */
  readonly line: number;
}

/** Rows of cells; blank lines are left out. */
function* readRows(text: string): Generator<Row> {
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const begun = line;
    const cells: string[] = [];
    let ended = false;
    while (!ended) {
      let cell = '';
      if (text[at] === '"') {
        for (at++; ; ) {
          const quote = text.indexOf('"', at);
          if (quote < 0) throw new FluxError(`line ${begun}: a quoted cell does not end`);
          cell += text.slice(at, quote);
          at = quote + 1;
          if (text[at] !== '"') break;
          cell += '"';
          at++;
        }
        line += cell.split('\n').length - 1;
        // A quoted CRLF reads as one line end.
        cell = cell.replaceAll('\r\n', '\n');
      } else {
        const found = /[,\n]/g;
        found.lastIndex = at;
        const end = found.exec(text)?.index ?? text.length;
        cell = text.slice(at, end).replace(/\r$/, '');
        at = end;
      }
      cells.push(cell);
      const next = text.slice(at, at + 2);
      ended = !next.startsWith(',');
      at += next === '\r\n' ? 2 : 1;
    }
    line++;
    if (cells.length > 1 || (cells[0] ?? '').trim() !== '') yield { cells, line: begun };
  }
}

interface ColumnHead {
  readonly index: number;
  readonly label: string;
  readonly type: ColumnType;
  readonly group: boolean;
  readonly default: string;
}

interface Rows {
  readonly key: GroupKey;
  readonly cells: Cell[][];
}

/** Rows under one header; a change in the first columns begins a new table. */
class Block {
  readonly width: number;
  readonly #heads: readonly ColumnHead[];
  readonly #tableAt: readonly number[];
  readonly #found: Rows[] = [];
  #id: string | undefined;

  constructor(header: readonly string[], annotations: ReadonlyMap<string, readonly string[]>, line: number) {
    this.width = header.length;
    const datatypes = annotations.get('#datatype');
    const groups = annotations.get('#group');
    if (!datatypes || !groups) {
      throw new FluxError(
        `line ${line}: the ${datatypes ? '#group' : '#datatype'} annotation is missing; to read CSV without annotations use mode: "raw"`,
      );
    }
    const defaults = annotations.get('#default') ?? [];
    const own = new Set(['result', 'table']);
    this.#tableAt = header.flatMap((label, i) => (i > 0 && i < 3 && own.has(label) ? [i] : []));
    this.#heads = header.flatMap((label, index): ColumnHead[] => {
      if (index === 0 || this.#tableAt.includes(index)) return [];
      const type = types[datatypes[index] ?? ''];
      if (!type)
        throw new FluxError(
          `line ${line}: column ${JSON.stringify(label)} has the unsupported type ${datatypes[index]}`,
        );
      return [{ index, label, type, group: groups[index] === 'true', default: defaults[index] ?? '' }];
    });
  }

  add(cells: readonly string[], line: number): void {
    const id = this.#tableAt.map((index) => cells[index]).join('\0');
    const parsed = this.#heads.map((head) => parseCell(head, cells[head.index] ?? '', line));
    if (id !== this.#id) {
      this.#id = id;
      this.#found.push({ key: this.#key(parsed), cells: this.#heads.map(() => []) });
    }
    const rows = this.#found.at(-1);
    for (const [i, cell] of parsed.entries()) rows?.cells[i]?.push(cell);
  }

  tables(): Table[] {
    if (this.#found.length === 0) {
      const key = this.#key(this.#heads.map((head) => parseCell(head, '', 0)));
      return [this.#table({ key, cells: this.#heads.map(() => []) })];
    }
    return this.#found.map((rows) => this.#table(rows));
  }

  #key(cells: readonly Cell[]): GroupKey {
    const parts = this.#heads.flatMap((head, i): KeyPart[] =>
      head.group ? [{ label: head.label, type: head.type, cell: cells[i] ?? null }] : [],
    );
    return new GroupKey(parts);
  }

  #table({ key, cells }: Rows): Table {
    const length = cells[0]?.length ?? 0;
    const columns = this.#heads.map(({ label, type, group }, i) => {
      const written = cells[i] ?? [];
      const value = key.part(label)?.cell ?? null;
      // The first row gives the key; rows that say otherwise keep what they say.
      return group && written.every((cell) => cell === value)
        ? Column.constant(label, type, value, length)
        : Column.of(label, type, written);
    });
    return new Table(key, columns, length);
  }
}

function parseCell(head: ColumnHead, written: string, line: number): Cell {
  const text = written === '' ? head.default : written;
  if (text === '') return null;
  const value = parsers[head.type](text);
  if (value === undefined) {
    throw new FluxError(
      `line ${line}: ${JSON.stringify(text)} in column ${JSON.stringify(head.label)} is not a ${head.type}`,
    );
  }
  return value;
}

const parsers: Readonly<Record<ColumnType, (text: string) => Cell | undefined>> = {
  string: (text) => text,
  bool: (text) => (/^(true|t|1)$/i.test(text) ? true : /^(false|f|0)$/i.test(text) ? false : undefined),
  int: (text) => (/^[+-]?\d+$/.test(text) ? BigInt.asIntN(64, BigInt(text.replace('+', ''))) : undefined),
  uint: (text) => (/^\d+$/.test(text) ? BigInt.asUintN(64, BigInt(text)) : undefined),
  time: (text) => parseTime(text)?.ns,
  float: (text) => {
    const named = {
      '+Inf': Number.POSITIVE_INFINITY,
      Inf: Number.POSITIVE_INFINITY,
      '-Inf': Number.NEGATIVE_INFINITY,
      NaN: Number.NaN,
    }[text];
    const value = named ?? Number(text);
    return named === undefined && Number.isNaN(value) && text !== formatFloat(Number.NaN) ? undefined : value;
  },
};
