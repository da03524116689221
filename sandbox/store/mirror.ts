import type { Series } from '../flux/context.ts';
import type { Bounds } from '../flux/stream.ts';
import type { Cell, ColumnType } from '../flux/table.ts';
import type { SeriesName, StoreUpdate } from './pointStore.ts';
import { lowerBound, type Page, viewsOf } from './points.ts';

/**
 * The store's points as a query's thread sees them: its memory is the store's own. It changes only when it is told, so
 * that a query sees the same points from its beginning to its end.
 */
export class Mirror {
  readonly #series = new Map<number, MirroredSeries>();
  readonly #texts: string[] = [];
  /** By bucket, in order; made when first asked for. */
  #ordered: Map<string, MirroredSeries[]> | undefined;

  apply({ changed, gone, texts }: StoreUpdate): void {
    for (const text of texts) this.#texts.push(text);
    for (const id of gone) this.#series.delete(id);
    for (const { id, page, name } of changed) {
      if (name) this.#series.set(id, new MirroredSeries(name, page, this.#texts));
      else this.#series.get(id)?.turn(page);
      if (name) this.#ordered = undefined;
    }
    if (gone.length > 0) this.#ordered = undefined;
  }

  /** A bucket's series in order of measurement, tags and field. */
  series(bucketID: string): readonly Series[] {
    this.#ordered ??= this.#order();
    return this.#ordered.get(bucketID) ?? [];
  }

  #order(): Map<string, MirroredSeries[]> {
    const ordered = new Map<string, MirroredSeries[]>();
    for (const series of this.#series.values()) {
      const list = ordered.get(series.bucketID);
      if (list) list.push(series);
      else ordered.set(series.bucketID, [series]);
    }
    for (const list of ordered.values())
      list.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
    return ordered;
  }
}

class MirroredSeries implements Series {
  readonly bucketID: string;
  readonly measurement: string;
  readonly field: string;
  readonly type: ColumnType;
  readonly tags: readonly (readonly [string, string])[];
  readonly order: string;
  readonly #name: SeriesName;
  readonly #texts: readonly string[];
  #page: Page;
  #views: ReturnType<typeof viewsOf> | undefined;

  constructor(name: SeriesName, page: Page, texts: readonly string[]) {
    this.bucketID = name.bucketID;
    this.measurement = name.measurement;
    this.field = name.field;
    this.type = name.type;
    this.tags = name.tags;
    this.order = [name.measurement, ...name.tags.flat(), name.field].join('\0');
    this.#name = name;
    this.#page = page;
    this.#texts = texts;
  }

  turn(page: Page): void {
    this.#page = page;
    this.#views = undefined;
  }

  read({ start, stop }: Bounds): { readonly times: BigInt64Array; readonly values: () => ArrayLike<Cell> } {
    this.#views ??= viewsOf(this.#name.type, this.#page);
    const { times, values } = this.#views;
    const [from, to] = [lowerBound(times, start), lowerBound(times, stop)];
    return { times: times.subarray(from, to), values: () => this.#cells(values.subarray(from, to)) };
  }

  #cells(values: ArrayLike<number | bigint>): ArrayLike<Cell> {
    if (this.type === 'bool') return Array.from(values, (value) => value === 1);
    if (this.type === 'string') return Array.from(values, (code) => this.#texts[Number(code)] ?? '');
    return values;
  }
}
