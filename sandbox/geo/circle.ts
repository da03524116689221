import type { Cell } from './cell.ts';
import { angleBetween, chord, chordOf, chordToEdge } from './distance.ts';
import type { Path } from './path.ts';
import type { Region } from './region.ts';
import type { Vector } from './vector.ts';

/** All places within an angle of one. */
export class Circle implements Region {
  readonly cost = 1;
  readonly #center: Vector;
  readonly #radius: number;
  readonly #chord: number;

  /** The radius in radians, along the surface. */
  constructor(center: Vector, radius: number) {
    this.#center = center;
    this.#radius = radius;
    this.#chord = chordOf(radius);
  }
  contains(place: Vector): boolean {
    return chord(this.#center, place) <= this.#chord;
  }
  touches(cell: Cell): boolean {
    if (this.#chord < 0) return false;
    if (cell.contains(this.#center)) return true;
    const [a, b, c, d] = cell.corners();
    const sides = [
      [a, b],
      [b, c],
      [c, d],
      [d, a],
    ] as const;
    return sides.some(([from, to]) => chordToEdge(this.#center, from, to) <= this.#chord);
  }
  /** The angle to a place, 0 within. */
  angleTo(place: Vector): number {
    return this.#outside(angleBetween(this.#center, place));
  }
  angleToPath(path: Path): number {
    return this.#outside(path.angleTo(this.#center));
  }
  #outside(angle: number): number {
    return angle - this.#radius < 0 ? 0 : angle - this.#radius;
  }
}
