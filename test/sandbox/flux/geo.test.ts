import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { evaluate, golden, render } from './evaluate.ts';

const prelude = 'import "array"\nimport "experimental/geo"\n';

/** The value of an expression. */
function answer(expression: string, head = ''): unknown {
  const { results } = evaluate(`${prelude}${head}array.from(rows: [{v: ${expression}}])`);
  const [table] = results[0]?.stream.tables() ?? [];
  return table?.row(0).get('v');
}

function round(value: unknown): number {
  return Math.round(Number(value) * 100) / 100;
}

const box = '{minLat: 40.5880775, maxLat: 40.8247008, minLon: -73.80014, maxLon: -73.4630336}';
const circle = '{lat: 40.7090214, lon: -73.61846, radius: 15.0}';
const triangle =
  '{points: [{lat: 40.671659, lon: -73.936631}, {lat: 40.706543, lon: -73.749177}, {lat: 40.791333, lon: -73.880327}]}';
const liberty = '{lat: 40.6892, lon: -74.0445}';
const brooklyn = '{linestring: "-73.912119 40.751085, -73.940563 40.745249"}';

suite('cells', () => {
  const cellsOfLongIsland =
    '{level: 9, set: [89c264, 89c26c, 89c274, 89c27c, 89c284, 89c28c, 89e82c, 89e9d4]}';
  const quadrangle =
    '{points: [{lat: 40.776527, lon: -73.338811}, {lat: 40.788093, lon: -73.776396}, {lat: 40.475939, lon: -73.751854}, {lat: 40.576506, lon: -73.573634}]}';
  const grid = (args: string, units = 'km') =>
    String(answer(`display(v: geo.getGrid(${args}, units: {distance: "${units}"}))`))
      .replace(/(?<=\[)\s+|\s+(?=\])/g, '')
      .replace(/\s+/g, ' ');

  test('a level of one’s own choice', () => {
    for (const region of [box, circle, quadrangle]) {
      assert.equal(grid(`region: ${region}, level: 9, minSize: 24`), cellsOfLongIsland);
    }
  });
  test('as many cells as are wanted', () => {
    assert.equal(grid(`region: ${box}, minSize: 7, maxLevel: 11`), cellsOfLongIsland);
    assert.equal(grid(`region: ${box}, minSize: 7, maxSize: 10, maxLevel: 11`), cellsOfLongIsland);
    assert.equal(grid(`region: ${box}, minSize: 1000`), '{level: -1, set: []}');
    assert.equal(grid(`region: ${box}, minSize: 1000, maxLevel: 9`), cellsOfLongIsland);
    assert.equal(grid(`region: ${box}, minSize: 1`), '{level: 1, set: [8c]}');
  });
  test('around poles, corners of the cube and the antimeridian', () => {
    // Worked out with an S2 library of others.
    const shapes: readonly (readonly [string, number, string])[] = [
      [
        '{lat: 89.0, lon: 10.0, radius: 500.0}',
        5,
        '4544 454c 4554 455c 4564 4f8c 4fe4 4fec 4ff4 4ffc 5004 500c 5014 501c 5aa4 5aac 5ab4 5abc',
      ],
      [
        '{lat: -17.5, lon: 180.0, radius: 300.0}',
        6,
        '6e03 6e05 6e11 6e17 6e19 6e1b 6e1d 6e1f 6e21 6e23 6e27 6e3d 71c3 71d9 71dd 71df 71e1 71e3 71e5 71e7 71e9 71ef 71fb 71fd',
      ],
      [
        '{lat: 10.0, lon: 20.0, radius: 12000.0}',
        1,
        '04 0c 14 1c 24 2c 34 3c 44 4c 54 5c 64 84 8c 94 a4 ac b4 bc',
      ],
      ['{minLat: 80.0, maxLat: 90.0, minLon: -180.0, maxLon: 180.0}', 3, '454 4fc 504 5ac'],
      ['{minLat: 40.0, maxLat: 30.0, minLon: 50.0, maxLon: 40.0}', 4, '155 157 3fd 3ff 401 403 407'],
      [
        '{points: [{lat: 80.0, lon: 0.0}, {lat: 80.0, lon: 120.0}, {lat: 80.0, lon: -120.0}]}',
        3,
        '454 4fc 504 5ac',
      ],
      [
        '{points: [{lat: -5.0, lon: 175.0}, {lat: 5.0, lon: 178.0}, {lat: 2.0, lon: -176.0}, {lat: -6.0, lon: -178.0}]}',
        4,
        '655 6fd 6ff 701 703 7ab',
      ],
    ];
    for (const [region, level, cells] of shapes) {
      const wanted = `{level: ${level}, set: [${cells.split(' ').join(', ')}]}`;
      assert.equal(grid(`region: ${region}, level: ${level}`), wanted, region);
    }
  });
  test('units of the radius', () => {
    const miles = '{lat: 40.7090214, lon: -73.61846, radius: 9.32057}';
    assert.equal(grid(`region: ${miles}, level: 9`, 'mile'), cellsOfLongIsland);
  });
  test('what makes no grid', () => {
    for (const [args, message] of [
      ['region: {minLat: 40.5, minLon: -74.5}, minSize: 1', "unsupported geometry specified for 'region'"],
      ['region: {points: [{lat: 40.5, lon: -74.5}]}, minSize: 1', 'polygon must have at least 3 points'],
      [`region: ${liberty}, minSize: 1`, 'unsupported region type: geo.point'],
      [`region: ${box}, minSize: 11, maxSize: 9`, 'minSize > maxSize (11 > 9)'],
      [`region: ${box}, minSize: 1, maxLevel: 31`, 'invalid maxLevel (31, must be < 30)'],
      [`region: ${box}`, 'either minSize or maxSize must be specified'],
      [`region: ${box}, level: 31`, 'does not know a level beyond 30'],
      [`region: ${box}, level: 20`, 'more than 1000000 cells'],
      ['region: {minLat: 1.0, maxLat: 2.0, minLon: 170.0, maxLon: 190.0}, level: 1', 'beyond 180 degrees'],
    ] as const) {
      assert.throws(
        () => grid(args),
        (error: Error) => error.message.includes(message),
        args,
      );
    }
  });
  test('levels, tokens and centres', () => {
    assert.equal(answer('geo.getLevel(token: "89c28c")'), 9n);
    assert.equal(answer('geo.s2CellIDToken(token: "89c284", level: 7)'), '89c2c');
    assert.equal(answer('geo.s2CellIDToken(point: {lat: 40.808978, lon: -73.558041}, level: 7)'), '89c2c');
    assert.equal(answer('geo.s2CellLatLon(token: "89c284").lat'), 40.812535546624574);
    assert.equal(answer('geo.s2CellLatLon(token: "89c284").lon'), -73.55941282728273);
    // The poles and the middle of a face.
    assert.equal(answer('geo.s2CellIDToken(point: {lat: 90.0, lon: 12.0}, level: 1)'), '54');
    assert.equal(answer('geo.s2CellIDToken(point: {lat: -90.0, lon: 12.0}, level: 1)'), 'b4');
    assert.equal(answer('geo.s2CellIDToken(point: {lat: 0.0, lon: 0.0}, level: 30)'), '1000000000000001');
  });
  test('what is no cell', () => {
    for (const token of ['89c28', '%*^&(*^*%&$', '', '0', 'f', '12345678901234567']) {
      assert.throws(() => answer(`geo.getLevel(token: "${token}")`), /invalid token specified/, token);
    }
    assert.throws(
      () => answer('geo.s2CellIDToken(token: "89c284", level: 11)'),
      /requested level greater then current level/,
    );
    assert.throws(
      () => answer('geo.s2CellIDToken(token: "89c284", level: 0)'),
      /level value must be \[1, 30\]/,
    );
    assert.throws(() => answer('geo.s2CellIDToken(level: 3)'), /either token or point/);
  });
});

