import { edgesCross } from './orientation.ts';
import { cross, dot, minus, norm, normal, type Vector } from './vector.ts';

// Distances are squares of straight lines through the earth (of radius 1) until they are told: they compare alike, and
// are more precise for places close by.

/** The square of the straight line between two places. */
export function chord(a: Vector, b: Vector): number {
  const difference = minus(a, b);
  return Math.min(4, dot(difference, difference));
}

/** From a square to the angle seen from the centre of the earth, in radians. */
export function angleOf(chord: number): number {
  return 2 * Math.asin(0.5 * Math.sqrt(chord));
}

/** And back; below zero there is nothing. */
export function chordOf(angle: number): number {
  if (angle < 0) return -1;
  const half = Math.sin(0.5 * Math.min(Math.PI, angle));
  return 4 * half * half;
}

/** The angle between two directions, precise for every angle. */
export function angleBetween(a: Vector, b: Vector): number {
  return Math.atan2(norm(cross(a, b)), dot(a, b));
}

/** From a place to the edge ab. */
export function chordToEdge(place: Vector, a: Vector, b: Vector): number {
  const [toA, toB] = [chord(place, a), chord(place, b)];
  const nearest = Math.min(toA, toB);
  if (Math.max(toA, toB) >= nearest + chord(a, b)) return nearest;
  const axis = normal(a, b);
  const along = cross(axis, place);
  if (dot(a, along) >= 0 || dot(b, along) <= 0) return nearest;
  const length = dot(axis, axis);
  const above = dot(place, axis);
  const below = 1 - norm(along) / Math.sqrt(length);
  return Math.min(nearest, (above * above) / length + below * below);
}

/** Between the edges ab and cd; 0 where they cross. */
export function chordBetweenEdges(a: Vector, b: Vector, c: Vector, d: Vector): number {
  if (edgesCross(a, b, c, d)) return 0;
  return Math.min(chordToEdge(a, c, d), chordToEdge(b, c, d), chordToEdge(c, a, b), chordToEdge(d, a, b));
}
