import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Position, ResponseError } from 'vscode-languageserver';
import { prepareRename, rename } from '../../server/src/features/rename.ts';
import { applyEdits, cursorIn, textIn } from './client.ts';
import { scriptOf } from './script.ts';

const uri = 'file:///scripts/a.flux';

function renamed(marked: string, newName: string): string {
  const { text, position } = cursorIn(marked);
  const { changes } = rename(scriptOf(text), position, newName, uri);
  assert.deepEqual(Object.keys(changes ?? {}), [uri]);
  return applyEdits(text, changes?.[uri] ?? []);
}

const cases: { name: string; marked: string; to: string; after: string }[] = [
  { name: 'a variable', marked: '‸a = 1\nb = a + a', to: 'sum', after: 'sum = 1\nb = sum + sum' },
  { name: 'a variable, from a use', marked: 'a = 1\r\nb = ‸a\r\n', to: 'ü1', after: 'ü1 = 1\r\nb = ü1\r\n' },
  {
    name: 'a variable behind letters of two units',
    marked: 'a = "x"\n\tb = "😀𝔘${‸a}" + a',
    to: 'cc',
    after: 'cc = "x"\n\tb = "😀𝔘${cc}" + cc',
  },
  {
    name: 'a variable, not its namesakes',
    marked: '‸a = {a: 1}\nb = a.a\nf = (a) => a\nc = f(a: a)',
    to: 'x',
    after: 'x = {a: 1}\nb = x.a\nf = (a) => a\nc = f(a: x)',
  },
  {
    name: 'a variable in short forms',
    marked: '‸a = 1\nf = (a) => a\nb = {a, c: 2}\nc = f(a)',
    to: 'x',
    after: 'x = 1\nf = (a) => a\nb = {a: x, c: 2}\nc = f(a: x)',
  },
  {
    name: 'a variable in short forms beside others',
    marked: '‸a = 1\nb = 2\nf = (a, b) => a\nc = {a, b}\nd = f(a, b)',
    to: 'x',
    after: 'x = 1\nb = 2\nf = (a, b) => a\nc = {a: x, b: b}\nd = f(a: x, b: b)',
  },
  {
    name: "a function's parameter whose argument is in short form beside others",
    marked: 'a = 1\nb = 2\nf = (‸a, b) => a\nd = f(b, a)',
    to: 'x',
    after: 'a = 1\nb = 2\nf = (x, b) => x\nd = f(b: b, x: a)',
  },
  {
    name: 'a record that another extends',
    marked: '‸a = {b: 1}\nc = {a with d: 2}',
    to: 'x',
    after: 'x = {b: 1}\nc = {x with d: 2}',
  },
  {
    name: 'a variable to what an inner function calls its own',
    marked: '‸a = 1\nf = (b) => b\nc = a',
    to: 'b',
    after: 'b = 1\nf = (b) => b\nc = b',
  },
  {
    name: 'a variable to a name of the standard library that the script does not use',
    marked: '‸a = 1\nb = a',
    to: 'to',
    after: 'to = 1\nb = to',
  },
  { name: 'an option', marked: 'option ‸o = 1\na = o', to: 'p', after: 'option p = 1\na = p' },
  {
    name: "a function's parameter with the arguments",
    marked: 'f = (\n  t=<-,\n  n=1,\n) => t |> limit(n: ‸n)\nx = f(t: y, n: 2)\ny |> f(n: 3)',
    to: 'rows',
    after: 'f = (\n  t=<-,\n  rows=1,\n) => t |> limit(n: rows)\nx = f(t: y, rows: 2)\ny |> f(rows: 3)',
  },
  {
    name: "a function's parameter, from an argument",
    marked: 'f = (n) => n\nx = f(‸n: 2)',
    to: 'm',
    after: 'f = (m) => m\nx = f(m: 2)',
  },
  {
    name: "a function's parameter whose argument is in short form",
    marked: 'n = 1\nf = (‸n) => ({n})\nx = f(n)',
    to: 'm',
    after: 'n = 1\nf = (m) => ({n: m})\nx = f(m: n)',
  },
  {
    name: 'an import without alias',
    marked: 'import "a/date"\nx = ‸date.now()',
    to: 'd',
    after: 'import d "a/date"\nx = d.now()',
  },
  {
    name: 'an alias of an import',
    marked: 'import ‸d "date"\nx = d.now()',
    to: 'dates',
    after: 'import dates "date"\nx = dates.now()',
  },
  {
    name: 'to the same name',
    marked: 'import "‸date"\nx = date.now()',
    to: 'date',
    after: 'import "date"\nx = date.now()',
  },
  {
    name: 'a name in a text that breaks off',
    marked: '‸a = 1\nb = f(x: a, y: (a',
    to: 'n',
    after: 'n = 1\nb = f(x: n, y: (n',
  },
  {
    name: 'a key in every form of access',
    marked: 'p = params\na = params.‸x + p.x\nb = params["x"] + "${p["x"]}"',
    to: 'y',
    after: 'p = params\na = params.y + p.y\nb = params["y"] + "${p["y"]}"',
  },
  {
    name: 'a key to what is no name',
    marked: 'a = params.‸x\nb = params["x"] + (params).x',
    to: 'a "b"',
    after: 'a = params["a \\"b\\""]\nb = params["a \\"b\\""] + (params)["a \\"b\\""]',
  },
  { name: 'a key to a keyword', marked: 'a = params.‸x', to: 'if', after: 'a = params["if"]' },
  {
    name: 'a key whose dot stands on a line of its own',
    marked: 'a = params // x.y\n  . ‸x',
    to: '1',
    after: 'a = params // x.y\n  [ "1"]',
  },
  { name: 'a key in brackets', marked: 'a = params["‸a b"]', to: 'ab', after: 'a = params["ab"]' },
  {
    name: 'a key that a bracket leaves open',
    marked: 'a = params["‸ab',
    to: 'c d',
    after: 'a = params["c d',
  },
  {
    name: 'a key with its documentation',
    marked: '// ## Parameters\r\n// - `xx`: Like xx.\r\n// * x: x.\r\na = params.xx + params.‸x',
    to: 'y',
    after: '// ## Parameters\r\n// - `xx`: Like xx.\r\n// * y: x.\r\na = params.xx + params.y',
  },
  {
    name: 'a key from its documentation',
    marked: '// ## Parameters\n// - `‸xx`: Like xx.\na = params.xx',
    to: 'a b',
    after: '// ## Parameters\n// - `a b`: Like xx.\na = params["a b"]',
  },
  {
    name: "a key, not an extension's own",
    marked: 'p = {params with x: params.‸x}\na = p.x',
    to: 'y',
    after: 'p = {params with x: params.y}\na = p.x',
  },
  {
    name: 'a key to what a variable is called',
    marked: 'y = 1\na = params.‸x + y',
    to: 'y',
    after: 'y = 1\na = params.y + y',
  },
];

