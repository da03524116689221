import type { View } from './table.ts';

/** What the page asks in order to draw a view. */
export interface ChartQuestions {
  /** What of a view can be drawn. */
  chartColumns: { ask: { readonly view: View }; answer: ChartColumns };
  /** The series of a view, for a range of time and as many pixels. */
  chartSeries: { ask: SeriesRequest; answer: ChartSeries };
  /** How a column's values are spread. */
  histogram: { ask: { readonly view: View; readonly column: string }; answer: Histogram };
  /** Saves a picture; asks where. */
  saveChart: { ask: PictureRequest; answer: { readonly saved: boolean } };
}

export interface ChartColumns {
  readonly rows: number;
  /** Whether these are only the rows that the view's filters let through. */
  readonly filtered: boolean;
  /** Columns of times by label, the one to begin with first. */
  readonly times: readonly string[];
  /** Columns that can be drawn as numbers, the one to begin with first. */
  readonly values: readonly { readonly label: string; readonly type: string }[];
  /** Columns whose values can tell series apart. */
  readonly tags: readonly string[];
}

/**
 * What makes a series: the group key but for its times (tables that agree in the rest are one series), each table, or the
 * values of some columns.
 */
export type SeriesBy =
  | { readonly kind: 'key' | 'table' }
  | { readonly kind: 'columns'; readonly labels: readonly string[] };

/** What of all series is drawn. */
export interface SeriesPick {
  /** Text that the series' names contain, whatever the case. */
  readonly filter: string;
  readonly order: 'answer' | 'max' | 'mean';
  readonly most: number;
}

/**
 * What the series' times have to do with each other: nothing (each has its own), or all series have the same times, for bars side
 * by side; for a stack every series also needs a value at every one of them.
 */
export type SeriesTimes = 'own' | 'common' | 'stacked';

export interface SeriesRequest {
  readonly view: View;
  /** Columns by label. */
  readonly time: string;
  readonly values: readonly string[];
  readonly by: SeriesBy;
  readonly pick: SeriesPick;
  readonly times: SeriesTimes;
  /** The range in sight, in milliseconds since 1970; all there is if it is not given. */
  readonly range: TimeRange | undefined;
  /** The plot's width in pixels. */
  readonly width: number;
}

/** Both ends are included. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface Tag {
  readonly label: string;
  readonly value: string;
}

export interface ChartSeries {
  /** Tags that all series share. */
  readonly shared: readonly Tag[];
  /** The labels of the tags that tell the series apart. */
  readonly labels: readonly string[];
  /** How many series there are, and how many of them pass the filter. */
  readonly found: number;
  readonly matching: number;
  /** From the first to the last time of the series that are drawn; undefined without any. */
  readonly extent: TimeRange | undefined;
  readonly series: readonly SeriesHead[];
  /**
   * Times in milliseconds since 1970 with fractions, and values, NaN where a line has to break: those of all series one after
   * another. With `common` there is one list of times, and each series has a value for each.
   */
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly common: boolean;
  /** The values are means of so many milliseconds; 0 when they are the rows' own. */
  readonly step: number;
  /** Why they are means. */
  readonly reason: 'too many' | 'times differ' | '';
  /** Series whose rows had to be put in order. */
  readonly unordered: number;
  /** Rows in the range. */
  readonly rows: number;
}

export interface SeriesHead {
  /** The values of the tags that `labels` names. */
  readonly tags: readonly string[];
  /** The value column's label. */
  readonly column: string;
  /** The series' place in `values`; also in `times`, unless they are common. */
  readonly start: number;
  readonly end: number;
  /** Of the rows in the range; NaN without a value. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly last: number;
}

export interface Histogram {
  readonly column: string;
  /** Values counted. */
  readonly count: number;
  readonly nulls: number;
  /** NaN and infinities, which are in no bin. */
  readonly notFinite: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** The bins' bounds, ascending, one more than there are bins; a bin holds its lower bound, the last one also its upper. */
  readonly bounds: Float64Array;
  readonly counts: Float64Array;
}

export interface PictureRequest {
  /** The picture as PNG, in base64. */
  readonly png: string;
}