suite('geometry', () => {
  const contains = (region: string, geometry: string) =>
    answer(`geo.ST_Contains(region: ${region}, geometry: ${geometry})`);
  const distance = (region: string, geometry: string, more = '') =>
    round(answer(`geo.ST_Distance(region: ${region}, geometry: ${geometry}${more})`));

  test('contains', () => {
    const near = '{lat: 40.710594, lon: -73.652183}';
    for (const region of [box, circle]) {
      assert.equal(contains(region, near), true);
      assert.equal(contains(region, liberty), false);
      assert.equal(contains(region, '{linestring: "-73.652183 40.710594, -73.6 40.7"}'), true);
      assert.equal(contains(region, '{linestring: "-73.652183 40.710594, -74.0445 40.6892"}'), false);
    }
    assert.equal(contains(triangle, '{lat: 40.702594, lon: -73.909699}'), true);
    assert.equal(contains(triangle, liberty), false);
    assert.equal(
      answer(
        `geo.ST_Contains(region: {lat: 40.7090214, lon: -73.61846, radius: 15000.0}, geometry: ${near}, units: {distance: "m"})`,
      ),
      true,
    );
  });
  test('distances from points and regions to points and lines', () => {
    const longIsland = '{lat: 40.854984, lon: -73.403617}';
    assert.equal(distance(longIsland, liberty), 57.03);
    assert.equal(distance(longIsland, liberty, ', units: {distance: "mile"}'), 35.44);
    assert.equal(distance(longIsland, liberty, ', units: {distance: "m"}'), 57029.82);
    assert.equal(distance(liberty, brooklyn), 10.75);
    assert.equal(distance(box, liberty), 20.6);
    assert.equal(distance(box, brooklyn), 9.43);
    assert.equal(distance(circle, liberty), 20.98);
    assert.equal(distance(circle, brooklyn), 10.18);
    assert.equal(distance(triangle, liberty), 9.3);
    assert.equal(distance(triangle, '{linestring: "-73.68691 40.820317, -73.742812 40.773334"}'), 5.99);
  });
  test('distance is 0 inside', () => {
    assert.equal(distance(circle, '{lat: 40.718170, lon: -73.635265}'), 0);
    assert.equal(distance(box, '{lat: 40.718170, lon: -73.635265}'), 0);
    assert.equal(distance(triangle, '{lat: 40.702594, lon: -73.909699}'), 0);
    // A line that begins within, and one that only passes through.
    assert.equal(distance(triangle, '{linestring: "-73.909699 40.702594, -73.9 40.71"}'), 0);
    assert.equal(distance(triangle, '{linestring: "-73.95 40.72, -73.7 40.72"}'), 0);
  });
  test('the middle of an edge is nearer than its ends', () => {
    // One degree of latitude away from the equator's middle.
    const wanted = round((Math.PI / 180) * 6371.01);
    assert.equal(distance('{lat: 1.0, lon: 5.0}', '{linestring: "0 0, 10 0"}'), wanted);
    assert.equal(
      distance('{minLat: 1.0, maxLat: 2.0, minLon: 4.0, maxLon: 6.0}', '{lat: 0.0, lon: 5.0}'),
      wanted,
    );
  });
  test('within a distance, and touching', () => {
    const within = (km: string) =>
      answer(`geo.ST_DWithin(region: ${circle}, geometry: ${liberty}, distance: ${km})`);
    assert.equal(within('21.0'), true);
    assert.equal(within('20.9'), false);
    assert.equal(answer(`geo.ST_Intersects(region: ${triangle}, geometry: ${brooklyn})`), false);
    assert.equal(
      answer(`geo.ST_Intersects(region: ${triangle}, geometry: {linestring: "-73.95 40.72, -73.7 40.72"})`),
      true,
    );
    assert.equal(answer(`geo.ST_Intersects(region: ${triangle}, geometry: ${liberty})`), false);
  });
  test('length', () => {
    assert.equal(answer(`geo.ST_Length(geometry: ${liberty})`), 0);
    const line = '{linestring: "-73.936631 40.671659, -73.749177 40.706543, -73.880327 40.791333"}';
    assert.equal(round(answer(`geo.ST_Length(geometry: ${line})`)), 30.8);
  });
  test('a line of one point has no distance', () => {
    assert.equal(distance(liberty, '{linestring: "-73.9 40.7"}'), Number.NaN);
    assert.equal(answer(`geo.ST_Intersects(region: ${box}, geometry: {linestring: "-73.6 40.7"})`), false);
    assert.equal(answer('geo.ST_Length(geometry: {linestring: "-73.6 40.7"})'), 0);
  });
  test('a polygon in either direction, closed or not', () => {
    const corners = ['{lat: 0.0, lon: 0.0}', '{lat: 0.0, lon: 10.0}', '{lat: 10.0, lon: 10.0}'];
    const inside = '{lat: 3.0, lon: 7.0}';
    for (const points of [corners, [...corners].reverse(), [...corners, corners[0]]]) {
      assert.equal(contains(`{points: [${points}]}`, inside), true);
      assert.equal(contains(`{points: [${points}]}`, '{lat: 7.0, lon: 3.0}'), false);
    }
  });
  test('what two polygons share belongs to one of them', () => {
    const south = '{points: [{lat: 0.0, lon: 0.0}, {lat: -9.0, lon: 5.0}, {lat: 0.0, lon: 10.0}]}';
    const north = '{points: [{lat: 0.0, lon: 0.0}, {lat: 0.0, lon: 10.0}, {lat: 9.0, lon: 5.0}]}';
    for (const lon of ['0.5', '5.0', '9.0']) {
      const place = `{lat: 0.0, lon: ${lon}}`;
      assert.notEqual(contains(south, place), contains(north, place), lon);
    }
  });
  test('the sides of a box follow the parallels', () => {
    // The great circle between the corners runs north of the parallel.
    const high = '{minLat: 50.0, maxLat: 60.0, minLon: 0.0, maxLon: 40.0}';
    assert.equal(contains(high, '{lat: 50.5, lon: 20.0}'), true);
    assert.equal(contains(high, '{lat: 60.5, lon: 20.0}'), false);
  });
  test('what is refused', () => {
    const messages: readonly (readonly [string, string])[] = [
      [`geo.ST_Contains(region: ${liberty}, geometry: ${liberty})`, 'unsupported region type: geo.point'],
      [`geo.ST_Contains(region: ${box}, geometry: ${circle})`, 'unsupported geometry type: geo.circle'],
      [`geo.ST_Distance(region: ${box}, geometry: ${box})`, 'unsupported geometry type: geo.box'],
      [`geo.ST_Distance(region: ${brooklyn}, geometry: ${liberty})`, 'the distance from a linestring'],
      ['geo.ST_Length(geometry: {x: 1.0})', "unsupported geometry specified for 'geometry'"],
      ['geo.ST_Length(geometry: {linestring: ""})', 'invalid linestring - empty part'],
      ['geo.ST_Length(geometry: {linestring: "1 x"})', 'invalid linestring'],
      ['geo.ST_Length(geometry: {linestring: "1"})', 'has no latitude'],
      [
        `geo.ST_Length(geometry: ${liberty}, units: {distance: "yd"})`,
        "invalid units parameter: unsupported distance unit 'yd'",
      ],
      [
        `geo.ST_Contains(region: {points: [{lat: 0.0, lon: 0.0}, {lat: 1.0, lon: 1.0}, {lat: 0.0, lon: 1.0}, {lat: 1.0, lon: 0.0}]}, geometry: ${liberty})`,
        'does not know a polygon that crosses itself',
      ],
      [
        `geo.ST_Contains(region: {points: [{lat: 0.0, lon: 0.0}, {lat: 0.0, lon: 1.0}, {lat: 0.0, lon: 2.0}]}, geometry: ${liberty})`,
        'does not know a polygon that encloses nothing',
      ],
    ];
    for (const [expression, message] of messages) {
      assert.throws(
        () => answer(expression),
        (error: Error) => error.message.includes(message),
        expression,
      );
    }
  });
});