for (const { name, marked, to, after } of cases) {
  test(`renames ${name}`, () => assert.equal(renamed(marked, to), after));
}

const refusals: { name: string; marked: string; to: string; why: RegExp }[] = [
  { name: 'an empty name', marked: '‸a = 1', to: '', why: /name is needed/ },
  { name: 'an empty key', marked: 'a = params.‸x', to: ' ', why: /needs a name/ },
  { name: 'what is no name', marked: '‸a = 1', to: '1a', why: /“1a” is no name/ },
  { name: 'a name with a blank', marked: '‸a = 1', to: 'b c', why: /“b c” is no name/ },
  { name: 'a keyword', marked: '‸a = 1', to: 'return', why: /“return” is a word of Flux/ },
  { name: 'a truth value', marked: '‸a = 1', to: 'true', why: /“true” is a word of Flux/ },
  { name: 'another variable', marked: '‸a = 1\n\nb = 2', to: 'b', why: /“b” is already defined on line 3/ },
  { name: 'an import', marked: 'import "date"\n‸a = 1', to: 'date', why: /already defined on line 1/ },
  { name: 'another parameter', marked: 'f = (‸a, b) => 1', to: 'b', why: /already defined on line 1/ },
  {
    name: "a variable of a function's body to its parameter",
    marked: 'f = (b) => {\n  ‸a = 1\n  return a\n}',
    to: 'b',
    why: /already defined on line 1/,
  },
  {
    name: "a function's parameter to a variable of its body",
    marked: 'f = (‸a) => {\n  b = 1\n  return a\n}',
    to: 'b',
    why: /already defined on line 2/,
  },
  {
    name: 'what an inner name would capture',
    marked: '‸a = 1\nf = (b) =>\n  a + b',
    to: 'b',
    why: /“b” on line 3 would mean what is defined on line 2/,
  },
  {
    name: 'what would capture an outer name',
    marked: 'b = 1\nf = (‸a) =>\n  a + b',
    to: 'b',
    why: /“b” means something else on line 3/,
  },
  {
    name: 'what would capture a standard function',
    marked: '‸a = 1\nb = now()',
    to: 'now',
    why: /“now” means something else on line 2/,
  },
  {
    name: 'what would capture the record',
    marked: '‸a = 1\nb = params.x',
    to: 'params',
    why: /“params” means something else on line 2/,
  },
  {
    name: 'an argument that a call passes already',
    marked: 'f = (‸a) => a\nb = f(a: 1, c: 2)',
    to: 'c',
    why: /“c” means something else on line 2/,
  },
  {
    name: 'a key that there is',
    marked: 'a = params.‸x\nb = params.y',
    to: 'y',
    why: /“y” is a parameter already, on line 2: the two would become one/,
  },
  {
    name: 'a key that is documented',
    marked: '// ## Parameters\n// - y: y.\na = params.‸x',
    to: 'y',
    why: /already, on line 2: the two would become one/,
  },
  {
    name: 'a key that an extension has',
    marked: 'p = {params with y: 1}\na = p.‸x',
    to: 'y',
    why: /On line 2, “y” is not read from “params”/,
  },
  {
    name: 'a key that no comment can hold',
    marked: '// ## Parameters\n// - x: x.\na = params.‸x',
    to: 'a: b',
    why: /cannot stand in the comment on line 2/,
  },
  {
    name: 'the record',
    marked: 'a = ‸params.x',
    to: 'p',
    why: /record in which InfluxDB passes the parameters/,
  },
  {
    name: 'a standard function',
    marked: '‸from(bucket: "b")',
    to: 'f',
    why: /“from” belongs to Flux’s standard/,
  },
  { name: 'a truth value of Flux', marked: 'a = ‸true', to: 'f', why: /“true” belongs to Flux’s standard/ },
  {
    name: "a package's function",
    marked: 'import d "date"\na = d.‸hour(t: now())',
    to: 'f',
    why: /“hour” belongs to the package “date”/,
  },
  {
    name: 'an argument of a standard function',
    marked: 'from(‸bucket: "b")',
    to: 'f',
    why: /“bucket” is an argument/,
  },
  { name: 'a column', marked: 'f = (r) => r.‸_value', to: 'f', why: /“_value” is a column or a field/ },
  { name: 'an unknown name', marked: 'a = ‸b', to: 'c', why: /“b” is not defined in this script/ },
  { name: 'a number', marked: 'a = ‸12', to: 'c', why: /nothing to rename here/ },
  { name: 'a comment', marked: '// ‸a', to: 'c', why: /nothing to rename here/ },
  { name: 'an empty text', marked: '‸', to: 'c', why: /nothing to rename here/ },
  { name: 'a missing name', marked: 'a = params.‸', to: 'c', why: /nothing to rename here/ },
  { name: "Flux's option", marked: 'option ‸now = () => 2026-01-01', to: 'n', why: /option of Flux itself/ },
  {
    name: 'the parameter of a function that the standard library calls',
    marked: 'a |> filter(fn: (r) => ‸r.x == 1)',
    to: 'row',
    why: /whoever calls this function passes the argument by that name/,
  },
  {
    name: 'the parameter of a function that is passed on',
    marked: 'f = (‸r) => r.x == 1\nb = f(r: c)\na |> filter(fn: f)',
    to: 'row',
    why: /passed on on line 3/,
  },
];

