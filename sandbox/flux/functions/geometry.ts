import { Box } from '../../geo/box.ts';
import { Circle } from '../../geo/circle.ts';
import { angleBetween } from '../../geo/distance.ts';
import { Path } from '../../geo/path.ts';
import { Polygon } from '../../geo/polygon.ts';
import { placeAt, radians, type Vector } from '../../geo/vector.ts';
import { FluxError } from '../errors.ts';
import { FluxRecord, typeName, type Value } from '../values.ts';

/** What a record says of the earth's surface. A box's outline has straight sides, the box itself follows the parallels. */
export type Geometry =
  | { readonly type: 'point'; readonly place: Vector }
  | { readonly type: 'box'; readonly region: Box; readonly outline: () => Polygon }
  | { readonly type: 'circle'; readonly region: Circle }
  | { readonly type: 'polygon'; readonly region: Polygon }
  | { readonly type: 'polyline'; readonly path: Path };

/** S2's mean radius of the earth. */
const kilometers = 6371.01;
const earthRadius: ReadonlyMap<string, number> = new Map([
  ['m', kilometers * 1000],
  ['km', kilometers],
  ['mile', kilometers / 1.609344],
]);

/** The earth's radius in the units of distance that a record asks for. @throws FluxError */
export function radiusIn(units: FluxRecord): number {
  const [label, ...others] = units.labels();
  const distance = units.get('distance');
  if (label !== 'distance' || others.length > 0) {
    throw new FluxError('invalid units parameter: missing field: distance');
  }
  if (distance === null) throw new FluxError('invalid units parameter: distance field is null');
  const radius = earthRadius.get(String(distance));
  if (radius === undefined) {
    throw new FluxError(`invalid units parameter: unsupported distance unit '${distance}'`);
  }
  return radius;
}

/** A record that is asked about for every row is read once. */
const known = new WeakMap<FluxRecord, Map<number, Geometry>>();

/**
 * Reads a record as a geometry; `name` is the parameter in which it came, `radius` the earth's in the units of the record.
 *
 * @throws FluxError
 */
export function geometryOf(name: string, record: FluxRecord, radius: number): Geometry {
  const read = known.get(record) ?? new Map<number, Geometry>();
  const geometry = read.get(radius) ?? parse(name, record, radius);
  known.set(record, read.set(radius, geometry));
  return geometry;
}

function parse(name: string, record: FluxRecord, radius: number): Geometry {
  const labels = new Set(record.labels());
  const has = (...wanted: readonly string[]) => wanted.every((label) => labels.has(label));
  const size = labels.size;
  if (size === 2 && has('lat')) {
    if (!has('lon')) throw new FluxError('invalid point specification - must have lat, lon fields');
    return { type: 'point', place: pointOf(record) };
  }
  if (size === 4 && has('minLat')) return boxOf(record, has);
  if (size === 3 && has('radius')) {
    if (!has('lat', 'lon')) {
      throw new FluxError('invalid circle specification - must have lat, lon, radius fields');
    }
    return { type: 'circle', region: new Circle(pointOf(record), number(record, 'radius') / radius) };
  }
  if (size === 1 && has('points')) return { type: 'polygon', region: polygonOf(record.get('points')) };
  if (size === 1 && has('linestring')) return { type: 'polyline', path: pathOf(record.get('linestring')) };
  throw new FluxError(`unsupported geometry specified for '${name}'`);
}

function number(record: FluxRecord, label: string): number {
  const value = record.get(label);
  if (typeof value !== 'number') throw new FluxError(`${label} must be a float, got ${typeName(value)}`);
  if (!Number.isFinite(value)) throw unsupported(`${label} that is not a finite number`);
  return value;
}

/** The place of a record with lat and lon. @throws FluxError */
export function pointOf(record: FluxRecord): Vector {
  return placeAt(number(record, 'lat'), number(record, 'lon'));
}

function boxOf(record: FluxRecord, has: (...labels: readonly string[]) => boolean): Geometry {
  if (!has('minLat', 'minLon', 'maxLat', 'maxLon')) {
    throw new FluxError('invalid box specification - must have minLat, minLon, maxLat, maxLon fields');
  }
  // Ends given the wrong way round are taken as meant.
  const between = (low: string, high: string, limit: number) => {
    const ends = [number(record, low), number(record, high)];
    if (ends.some((end) => Math.abs(end) > limit)) throw unsupported(`a box beyond ${limit} degrees`);
    return [Math.min(...ends), Math.max(...ends)] as const;
  };
  const [south, north] = between('minLat', 'maxLat', 90);
  const [west, east] = between('minLon', 'maxLon', 180);
  const outline = [placeAt(south, west), placeAt(south, east), placeAt(north, east), placeAt(north, west)];
  return {
    type: 'box',
    region: new Box([radians(south), radians(north)], [radians(west), radians(east)]),
    outline: () => polygonThrough(outline),
  };
}

