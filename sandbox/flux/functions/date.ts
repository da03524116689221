import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { addDuration, toDate, windowStart } from '../time.ts';
import { Duration, Time, typeName } from '../values.ts';

/** A part of the date in UTC. */
const parts: Readonly<Record<string, (date: Date, time: Time) => number | bigint>> = {
  second: (date) => date.getUTCSeconds(),
  minute: (date) => date.getUTCMinutes(),
  hour: (date) => date.getUTCHours(),
  weekDay: (date) => date.getUTCDay(),
  monthDay: (date) => date.getUTCDate(),
  yearDay: (date) => dayOfYear(date),
  month: (date) => date.getUTCMonth() + 1,
  year: (date) => date.getUTCFullYear(),
  week: isoWeek,
  quarter: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  millisecond: (date) => date.getUTCMilliseconds(),
  microsecond: (_, { ns }) => positive(ns, 1_000_000_000n) / 1_000n,
  nanosecond: (_, { ns }) => positive(ns, 1_000_000_000n),
};

/** Package date, in UTC. */
export const dates: readonly Builtin[] = [
  ...Object.entries(parts).map(([name, part]) =>
    builtin(`${name}(t: any, ?location: record)`, (args, context) => {
      const time = pointOf(args, 't', context);
      return BigInt(part(toDate(time), time));
    }),
  ),
  builtin('truncate(t: any, unit: duration, ?location: record)', (args, context) => {
    const time = pointOf(args, 't', context);
    return new Time(windowStart(time.ns, args.duration('unit'), new Duration(0, 0n)));
  }),
  builtin('add(d: duration, to: any, ?location: record)', (args, context) =>
    addDuration(pointOf(args, 'to', context), args.duration('d')),
  ),
  builtin('sub(d: duration, from: any, ?location: record)', (args, context) =>
    addDuration(pointOf(args, 'from', context), args.duration('d').negate()),
  ),
  builtin('time(t: any, ?location: record)', (args, context) => pointOf(args, 't', context)),
];

/** Package experimental: the two that date has taken over. */
export const experimental: readonly Builtin[] = [
  builtin('addDuration(d: duration, to: any, ?location: record)', (args, context) =>
    addDuration(pointOf(args, 'to', context), args.duration('d')),
  ),
  builtin('subDuration(d: duration, from: any, ?location: record)', (args, context) =>
    addDuration(pointOf(args, 'from', context), args.duration('d').negate()),
  ),
];

/** A time, or a duration from now. */
function pointOf(args: Args, name: string, context: Context): Time {
  if (args.has('location')) {
    const zone = args.record('location').get('zone');
    if (zone !== 'UTC') throw new FluxError("the sandbox's dates know the time zone UTC only");
  }
  const value = args.value(name);
  if (value instanceof Time) return value;
  if (value instanceof Duration) return addDuration(context.now(), value);
  throw new FluxError(`cannot convert argument ${name} of type ${typeName(value)} to time`);
}

function positive(value: bigint, modulus: bigint): bigint {
  return ((value % modulus) + modulus) % modulus;
}

function dayOfYear(date: Date): number {
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  return Math.floor((date.getTime() - start) / 86_400_000) + 1;
}

/** The ISO 8601 week: it belongs to the year that holds its Thursday. */
function isoWeek(date: Date): number {
  const thursday = new Date(date.getTime());
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  return Math.ceil(dayOfYear(thursday) / 7);
}
