import { cross, dot, same, unit, type Vector } from './vector.ts';

/**
 * Which way three places turn: 1 counterclockwise, -1 clockwise, 0 only where two are the same.
 *
 * Never undecided and never contradictory: what rounding leaves open is computed exactly, and places on one great circle
 * are taken as if each were moved by an infinitely small amount of its own (Edelsbrunner and Mücke's simulation of
 * simplicity, in the order in which the S2 library does it).
 */
export function orientation(a: Vector, b: Vector, c: Vector): number {
  const rough = dot(cross(a, b), c);
  if (Math.abs(rough) > 1e-15) return Math.sign(rough);
  if (same(a, b) || same(b, c) || same(a, c)) return 0;
  return exactly(a, b, c);
}

type Exact = readonly [bigint, bigint, bigint];

function exactly(a: Vector, b: Vector, c: Vector): number {
  const rank = (p: Vector, q: Vector) => p.x - q.x || p.y - q.y || p.z - q.z;
  const sorted = [a, b, c].sort(rank);
  const [p, q, r] = sorted.map(({ x, y, z }): Exact => [whole(x), whole(y), whole(z)]);
  if (!p || !q || !r) return 0;
  const [first = a, second] = sorted;
  const swapped = [a, b, c][([a, b, c].indexOf(first) + 1) % 3] === second ? 1 : -1;
  return swapped * (signOf(determinant(p, q, r)) || perturbed(p, q, r));
}

function determinant([ax, ay, az]: Exact, [bx, by, bz]: Exact, [cx, cy, cz]: Exact): bigint {
  return ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
}

/** The first term of the perturbed determinant that is not zero decides; a moves far more than b, b than c, z than y than x. */
function perturbed([ax, ay, az]: Exact, [bx, by, bz]: Exact, [cx, cy, cz]: Exact): number {
  const terms = [
    bx * cy - by * cx,
    bz * cx - bx * cz,
    by * cz - bz * cy,
    cx * ay - cy * ax,
    cx,
    -cy,
    cz * ax - cx * az,
    cz,
    ax * by - ay * bx,
    -bx,
    by,
    ax,
  ];
  return signOf(terms.find((term) => term !== 0n) ?? 1n);
}

function signOf(value: bigint): number {
  return value > 0n ? 1 : value < 0n ? -1 : 0;
}

const bytes = new DataView(new ArrayBuffer(8));

/** A double as a whole number of 2^-1074, which it always is. */
function whole(value: number): bigint {
  bytes.setFloat64(0, Math.abs(value));
  const bits = bytes.getBigUint64(0);
  const [exponent, fraction] = [bits >> 52n, bits & 0xfffffffffffffn];
  const size = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return value < 0 ? -size : size;
}

/** Whether the edges ab and cd cross at a place inside of both. */
export function edgesCross(a: Vector, b: Vector, c: Vector, d: Vector): boolean {
  const turn = orientation(a, c, b);
  return (
    turn !== 0 &&
    orientation(c, b, d) === turn &&
    orientation(b, d, a) === turn &&
    orientation(d, a, c) === turn
  );
}

/**
 * Whether somebody who walks from a to b changes sides of the edge cd. Where they only share an end, of all the edges
 * around that end a walk through it changes the sides of as many as it should.
 */
export function changesSides(a: Vector, b: Vector, c: Vector, d: Vector): boolean {
  if (same(a, b) || same(c, d)) return false;
  if (same(a, c)) return same(b, d) || between(reference(a), d, b, a);
  if (same(b, d)) return between(reference(b), c, a, b);
  if (same(a, d)) return same(b, c) || between(reference(a), c, b, a);
  if (same(b, c)) return between(reference(b), d, a, b);
  return edgesCross(a, b, c, d);
}

/** Whether the direction to b lies between those to a and c, counterclockwise around the place o. */
export function between(a: Vector, b: Vector, c: Vector, o: Vector): boolean {
  const turns = [orientation(b, o, a) >= 0, orientation(c, o, b) >= 0, orientation(a, o, c) > 0];
  return turns.filter(Boolean).length >= 2;
}

/** A direction at a place, always the same one. The numbers are S2's, so that corners fall to the same side. */
export function reference(place: Vector): Vector {
  const [x, y, z] = [Math.abs(place.x), Math.abs(place.y), Math.abs(place.z)];
  const largest = x > y ? (x > z ? 'x' : 'z') : y > z ? 'y' : 'z';
  const next = { x: 'z', y: 'x', z: 'y' }[largest];
  return unit(cross(place, { x: 0.012, y: 0.0053, z: 0.00457, [next]: 1 }));
}