suite('units', () => {
  const points = 'region: {lat: 0.0, lon: 0.0}, geometry: {lat: 0.0, lon: 1.0}';
  test('the option holds for the whole script', () => {
    const km = 111.19510117748393;
    assert.equal(answer(`geo.ST_Distance(${points})`), km);
    const miles = 'option geo.units = {distance: "mile"}\n';
    assert.equal(round(answer(`geo.ST_Distance(${points})`, miles)), round(km / 1.609344));
    assert.equal(answer(`geo.ST_Distance(${points}, units: {distance: "km"})`, miles), km);
    assert.equal(answer('geo.units.distance', miles), 'mile');
    assert.equal(answer('geo.units.distance'), 'km');
  });
});

/** Rows `time id lat lon` as one table per id; `-` for null. */
function rows(text: string): string {
  const records = golden(text)
    .split('\n')
    .map((line) => {
      const [time, id, lat, lon] = line.split(' ');
      return `{_time: 2030-05-15T${time}:00Z, id: "${id}", a: "${lat}", o: "${lon}"}`;
    });
  const cell = (from: string) => `if r.${from} == "-" then r.none else float(v: r.${from})`;
  return `array.from(rows: [${records.join(', ')}])
    |> map(fn: (r) => ({_time: r._time, id: r.id, lat: ${cell('a')}, lon: ${cell('o')}}))
    |> group(columns: ["id"])`;
}
const track = rows(`
  10:00 a 0 0
  11:00 a 0 1
  12:00 a 1 1
  10:00 b 50 10.5
`);
const empty = `${track} |> filter(fn: (r) => r._time < 2000-01-01T00:00:00Z, onEmpty: "keep")`;

