import { FinalFluxError, FluxError } from './errors.ts';
import type { Table } from './table.ts';
import type { FluxRecord } from './values.ts';

/** The time range of a stream, start inclusive and stop exclusive, nanoseconds. */
export interface Bounds {
  readonly start: bigint;
  readonly stop: bigint;
}

/** The smallest range that holds both. */
export function cover(a: Bounds, b: Bounds): Bounds {
  return { start: lesser(a.start, b.start), stop: greater(a.stop, b.stop) };
}

/** What two ranges have in common; the caller knows that there is something. */
export function intersect(a: Bounds, b: Bounds): Bounds {
  return { start: greater(a.start, b.start), stop: lesser(a.stop, b.stop) };
}

// Math.min and Math.max refuse bigints.
function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}
function greater(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

/**
 * A stream of tables: nothing is read or computed until somebody walks over it, and each walk starts anew.
 */
export class Stream {
  readonly #produce: () => Iterable<Table>;
  /** Set by `range`; windows need it. */
  readonly bounds: Bounds | undefined;
  /** The call that made the stream, and its place: errors met while it runs are reported there. */
  origin: { readonly name: string; readonly place: () => string } | undefined;
  /** What `from` gives until `range` bounds it: walking over it is refused. */
  readonly rangeOf: ((bounds: Bounds) => Stream) | undefined;
  /**
   * Set where whole tables can be left out before they are read. `keep` is given what all rows of a table have in common;
   * the columns `_time` and `_value` are not there.
   */
  readonly where: ((keep: (row: FluxRecord) => boolean) => Stream) | undefined;

  constructor(
    produce: () => Iterable<Table>,
    bounds?: Bounds,
    rangeOf?: Stream['rangeOf'],
    where?: Stream['where'],
  ) {
    this.#produce = produce;
    this.bounds = bounds;
    this.rangeOf = rangeOf;
    this.where = where;
  }

  *tables(): Generator<Table> {
    try {
      yield* this.#produce();
    } catch (error) {
      if (!this.origin || !(error instanceof FluxError) || error instanceof FinalFluxError) throw error;
      const { name, place } = this.origin;
      throw new FinalFluxError(`runtime error ${place()}: ${name}: ${error.message}`, error.code);
    }
  }

  /** Table by table; what gives undefined is dropped. */
  map(change: (table: Table) => Table | undefined): Stream {
    return this.flatMap((table) => change(table) ?? []);
  }
  flatMap(change: (table: Table) => Table | Iterable<Table>): Stream {
    return this.all(function* (tables) {
      for (const table of tables) {
        const changed = change(table);
        if (Symbol.iterator in changed) yield* changed;
        else yield changed;
      }
    });
  }
  /** Everything at once, for functions that must see all tables. */
  all(change: (tables: Iterable<Table>) => Iterable<Table>): Stream {
    const { rangeOf } = this;
    return new Stream(
      () => change(this.tables()),
      this.bounds,
      rangeOf && ((bounds) => rangeOf(bounds).all(change)),
    );
  }
}
