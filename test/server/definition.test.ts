import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definition } from '../../server/src/features/definition.ts';
import { cursorIn, textIn } from './client.ts';
import { scriptOf } from './script.ts';

const uri = 'flux-script://connection/script.flux';

/** `origin -> name in target`, with the target's line. */
function definedAt(marked: string): string | undefined {
  const { text, position } = cursorIn(marked);
  const links = definition(scriptOf(text), position, uri);
  if (!links) return undefined;
  const [link] = links;
  assert.ok(link?.originSelectionRange && links.length === 1);
  assert.equal(link.targetUri, uri);
  const [origin, name, target] = [link.originSelectionRange, link.targetSelectionRange, link.targetRange].map(
    (range) => textIn(text, range),
  );
  return `${origin} -> ${name} in ${target} on ${link.targetSelectionRange.start.line}`;
}

const cases: { name: string; marked: string; defined: string | undefined }[] = [
  { name: 'a variable', marked: 'aa = 1\nb = aa‸', defined: 'aa -> aa in aa = 1 on 0' },
  { name: 'a variable, from itself', marked: 'a‸a = 1', defined: 'aa -> aa in aa = 1 on 0' },
  {
    name: 'the nearest variable of a name',
    marked: 'a = 1\nf = () => {\n  a = 2\n  return ‸a\n}',
    defined: 'a -> a in a = 2 on 2',
  },
  {
    name: 'a variable in an interpolation, behind an emoji',
    marked: 'a = "😀"\nb = "😀 ${‸a}"',
    defined: 'a -> a in a = "😀" on 0',
  },
  {
    name: "a function's parameter",
    marked: 'f = (t=<-, n=10) => t |> limit(n: ‸n)',
    defined: 'n -> n in n=10 on 0',
  },
  {
    name: "an argument's name",
    marked: 'f = (num) => num\na = f(‸num: 1)',
    defined: 'num -> num in num on 0',
  },
  {
    name: 'an option, between carriage returns',
    marked: 'option o = 1\r\n\r\na = ‸o',
    defined: 'o -> o in option o = 1 on 0',
  },
  {
    name: 'a package',
    marked: 'import "influxdata/influxdb/schema"\na = ‸schema.measurements(bucket: "b")',
    defined: 'schema -> schema in import "influxdata/influxdb/schema" on 0',
  },
  {
    name: "a package's alias",
    marked: 'import s "strings"\na = ‸s.toUpper(v: "a")',
    defined: 's -> s in import s "strings" on 0',
  },
  { name: "a record's field", marked: 'x = {a: 1, b: 2}\ny = x.‸b', defined: 'b -> b in b: 2 on 0' },
  {
    name: "a record's field in brackets",
    marked: 'x = {"a b": 1}\ny = x["‸a b"]',
    defined: 'a b -> a b in "a b": 1 on 0',
  },
  { name: 'a field of a field', marked: 'x = {a: {b: 2}}\ny = x.a.‸b', defined: 'b -> b in b: 2 on 0' },
  {
    name: 'a field of a record in short form',
    marked: 'a = {b: 2}\nx = {a}\ny = x.a.‸b',
    defined: 'b -> b in b: 2 on 0',
  },
  {
    name: 'a field of the record that another extends',
    marked: 'x = {a: 1}\ny = {x with b: 2}\nz = y.‸a',
    defined: 'a -> a in a: 1 on 0',
  },
  {
    name: 'a field that an extension of params gives itself',
    marked: 'p = {params with a: 1}\nz = p.‸a',
    defined: 'a -> a in a: 1 on 0',
  },
  { name: 'a field that the record has not', marked: 'x = {a: 1}\ny = x.‸b', defined: undefined },
  {
    name: 'a documented key',
    marked: '// ## Parameters\n//   - `kk`: k.\n\na = params["‸kk"]',
    defined: 'kk -> kk in //   - `kk`: k. on 1',
  },
  {
    name: "a key's first use",
    marked: 'a = params["k k"]\nb = params["‸k k"]',
    defined: 'k k -> k k in params["k k"] on 0',
  },
  { name: 'a key on its first use', marked: 'a = params.‸k\nb = params.k', defined: undefined },
  { name: 'a standard function', marked: '‸from(bucket: "b")', defined: undefined },
  { name: "a package's function", marked: 'import "date"\na = date.‸hour(t: now())', defined: undefined },
  { name: "a standard function's argument", marked: 'from(‸bucket: "b")', defined: undefined },
  { name: 'a record that is made of itself', marked: 'x = x\ny = x.‸a', defined: undefined },
  { name: 'a text that breaks off', marked: 'aa = 1\nb = f(x: ‸aa', defined: 'aa -> aa in aa = 1 on 0' },
  { name: 'comments alone', marked: '// a‸a\n// b', defined: undefined },
  { name: 'an empty text', marked: '‸', defined: undefined },
];

for (const { name, marked, defined } of cases) {
  test(`definition of ${name}`, () => assert.equal(definedAt(marked), defined));
}