suite('tables', () => {
  const check = (flux: string, wanted: string) => assert.equal(render(prelude + flux), golden(wanted));

  test('a line for each track', () => {
    check(
      `${track} |> geo.ST_LineString()`,
      `_result [id=a]
       st_linestring:string
       0 0, 1 0, 1 1
       _result [id=b]
       st_linestring:string
       10.5 50`,
    );
  });
  test('a line through nothing is an empty text', () => {
    check(
      `${empty} |> geo.ST_LineString() |> group() |> count(column: "st_linestring")`,
      `_result []
       st_linestring:int
       2`,
    );
  });
  test('the distance along each track', () => {
    check(
      `${track} |> geo.totalDistance(outputColumn: "way") |> map(fn: (r) => ({r with way: int(v: r.way)}))`,
      `_result [id=a]
       way:int
       222
       _result [id=b]
       way:int
       0`,
    );
    check(
      `${empty} |> geo.totalDistance()`,
      `_result [id=a]
       _value:float
       0
       _result [id=b]
       _value:float
       0`,
    );
  });
  test('strict filter, with several keys and none left', () => {
    check(
      `${track} |> geo.strictFilter(region: {lat: 0.0, lon: 1.0, radius: 120.0})`,
      `_result [id=a]
       _time:time lat:float lon:float
       10:00 0 0
       11:00 0 1
       12:00 1 1`,
    );
    check(`${track} |> geo.strictFilter(region: ${box})`, '_result without tables');
    check(`${empty} |> geo.strictFilter(region: ${box})`, '_result without tables');
  });
  test('a place without coordinates is not passed over in silence', () => {
    const holes = rows('10:00 a 0 0\n11:00 a - 1');
    assert.throws(
      () => render(`${prelude}${holes} |> geo.strictFilter(region: ${box})`),
      /lat must be a float, got null/,
    );
    assert.throws(() => render(`${prelude}${holes} |> geo.totalDistance()`), /lat must be a float, got null/);
  });

  const shaped = `${track}
    |> map(fn: (r) => ({r with s2_cell_id: geo.s2CellIDToken(point: {lat: r.lat, lon: r.lon}, level: 10)}))
    |> group(columns: ["id", "s2_cell_id"])`;
  test('grid filter finds the level of the cells by itself', () => {
    check(
      `${shaped} |> geo.gridFilter(region: {lat: 1.0, lon: 1.0, radius: 20.0}) |> keep(columns: ["id", "lat", "lon"])`,
      `_result [id=a]
       lat:float lon:float
       1 1`,
    );
    assert.equal(
      render(
        `${prelude}${shaped} |> geo.gridFilter(region: {lat: 1.0, lon: 1.0, radius: 20.0}, s2cellIDLevel: 10)`,
      ),
      render(`${prelude}${shaped} |> geo.gridFilter(region: {lat: 1.0, lon: 1.0, radius: 20.0})`),
    );
    assert.throws(
      () => render(`${prelude}${shaped} |> geo.gridFilter(region: ${circle}, level: 11)`),
      /requested level greater then current level/,
    );
  });
  test('rows are filtered from fields as from columns', () => {
    const fields = `union(tables: [
        ${shaped} |> map(fn: (r) => ({r with _field: "lat", _value: r.lat})),
        ${shaped} |> map(fn: (r) => ({r with _field: "lon", _value: r.lon})),
      ])
      |> drop(columns: ["lat", "lon"])
      |> group(columns: ["id", "s2_cell_id", "_field"])`;
    const near =
      'geo.filterRows(region: {lat: 50.0, lon: 10.0, radius: 60.0}) |> drop(columns: ["s2_cell_id"])';
    const wanted = `_result [id=b]
       _time:time lat:float lon:float
       10:00 50 10.5`;
    check(`${fields} |> ${near}`, wanted);
    check(`${shaped} |> ${near}`, wanted);
  });
  test('areas', () => {
    check(
      `${shaped} |> geo.groupByArea(newColumn: "area", level: 3) |> count(column: "lat")`,
      `_result [area=104]
       lat:int
       3
       _result [area=47c]
       lat:int
       1`,
    );
    check(
      `${shaped} |> geo.groupByArea(newColumn: "area", level: 10) |> keep(columns: ["area", "lat"]) |> limit(n: 1)`,
      golden(
        render(
          `${prelude}${shaped} |> duplicate(column: "s2_cell_id", as: "area") |> group(columns: ["area"]) |> keep(columns: ["area", "lat"]) |> limit(n: 1)`,
        ),
      ),
    );
  });
  test('tracks are in order', () => {
    check(
      `${track} |> group() |> sort(columns: ["_time"], desc: true) |> geo.asTracks(groupBy: ["id"]) |> keep(columns: ["id", "_time"])`,
      `_result [id=a]
       _time:time
       10:00
       11:00
       12:00
       _result [id=b]
       _time:time
       10:00`,
    );
  });
});
