/** A layer of a stack, between two lines; both break, as NaN, where no series of the stack has a value. */
export interface Layer {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Puts series with common times on top of each other; where one has no value it adds nothing. */
export function stacked(series: readonly Float64Array[]): Layer[] {
  const length = series[0]?.length ?? 0;
  let below = Float64Array.from({ length }, (_, at) =>
    series.every((values) => Number.isNaN(values[at])) ? Number.NaN : 0,
  );
  return series.map((values) => {
    const lower = below;
    below = lower.map((sum, at) => {
      const value = values[at] as number;
      return Number.isNaN(value) ? sum : sum + value;
    });
    return { lower, upper: below };
  });
}
