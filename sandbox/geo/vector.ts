/** A direction from the centre of the earth; of unit length where it is a place. */
export interface Vector {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Degrees, WGS 84. */
export interface LatLon {
  readonly lat: number;
  readonly lon: number;
}

const degree = Math.PI / 180;

/** The place at a latitude and longitude in degrees, on the unit sphere. */
export function placeAt(lat: number, lon: number): Vector {
  return placeAtRadians(lat * degree, lon * degree);
}

export function placeAtRadians(lat: number, lon: number): Vector {
  const cosine = Math.cos(lat);
  return { x: Math.cos(lon) * cosine, y: Math.sin(lon) * cosine, z: Math.sin(lat) };
}

/** Radians, -π/2 to π/2. */
export function latitude({ x, y, z }: Vector): number {
  return Math.atan2(z, Math.sqrt(x * x + y * y));
}

/** Radians, -π to π. */
export function longitude({ x, y }: Vector): number {
  return Math.atan2(y, x);
}

export function latLon(place: Vector): LatLon {
  return { lat: latitude(place) * (180 / Math.PI), lon: longitude(place) * (180 / Math.PI) };
}

export function radians(degrees: number): number {
  return degrees * degree;
}

export function same(a: Vector, b: Vector): boolean {
  return a.x === b.x && a.y === b.y && a.z === b.z;
}

export function plus(a: Vector, b: Vector): Vector {
  return { x: a.x + b.x, y: a.y + b.y, z: a.z + b.z };
}

export function minus(a: Vector, b: Vector): Vector {
  return { x: a.x - b.x, y: a.y - b.y, z: a.z - b.z };
}

export function times(a: Vector, factor: number): Vector {
  return { x: a.x * factor, y: a.y * factor, z: a.z * factor };
}

export function dot(a: Vector, b: Vector): number {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

export function cross(a: Vector, b: Vector): Vector {
  return { x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x };
}

export function norm(a: Vector): number {
  return Math.sqrt(dot(a, a));
}

export function unit(a: Vector): Vector {
  const length = norm(a);
  return length === 0 ? a : times(a, 1 / length);
}

/** Orthogonal to both, precise also where they are almost the same or opposite. Not of unit length. */
export function normal(a: Vector, b: Vector): Vector {
  return cross(plus(a, b), minus(b, a));
}
