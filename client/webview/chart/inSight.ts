import uPlot from 'uplot';
import type { PlotSeries } from './marks.ts';
import type { PlotContent } from './plot.ts';
import { type Layer, stacked } from './stack.ts';

/** The series that are switched on, and the values from the bottom to the top of the axis. */
export interface InSight {
  readonly series: readonly PlotSeries[];
  /** Of a stack, as many as there are series. */
  readonly layers: readonly Layer[];
  readonly min: number;
  readonly max: number;
}

/** What of a plot's content is in sight, and the range that its values take there. */
export function inSight({ series, off, drawing, log, range }: PlotContent): InSight {
  const shown = series.filter(({ name }) => !off.has(name));
  const layers = drawing === 'stacked' ? stacked(shown.map(({ values }) => values)) : [];
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  const take = (times: Float64Array, values: Float64Array) => {
    for (let i = 0; i < times.length; i++) {
      const time = times[i] as number;
      const value = values[i] as number;
      if (time >= range.from && time <= range.to && (!log || value > 0)) {
        min = value < min ? value : min;
        max = value > max ? value : max;
      }
    }
  };
  for (const [index, { times, values }] of shown.entries()) {
    const layer = layers[index];
    take(times, layer?.upper ?? values);
    if (layer !== undefined) {
      take(times, layer.lower);
    }
  }
  if (drawing === 'bars' && !log) {
    min = Math.min(min, 0);
    max = Math.max(max, 0);
  }
  if (min > max) {
    [min, max] = log ? [1, 10] : [0, 1];
  }
  const [low, high] = log ? logRange(min, max) : uPlot.rangeNum(min, max, 0.08, true);
  return { series: shown, layers, min: low ?? min, max: high ?? max };
}

/** The range on a logarithmic axis, to round values. */
function logRange(min: number, max: number): [number, number] {
  const size = (value: number) => 10 ** Math.floor(Math.log10(value) + 1e-9);
  const low = Math.floor(min / size(min) + 1e-9) * size(min);
  const high = Math.ceil(max / size(max) - 1e-9) * size(max);
  return low < high ? [low, high] : [low / 2, high * 2];
}
