import { alongFace, type Cell } from './cell.ts';
import { angleOf, chordBetweenEdges, chordToEdge } from './distance.ts';
import { between, changesSides, edgesCross, reference } from './orientation.ts';
import type { Path } from './path.ts';
import type { Region } from './region.ts';
import { cross, dot, same, type Vector } from './vector.ts';

/** How far off an edge may seem to be from a cell that it touches. */
const touching = 2.4e-15;
/** Some place that nobody names. */
const origin: Vector = { x: -0.0099994664350250197, y: 0.0025924542609324121, z: 0.99994664350250195 };

type Edge = readonly [Vector, Vector];

/** The smaller of the two areas that a closed line divides the sphere into. Its sides are parts of great circles. */
export class Polygon implements Region {
  readonly #edges: readonly Edge[];
  readonly #originInside: boolean;

  /**
   * The corners in either direction; the last one may repeat the first.
   *
   * @throws RangeError in words for a line that has no inside: it crosses or touches itself, or encloses nothing.
   */
  constructor(corners: readonly Vector[]) {
    const [first, last] = [corners[0], corners.at(-1)];
    const closed = first && last && first !== last && same(first, last);
    const ring = closed ? corners.slice(0, -1) : corners;
    refuseCrossings(edgesOf(ring));
    const ordered = signedArea(ring) >= 0 ? ring : [...ring].reverse();
    this.#edges = edgesOf(ordered);
    const [before, corner, after] = ordered;
    if (!before || !corner || !after) throw new RangeError('encloses nothing');
    this.#originInside = false;
    // Around a corner it is plain where the inside is; from there it is known for everywhere else.
    this.#originInside = between(reference(corner), before, after, corner) !== this.contains(corner);
  }
  get cost(): number {
    return this.#edges.length;
  }
  contains(place: Vector): boolean {
    let inside = this.#originInside;
    for (const [a, b] of this.#edges) if (changesSides(origin, place, a, b)) inside = !inside;
    return inside;
  }
  touches(cell: Cell): boolean {
    return this.#edges.some(([a, b]) => edgeTouches(a, b, cell)) || this.contains(cell.center);
  }
  /** The angle to a place, 0 within. */
  angleTo(place: Vector): number {
    if (this.contains(place)) return 0;
    let nearest = 4;
    for (const [a, b] of this.#edges) nearest = Math.min(nearest, chordToEdge(place, a, b));
    return angleOf(nearest);
  }
  /** NaN for a path without edges. */
  angleToPath(path: Path): number {
    const [start, next] = path.places;
    if (!start || !next) return Number.NaN;
    if (this.contains(start)) return 0;
    let nearest = 4;
    for (const [a, b] of path.edges()) {
      for (const [c, d] of this.#edges) nearest = Math.min(nearest, chordBetweenEdges(a, b, c, d));
    }
    return angleOf(nearest);
  }
}

function edgesOf(ring: readonly Vector[]): Edge[] {
  return ring.map((corner, index) => [corner, ring[(index + 1) % ring.length] ?? corner]);
}

/** The area to the left of the line, less than zero when that is more than half of the sphere. */
function signedArea(ring: readonly Vector[]): number {
  const [a] = ring;
  let sum = 0;
  for (let i = 1; i + 1 < ring.length; i++) {
    const [b, c] = [ring[i], ring[i + 1]];
    if (!a || !b || !c) continue;
    // Van Oosterom and Strackee: the angle of the corner that a triangle makes with the centre.
    sum += 2 * Math.atan2(dot(a, cross(b, c)), 1 + dot(a, b) + dot(b, c) + dot(c, a));
  }
  const whole = 4 * Math.PI;
  const area = ((sum % whole) + whole) % whole;
  const signed = area >= whole / 2 ? area - whole : area;
  if (Math.abs(signed) < 1e-14) throw new RangeError('encloses nothing');
  return signed;
}

function refuseCrossings(edges: readonly Edge[]): void {
  for (const [index, [a, b]] of edges.entries()) {
    for (let other = index + 1; other < edges.length; other++) {
      const [c, d] = edges[other] ?? [a, b];
      if (same(a, c)) throw new RangeError('repeats a point');
      if (edgesCross(a, b, c, d)) throw new RangeError('crosses itself');
    }
  }
}

/** Cuts the edge off at each side of the cell, as seen from its face; what is left, if anything, lies in the cell. */
function edgeTouches(a: Vector, b: Vector, { face, bounds }: Cell): boolean {
  const [wa, ua, va] = alongFace(face, a);
  const [wb, ub, vb] = alongFace(face, b);
  let [from, to] = [0, 1];
  const keep = (atA: number, atB: number) => {
    if (atA < 0 && atB < 0) to = -1;
    else if (atA < 0) from = Math.max(from, atA / (atA - atB));
    else if (atB < 0) to = Math.min(to, atA / (atA - atB));
  };
  keep(wa, wb);
  keep(ua - wa * (bounds.u[0] - touching), ub - wb * (bounds.u[0] - touching));
  keep(wa * (bounds.u[1] + touching) - ua, wb * (bounds.u[1] + touching) - ub);
  keep(va - wa * (bounds.v[0] - touching), vb - wb * (bounds.v[0] - touching));
  keep(wa * (bounds.v[1] + touching) - va, wb * (bounds.v[1] + touching) - vb);
  return from <= to;
}
