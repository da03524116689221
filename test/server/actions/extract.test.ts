import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './request.ts';

const only = ['refactor.extract'];

const extracted: { name: string; marked: string; title: string; after: string }[] = [
  {
    name: 'a string becomes the parameter itself, named after its argument',
    marked: 'from(bucket: "a‸ir")',
    title: 'Extract to params.bucket',
    after: 'from(bucket: params.bucket)',
  },
  {
    name: 'a duration is converted, its minus included',
    marked: 'from(bucket: params.b) |> range(start: ‸-1h)',
    title: 'Extract to params.start',
    after: 'from(bucket: params.b) |> range(start: duration(v: params.start))',
  },
  {
    name: 'the minus belongs to it from within, too',
    marked: 'range(start: -1‸h)',
    title: 'Extract to params.start',
    after: 'range(start: duration(v: params.start))',
  },
  {
    name: 'a time is converted',
    marked: 'range(start: 2026-01-01T00:00:00Z‸)',
    title: 'Extract to params.start',
    after: 'range(start: time(v: params.start))',
  },
  {
    name: 'an integer is converted',
    marked: 'limit(n: ‸5)',
    title: 'Extract to params.n',
    after: 'limit(n: int(v: params.n))',
  },
  {
    name: 'a float is named after what is ordered by it',
    marked: 'filter(fn: (r) => r._value > ‸-1.5)',
    title: 'Extract to params.threshold',
    after: 'filter(fn: (r) => r._value > float(v: params.threshold))',
  },
  {
    name: 'a boolean is converted',
    marked: 'aggregateWindow(every: 1h, fn: mean, createEmpty: fal‸se)',
    title: 'Extract to params.createEmpty',
    after: 'aggregateWindow(every: 1h, fn: mean, createEmpty: bool(v: params.createEmpty))',
  },
  {
    name: 'what is converted already is not converted twice',
    marked: 'x = int(v: ‸5)',
    title: 'Extract to params.x',
    after: 'x = int(v: params.x)',
  },
  {
    name: 'a text in a conversion is named after the place of the conversion',
    marked: 'range(start: duration(v: "‸-1h"))',
    title: 'Extract to params.start',
    after: 'range(start: duration(v: params.start))',
  },
  ...(
    [
      ['r._measurement == "‸cpu"', 'measurement'],
      ['"‸cpu" != r._field', 'field'],
      ['r["host"] == "‸a"', 'host'],
      ['r.sensor_id == "‸a"', 'sensorId'],
      ['r["two words"] == "‸a"', 'twoWords'],
      ['r["if"] == "‸a"', 'value'],
      ['"‸a" + "b" == "c"', 'value'],
    ] as const
  ).map(([expression, name]) => ({
    name: `in ${expression} it is ${name}`,
    marked: `filter(fn: (r) => ${expression})`,
    title: `Extract to params.${name}`,
    after: `filter(fn: (r) => ${expression.replace(/"‸\w+"/, `params.${name}`)})`,
  })),
  {
    name: 'one of several is named in the singular',
    marked: 'group(columns: ["‸host", "_field"])',
    title: 'Extract to params.column',
    after: 'group(columns: [params.column, "_field"])',
  },
  {
    name: 'a variable gives its name',
    marked: 'sensor = "‸a"',
    title: 'Extract to params.sensor',
    after: 'sensor = params.sensor',
  },
  {
    name: 'a selection takes the literal that it covers, blanks or not',
    marked: 'limit(n:‸ 5‸)',
    title: 'Extract to params.n',
    after: 'limit(n: int(v: params.n))',
  },
  {
    name: 'a key that means something else gets a number',
    marked: 'a = params.n + "s"\nb = params.n2 + "s"\nlimit(n: ‸5)',
    title: 'Extract to params.n3',
    after: 'a = params.n + "s"\nb = params.n2 + "s"\nlimit(n: int(v: params.n3))',
  },
  {
    name: 'a key that means the same is used again',
    marked:
      '// ## Parameters\n// - start: From when. Default is `-1h`.\nrange(start: duration(v: params.start))\nrange(start: -‸1h)',
    title: 'Extract to params.start',
    after:
      '// ## Parameters\n// - start: From when. Default is `-1h`.\nrange(start: duration(v: params.start))\nrange(start: duration(v: params.start))',
  },
  {
    name: 'a documented key that has no use is used',
    marked: '// ## Parameters\n// - start: From when.\nrange(start: -‸1h)',
    title: 'Extract to params.start',
    after: '// ## Parameters\n// - start: From when.\nrange(start: duration(v: params.start))',
  },
  {
    name: 'all that are equal can be taken at once',
    marked: 'range(start: -1h)\nrange(start: -‸1h)\nrange(start: 1h)\nx = -1h',
    title: 'Extract all 3 occurrences to params.start',
    after:
      'range(start: duration(v: params.start))\nrange(start: duration(v: params.start))\nrange(start: 1h)\nx = duration(v: params.start)',
  },
  {
    name: 'of equal texts those that are no expressions stay',
    marked:
      'import "strings"\nx = "‸strings"\ny = r["strings"] == "strings"\nz = {"strings": "${r.a}strings"}',
    title: 'Extract all 2 occurrences to params.x',
    after: 'import "strings"\nx = params.x\ny = r["strings"] == params.x\nz = {"strings": "${r.a}strings"}',
  },
  {
    name: 'the list of parameters is kept, in its own style',
    marked:
      '// Things.\r\n//\r\n// ## Parameters\r\n//  * `a`: One thing,\r\n//    and more.\r\n//\r\n// ## Else\r\nx = params.a\r\nrange(start: -‸1h)\r\n',
    title: 'Extract to params.start',
    after:
      '// Things.\r\n//\r\n// ## Parameters\r\n//  * `a`: One thing,\r\n//    and more.\r\n//  * `start`: Earliest time to include. Default is `-1h`.\r\n//\r\n// ## Else\r\nx = params.a\r\nrange(start: duration(v: params.start))\r\n',
  },
  {
    name: 'a list without entries gets its first',
    marked: '// ## Parameters\nfrom(bucket: "‸air")',
    title: 'Extract to params.bucket',
    after: '// ## Parameters\n// - bucket: Bucket to query. Default is `air`.\nfrom(bucket: params.bucket)',
  },
  {
    name: 'an empty text is told in quotes',
    marked: '// ## Parameters\nx = {host: "‸"}',
    title: 'Extract to params.host',
    after: '// ## Parameters\n// - host: Host, a text. Default is `""`.\nx = {host: params.host}',
  },
  {
    name: 'a text that a comment cannot hold is not told',
    marked: '// ## Parameters\nx = {host: "‸a\\nb"}',
    title: 'Extract to params.host',
    after: '// ## Parameters\n// - host: Host, a text.\nx = {host: params.host}',
  },
  {
    name: 'the list of a function’s parameters is not the script’s',
    marked: '// ## Parameters\n// - n: How many.\nf = (n) => n\nx = "‸a"',
    title: 'Extract to params.x',
    after: '// ## Parameters\n// - n: How many.\nf = (n) => n\nx = params.x',
  },
  {
    name: 'words beside it stay words',
    marked: 'x = if a then"‸s"else"b"',
    title: 'Extract to params.x',
    after: 'x = if a then params.x else"b"',
  },
  {
    name: 'behind astral letters and tabs',
    marked: 'x = {"😀": "𝒳",\t"host": "‸é😀"}',
    title: 'Extract to params.host',
    after: 'x = {"😀": "𝒳",\t"host": params.host}',
  },
];

for (const { name, marked, title, after } of extracted) {
  test(`extract: ${name}`, () => assert.equal(ask(marked, { only }).after(title), after));
}

const refused: [name: string, marked: string][] = [
  ['the path of an import', 'import "str‸ings"'],
  ['the key of a record', 'x = {"a‸": 1}'],
  ['a column in brackets', 'x = r["a‸"]'],
  ['a task’s options', 'option task = {name: "a‸", every: 1h}'],
  ['a regular expression', 'x = /a‸b/'],
  ['a part of a string with interpolations', 'x = "a‸${r.b}"'],
  ['a string in an interpolation', 'x = "${"a‸"}"'],
  ['where `params` is something else', 'f = (params) => params.a + "‸a"'],
  ['where the conversion is something else', 'int = 1\nlimit(n: ‸5)'],
  ['what only is called like a boolean', 'true = 1\nx = tr‸ue'],
  ['a selection of more than the literal', 'x = ‸"a" + "b"‸'],
  ['an empty text', '‸'],
  ['an argument that is half typed', 'range(sta-3‸0d)'],
  ['a comment', '// "a‸"'],
];

for (const [name, marked] of refused) {
  test(`extract: not ${name}`, () => assert.deepEqual(ask(marked, { only }).titles, []));
}
