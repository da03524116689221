import type { SeriesPick, SeriesRequest, TimeRange } from '../../../webview/protocol.ts';
import type { Pace } from '../breathe.ts';
import { type Group, type Grouping, groupRows } from './groups.ts';
import { type Source, sourcesOf } from './sources.ts';
import type { ShownRows } from './tables.ts';
import { summarize } from './window.ts';

/** What of a request decides about the series, whatever part of them is in sight. */
export type SeriesChoice = Pick<SeriesRequest, 'time' | 'values' | 'by'>;

/** A series with its points. */
export interface Series {
  readonly tags: readonly string[];
  /** The value column's label. */
  readonly column: string;
  readonly source: Source;
}

const EVERYTHING: TimeRange = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** The series of a view as they stood at one moment; what is known of them is kept for the next range. */
export class Prepared {
  readonly grouping: Grouping;
  readonly #choice: SeriesChoice;
  readonly #sources = new Map<Group, readonly (Source | undefined)[]>();
  /** The groups' greatest and mean values. */
  readonly #ranks = new Map<Group, { readonly max: number; readonly mean: number }>();

  private constructor(grouping: Grouping, choice: SeriesChoice) {
    this.grouping = grouping;
    this.#choice = choice;
  }

  static async from(rows: ShownRows, choice: SeriesChoice, pace: Pace): Promise<Prepared> {
    const drawn = new Set([choice.time, ...choice.values]);
    return new Prepared(await groupRows(rows, choice.by, drawn, pace), choice);
  }

  /** The series to draw, and how many pass the filter. */
  async pick(pick: SeriesPick, pace: Pace): Promise<{ series: Series[]; matching: number }> {
    const wanted = pick.filter.trim().toLowerCase();
    let groups: readonly Group[] = this.grouping.groups;
    if (wanted !== '') {
      groups = groups.filter(({ tags }) => tags.some((tag) => tag.toLowerCase().includes(wanted)));
    }
    const matching = groups.length * this.#choice.values.length;
    const most = Math.max(1, Math.floor(pick.most / this.#choice.values.length));
    if (groups.length > most) {
      groups =
        pick.order === 'answer' ? groups.slice(0, most) : await this.#top(groups, pick.order, most, pace);
    }
    const series: Series[] = [];
    for (const group of groups) {
      for (const [index, source] of (await this.#of(group, pace)).entries()) {
        if (source !== undefined) {
          series.push({ tags: group.tags, column: this.#choice.values[index] as string, source });
        }
      }
    }
    return { series, matching };
  }

  async #of(group: Group, pace: Pace): Promise<readonly (Source | undefined)[]> {
    let sources = this.#sources.get(group);
    if (sources === undefined) {
      sources = await sourcesOf(group, this.#choice.time, this.#choice.values, pace);
      this.#sources.set(group, sources);
    }
    return sources;
  }

  /** The groups with the greatest values, in the order of the answer. */
  async #top(
    groups: readonly Group[],
    order: 'max' | 'mean',
    most: number,
    pace: Pace,
  ): Promise<readonly Group[]> {
    const ranked: { group: Group; rank: number }[] = [];
    for (const group of groups) {
      ranked.push({ group, rank: (await this.#rank(group, pace))[order] });
    }
    ranked.sort((a, b) => b.rank - a.rank);
    const kept = new Set(ranked.slice(0, most).map(({ group }) => group));
    return groups.filter((group) => kept.has(group));
  }

  async #rank(group: Group, pace: Pace): Promise<{ readonly max: number; readonly mean: number }> {
    let rank = this.#ranks.get(group);
    if (rank === undefined) {
      let max = Number.NEGATIVE_INFINITY;
      let mean = Number.NEGATIVE_INFINITY;
      for (const source of await this.#of(group, pace)) {
        if (source !== undefined) {
          const found = await summarize(source, EVERYTHING, pace);
          // Nothing is greater than NaN, so series without values come last.
          max = found.max > max ? found.max : max;
          mean = found.mean > mean ? found.mean : mean;
        }
      }
      rank = { max, mean };
      this.#ranks.set(group, rank);
    }
    return rank;
  }
}

/** From the first to the last time of some series. */
export function extentOf(series: readonly Series[]): TimeRange | undefined {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { source } of series) {
    if (source.length > 0) {
      from = Math.min(from, source.time(0));
      to = Math.max(to, source.time(source.length - 1));
    }
  }
  return from <= to ? { from, to } : undefined;
}