for (const { name, marked, to, why } of refusals) {
  test(`does not rename: ${name}`, () => assert.throws(() => renamed(marked, to), { message: why }));
}

const prepared: { name: string; marked: string; range: string; placeholder: string }[] = [
  { name: 'a variable', marked: 'aa = 1\nb = a‸a', range: 'aa', placeholder: 'aa' },
  { name: 'an import', marked: 'import "‸a/bc"', range: 'bc', placeholder: 'bc' },
  { name: 'a key', marked: 'a = params.‸xx', range: 'xx', placeholder: 'xx' },
  { name: 'a key in brackets', marked: 'a = params["q\\"‸"]', range: 'q\\"', placeholder: 'q"' },
  { name: 'a documented key', marked: '// ## Parameters\n// - `‸k k`: k.', range: 'k k', placeholder: 'k k' },
];

for (const { name, marked, range, placeholder } of prepared) {
  test(`prepares to rename ${name}`, () => {
    const { text, position } = cursorIn(marked);
    const found = prepareRename(scriptOf(text), position);
    assert.deepEqual([textIn(text, found.range), found.placeholder], [range, placeholder]);
  });
}

const whole = `// ## Parameters
//
// - \`buck\`: Where 😀 it is.
// - n: How many.
import d "date"

option o = {every: 1h, 𝔘: "x"}
p = {params with own: params["a b"]}
f = (t=<-, n=params.n) => {
\tm = n + o.𝔘
\treturn t |> limit(n: m) |> map(fn: (r) => ({r with m, x: "\${p.buck}!"}))
}
from(bucket: p.buck) |> range(start: d.sub(d: 1h, from: now())) |> f(n: 1)
`.replaceAll('\n', '\r\n');

