/** A quarter of an hour, in seconds. */
const QUARTER = 900;
/** Quarters of an hour whose offset is remembered. */
const REMEMBERED = 20_000;

/** A zone's seconds ahead of UTC at Unix seconds. */
export type ZoneOffset = (seconds: number) => number;

const known = new Map<string, ZoneOffset>();

/**
 * How a zone's clocks stand; throws a RangeError for a zone that nobody knows. They are asked once for a quarter of an hour,
 * inside which few zones ever changed.
 */
export function zoneOffset(zone: string): ZoneOffset {
  let offset = known.get(zone);
  if (offset === undefined) {
    offset = zone === 'UTC' ? () => 0 : remembered(measured(zone));
    known.set(zone, offset);
  }
  return offset;
}

function remembered(exact: ZoneOffset): ZoneOffset {
  /** By quarter; NaN where it changes inside. */
  const quarters = new Map<number, number>();
  return (seconds) => {
    const quarter = Math.floor(seconds / QUARTER);
    let offset = quarters.get(quarter);
    if (offset === undefined) {
      const from = exact(quarter * QUARTER);
      offset = from === exact(quarter * QUARTER + QUARTER - 1) ? from : Number.NaN;
      if (quarters.size >= REMEMBERED) {
        quarters.clear();
      }
      quarters.set(quarter, offset);
    }
    return Number.isNaN(offset) ? exact(seconds) : offset;
  };
}

function measured(zone: string): ZoneOffset {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (seconds) => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(seconds * 1000)) {
      parts[type] = Number(value);
    }
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Math.round(Date.UTC(year, month - 1, day, hour, minute, second) / 1000) - seconds;
  };
}
