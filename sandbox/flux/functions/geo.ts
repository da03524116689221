import { Cell, deepest } from '../../geo/cell.ts';
import { covering } from '../../geo/covering.ts';
import type { Region } from '../../geo/region.ts';
import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin, type Composed, composed, type PackageOption } from '../registry.ts';
import type { Args } from '../signature.ts';
import { MapRecord } from '../values.ts';
import {
  angleTo,
  areaOf,
  contains,
  geometryOf,
  lengthOf,
  pointOf,
  radiusIn,
  unsupported,
} from './geometry.ts';

const path = 'experimental/geo';

/** `option geo.units`. */
export const geoOptions: Readonly<Record<string, PackageOption>> = {
  units: { initial: new MapRecord(new Map([['distance', 'km']])) },
};

/** Stands for the option: what a default is, is settled before the script sets it. */
const asSet = '{distance: "geo.units"}';
const units = '(if units.distance == "geo.units" then geo.units else units)';

/** Package experimental/geo (https://docs.influxdata.com/flux/v0/stdlib/experimental/geo/). */
export const geo: readonly (Builtin | Composed)[] = [
  builtin(
    'getGrid(region: record, units: record, ?level: int, ?maxLevel: int, ?maxSize: int, ?minSize: int)',
    getGrid,
  ),
  builtin('getLevel(token: string)', (args) => BigInt(cellOf(args.string('token')).level)),
  builtin('s2CellIDToken(level: int, ?point: record, ?token: string)', cellToken),
  builtin('s2CellLatLon(token: string)', (args) => {
    const { lat, lon } = cellOf(args.string('token')).centerDegrees;
    return new MapRecord(
      new Map([
        ['lat', lat],
        ['lon', lon],
      ]),
    );
  }),
  builtin('stContains(geometry: record, region: record, units: record)', (args, context) => {
    const { region, geometry } = both(args);
    return contains(region, geometry, (steps) => context.budget.spend(steps));
  }),
  builtin('stDistance(geometry: record, region: record, units: record)', (args, context) => {
    const { region, geometry, radius } = both(args);
    return angleTo(region, geometry, (steps) => context.budget.spend(steps)) * radius;
  }),
  builtin('stLength(geometry: record, units: record)', (args) => {
    const radius = radiusIn(args.record('units'));
    return lengthOf(geometryOf('geometry', args.record('geometry'), radius)) * radius;
  }),
  measured('ST_Contains', 'region, geometry', 'stContains(region: region, geometry: geometry, units: UNITS)'),
  measured('ST_Distance', 'region, geometry', 'stDistance(region: region, geometry: geometry, units: UNITS)'),
  measured(
    'ST_DWithin',
    'region, geometry, distance',
    'stDistance(region: region, geometry: geometry, units: UNITS) <= distance',
  ),
  measured(
    'ST_Intersects',
    'region, geometry',
    'stDistance(region: region, geometry: geometry, units: UNITS) <= 0.0',
  ),
  measured('ST_Length', 'geometry', 'stLength(geometry: geometry, units: UNITS)'),
  composed(
    'ST_LineString(<-tables: stream)',
    `(tables=<-) => tables
      |> reduce(
        identity: {st_linestring: ""},
        fn: (r, accumulator) => ({
          st_linestring: accumulator.st_linestring
            + (if accumulator.st_linestring == "" then "" else ", ")
            + string(v: r.lon) + " " + string(v: r.lat),
        }),
      )`,
  ),
  composed(
    '_detectLevel(<-tables: stream)',
    `(tables=<-) => {
      first = tables |> tableFind(fn: (key) => exists key.s2_cell_id) |> getRecord(idx: 0)
      return geo.getLevel(token: first.s2_cell_id)
    }`,
    [path],
  ),
  composed(
    'toRows(<-tables: stream)',
    `(tables=<-) => tables |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")`,
  ),
  composed(
    'shapeData(<-tables: stream, latField: string, lonField: string, level: int)',
    `(latField, lonField, level, tables=<-) => tables
      |> map(fn: (r) => ({r with
        _field: if r._field == latField then "lat" else if r._field == lonField then "lon" else r._field,
      }))
      |> geo.toRows()
      |> map(fn: (r) => ({r with s2_cell_id: geo.s2CellIDToken(point: {lat: r.lat, lon: r.lon}, level: level)}))
      |> experimental.group(mode: "extend", columns: ["s2_cell_id"])`,
    ['experimental', path],
  ),
  composed(
    'gridFilter(<-tables: stream, region: record, ?level: int, ?maxSize: int, ?minSize: int, ?s2cellIDLevel: int, ?units: record)',
    `(region, minSize=24, maxSize=-1, level=-1, s2cellIDLevel=-1, units=${asSet}, tables=<-) => {
      of = if s2cellIDLevel == -1 then tables |> geo._detectLevel() else s2cellIDLevel
      grid = geo.getGrid(region: region, minSize: minSize, maxSize: maxSize, level: level, maxLevel: of, units: ${units})
      area = (token) => if grid.level == of then token else geo.s2CellIDToken(token: token, level: grid.level)
      return tables |> filter(fn: (r) => contains(value: area(token: r.s2_cell_id), set: grid.set))
    }`,
    [path],
  ),
  composed(
    'strictFilter(<-tables: stream, region: record)',
    `(region, tables=<-) => tables
      |> filter(fn: (r) => geo.ST_Contains(region: region, geometry: {lat: r.lat, lon: r.lon}))`,
    [path],
  ),
  composed(
    'filterRows(<-tables: stream, region: record, ?level: int, ?maxSize: int, ?minSize: int, ?s2cellIDLevel: int, ?strict: bool)',
    `(region, minSize=24, maxSize=-1, level=-1, s2cellIDLevel=-1, strict=true, tables=<-) => {
      labels = tables |> columns(column: "columns") |> findColumn(fn: (key) => true, column: "columns")
      near = tables
        |> geo.gridFilter(region: region, minSize: minSize, maxSize: maxSize, level: level, s2cellIDLevel: s2cellIDLevel)
      rows = if contains(value: "lat", set: labels) then near else near |> geo.toRows()
      return if strict then rows |> geo.strictFilter(region: region) else rows
    }`,
    [path],
  ),
  composed(
    'groupByArea(<-tables: stream, level: int, newColumn: string, ?s2cellIDLevel: int)',
    `(newColumn, level, s2cellIDLevel=-1, tables=<-) => {
      of = if s2cellIDLevel == -1 then tables |> geo._detectLevel() else s2cellIDLevel
      named = if level == of then
          tables |> duplicate(column: "s2_cell_id", as: newColumn)
        else
          tables
            |> map(fn: (r) => ({r with _s2_cell_id_of_area: geo.s2CellIDToken(point: {lat: r.lat, lon: r.lon}, level: level)}))
            |> rename(columns: {_s2_cell_id_of_area: newColumn})
      return named |> group(columns: [newColumn])
    }`,
    [path],
  ),
  composed(
    'asTracks(<-tables: stream, ?groupBy: array, ?orderBy: array)',
    `(groupBy=["id", "tid"], orderBy=["_time"], tables=<-) => tables
      |> group(columns: groupBy)
      |> sort(columns: orderBy)`,
  ),
  composed(
    'totalDistance(<-tables: stream, ?outputColumn: string)',
    `(outputColumn="_value", tables=<-) => tables
      |> reduce(
        identity: {index: 0, lat: 0.0, lon: 0.0, totalDistance: 0.0},
        fn: (r, accumulator) => {
          here = {lat: r.lat, lon: r.lon}
          before = if accumulator.index == 0 then here else {lat: accumulator.lat, lon: accumulator.lon}
          step = geo.ST_Distance(region: before, geometry: here)
          return {here with index: accumulator.index + 1, totalDistance: accumulator.totalDistance + step}
        },
      )
      |> drop(columns: ["index", "lat", "lon"])
      |> rename(columns: {totalDistance: outputColumn})`,
    [path],
  ),
];

