import { FinalFluxError } from './errors.ts';
import type { Places } from './places.ts';
import type { Bounds, Stream } from './stream.ts';
import type { Cell, ColumnType } from './table.ts';
import type { Time, Value } from './values.ts';
import type { Zone } from './zone.ts';

/** One series: the points of a field of a tagged measurement. */
export interface Series {
  readonly measurement: string;
  readonly field: string;
  readonly type: ColumnType;
  /** Sorted by key. */
  readonly tags: readonly (readonly [string, string])[];
  /** The points in a range, in order of time. The cells may be made on demand. */
  read(bounds: Bounds): { readonly times: BigInt64Array; readonly values: () => ArrayLike<Cell> };
}

/** What a query can read. */
export interface DataSource {
  readonly buckets: readonly BucketInfo[];
  /** Undefined for a bucket that is not there. */
  series(bucketName: string): readonly Series[] | undefined;
}

export interface BucketInfo {
  readonly id: string;
  readonly name: string;
  readonly organizationID: string;
  /** Nanoseconds; 0 keeps forever. */
  readonly retentionNs: bigint;
}

export interface Limits {
  /** How long one query may run. */
  readonly milliseconds: number;
  /** How many steps the evaluator may take: rows looked at, functions called. */
  readonly steps: number;
  /** How many rows one query may answer with. */
  readonly rows: number;
}

/** 90 seconds is InfluxDB Cloud's own limit; the others keep a laptop usable. */
export const defaultLimits: Limits = { milliseconds: 90_000, steps: 500_000_000, rows: 10_000_000 };

/** Counts what a query uses and ends it at its limits or when it is cancelled. */
export class Budget {
  readonly #limits: Limits;
  readonly #deadline: number;
  readonly #cancelled: () => boolean;
  #steps = 0;
  #nextCheck = 0;
  #rows = 0;

  constructor(limits: Limits, cancelled: () => boolean = () => false) {
    this.#limits = limits;
    this.#deadline = Date.now() + limits.milliseconds;
    this.#cancelled = cancelled;
  }

  spend(steps = 1): void {
    this.#steps += steps;
    if (this.#steps < this.#nextCheck) return;
    this.#nextCheck = this.#steps + 2_000;
    if (this.#cancelled()) throw new FinalFluxError('the query was cancelled');
    if (this.#steps > this.#limits.steps) {
      throw new FinalFluxError(
        `the query takes more than ${this.#limits.steps} steps, the sandbox's limit; narrow its range or filter earlier`,
      );
    }
    if (Date.now() > this.#deadline) {
      throw new FinalFluxError(
        `the query ran longer than ${this.#limits.milliseconds / 1000} s, the limit, and was stopped; narrow its range or filter earlier`,
      );
    }
  }

  answer(rows: number): void {
    this.#rows += rows;
    if (this.#rows > this.#limits.rows) {
      throw new FinalFluxError(
        `the query answers more than ${this.#limits.rows} rows, the sandbox's limit; aggregate or limit them`,
      );
    }
  }
}

/** A request that a script makes to the API on which it runs. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  /** Empty for the server on which the script runs. */
  readonly host: string;
  /** Empty for the token that runs the script. */
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly milliseconds: number;
}
export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What a script reaches of the server on which it runs. */
export interface Outside {
  secret(key: string): string | undefined;
  /** Waits for the answer. @throws FluxError */
  call(request: ApiCall): ApiReply;
  /** When the task that runs was last through; undefined outside of tasks and before the first time. */
  readonly lastSuccess: Time | undefined;
}

/** What a function can reach while a query runs. */
export interface Context {
  /** Of the script that runs. */
  readonly places: Places;
  readonly source: DataSource;
  readonly budget: Budget;
  readonly outside: Outside;
  /** `option now`, or the query's own time; the same throughout a query. */
  now(): Time;
  /** `option location`: whose days and months count where a call names no other. */
  zone(): Zone;
  /** An option of a package, as the script has set it by now. @throws FluxError for one that is not there */
  option(path: string, name: string): Value;
  /** `yield`. */
  emit(name: string, stream: Stream): void;
}
