import type { Cell } from './cell.ts';
import type { Vector } from './vector.ts';

/** An area on the sphere. */
export interface Region {
  contains(place: Vector): boolean;
  /** Whether it has anything in common with a cell. */
  touches(cell: Cell): boolean;
  /** What asking either costs, in steps of the evaluator. */
  readonly cost: number;
}
