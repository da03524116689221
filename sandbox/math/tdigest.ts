/** Values that lie close together, as one. */
interface Centroid {
  mean: number;
  weight: number;
}

/**
 * The estimate behind `quantile` and `median`: a merging t-digest (Dunning and Ertl, "Computing extremely accurate
 * quantiles using t-digests"), which takes in 8 × compression values at a time. Other sizes would give other estimates.
 */
export class TDigest {
  readonly #compression: number;
  #merged: Centroid[] = [];
  #waiting: Centroid[] = [];
  #weight = 0;
  #min = Number.MAX_VALUE;
  #max = -Number.MAX_VALUE;

  constructor(compression: number) {
    this.#compression = compression;
  }

  /** NaN has no place among the others and is left out. */
  add(value: number): void {
    if (Number.isNaN(value)) return;
    this.#waiting.push({ mean: value, weight: 1 });
    const most = Math.ceil(this.#compression);
    if (this.#merged.length > 2 * most || this.#waiting.length > 8 * most) this.#merge();
  }

  /** The estimated value at a rank from 0 to 1; NaN without values. */
  quantile(q: number): number {
    this.#merge();
    const [first, ...others] = this.#merged;
    if (!first) return Number.NaN;
    if (others.length === 0) return first.mean;
    const rank = q * this.#weight;
    if (rank <= first.weight / 2) return this.#min + ((2 * rank) / first.weight) * (first.mean - this.#min);
    let before = first;
    let [middle, end] = [first.weight / 2, first.weight];
    for (const centroid of others) {
      const next = end + centroid.weight / 2;
      if (next >= rank) return between(before.mean, next - rank, centroid.mean, rank - middle);
      before = centroid;
      middle = next;
      end += centroid.weight;
    }
    const past = rank - this.#weight - before.weight / 2;
    return between(before.mean, past, this.#max, before.weight / 2 - past);
  }

  #merge(): void {
    const all = [...this.#waiting, ...this.#merged].sort((a, b) => a.mean - b.mean);
    const [first, ...others] = all;
    if (!first || this.#waiting.length === 0) return;
    this.#weight = all.reduce((sum, { weight }) => sum + weight, 0);
    this.#waiting = [];
    let last = first;
    this.#merged = [last];
    let seen = first.weight;
    let limit = this.#weight * this.#shareAt(1);
    for (const centroid of others) {
      seen += centroid.weight;
      if (seen <= limit) {
        last.weight += centroid.weight;
        last.mean += (centroid.weight * (centroid.mean - last.mean)) / last.weight;
      } else {
        limit = this.#weight * this.#shareAt(this.#placeOf((seen - centroid.weight) / this.#weight) + 1);
        last = centroid;
        this.#merged.push(last);
      }
    }
    this.#min = Math.min(this.#min, first.mean);
    this.#max = Math.max(this.#max, last.mean);
  }

  /** The share of all values below a place on the scale, which runs from 0 to the compression. */
  #shareAt(place: number): number {
    const along = (Math.min(place, this.#compression) * Math.PI) / this.#compression - Math.PI / 2;
    return (Math.sin(along) + 1) / 2;
  }
  #placeOf(share: number): number {
    return (this.#compression * (Math.asin(2 * share - 1) + Math.PI / 2)) / Math.PI;
  }
}

function between(a: number, weightA: number, b: number, weightB: number): number {
  const value = (a * weightA + b * weightB) / (weightA + weightB);
  return Math.max(Math.min(a, b), Math.min(value, Math.max(a, b)));
}