/** A function of geometries that takes `units`, the option's without them. */
function measured(name: string, parameters: string, call: string): Composed {
  const types = parameters.split(', ').map((parameter) => `${parameter}: ${typeOf(parameter)}`);
  return composed(
    `${name}(${types.join(', ')}, ?units: record)`,
    `(${parameters}, units=${asSet}) => geo.${call.replace('UNITS', units)}`,
    [path],
  );
}

function typeOf(parameter: string): string {
  return parameter === 'distance' ? 'float' : 'record';
}

function both(args: Args) {
  const radius = radiusIn(args.record('units'));
  const region = geometryOf('region', args.record('region'), radius);
  return { region, geometry: geometryOf('geometry', args.record('geometry'), radius), radius };
}

function cellOf(token: string): Cell {
  const cell = Cell.parse(token);
  if (!cell) throw new FluxError('invalid token specified');
  return cell;
}

function cellToken(args: Args): string {
  const token = args.has('token') ? args.string('token') : undefined;
  const point = args.has('point') ? args.record('point') : undefined;
  if (token === undefined && !point) throw new FluxError('either token or point parameter must be specified');
  if (token && point) {
    throw new FluxError('either token or point parameter must be specified and must not be empty');
  }
  const level = Number(args.int('level'));
  if (level < 1 || level > deepest) throw new FluxError(`level value must be [1, ${deepest}]`);
  if (point) return Cell.at(pointOf(point), level).token;
  const cell = Cell.parse(token ?? '');
  if (!cell || cell.level < level) {
    throw new FluxError('invalid token specified or requested level greater then current level');
  }
  return cell.parentToken(level);
}

