import { angleOf, chordToEdge } from './distance.ts';
import { type LatLon, placeAt, radians, type Vector } from './vector.ts';

/** A line through places, each two joined by the shortest way. */
export class Path {
  readonly points: readonly LatLon[];
  readonly places: readonly Vector[];

  constructor(points: readonly LatLon[]) {
    this.points = points;
    this.places = points.map(({ lat, lon }) => placeAt(lat, lon));
  }

  *edges(): Generator<readonly [Vector, Vector]> {
    let last: Vector | undefined;
    for (const place of this.places) {
      if (last) yield [last, place];
      last = place;
    }
  }
  /** The angle to a place; NaN for a path without edges. */
  angleTo(place: Vector): number {
    let nearest: number | undefined;
    for (const [a, b] of this.edges()) nearest = Math.min(nearest ?? 4, chordToEdge(place, a, b));
    return nearest === undefined ? Number.NaN : angleOf(nearest);
  }
  /** The angles of all edges together, by the haversine formula. */
  get length(): number {
    let sum = 0;
    let last: LatLon | undefined;
    for (const point of this.points) {
      if (last) sum += haversine(last, point);
      last = point;
    }
    return sum;
  }
}

function haversine(a: LatLon, b: LatLon): number {
  const [lat1, lat2] = [radians(a.lat), radians(b.lat)];
  const [dLat, dLon] = [Math.sin(0.5 * (lat2 - lat1)), Math.sin(0.5 * (radians(b.lon) - radians(a.lon)))];
  const x = dLat * dLat + dLon * dLon * Math.cos(lat1) * Math.cos(lat2);
  return 2 * Math.atan2(Math.sqrt(x), Math.sqrt(Math.max(0, 1 - x)));
}
