import { type LatLon, latLon, unit, type Vector } from './vector.ts';

// Cells of Google's S2 (s2geometry.io/devguide/s2cell_hierarchy): the six faces of a cube around the earth, each divided
// in four, thirty times over. A cell's id is its face and its place along a Hilbert curve.

export const deepest = 30;

/** For each turn of the curve: the quarters (i in the high bit, j in the low one) in the order in which it visits them. */
const quarters = [
  [0, 1, 3, 2],
  [0, 2, 3, 1],
  [3, 2, 0, 1],
  [3, 1, 0, 2],
] as const;
/** How the curve turns in each quarter that it visits. */
const turns = [1, 0, 0, 3] as const;

/** How far a cell reaches on its face, in the projection in which great circles are straight lines. */
export interface Bounds {
  readonly u: readonly [number, number];
  readonly v: readonly [number, number];
}

export class Cell {
  readonly face: number;
  readonly level: number;
  readonly #i: number;
  readonly #j: number;
  readonly #turn: number;
  readonly #position: bigint;

  private constructor(face: number, level: number, i: number, j: number, turn: number, position: bigint) {
    this.face = face;
    this.level = level;
    this.#i = i;
    this.#j = j;
    this.#turn = turn;
    this.#position = position;
  }

  static face(face: number): Cell {
    return new Cell(face, 0, 0, 0, face & 1, 0n);
  }
  static readonly faces: readonly Cell[] = [0, 1, 2, 3, 4, 5].map((face) => Cell.face(face));

  /** The cell of a level that holds a place. */
  static at(place: Vector, level: number): Cell {
    const { face, u, v } = faceOf(place);
    const size = 2 ** deepest;
    const [i, j] = [u, v].map((part) =>
      Math.min(Math.max(Math.floor(size * fromProjection(part)), 0), size - 1),
    );
    let cell = Cell.face(face);
    while (cell.level < level) {
      const shift = deepest - 1 - cell.level;
      const quarter = ((((i ?? 0) >>> shift) & 1) << 1) | (((j ?? 0) >>> shift) & 1);
      cell = cell.child((quarters[cell.#turn] ?? quarters[0]).indexOf(quarter as 0 | 1 | 2 | 3));
    }
    return cell;
  }

  /** Undefined for what is no cell's token. */
  static parse(token: string): Cell | undefined {
    if (!/^[0-9a-f]{1,16}$/i.test(token)) return undefined;
    const id = BigInt(`0x${token.padEnd(16, '0')}`);
    const end = (id & -id).toString(2).length - 1;
    const face = Number(id >> 61n);
    if (id === 0n || face > 5 || end % 2 === 1) return undefined;
    let cell = Cell.face(face);
    for (const level = deepest - end / 2; cell.level < level; ) {
      cell = cell.child(Number((id >> BigInt(59 - 2 * cell.level)) & 3n));
    }
    return cell;
  }

  /** Counted along the curve. */
  child(index: number): Cell {
    const quarter = quarters[this.#turn]?.[index] ?? 0;
    return new Cell(
      this.face,
      this.level + 1,
      this.#i * 2 + (quarter >> 1),
      this.#j * 2 + (quarter & 1),
      this.#turn ^ (turns[index] ?? 0),
      this.#position * 4n + BigInt(index),
    );
  }
  children(): readonly Cell[] {
    return [0, 1, 2, 3].map((index) => this.child(index));
  }

  /** The cell's id in hexadecimal digits, without the zeros at the end. */
  get token(): string {
    const id =
      (BigInt(this.face) << 61n) | ((this.#position * 2n + 1n) << BigInt(2 * (deepest - this.level)));
    return id.toString(16).padStart(16, '0').replace(/0+$/, '');
  }

  /** The token of the cell of a higher level in which this one lies. */
  parentToken(level: number): string {
    const position = this.#position >> BigInt(2 * (this.level - level));
    return new Cell(this.face, level, 0, 0, 0, position).token;
  }

  get bounds(): Bounds {
    const size = 2 ** -this.level;
    const [i, j] = [this.#i, this.#j];
    return {
      u: [toProjection(i * size), toProjection((i + 1) * size)],
      v: [toProjection(j * size), toProjection((j + 1) * size)],
    };
  }
  get center(): Vector {
    return unit(this.#middle());
  }
  get centerDegrees(): LatLon {
    return latLon(this.#middle());
  }
  #middle(): Vector {
    const size = 2 ** -this.level;
    return onFace(this.face, toProjection((this.#i + 0.5) * size), toProjection((this.#j + 0.5) * size));
  }
  /** Counterclockwise. */
  corners(): readonly [Vector, Vector, Vector, Vector] {
    const {
      u: [west, east],
      v: [south, north],
    } = this.bounds;
    const corner = (u: number, v: number) => unit(onFace(this.face, u, v));
    return [corner(west, south), corner(east, south), corner(east, north), corner(west, north)];
  }
  contains(place: Vector): boolean {
    const [w, u, v] = alongFace(this.face, place);
    const { u: us, v: vs } = this.bounds;
    const within = (value: number, [low, high]: readonly [number, number]) =>
      value >= low - Number.EPSILON && value <= high + Number.EPSILON;
    return w > 0 && within(u / w, us) && within(v / w, vs);
  }
}

/** A place seen from a face: how far it is towards the face, and along its two axes. */
export function alongFace(face: number, { x, y, z }: Vector): readonly [number, number, number] {
  switch (face) {
    case 0:
      return [x, y, z];
    case 1:
      return [y, -x, z];
    case 2:
      return [z, -x, -y];
    case 3:
      return [-x, -z, -y];
    case 4:
      return [-y, -z, x];
    default:
      return [-z, y, x];
  }
}

function onFace(face: number, u: number, v: number): Vector {
  switch (face) {
    case 0:
      return { x: 1, y: u, z: v };
    case 1:
      return { x: -u, y: 1, z: v };
    case 2:
      return { x: -u, y: -v, z: 1 };
    case 3:
      return { x: -1, y: -v, z: -u };
    case 4:
      return { x: v, y: -1, z: -u };
    default:
      return { x: v, y: u, z: -1 };
  }
}

function faceOf(place: Vector): { readonly face: number; readonly u: number; readonly v: number } {
  const parts = [place.x, place.y, place.z];
  const [x = 0, y = 0, z = 0] = parts.map(Math.abs);
  const axis = x > y ? (x > z ? 0 : 2) : y > z ? 1 : 2;
  const face = (parts[axis] ?? 0) < 0 ? axis + 3 : axis;
  const [w, u, v] = alongFace(face, place);
  return { face, u: u / w, v: v / w };
}

/** S2's quadratic projection: cells of one level are of almost one size. */
function toProjection(s: number): number {
  return s >= 0.5 ? (1 / 3) * (4 * s * s - 1) : (1 / 3) * (1 - 4 * (1 - s) * (1 - s));
}

function fromProjection(u: number): number {
  return u >= 0 ? 0.5 * Math.sqrt(1 + 3 * u) : 1 - 0.5 * Math.sqrt(1 - 3 * u);
}
