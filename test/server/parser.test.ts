import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse as compilerParse } from '@influxdata/flux-lsp-node';
import { parse } from '../../server/src/flux/parser.ts';
import { Positions } from '../../server/src/flux/positions.ts';
import type { Node } from '../../server/src/flux/syntax.ts';
import { walk } from '../../server/src/flux/walk.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = globSync(['sandbox/scripts/*.flux', 'examples/**/*.flux'], { cwd: root });
const texts: Record<string, string> = {
  ...Object.fromEntries(files.map((file) => [file, readFileSync(root + file, 'utf8')])),
  'package and imports':
    'package main // c\nimport a "array"\nimport "experimental/json"\n\na.from(rows: [])',
  literals:
    'i = 1 + 0\nf = 1.5 - .5 + 2.\nd = 1h30m + 3µs + 1mo\nt = 2026-01-01\nu = 2026-01-01T00:00:00.5+02:00\nr = /a\\/b"/\ns = "x\\"y\\\\ \\x41 \\${a} $b"',
  collections:
    'a = [1, 2,]\nb = []\nc = ["k": 1, "l": 2]\nd = [:]\ne = {a, "b c": 1, with: 2}\nf = {e with a: 1, b: 2}',
  interpolation: 'a = "x ${b + "y ${c}"} z${{d: 1}.d}"\ne = "${f}"',
  'a string over lines': 'a = "one\ntwo ${b\n + c} three"\nd = "four"',
  operators:
    'a = 1 + 2 * 3 - 4 / 5 % 6 ^ 7\nb = not c == d and exists e.f or g =~ /x/ and h !~ /y/\ni = -j ^ 2\nk = - - 1\nl = not not m',
  functions:
    'f = (x, y=1, tables=<-) => {\n  z = x\n  return tables |> g(y: y)\n}\nh = () => ({a: 1})\ni = (r) => ({r with b: -r.a})\nj = (a) => (b) => a + b',
  calls: 'a = f(b, c: 1)\nd = f()(x: 1)\ne = g.h(i: 1).j["k l"][0]\nm = n |> o() |> p.q(r: 1)',
  conditionals: 'a = if b then c else if d then e else f\ng = (if h then 1 else 2) + 3',
  statements:
    'option task = {name: "t", every: 1h}\noption a.b = 1\ntestcase t { x = 1 }\ntestcase u extends "v" { y = 2 }',
  'a declaration':
    'builtin f : (<-tables: stream[A], ?n: int) => stream[A] where A: Record + Comparable\nx = 1',
  CRLF: 'import "a"\r\n// c\r\nx = "é"\r\ny = {\r\n  "😀": x,\r\n}\r\n',
  'letters beyond ASCII': 'größe = "é😀${ä}😀" + ünï.cödé\n汉字 = 1',
  'an attribute': '@edition("2022.1")\npackage main\n\nx = 1',
};

for (const [name, text] of Object.entries(texts)) {
  test(`the tree is the compiler's: ${name}`, () => {
    const tree = parse(text);
    assert.deepEqual(tree.errors, []);
    const differences: string[] = [];
    compare(tree.file, compilerTree(text), new Positions(text), 'File', differences);
    assert.deepEqual(differences, []);
  });
}

/** The compiler writes its log to the console. */
function compilerTree(text: string): Theirs {
  const { log, info, debug } = console;
  console.log = console.info = console.debug = () => undefined;
  try {
    return compilerParse(text);
  } finally {
    Object.assign(console, { log, info, debug });
  }
}

interface Theirs {
  readonly type?: string;
  readonly location: { readonly start: Place; readonly end: Place };
  readonly [field: string]: unknown;
}
interface Place {
  readonly line: number;
  readonly column: number;
}

/** Field by field; what only one of the two trees has by design is left out. */
function compare(ours: Node, theirs: Theirs, positions: Positions, path: string, out: string[]): void {
  if (theirs.type !== undefined && theirs.type !== ours.type)
    out.push(`${path}: ${ours.type}, not ${theirs.type}`);
  const place = ({ line, column }: Place) =>
    positions.fromCompiler({ line: line - 1, character: column - 1 });
  const { start, end } = theirs.location;
  // Theirs ends where the last token does, and arguments have no place of their own.
  if (
    ours.type !== 'File' &&
    !path.endsWith('.arguments') &&
    (ours.start !== place(start) || ours.end !== place(end))
  ) {
    out.push(`${path}: ${ours.start} to ${ours.end}, not ${place(start)} to ${place(end)}`);
  }
  for (const field of ['name', 'operator'] as const) {
    const own = (ours as unknown as Record<string, unknown>)[field];
    if (typeof own === 'string' && own !== theirs[field])
      out.push(`${path}.${field}: ${own}, not ${theirs[field]}`);
  }
  if (ours.type === 'StringLiteral' && ours.value !== theirs['value']) out.push(`${path}: ${ours.value}`);
  for (const [field, value] of Object.entries(ours)) {
    const other = theirFieldOf(ours, field, theirs);
    if (Array.isArray(value)) {
      const list = (other ?? []) as unknown[];
      if (list.length !== value.length) out.push(`${path}.${field}: ${value.length}, not ${list.length}`);
      else
        for (const [index, item] of value.entries())
          compareItem(item, list[index], positions, `${path}.${field}[${index}]`, out);
    } else if (value !== null && typeof value === 'object') {
      if (other) compareItem(value as Node, other, positions, `${path}.${field}`, out);
      else if (field !== 'arguments') out.push(`${path}.${field}: theirs has none`);
    } else if (value === null && other) out.push(`${path}.${field}: ours has none`);
  }
}

