import type { TableItem, TableList } from '../../webview/protocol.ts';
import type { Block, ResultStore, ResultTable } from './store.ts';

/**
 * The panel's list of tables, grown with the store. A block with several tables gets an item of its own above
 * them, which shows them as one.
 */
export class TableIndex {
  readonly #store: ResultStore;
  #filter = '';
  #entries: (ResultTable | Block)[] = [];
  /** Tables looked at so far. */
  #seen = 0;

  constructor(store: ResultStore) {
    this.#store = store;
  }

  /** A window of the items whose result, number or group key contains `filter`, whatever the case. */
  list(filter: string, from: number, count: number): TableList {
    const wanted = filter.trim().toLowerCase();
    if (wanted !== this.#filter) {
      this.#filter = wanted;
      this.#entries = [];
      this.#seen = 0;
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
      if (this.#filter !== '' && !this.#text(table).includes(this.#filter)) {
        continue;
      }
      const above = this.#entries.at(-1);
      if (
        above !== undefined &&
        'firstRow' in above &&
        above.block === table.block &&
        !this.#headed(table.block)
      ) {
        this.#entries.splice(-1, 0, table.block);
      }
      this.#entries.push(table);
    }
  }

  /** Whether the item before the last is the block's own. */
  #headed(block: Block): boolean {
    const at = this.#entries.length - 2;
    const before = this.#entries[at];
    return before !== undefined && (before === block || ('firstRow' in before && before.block === block));
  }

  #text(table: ResultTable): string {
    const key = this.#store.keyValues(table).map(({ label, value }) => `${label}=${value}`);
    return [table.block.result, table.id, ...key].join(' ').toLowerCase();
  }

  #item(entry: ResultTable | Block): TableItem {
    if (!('firstRow' in entry)) {
      return {
        view: { kind: 'block', index: entry.index },
        result: entry.result,
        label: String(entry.tables.length),
        key: [],
        rows: entry.rowCount,
        nested: false,
      };
    }
    const key = this.#store
      .keyValues(entry)
      .filter((_, index) => entry.block.columns[entry.key[index] ?? -1]?.kind !== 'time');
    return {
      view: { kind: 'table', index: entry.index },
      result: entry.block.result,
      label: entry.id,
      key,
      rows: entry.rowCount,
      nested: entry.block.tables.length > 1,
    };
  }
}
