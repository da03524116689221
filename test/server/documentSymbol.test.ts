import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import { documentSymbol } from '../../server/src/features/documentSymbol.ts';
import type { Script } from '../../server/src/script.ts';
import { brokenTexts } from './broken.ts';
import { textIn } from './client.ts';
import { scriptOf } from './script.ts';

const kindNames = new Map(Object.entries(SymbolKind).map(([name, kind]) => [kind, name]));

/** `Kind name: detail`, a line each, children indented. */
function outline(symbols: readonly DocumentSymbol[], depth = 0): string[] {
  return symbols.flatMap(({ name, kind, detail, children = [] }) => [
    `${'  '.repeat(depth)}${kindNames.get(kind)} ${name}${detail === undefined ? '' : `: ${detail}`}`,
    ...outline(children, depth + 1),
  ]);
}

const cases: { name: string; text: string; lines: string[] }[] = [
  { name: 'an empty text', text: '', lines: [] },
  { name: 'comments only', text: '// a\n// ## Parameters\n// - x: y\n', lines: [] },
  {
    name: 'imports',
    text: 'import "influxdata/influxdb/schema"\r\nimport m "math"\r\nimport ""',
    lines: ['Module schema: influxdata/influxdb/schema', 'Module m: math'],
  },
  {
    name: 'an option with fields',
    text: 'option task = {name: "x", "a b": 1h}',
    lines: ['Object task', '  Property name: "x"', '  Property "a b": 1h'],
  },
  { name: "a package's option", text: 'option math.pi = 3', lines: ['Constant math.pi: 3'] },
  { name: 'a value', text: 'every = 1h', lines: ['Constant every: 1h'] },
  { name: 'a value in parentheses', text: 'f = ((a, b=1) => a)', lines: ['Function f: (a, b=1)'] },
  {
    name: 'nested functions',
    text: 'f = (x) => {\n\tg = (y) => {\n\t\tz = 1\n\t\treturn z\n\t}\n\treturn g(y: x)\n}',
    lines: ['Function f: (x)', '  Function g: (y)', '    Constant z: 1'],
  },
  {
    name: 'records in records',
    text: 'r = {a: {b: 1, c}, f: (x) => x}',
    lines: ['Object r', '  Object a', '    Property b: 1', '    Property c', '  Function f: (x)'],
  },
  {
    name: 'a function that makes a record',
    text: 'f = () => ({a: 1})',
    lines: ['Function f: ()', '  Property a: 1'],
  },
  {
    name: 'a test case',
    text: 'testcase t { x = 1 }',
    lines: ['Function t: testcase', '  Constant x: 1'],
  },
  { name: 'what the library defines', text: 'builtin now : () => time', lines: ['Constant now: builtin'] },
  {
    name: 'a pipeline with a name',
    text: 'from(bucket: "b") |> range(start: -1h) |> yield(name: "x")',
    lines: ['Event from(bucket: "b"): |> yield "x"'],
  },
  {
    name: 'a pipeline that yields twice',
    text: 'a() |> yield(name: "x") |> b() |> yield()',
    lines: ['Event a(): |> yield "x" |> yield'],
  },
  { name: 'a call', text: 'main()', lines: ['Event main()'] },
  { name: 'a word that is being typed', text: 'fro', lines: [] },
  {
    name: 'a source on several lines',
    text: 'from(\n  bucket: "🚀",\n)\n  |> last()',
    lines: ['Event from( bucket: "🚀", )'],
  },
  {
    name: 'a long text, cut between letters',
    text: `a = "${'𝒜'.repeat(80)}"`,
    lines: [`Constant a: "${'𝒜'.repeat(58)}…`],
  },
  {
    name: 'parameters by dot, by bracket and through an alias',
    text: 'a = params.x + 1\nb = params["y z"] + "s"\np = params\nc = p.x + p.w',
    lines: [
      'Constant a: params.x + 1',
      'Constant b: params["y z"] + "s"',
      'Constant p: params',
      'Constant c: p.x + p.w',
      'Namespace params',
      '  Property x: int',
      '  Property "y z": string',
      '  Property w: any',
    ],
  },
  {
    name: 'a parameter without a name',
    text: 'a = params[""]',
    lines: ['Constant a: params[""]', 'Namespace params', '  Property "": any'],
  },
  { name: 'a key that is being typed', text: 'a = params.', lines: ['Constant a: params.'] },
];

for (const { name, text, lines } of cases) {
  test(`document symbols: ${name}`, () => {
    assert.deepEqual(outline(documentSymbol(scriptOf(text))), lines);
  });
}

const places: { name: string; text: string; range: string; selected: string }[] = [
  {
    name: 'a variable',
    text: '// c\r\nx = {\r\n  a: 1,\r\n}\r\n',
    range: 'x = {\r\n  a: 1,\r\n}',
    selected: 'x',
  },
  { name: 'an option', text: 'option now = () => 1', range: 'option now = () => 1', selected: 'now' },
  { name: 'an import', text: 'import "math"', range: 'import "math"', selected: '"math"' },
  { name: 'an import with an alias', text: 'import m "math"', range: 'import m "math"', selected: 'm' },
  { name: 'a pipeline', text: '"😀" |> f()', range: '"😀" |> f()', selected: '"😀"' },
];

for (const { name, text, range, selected } of places) {
  test(`document symbols: where ${name} is`, () => {
    const [symbol] = documentSymbol(scriptOf(text));
    assert.ok(symbol);
    assert.equal(textIn(text, symbol.range), range);
    assert.equal(textIn(text, symbol.selectionRange), selected);
  });
}

test('document symbols: the parameters reach from the first to the last that is new', () => {
  const text = 'a = params.x\nb = params["y"]\nc = params.x';
  const group = documentSymbol(scriptOf(text)).find(({ name }) => name === 'params');
  assert.ok(group);
  assert.equal(textIn(text, group.range), 'params.x\nb = params["y"]');
  assert.deepEqual(
    group.children?.map(({ selectionRange }) => textIn(text, selectionRange)),
    ['x', '"y"'],
  );
});

test('document symbols: every name has letters, and each place lies in the one around it', () => {
  for (const text of brokenTexts()) {
    const script = scriptOf(text);
    check(documentSymbol(script), { start: 0, end: text.length }, script);
  }
});

function check(symbols: readonly DocumentSymbol[], outer: { start: number; end: number }, script: Script) {
  for (const { name, range, selectionRange, children = [] } of symbols) {
    const whole = script.positions.span(range);
    const selected = script.positions.span(selectionRange);
    const told = JSON.stringify({ text: script.text, name });
    assert.notEqual(name.trim(), '', told);
    assert.ok(outer.start <= whole.start && whole.end <= outer.end, told);
    assert.ok(whole.start <= selected.start && selected.end <= whole.end, told);
    check(children, whole, script);
  }
}
