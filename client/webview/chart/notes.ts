import { counted } from '../format.ts';
import type { ChartColumns, ChartSeries } from '../protocol.ts';
import { oneLine } from '../visibleText.ts';
import type { ChartChoice } from './choice.ts';
import type { TimeZone } from './timeAxis.ts';

const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
];

/** A length of time in one unit: `10 minutes`, `0.5 ms`. */
export function stepText(ms: number): string {
  const [size, name] = UNITS.find(([unit]) => ms >= unit && ms % unit === 0) ?? [1, ''];
  if (name === '') {
    return `${ms} ms`;
  }
  const count = ms / size;
  return count === 1 ? `1 ${name}` : `${count} ${name}s`;
}

/** Says that some rows are left out; the empty text when none is. */
export function filterNote(columns: ChartColumns | undefined): string {
  return columns?.filtered
    ? `Only the ${counted(columns.rows, 'row')} that the table's filters let through.`
    : '';
}

/** What a person must know to read the chart; the empty text for nothing. */
export function notes(
  { step, reason, unordered, series }: ChartSeries,
  { drawing, log }: ChartChoice,
  columns: ChartColumns | undefined,
): string {
  const all = [filterNote(columns)].filter((note) => note !== '');
  if (step > 0) {
    const mean = `Each value is the mean of ${stepText(step)}`;
    const things = drawing === 'stacked' ? 'layers' : 'bars';
    all.push(
      reason === 'times differ'
        ? `${mean}: the series' own times differ, so they cannot be stacked as they are.`
        : `${mean}: there are more times than room for ${things}. Zoom in for the values themselves.`,
    );
  }
  if (unordered > 0) {
    all.push(`The rows of ${unordered} series were not in order of time, and were sorted.`);
  }
  if (log && drawing !== 'stacked' && series.some(({ min }) => min <= 0)) {
    all.push('Values that are not above zero have no place on a logarithmic axis.');
  }
  return all.join(' ');
}

/** What all series have in common, and whose clock the times are. */
export function sharedText({ shared }: ChartSeries, zone: TimeZone): string {
  const tags = shared.map(({ label, value }) => `${oneLine(label)} = ${oneLine(value)}`);
  return [...tags, `times in ${zone.name}`].join(' · ');
}
