import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, golden, prelude, render } from './evaluate.ts';

const floats = data(
  `
  10:00 a 1
  10:10 a 3
  10:20 a 2
  10:30 a 6
`,
  'float',
);

/** What is done to the tables, and the tables that come of it. What each function does alone is in `cases/`. */
const cases: readonly (readonly [string, string, string])[] = [
  [
    'join: what both are joined on is in the key when it is in one of the two',
    `x = ${floats}\njoin(tables: {x: x |> group(), y: x}, on: ["_time", "t"]) |> limit(n: 1)`,
    '_result [t=a]\n_time:time _value_x:float _value_y:float\n10:00 1 1',
  ],
  [
    'join: a table without the column matches nothing',
    `x = ${floats}\ny = union(tables: [x, array.from(rows: [{_value: 0.0}])])\njoin(tables: {x: x, y: y}, on: ["t"]) |> count(column: "_value_x")`,
    '_result [t=a]\n_value_x:int\n16',
  ],
];

suite('functions on tables', () => {
  for (const [name, script, expected] of cases) {
    test(name, () => assert.equal(render(prelude + script), golden(expected)));
  }

  test('several results keep their names and order', () => {
    const script = `${prelude}x = ${floats}\nx |> count() |> yield(name: "n")\nx |> sum() |> yield(name: "sum")`;
    assert.equal(render(script), golden('n [t=a]\n_value:int\n4\nsum [t=a]\n_value:float\n12'));
  });
});
