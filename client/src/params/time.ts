import { addDuration, isDuration } from './duration.ts';

export type ParsedTime =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly message: string };

/** What a time may look like, for messages. */
export const timeExamples = '2026-01-31T12:00:00Z, 2026-01-31, now or -7d';

/** Flux keeps times as 64-bit nanoseconds since 1970: these are the first and the last whole second. */
const first = Date.UTC(1677, 8, 21, 0, 12, 44);
const last = Date.UTC(2262, 3, 11, 23, 47, 16);

/**
 * Reads RFC 3339 with a zone, or a date; `now` and durations are resolved here, since Flux's `time(v:)` reads neither.
 *
 * @returns undefined when it does not look like a time at all
 */
export function parseTime(text: string, now: Date): ParsedTime | undefined {
  if (/^now(\(\))?$/i.test(text)) return { ok: true, value: now.toISOString() };
  if (isDuration(text)) {
    const time = addDuration(now, text);
    return inRange(time.getTime()) ? { ok: true, value: time.toISOString() } : outOfRange(text);
  }
  const [, date, clock, zone] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(.*))?$/is.exec(text) ?? [];
  if (date === undefined) return undefined;
  if (clock === undefined) return exists(`${date}T00:00:00Z`, date, text, text);
  if (zone === '') {
    return {
      ok: false,
      message: `${text} has no time zone: add Z for UTC, or an offset such as +02:00.`,
    };
  }
  if (!/^(z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i.test(zone ?? '')) return undefined;
  // Flux takes capital letters only.
  const value = `${date}T${clock}${zone?.toUpperCase()}`;
  return exists(value, date, text, value);
}

function exists(time: string, date: string, typed: string, value: string): ParsedTime {
  // Date moves the 30th of February to March and takes 24:00; Flux refuses both.
  const day = new Date(`${date}T00:00:00Z`);
  const real = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date) && !/T24/.test(time);
  const parsed = Date.parse(time);
  if (!real || Number.isNaN(parsed)) {
    return { ok: false, message: `${typed} does not exist: check day and hour.` };
  }
  return inRange(parsed) ? { ok: true, value } : outOfRange(typed);
}

function inRange(time: number): boolean {
  return time >= first && time <= last;
}

function outOfRange(text: string): ParsedTime {
  return { ok: false, message: `${text} is out of reach: Flux knows the years 1678 to 2261.` };
}