test('every name of a text that is cut anywhere can be renamed, and named back', () => {
  for (let cut = 0; cut <= whole.length; cut++) {
    const text = whole.slice(0, cut);
    const script = scriptOf(text);
    // The end is where people type.
    for (const offset of [cut, cut >> 1]) {
      const position = script.positions.position(offset);
      const there = renamedOr(script, position, 'fresh');
      if (there === undefined) continue;
      const { placeholder } = prepareRename(script, position);
      // A key that is still to be typed; nothing can be named back to it.
      if (placeholder === '') continue;
      const at = there.indexOf('fresh');
      assert.ok(at >= 0, `Nothing is renamed in: ${text}`);
      const after = scriptOf(there);
      const back = renamedOr(after, after.positions.position(at), placeholder);
      // What is short becomes long, an import gets an alias, and they stay so.
      const plain = (source = '') => source.replace(/\b(\w+): \1\b/g, '$1').replace(/import \w+ /, 'import ');
      assert.equal(plain(back), plain(text));
    }
  }
});

function renamedOr(
  script: ReturnType<typeof scriptOf>,
  position: Position,
  newName: string,
): string | undefined {
  try {
    return applyEdits(script.text, rename(script, position, newName, uri).changes?.[uri] ?? []);
  } catch (error) {
    assert.ok(error instanceof ResponseError, String(error));
    return undefined;
  }
}

test('an import that is being typed is not renamed: its path runs on to the next quote', () => {
  const { text, position } = cursorIn('import "influx‸data\nx = 1 // "');
  assert.throws(() => prepareRename(scriptOf(text), position), /Close its quotes first/);
});
