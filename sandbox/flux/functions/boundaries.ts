import { type Composed, composed } from '../registry.ts';

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** The last day of a name before today, from midnight to midnight. */
function lastOf(name: string, day: number): Composed {
  return composed(
    `${name}()`,
    `() => {
      today = date.truncate(t: now(), unit: 1d)
      passed = (date.weekDay(t: today) + ${7 - day}) % 7
      back = if passed == 0 then 7 else passed
      start = date.sub(d: date.scale(d: 1d, n: back), from: today)
      return {start: start, stop: date.add(d: 1d, to: start)}
    }`,
    ['date'],
  );
}

/** Package date/boundaries. */
export const boundaries: readonly Composed[] = [
  ...days.map(lastOf),
  composed(
    'yesterday()',
    `() => {
      today = date.truncate(t: now(), unit: 1d)
      return {start: date.sub(d: 1d, from: today), stop: today}
    }`,
    ['date'],
  ),
  composed(
    'month(?month_offset: int)',
    `(month_offset=0) => {
      start = date.add(d: date.scale(d: 1mo, n: month_offset), to: date.truncate(t: now(), unit: 1mo))
      return {start: start, stop: date.add(d: 1mo, to: start)}
    }`,
    ['date'],
  ),
  composed(
    'week(?start_sunday: bool, ?week_offset: int)',
    `(start_sunday=false, week_offset=0) => {
      today = date.truncate(t: now(), unit: 1d)
      passed = (date.weekDay(t: today) + (if start_sunday then 0 else 6)) % 7
      start = date.add(d: date.scale(d: 1d, n: 7 * week_offset - passed), to: today)
      return {start: start, stop: date.add(d: 1w, to: start)}
    }`,
    ['date'],
  ),
];
