/** A point and the function's value there. */
interface Vertex {
  readonly at: readonly number[];
  readonly value: number;
}
type Objective = (at: readonly number[]) => number;

/** How far the first vertices are from the start, in one direction each. */
const size = 0.05;
/** The search ends when this many rounds together have not gained this much. */
const [rounds, gain] = [100, 1e-4];

/**
 * Searches for the minimum of a function by moving a simplex, after Nelder and Mead (in the form of Lagarias, Reeds, Wright
 * and Wright, https://doi.org/10.1137/S1052623496303470) with the coefficients that Gao and Han recommend for a number of
 * dimensions. Flux uses the implementation of Gonum: sums are made in its order.
 *
 * @throws whatever `objective` throws; the caller bounds the search by that
 */
export function minimize(objective: Objective, start: readonly number[]): Vertex {
  const dimensions = start.length;
  const vertex = (at: readonly number[]): Vertex => ({ at, value: objective(at) });
  const expansion = 1 + 2 / dimensions;
  const contraction = 0.75 - 1 / (2 * dimensions);
  const shrinking = 1 - 1 / dimensions;

  const near = start.map((_, i) => vertex(start.map((x, j) => (i === j ? x + size : x))));
  let simplex = sorted([...near, vertex(start)]);
  let centroid = centroidOf(simplex, dimensions);
  const worst = () => simplex[dimensions] as Vertex;
  const best = () => simplex[0] as Vertex;
  const along = (scale: number) => {
    const { at } = worst();
    return vertex(centroid.map((x, i) => (x - (at[i] ?? 0)) * scale + x));
  };
  const replaceWorst = (added: Vertex) => {
    const place = simplex.findLastIndex(({ value }, i) => i < dimensions && value < added.value) + 1;
    simplex = simplex.slice(0, dimensions).toSpliced(place, 0, added);
    // Of the centroid only one point has changed: what has become the worst leaves it.
    const { at: gone } = worst();
    centroid = centroid
      .map((x, i) => x + (-1 / dimensions) * (gone[i] ?? 0))
      .map((x, i) => x + (1 / dimensions) * (added.at[i] ?? 0));
  };
  const shrink = () => {
    const { at: fixed } = best();
    simplex = sorted(
      simplex.map((one, i) =>
        i === 0 ? one : vertex(one.at.map((x, j) => (x - (fixed[j] ?? 0)) * shrinking + (fixed[j] ?? 0))),
      ),
    );
    centroid = centroidOf(simplex, dimensions);
  };
  const contract = (reflected: Vertex) => {
    const outside = reflected.value < worst().value;
    const contracted = along(outside ? contraction : -contraction);
    const better = outside ? contracted.value <= reflected.value : contracted.value < worst().value;
    if (better) replaceWorst(contracted);
    else shrink();
  };

  let reached = best().value;
  for (let round = 1; round <= rounds; round++) {
    const reflected = along(1);
    if (reflected.value < best().value) {
      const expanded = along(expansion);
      replaceWorst(expanded.value < reflected.value ? expanded : reflected);
    } else if (reflected.value < (simplex[dimensions - 1]?.value ?? 0)) replaceWorst(reflected);
    else contract(reflected);
    // Whatever is gained on infinity does not count.
    if (!Number.isFinite(reached) || !(reached - best().value > gain)) continue;
    reached = best().value;
    round = 0;
  }
  return best();
}

function sorted(simplex: readonly Vertex[]): readonly Vertex[] {
  return simplex.toSorted((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
}

/** The middle of all but the worst. */
function centroidOf(simplex: readonly Vertex[], dimensions: number): readonly number[] {
  const sum = new Array<number>(dimensions).fill(0);
  for (const { at } of simplex.slice(0, dimensions))
    for (const [i, x] of at.entries()) sum[i] = (sum[i] ?? 0) + x;
  return sum.map((x) => x / dimensions);
}
