import type { Cell } from './cell.ts';
import { angleOf, chordToEdge } from './distance.ts';
import { edgesCross } from './orientation.ts';
import type { Region } from './region.ts';
import { cross, dot, latitude, longitude, normal, placeAtRadians, unit, type Vector } from './vector.ts';

/** Low and high end, radians. */
type Interval = readonly [number, number];

/** All places between two latitudes and two longitudes. Its northern and southern sides follow the parallels. */
export class Box implements Region {
  readonly cost = 1;
  readonly #lat: Interval;
  readonly #lon: Interval;

  /** Radians, from low to high; a box does not reach over the antimeridian. */
  constructor(lat: Interval, lon: Interval) {
    this.#lat = lat;
    this.#lon = lon;
  }
  contains(place: Vector): boolean {
    return within(latitude(place), this.#lat) && this.#hasLongitude(longitude(place));
  }
  touches(cell: Cell): boolean {
    const corners = cell.corners();
    if (corners.some((corner) => this.contains(corner))) return true;
    const [[south, north], [west, east]] = [this.#lat, this.#lon];
    const own = [south, north].flatMap((lat) => [west, east].map((lon) => placeAtRadians(lat, lon)));
    if (own.some((corner) => cell.contains(corner))) return true;
    return corners.some((a, index) => {
      const b = corners[(index + 1) % 4] ?? a;
      return (
        [west, east].some((lon) =>
          edgesCross(a, b, placeAtRadians(south, lon), placeAtRadians(north, lon)),
        ) || [south, north].some((lat) => this.#crossesParallel(a, b, lat))
      );
    });
  }
  /** The angle to a place, 0 within. */
  angleTo(place: Vector): number {
    const [lat, lon] = [latitude(place), longitude(place)];
    const [[south, north], [west, east]] = [this.#lat, this.#lon];
    if (this.#hasLongitude(lon)) return Math.max(0, lat - north, south - lat);
    const side = turn(lon - east) <= turn(west - lon) ? east : west;
    return angleOf(chordToEdge(place, placeAtRadians(south, side), placeAtRadians(north, side)));
  }

  /** 180° east is the same as 180° west and counts as the former. */
  #hasLongitude(lon: number): boolean {
    return within(lon === -Math.PI ? Math.PI : lon, this.#lon);
  }

  /** Whether the edge ab crosses a parallel at one of the box's longitudes. */
  #crossesParallel(a: Vector, b: Vector, lat: number): boolean {
    const z = unit(normal(a, b));
    const axis = z.z < 0 ? { x: -z.x, y: -z.y, z: -z.z } : z;
    const y = unit(cross(axis, { x: 0, y: 0, z: 1 }));
    // The northernmost place of the edge's great circle.
    const top = cross(y, axis);
    const height = Math.sin(lat);
    if (Math.abs(height) >= top.z) return false;
    const cosine = height / top.z;
    const sine = Math.sqrt(1 - cosine * cosine);
    return [sine, -sine].some((part) => {
      const place = {
        x: top.x * cosine + y.x * part,
        y: top.y * cosine + y.y * part,
        z: top.z * cosine + y.z * part,
      };
      const onEdge = dot(cross(a, place), z) >= 0 && dot(cross(place, b), z) >= 0;
      return onEdge && this.#hasLongitude(longitude(place));
    });
  }
}

function within(value: number, [low, high]: Interval): boolean {
  return low <= value && value <= high;
}

/** An angle as a part of the full turn, from 0 to 2π. */
function turn(angle: number): number {
  const rest = angle % (2 * Math.PI);
  return rest < 0 ? rest + 2 * Math.PI : rest;
}