function theirFieldOf(ours: Node, field: string, theirs: Theirs): unknown {
  const other = theirs[field];
  if (field === 'arguments') return (other as unknown[] | undefined)?.[0];
  if (field === 'with') return (other as { source?: unknown } | undefined)?.source ?? other;
  return ours.type === 'BuiltinStatement' && field !== 'id' ? undefined : other;
}

function compareItem(ours: Node, theirs: unknown, positions: Positions, path: string, out: string[]): void {
  if (ours.type !== 'DictItem') {
    compare(ours, theirs as Theirs, positions, path, out);
    return;
  }
  const { key, val } = theirs as { key: Theirs; val: Theirs };
  compare(ours.key, key, positions, `${path}.key`, out);
  compare(ours.val, val, positions, `${path}.val`, out);
}

/** The names that are assigned on the level of the file. */
function assigned(text: string): string[] {
  return parse(text).file.body.flatMap((statement) =>
    statement.type === 'VariableAssignment' ? [statement.id.name] : [],
  );
}

const broken: { name: string; text: string; assigned: string[] }[] = [
  { name: 'a value that is missing', text: 'a = \nb = 1', assigned: ['a', 'b'] },
  { name: 'a key that is missing', text: 'a = params.\nb = 1', assigned: ['a', 'b'] },
  { name: 'an operand that is missing', text: 'a = 1 +\nb = 1', assigned: ['a', 'b'] },
  { name: 'a call that is open', text: 'a = f(x: 1\nb = g(y: 2)', assigned: ['a', 'b'] },
  { name: 'an argument that is missing', text: 'a = f(x: \nb = g(y: 2)', assigned: ['a', 'b'] },
  { name: 'a record that is open', text: 'a = {x: 1,\nb = {y: (2)}', assigned: ['a', 'b'] },
  { name: 'an array that is open', text: 'a = [1, 2\nb = [3]', assigned: ['a', 'b'] },
  { name: 'a function without a body', text: 'a = (x) =>\nb = 1', assigned: ['a', 'b'] },
  { name: 'a block that is open', text: 'a = (x) => {\n  y = x\n\nb = 1', assigned: ['a', 'b'] },
  { name: 'a string that is open', text: 'a = "x\nb = "y" + "z"', assigned: ['a', 'b'] },
  { name: 'an interpolation that is open', text: 'a = "x ${y\nb = "z"', assigned: ['a', 'b'] },
  { name: 'a condition that is open', text: 'a = if x then\nb = 1', assigned: ['a', 'b'] },
  { name: 'an import that is open', text: 'import "arr\na = 1\nb = "x"', assigned: ['a', 'b'] },
  { name: 'brackets too many', text: 'a = 1 ) ] }\nb = 2', assigned: ['a', 'b'] },
  { name: 'signs of no meaning', text: 'a = 1 ; ~ §\nb = 2', assigned: ['a', 'b'] },
];

for (const { name, text, assigned: names } of broken) {
  test(`a broken line costs no more than itself: ${name}`, () => {
    assert.notEqual(parse(text).errors.length, 0);
    assert.deepEqual(assigned(text), names);
  });
}

test('the next line of a pipeline is not taken into an open call', () => {
  const { file } = parse('from(bucket: params.\n  |> range(start: -1h)\n  |> limit(n: 1)');
  const [statement] = file.body;
  assert.ok(statement?.type === 'ExpressionStatement' && statement.expression.type === 'PipeExpression');
  assert.equal(file.body.length, 1);
});

test('at every cut, nodes lie within the text and within their parents, in order', () => {
  const text = Object.values(texts).join('\n');
  for (let cut = 0; cut <= text.length; cut += 7) {
    const { file, tokens } = parse(text.slice(0, cut));
    let last = 0;
    for (const { start, end } of tokens) {
      assert.ok(last <= start && start < end && end <= cut, `a token of the text cut at ${cut}`);
      last = end;
    }
    for (const node of walk(file)) {
      assert.ok(0 <= node.start && node.start <= node.end && node.end <= cut, `${node.type}, cut at ${cut}`);
    }
  }
});

for (const [name, text] of Object.entries({
  signs: `a = ${'-'.repeat(50_000)}1`,
  parentheses: `a = ${'('.repeat(50_000)}`,
  brackets: `a = ${'['.repeat(50_000)}1`,
  operands: `a = 1${' + 1'.repeat(50_000)}`,
  pipes: `a${' |> f()'.repeat(20_000)}`,
  quotes: '"${'.repeat(20_000),
  functions: `a = ${'(x) => '.repeat(20_000)}1`,
  conditions: `a = ${'if '.repeat(20_000)}`,
})) {
  test(`a text of endless ${name} is read, and can be walked`, () => {
    let nodes = 0;
    for (const _ of walk(parse(text).file)) nodes++;
    assert.notEqual(nodes, 0);
  });
}
