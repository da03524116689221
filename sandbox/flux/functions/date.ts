import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { addDuration, toDate, windowStart } from '../time.ts';
import { Duration, Time, typeName, type Value } from '../values.ts';

/** A part of the date that a zone's clocks show. */
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

/** Package date. */
export const dates: readonly Builtin[] = [
  ...Object.entries(parts).map(([name, part]) =>
    builtin(`${name}(t: any, ?location: record)`, (args, context) => {
      const time = new Time(args.zone(context).toLocal(pointOf(args, 't', context).ns));
      return BigInt(part(toDate(time), time));
    }),
  ),
  builtin('truncate(t: any, unit: duration, ?location: record)', (args, context) => {
    const zone = args.zone(context);
    const time = zone.toLocal(pointOf(args, 't', context).ns);
    return new Time(zone.toUtc(windowStart(time, args.duration('unit'), new Duration(0, 0n))));
  }),
  builtin('add(d: duration, to: any, ?location: record)', (args, context) =>
    moved(args, 'to', args.duration('d'), context),
  ),
  builtin('sub(d: duration, from: any, ?location: record)', (args, context) =>
    moved(args, 'from', args.duration('d').negate(), context),
  ),
  // As the clocks of the location show it: not the same instant where they do not stand at UTC.
  builtin(
    'time(t: any, ?location: record)',
    (args, context) => new Time(args.zone(context).toLocal(pointOf(args, 't', context).ns)),
  ),
  builtin('scale(d: duration, n: int)', (args) => {
    const [d, n] = [args.duration('d'), args.int('n')];
    return new Duration(d.months * Number(n), d.ns * n);
  }),
];

/** Package experimental: the two that date has taken over. */
export const experimental: readonly Builtin[] = [
  builtin('addDuration(d: duration, to: any, ?location: record)', (args, context) =>
    moved(args, 'to', args.duration('d'), context),
  ),
  builtin('subDuration(d: duration, from: any, ?location: record)', (args, context) =>
    moved(args, 'from', args.duration('d').negate(), context),
  ),
];

/** A duration added by the calendar and the clocks of a zone. */
function moved(args: Args, name: string, by: Duration, context: Context): Time {
  const zone = args.zone(context);
  const local = new Time(zone.toLocal(pointOf(args, name, context).ns));
  return new Time(zone.toUtc(addDuration(local, by).ns));
}

/** A time, or a duration from now. */
function pointOf(args: Args, name: string, context: Context): Time {
  const value = args.value(name);
  if (value instanceof Time) return value;
  if (value instanceof Duration) return addDuration(context.now(), value);
  throw new FluxError(`cannot convert argument ${name} of type ${typeName(value)} to time`);
}

const names = [
  ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
] as const;

/** Days count from 0, months from 1. */
export const dateConstants: Readonly<Record<string, Value>> = Object.fromEntries([
  ...names[0].map((name, i) => [name, BigInt(i)]),
  ...names[1].map((name, i) => [name, BigInt(i + 1)]),
]);

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