function polygonOf(points: Value): Polygon {
  if (!Array.isArray(points)) throw new FluxError(`points must be an array, got ${typeName(points)}`);
  if (points.length < 3) throw new FluxError('polygon must have at least 3 points');
  return polygonThrough(
    points.map((point: Value) => {
      const labels = new Set(point instanceof FluxRecord ? point.labels() : []);
      if (!(point instanceof FluxRecord) || !labels.has('lat') || !labels.has('lon')) {
        throw new FluxError('invalid polygon point specification - must have lat, lon fields');
      }
      return pointOf(point);
    }),
  );
}

function polygonThrough(corners: readonly Vector[]): Polygon {
  try {
    return new Polygon(corners);
  } catch (error) {
    if (error instanceof RangeError) throw unsupported(`a polygon that ${error.message}`);
    throw error;
  }
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** `lon lat, lon lat`, as ST_LineString writes it. */
function pathOf(text: Value): Path {
  if (text === null) throw new FluxError('empty linestring');
  if (typeof text !== 'string') throw new FluxError(`linestring must be a string, got ${typeName(text)}`);
  return new Path(
    text.split(',').map((part) => {
      const [lon, lat] = part.trim().split(/\s+/);
      if (!lon) throw new FluxError('invalid linestring - empty part');
      if (!lat) throw new FluxError(`invalid linestring - ${JSON.stringify(lon)} has no latitude`);
      for (const coordinate of [lon, lat]) {
        if (!decimal.test(coordinate)) {
          throw new FluxError(`invalid linestring - ${JSON.stringify(coordinate)} is not a number`);
        }
      }
      return { lat: Number(lat), lon: Number(lon) };
    }),
  );
}

/** Whether all of a geometry's points lie in a region. @throws FluxError */
export function contains(region: Geometry, geometry: Geometry, spend: (steps: number) => void): boolean {
  if (region.type === 'point' || region.type === 'polyline') throw notARegion(region);
  const places = placesOf(geometry);
  spend(places.length * region.region.cost);
  return places.every((place) => region.region.contains(place));
}

/** The cells of what has an area. @throws FluxError */
export function areaOf(region: Geometry): Box | Circle | Polygon {
  if (region.type === 'point' || region.type === 'polyline') throw notARegion(region);
  return region.region;
}

function placesOf(geometry: Geometry): readonly Vector[] {
  if (geometry.type === 'point') return [geometry.place];
  if (geometry.type === 'polyline') return geometry.path.places;
  throw notAGeometry(geometry);
}

/** The angle between a region and a geometry, 0 where they meet; NaN for a line of one point. @throws FluxError */
export function angleTo(region: Geometry, geometry: Geometry, spend: (steps: number) => void): number {
  const count = placesOf(geometry).length;
  if (region.type === 'polyline') throw unsupported('the distance from a linestring; give it as geometry');
  spend(count * (region.type === 'point' ? 1 : region.region.cost));
  if (geometry.type === 'point') {
    return region.type === 'point'
      ? angleBetween(region.place, geometry.place)
      : region.region.angleTo(geometry.place);
  }
  if (geometry.type !== 'polyline') throw notAGeometry(geometry);
  const { path } = geometry;
  switch (region.type) {
    case 'point':
      return path.angleTo(region.place);
    case 'box':
      return region.outline().angleToPath(path);
    default:
      return region.region.angleToPath(path);
  }
}

/** The angle of a line from its beginning to its end. @throws FluxError */
export function lengthOf(geometry: Geometry): number {
  if (geometry.type === 'point') return 0;
  if (geometry.type === 'polyline') return geometry.path.length;
  throw notAGeometry(geometry);
}

function notARegion({ type }: Geometry): FluxError {
  return new FluxError(`unsupported region type: geo.${type}`);
}

function notAGeometry({ type }: Geometry): FluxError {
  return new FluxError(`unsupported geometry type: geo.${type}`);
}

/** What the sandbox cannot be sure of. */
export function unsupported(what: string): FluxError {
  return new FluxError(`the sandbox does not know ${what}`, 'unsupported');
}
