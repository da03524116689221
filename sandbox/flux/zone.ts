import { FluxError } from './errors.ts';
import { addDuration } from './time.ts';
import { Duration, type FluxRecord, MapRecord, Time, type Value } from './values.ts';

/** A time zone: where its clocks stand. Times are nanoseconds since 1970. */
export interface Zone {
  /** What the clocks there show at a time, as if it were UTC. */
  toLocal(ns: bigint): bigint;
  /** The time at which the clocks there show this. Of two such times the first; where the clocks skip it, when they do. */
  toUtc(local: bigint): bigint;
}

export const utc: Zone = { toLocal: (ns) => ns, toUtc: (local) => local };

/** `{zone: "Europe/Berlin", offset: 0h}`, the form in which Flux names a location. */
export function location(zone: string, offset: Duration): MapRecord {
  return new MapRecord(
    new Map<string, Value>([
      ['zone', zone],
      ['offset', offset],
    ]),
  );
}

const zones = new Map<string, Zone>();

/** @throws FluxError for a name that is no time zone. */
export function zoneOf(record: FluxRecord): Zone {
  const name = record.get('zone');
  const offset = record.get('offset');
  if (typeof name !== 'string') throw new FluxError('a location needs the name of a time zone');
  const named = namedZone(name);
  if (!(offset instanceof Duration) || offset.isZero) return named;
  return {
    toLocal: (ns) => addDuration(new Time(named.toLocal(ns)), offset).ns,
    toUtc: (local) => named.toUtc(addDuration(new Time(local), offset.negate()).ns),
  };
}

function namedZone(name: string): Zone {
  if (name === 'UTC' || name === '') return utc;
  const known = zones.get(name);
  if (known) return known;
  const zone = new NamedZone(name);
  zones.set(name, zone);
  return zone;
}

const hour = 3_600_000_000_000n;
/** Clocks are changed at no other times. */
const quarter = hour / 4n;

class NamedZone implements Zone {
  readonly #format: Intl.DateTimeFormat;
  /** By quarter of an hour. */
  readonly #offsets = new Map<bigint, bigint>();

  constructor(name: string) {
    try {
      this.#format = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      throw new FluxError(`unknown time zone ${name}`);
    }
  }

  toLocal(ns: bigint): bigint {
    return ns + this.#offset(ns);
  }

  toUtc(local: bigint): bigint {
    // A day around it, one of the two offsets holds; the larger one gives the earlier time.
    const offsets = [this.#offset(local - 24n * hour), this.#offset(local + 24n * hour)];
    const found = offsets.map((offset) => local - offset).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const shown = found.find((ns) => this.toLocal(ns) === local);
    if (shown !== undefined) return shown;
    // The clocks skip it somewhere between the two.
    const [from = local, to = local] = found;
    const before = this.#offset(from);
    let change = from;
    while (change < to && this.#offset(change) === before) change = (slotOf(change) + 1n) * quarter;
    return change;
  }

  #offset(ns: bigint): bigint {
    const slot = slotOf(ns);
    let offset = this.#offsets.get(slot);
    if (offset === undefined) {
      offset = this.#measure(slot * quarter);
      this.#offsets.set(slot, offset);
    }
    return offset;
  }

  #measure(ns: bigint): bigint {
    const ms = Number(ns / 1_000_000n);
    const parts = new Map(this.#format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const part = (type: string) => parts.get(type as Intl.DateTimeFormatPartTypes) ?? 0;
    const shown = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return BigInt(shown - ms) * 1_000_000n;
  }
}

/** The quarter of an hour since 1970 that holds a time. */
function slotOf(ns: bigint): bigint {
  return ns / quarter - (ns % quarter < 0n ? 1n : 0n);
}
