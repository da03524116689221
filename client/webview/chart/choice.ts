import type { ChartColumns, SeriesBy, SeriesPick } from '../protocol.ts';

/** How series are drawn. */
export type Drawing = 'line' | 'step' | 'points' | 'bars' | 'stacked';

/** How a person wants a chart. */
export interface ChartChoice {
  readonly drawing: Drawing | 'histogram';
  readonly time: string;
  readonly values: readonly string[];
  readonly by: SeriesBy;
  readonly pick: SeriesPick;
  /** A chart for each value column, or one for all. */
  readonly split: boolean;
  readonly log: boolean;
  /** The column of the histogram. */
  readonly column: string;
}

export const FIRST_CHOICE: ChartChoice = {
  drawing: 'line',
  time: '',
  values: [],
  by: { kind: 'key' },
  pick: { filter: '', order: 'answer', most: 200 },
  split: true,
  log: false,
  column: '',
};

/** Value columns that are drawn without being asked for. */
const FIRST_VALUES = 4;

/** The choice for what there is to choose from: what is not there any more is replaced by what is. */
export function fitting(choice: ChartChoice, { times, values, tags }: ChartColumns): ChartChoice {
  const labels = values.map(({ label }) => label);
  const kept = choice.values.filter((label) => labels.includes(label));
  const first = labels[0] === '_value' ? ['_value'] : labels.slice(0, FIRST_VALUES);
  const { by } = choice;
  const byLabels = by.kind === 'columns' ? by.labels.filter((label) => tags.includes(label)) : [];
  return {
    ...choice,
    time: times.includes(choice.time) ? choice.time : (times[0] ?? ''),
    values: kept.length > 0 ? kept : first,
    by: by.kind === 'columns' ? { kind: 'columns', labels: byLabels } : by,
    column: labels.includes(choice.column) ? choice.column : (labels[0] ?? ''),
  };
}

/** Why there is nothing to draw over time; the empty text when there is. */
export function missing({ times, values, tags }: ChartColumns): string {
  if (values.length === 0) {
    const texts = tags.length > 0 ? ' Texts cannot be drawn.' : '';
    return `There is no column of numbers here.${texts}`;
  }
  return times.length === 0 ? 'There is no column of times here, so nothing can be drawn over time.' : '';
}
