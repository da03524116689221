import type { TableItem, TableList } from '../../webview/protocol.ts';
import type { Block, ResultStore, ResultTable } from './store.ts';
import { Results, type UnionResult } from './union.ts';

type Entry =
  | { readonly kind: 'result'; readonly index: number; readonly result: UnionResult }
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'table'; readonly table: ResultTable; readonly nested: boolean };

/**
 * The panel's list of tables, grown with the store. Above the tables of a result with several stands an item that shows them
 * as one; and where the header changes inside a result, one for those that share a header.
 */
export class TableIndex {
  readonly #store: ResultStore;
  #filter = '';
  /** Tables that pass the filter, by header. */
  #passing = new Map<Block, ResultTable[]>();
  /** Tables looked at so far. */
  #seen = 0;
  #entries: Entry[] = [];
  /** Tables that the entries were made from. */
  #listed = 0;

  constructor(store: ResultStore) {
    this.#store = store;
  }

  /** A window of the items whose result, number or group key contains `filter`, whatever the case. */
  list(filter: string, from: number, count: number): TableList {
    const wanted = filter.trim().toLowerCase();
    if (wanted !== this.#filter) {
      this.#filter = wanted;
      this.#passing = new Map();
      this.#entries = [];
      this.#seen = 0;
      this.#listed = 0;
    }
    this.#grow();
    const first = Math.max(0, from);
    return {
      total: this.#entries.length,
      from: first,
      items: this.#entries.slice(first, first + Math.max(0, count)).map((entry) => this.#item(entry)),
    };
  }

  #grow(): void {
    const { tables, state } = this.#store;
    // The last table's key may still be open.
    const end = state === 'reading' && this.#filter !== '' ? tables.length - 1 : tables.length;
    for (; this.#seen < end; this.#seen++) {
      const table = tables[this.#seen] as ResultTable;
      if (this.#filter === '' || this.#text(table).includes(this.#filter)) {
        const passing = this.#passing.get(table.block);
        if (passing === undefined) {
          this.#passing.set(table.block, [table]);
        } else {
          passing.push(table);
        }
      }
    }
    if (this.#listed !== this.#seen) {
      this.#listed = this.#seen;
      this.#entries = Results.of(this.#store).flatMap((result, index) => this.#ofResult(result, index));
    }
  }

  #ofResult(result: UnionResult, index: number): Entry[] {
    const several = result.blocks.length > 1;
    const entries: Entry[] = [];
    let listed = 0;
    for (const block of result.blocks) {
      const tables = this.#passing.get(block) ?? [];
      listed += tables.length;
      if (several && tables.length > 1) {
        entries.push({ kind: 'block', block });
      }
      for (const table of tables) {
        entries.push({ kind: 'table', table, nested: result.view.tables > 1 });
      }
    }
    return listed > 1 ? [{ kind: 'result', index, result }, ...entries] : entries;
  }

  #text(table: ResultTable): string {
    const key = this.#store.keyValues(table).map(({ label, value }) => `${label}=${value}`);
    return [table.block.result, table.id, ...key].join(' ').toLowerCase();
  }

  #item(entry: Entry): TableItem {
    switch (entry.kind) {
      case 'result': {
        const { name, view } = entry.result;
        return {
          view: { kind: 'result', index: entry.index },
          result: name,
          label: String(view.tables),
          key: [],
          rows: view.rows,
          nested: false,
        };
      }
      case 'block': {
        const { index, result, tables, columns, rowCount } = entry.block;
        return {
          view: { kind: 'block', index },
          result,
          label: String(tables.length),
          key: [{ label: 'columns', value: columns.map(({ label }) => label).join(', ') }],
          rows: rowCount,
          nested: true,
        };
      }
      case 'table': {
        const { table, nested } = entry;
        const key = this.#store
          .keyValues(table)
          .filter((_, index) => table.block.columns[table.key[index] ?? -1]?.kind !== 'time');
        return {
          view: { kind: 'table', index: table.index },
          result: table.block.result,
          label: table.id,
          key,
          rows: table.rowCount,
          nested,
        };
      }
    }
  }
}
