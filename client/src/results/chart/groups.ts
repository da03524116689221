import type { SeriesBy, Tag } from '../../../webview/protocol.ts';
import type { Pace } from '../breathe.ts';
import type { Column } from '../columns.ts';
import type { Block, ResultTable } from '../store.ts';
import type { ShownRows } from './tables.ts';

/** Rows of a block in their order: a range, or those that `rows` names. */
export interface Part {
  readonly block: Block;
  readonly first: number;
  readonly count: number;
  /** Rows of the block; the range's when it is missing. */
  readonly rows?: Uint32Array;
}

/** Rows that belong to one series, and what they have in common. */
export interface Group {
  readonly tags: readonly string[];
  readonly parts: readonly Part[];
}

export interface Grouping {
  readonly groups: readonly Group[];
  /** Tags that all groups share, and the labels of those that tell them apart. */
  readonly shared: readonly Tag[];
  readonly labels: readonly string[];
}

/** Puts the rows of a view into groups. `drawn` are the columns that are drawn, which are nobody's name. */
export async function groupRows(
  { tables, only }: ShownRows,
  by: SeriesBy,
  drawn: ReadonlySet<string>,
  pace: Pace,
): Promise<Grouping> {
  const labels = by.kind === 'columns' ? by.labels : keyLabels(tables, by.kind, drawn);
  const collector = new Collector(labels, by.kind === 'table');
  let start = 0;
  for (const table of tables) {
    // A table that is being read may have rows by the time of the next look.
    if (table.rowCount > 0) {
      await collector.add(table, only?.subarray(start, start + table.rowCount), pace);
    }
    start += table.rowCount;
  }
  return named(collector.groups(), labels, by.kind === 'table');
}

/** The labels of all group key columns in order of appearance. */
function keyLabels(
  tables: readonly ResultTable[],
  kind: 'key' | 'table',
  drawn: ReadonlySet<string>,
): readonly string[] {
  const labels = new Set<string>();
  const seen = new Set<Block>();
  for (const { block, key } of tables) {
    // A guessed key may differ from one table to the next; what the block's first one lacks does not name series.
    if (seen.has(block)) {
      continue;
    }
    seen.add(block);
    for (const index of key) {
      const column = block.columns[index] as Column;
      if (!drawn.has(column.label) && (kind === 'table' || column.kind !== 'time')) {
        labels.add(column.label);
      }
    }
  }
  return [...labels];
}

/** A group that is being filled. */
class Filling implements Group {
  readonly tags: readonly string[];
  readonly parts: Part[] = [];

  constructor(tags: readonly string[]) {
    this.tags = tags;
  }

  /** A range that follows the one before it makes it longer. */
  add(block: Block, first: number, count: number): void {
    const before = this.parts.at(-1);
    if (before?.block === block && before.rows === undefined && before.first + before.count === first) {
      this.parts[this.parts.length - 1] = { block, first: before.first, count: before.count + count };
    } else {
      this.parts.push({ block, first, count });
    }
  }
}

class Collector {
  readonly #labels: readonly string[];
  readonly #each: boolean;
  readonly #byTags = new Map<string, Filling>();

  constructor(labels: readonly string[], each: boolean) {
    this.#labels = labels;
    this.#each = each;
  }

  groups(): readonly Group[] {
    return [...this.#byTags.values()];
  }

  /** Takes a table's rows, or those of them that `only` has a 1 for. */
  async add(table: ResultTable, only: Uint8Array | undefined, pace: Pace): Promise<void> {
    const { block, key, firstRow, rowCount } = table;
    const places = this.#labels.map((label) => block.columns.findIndex((column) => column.label === label));
    const steady = places.every((place) => place < 0 || key.includes(place));
    if (steady && only === undefined) {
      this.#of(block, places, firstRow, table).add(block, firstRow, rowCount);
      if (pace.due) {
        await pace.rest();
      }
      return;
    }
    const rows = new Map<Filling, number[]>();
    for (let row = firstRow; row < firstRow + rowCount; row++) {
      if (only !== undefined && only[row - firstRow] !== 1) {
        continue;
      }
      const group = this.#of(block, places, row, table);
      const list = rows.get(group);
      if (list === undefined) {
        rows.set(group, [row]);
      } else {
        list.push(row);
      }
      if ((row & 255) === 0 && pace.due) {
        await pace.rest();
      }
    }
    for (const [group, list] of rows) {
      group.parts.push({ block, first: 0, count: list.length, rows: Uint32Array.from(list) });
    }
  }

  #of(block: Block, places: readonly number[], row: number, table: ResultTable): Filling {
    const tags = places.map((place) => block.columns[place]?.text(row) ?? '');
    const name = this.#each ? `${table.index}` : tags.join('\u0000');
    let group = this.#byTags.get(name);
    if (group === undefined) {
      group = new Filling(this.#each ? [...tags, table.id] : tags);
      this.#byTags.set(name, group);
    }
    return group;
  }
}

/** Tells the tags that all groups share from those that differ. */
function named(groups: readonly Group[], labels: readonly string[], each: boolean): Grouping {
  const [first] = groups;
  const differing: number[] = [];
  const shared: Tag[] = [];
  for (const [place, label] of labels.entries()) {
    const value = first?.tags[place] ?? '';
    if (groups.some(({ tags }) => tags[place] !== value)) {
      differing.push(place);
    } else if (first !== undefined && value !== '') {
      shared.push({ label, value });
    }
  }
  const names = differing.map((place) => labels[place] as string);
  const pick = (places: readonly number[]) =>
    groups.map(({ tags, parts }) => ({ tags: places.map((place) => tags[place] as string), parts }));
  // Tables whose keys do not tell them apart are told apart by number.
  const distinct = new Set(groups.map(({ tags }) => differing.map((place) => tags[place]).join('\u0000')));
  if (each && distinct.size < groups.length) {
    return { groups: pick([...differing, labels.length]), shared, labels: [...names, 'table'] };
  }
  return { groups: pick(differing), shared, labels: names };
}
