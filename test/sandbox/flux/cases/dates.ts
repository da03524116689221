import { type Example, type Family, strict } from './case.ts';

const berlin = '{zone: "Europe/Berlin", offset: 0s}';
/** A part of the date: at a time, there in Berlin two hours on, and at a duration from now, noon of the inputs' day. */
const part = (name: string, at: string, wanted: string, ...more: readonly Example[]) =>
  strict([`date.${name}(t: ${at})`, wanted], ...more);

/** Package date. */
export const dates: Family = {
  path: 'date',
  values: {
    second: part('second', '2030-05-15T10:11:12Z', '12'),
    minute: part('minute', '2030-05-15T10:11:12Z', '11', ['date.minute(t: -20m)', '40']),
    hour: part(
      'hour',
      '2030-05-15T10:11:12Z',
      '10',
      ['date.hour(t: -3h)', '9'],
      [`date.hour(t: 2030-05-15T10:11:12Z, location: ${berlin})`, '12'],
    ),
    weekDay: part('weekDay', '2030-05-15T10:11:12Z', '3', ['date.weekDay(t: 2030-05-19T00:00:00Z)', '0']),
    monthDay: part('monthDay', '2030-05-15T10:11:12Z', '15', [
      `date.monthDay(t: 2030-05-31T23:00:00Z, location: ${berlin})`,
      '1',
    ]),
    yearDay: part('yearDay', '2030-02-01T00:00:00Z', '32', ['date.yearDay(t: 2028-12-31T00:00:00Z)', '366']),
    month: part('month', '2030-05-15T10:11:12Z', '5'),
    year: part('year', '2030-05-15T10:11:12Z', '2030', ['date.year(t: -6mo)', '2029']),
    week: part('week', '2030-05-15T10:11:12Z', '20', ['date.week(t: 2027-01-01T00:00:00Z)', '53']),
    quarter: part('quarter', '2030-05-15T10:11:12Z', '2', ['date.quarter(t: 2030-12-31T00:00:00Z)', '4']),
    millisecond: part('millisecond', '2030-05-15T10:11:12.123456789Z', '123'),
    microsecond: part('microsecond', '2030-05-15T10:11:12.123456789Z', '123456'),
    nanosecond: part('nanosecond', '2030-05-15T10:11:12.123456789Z', '123456789', [
      'date.nanosecond(t: 1969-12-31T23:59:59.999999999Z)',
      '999999999',
    ]),
    truncate: strict(
      ['date.truncate(t: 2030-05-15T10:11:12Z, unit: 1h)', '10:00'],
      ['date.truncate(t: 2030-05-15T10:11:12Z, unit: 1mo)', '2030-05-01T00:00:00Z'],
      ['date.truncate(t: 2030-05-15T10:11:12Z, unit: 1w)', '2030-05-09T00:00:00Z'],
      ['date.truncate(t: -90m, unit: 1h)', '10:00'],
      [`date.truncate(t: 2030-05-15T10:00:00Z, unit: 1d, location: ${berlin})`, '2030-05-14T22:00:00Z'],
    ),
    add: strict(
      ['date.add(d: 90m, to: 2030-05-15T10:00:00Z)', '11:30'],
      ['date.add(d: 1mo, to: 2030-01-31T00:00:00Z)', '2030-02-28T00:00:00Z'],
      ['date.add(d: 1h, to: -2h)', '11:00'],
    ),
    sub: strict(
      ['date.sub(d: 90m, from: 2030-05-15T10:00:00Z)', '08:30'],
      ['date.sub(d: 1mo, from: 2030-03-31T00:00:00Z)', '2030-02-28T00:00:00Z'],
    ),
    time: strict(['date.time(t: 2030-05-15T10:00:00Z)', '10:00'], ['date.time(t: -1h)', '11:00']),
    scale: strict(
      ['date.scale(d: 1h30m, n: 2)', '3h'],
      ['date.scale(d: 1mo, n: -3)', '-3mo'],
      ['date.scale(d: 1h, n: 0)', '0ns'],
    ),
  },
};

/** From one midnight to another, seen from a Wednesday. */
const day = (call: string, start: string, stop: string): Example => [
  `boundaries.${call}`,
  `{start: ${start}T00:00:00.000000000Z, stop: ${stop}T00:00:00.000000000Z}`,
];

/** Package date/boundaries. The day that is now is a week ago. */
export const boundaries: Family = {
  path: 'date/boundaries',
  values: {
    yesterday: { values: [day('yesterday()', '2030-05-14', '2030-05-15')], nulls: [] },
    monday: { values: [day('monday()', '2030-05-13', '2030-05-14')], nulls: [] },
    tuesday: { values: [day('tuesday()', '2030-05-14', '2030-05-15')], nulls: [] },
    wednesday: { values: [day('wednesday()', '2030-05-08', '2030-05-09')], nulls: [] },
    thursday: { values: [day('thursday()', '2030-05-09', '2030-05-10')], nulls: [] },
    friday: { values: [day('friday()', '2030-05-10', '2030-05-11')], nulls: [] },
    saturday: { values: [day('saturday()', '2030-05-11', '2030-05-12')], nulls: [] },
    sunday: { values: [day('sunday()', '2030-05-12', '2030-05-13')], nulls: [] },
    week: {
      values: [
        day('week()', '2030-05-13', '2030-05-20'),
        day('week(start_sunday: true)', '2030-05-12', '2030-05-19'),
        day('week(week_offset: -1)', '2030-05-06', '2030-05-13'),
      ],
      nulls: [],
    },
    month: {
      values: [
        day('month()', '2030-05-01', '2030-06-01'),
        day('month(month_offset: -1)', '2030-04-01', '2030-05-01'),
      ],
      nulls: [],
    },
  },
};

/** Package timezone. */
export const timezones: Family = {
  path: 'timezone',
  values: {
    location: strict(['timezone.location(name: "Europe/Berlin")', '{offset: 0ns, zone: Europe/Berlin}']),
    fixed: strict(['timezone.fixed(offset: -8h)', '{offset: -8h, zone: UTC}']),
  },
};
