import { type ZoneOffset, zoneOffset } from '../../src/results/zone.ts';
import { LOCAL } from '../protocol.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

/** Distances of ticks in milliseconds; a month and a year stand for the calendar's own. */
export const TIME_STEPS: readonly number[] = [
  ...[0.001, 0.01, 0.1, 1, 10, 100].flatMap((power) => [power, 2 * power, 5 * power]),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 3, 7, 14].map((count) => count * DAY),
  ...[1, 2, 3, 4, 6].map((count) => count * MONTH),
  ...[1, 2, 5, 10, 20, 50, 100].map((count) => count * YEAR),
];

/** Reads times in a zone. */
export class TimeZone {
  /** As it is shown. */
  readonly name: string;
  readonly #offset: ZoneOffset;

  /** A name of the time zone database, `UTC`, or `local`; what the browser does not know is UTC. */
  constructor(zone: string) {
    let name = zone === 'local' ? LOCAL : zone;
    try {
      this.#offset = zoneOffset(name);
    } catch {
      name = 'UTC';
      this.#offset = zoneOffset(name);
    }
    this.name = name;
  }

  /** What has to be added to a time for the zone's clock, in milliseconds. */
  offset(time: number): number {
    return this.#offset(Math.floor(time / SECOND)) * SECOND;
  }

  /** The time at which the zone's clock shows `clock`. */
  at(clock: number): number {
    const time = clock - this.offset(clock);
    return clock - this.offset(time);
  }
}

/** Times from `from` to `to` at round values of the zone's clock. `step` is one of `TIME_STEPS`. */
export function timeTicks(from: number, to: number, step: number, zone: TimeZone): number[] {
  const ticks: number[] = [];
  if (step >= MONTH) {
    const months = step >= YEAR ? 12 * Math.round(step / YEAR) : Math.round(step / MONTH);
    const first = new Date(from + zone.offset(from));
    const month = first.getUTCFullYear() * 12 + first.getUTCMonth();
    for (let at = Math.floor(month / months) * months; ; at += months) {
      const time = zone.at(Date.UTC(Math.floor(at / 12), at % 12));
      if (time > to) {
        return ticks;
      }
      if (time >= from) {
        ticks.push(time);
      }
    }
  }
  // Mondays; weeks are counted from a Thursday.
  const origin = step % (7 * DAY) === 0 ? 4 * DAY : 0;
  const clock = from + zone.offset(from);
  const first = Math.ceil((clock - origin) / step - 1e-9);
  for (let i = first; ; i++) {
    const time = step < HOUR ? origin + i * step - zone.offset(from) : zone.at(origin + i * step);
    if (time > to) {
      return ticks;
    }
    if (time >= from && time !== ticks.at(-1)) {
      ticks.push(time);
    }
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** Ticks' texts: what changes from one to the next, and below it, where it changes, what it belongs to. */
export function tickTexts(ticks: readonly number[], step: number, zone: TimeZone): string[] {
  let above = '';
  return ticks.map((time) => {
    const [text, context] = tickText(time, step, zone);
    const shown = context === above ? text : `${text}\n${context}`;
    above = context;
    return shown;
  });
}

function tickText(time: number, step: number, zone: TimeZone): [text: string, context: string] {
  const clock = new Date(Math.floor(time) + zone.offset(time));
  const year = String(clock.getUTCFullYear());
  if (step >= YEAR) {
    return [year, ''];
  }
  const month = MONTHS[clock.getUTCMonth()] as string;
  if (step >= MONTH) {
    return [month, year];
  }
  const day = `${month} ${clock.getUTCDate()}`;
  if (step >= DAY) {
    return [day, year];
  }
  const minutes = `${two(clock.getUTCHours())}:${two(clock.getUTCMinutes())}`;
  if (step >= MINUTE) {
    return [minutes, `${day}, ${year}`];
  }
  const seconds = two(clock.getUTCSeconds());
  if (step >= SECOND) {
    return [`${minutes}:${seconds}`, `${day}, ${year}`];
  }
  const digits = step >= 1 ? 3 : 6;
  const fraction = (time / SECOND - Math.floor(time / SECOND)).toFixed(digits).slice(1);
  return [`:${seconds}${fraction}`, `${day}, ${minutes}`];
}

/** A time with the digits that tell it from others `precision` milliseconds away. */
export function timeText(time: number, precision: number, zone: TimeZone): string {
  const clock = new Date(Math.floor(time) + zone.offset(time));
  const date = `${clock.getUTCFullYear()}-${two(clock.getUTCMonth() + 1)}-${two(clock.getUTCDate())}`;
  const hours = `${two(clock.getUTCHours())}:${two(clock.getUTCMinutes())}:${two(clock.getUTCSeconds())}`;
  const digits = precision >= SECOND ? 0 : precision >= 1 ? 3 : 6;
  const within = ((time % SECOND) + SECOND) % SECOND;
  const micros = Math.min(999_999, Math.round(within * 1000));
  const fraction = String(micros)
    .padStart(6, '0')
    .slice(0, Math.max(digits, neededDigits(micros)));
  return `${date} ${hours}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Digits of a fraction, given in millionths, up to the last that is not zero, in threes. */
function neededDigits(micros: number): number {
  return micros === 0 ? 0 : micros % 1000 === 0 ? 3 : 6;
}