/** How many cells a grid may have unless `maxSize` says so; Flux's own limit. */
const usualSize = 100;
/** And with a level of the caller's choice, where Flux has none. */
const mostCells = 1_000_000;

function getGrid(args: Args, context: Context): MapRecord {
  const radius = radiusIn(args.record('units'));
  const geometry = geometryOf('region', args.record('region'), radius);
  const option = (name: string) => Number(args.int(name, -1n));
  const [level, maxLevel, minSize, maxSize] = ['level', 'maxLevel', 'minSize', 'maxSize'].map(option) as [
    number,
    number,
    number,
    number,
  ];
  if (maxLevel > deepest) throw new FluxError(`invalid maxLevel (${maxLevel}, must be < ${deepest})`);
  if (minSize > 0 && maxSize > 0 && minSize > maxSize) {
    throw new FluxError(`minSize > maxSize (${minSize} > ${maxSize})`);
  }
  const region = areaOf(geometry);
  const spend = (steps: number) => context.budget.spend(steps);
  const grid =
    level > -1 ? gridOf(region, level, spend) : sizedGrid(region, { maxLevel, minSize, maxSize }, spend);
  return new MapRecord(
    new Map<string, bigint | string[]>([
      ['level', BigInt(grid[0]?.level ?? -1)],
      ['set', grid.map(({ token }) => token)],
    ]),
  );
}

type Grid = readonly Cell[];
type Spend = (steps: number) => void;

function gridOf(region: Region, level: number, spend: Spend): Grid {
  if (level > deepest) throw unsupported(`a level beyond ${deepest}`);
  const cells = covering(region, level, mostCells, spend);
  if (!cells) throw new FluxError(`the grid has more than ${mostCells} cells, the sandbox's limit`);
  return cells;
}

/** Finer and finer until there are enough cells; the last one before there are too many. */
function sizedGrid(
  region: Region,
  size: { readonly maxLevel: number; readonly minSize: number; readonly maxSize: number },
  spend: Spend,
): Grid {
  if (size.minSize <= 0 && size.maxSize <= 0) {
    throw new FluxError('either minSize or maxSize must be specified');
  }
  const most = size.maxSize > 0 ? size.maxSize : usualSize;
  let grid: Grid = [];
  for (let level = 1; level <= (size.maxLevel > 0 ? size.maxLevel : deepest); level++) {
    const finer = covering(region, level, most, spend);
    if (!finer) break;
    grid = finer;
    if (size.minSize > 0 && grid.length >= size.minSize) break;
  }
  // A deepest level that the caller names is good enough; without one there is no grid.
  return grid.length < size.minSize && size.maxLevel <= 0 ? [] : grid;
}
