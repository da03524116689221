import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind } from '../../server/src/flux/bindings.ts';
import { parse } from '../../server/src/flux/parser.ts';

function bindingsOf(text: string) {
  return bind(parse(text).file);
}

/** Each symbol as `kind name: roles of its uses`. */
function symbols(text: string): string[] {
  return bindingsOf(text).symbols.map(
    ({ kind, name, uses }) =>
      `${kind} ${name}: ${uses.map(({ role, node }) => `${role}@${node.start}`).join(' ')}`,
  );
}

const cases: { name: string; text: string; symbols: string[]; free: string[] }[] = [
  { name: 'a variable', text: 'a = 1\nb = a', symbols: ['variable a: use@10', 'variable b: '], free: [] },
  {
    name: 'a name is known behind its assignment only',
    text: 'b = a\na = a\nc = a',
    symbols: ['variable b: ', 'variable a: use@16', 'variable c: '],
    free: ['a'],
  },
  {
    name: 'imports, by their last part or their alias',
    text: 'import "experimental/json"\nimport s "strings"\na = json.parse(data: s.x)\nb = strings',
    symbols: ['import json: use@50', 'import s: use@67', 'variable a: ', 'variable b: '],
    free: ['strings'],
  },
  {
    name: 'a parameter hides a variable in its function',
    text: 'a = 1\nf = (a) => a\nb = a',
    symbols: ['variable a: use@23', 'parameter a: use@17', 'variable f: ', 'variable b: '],
    free: [],
  },
  {
    name: 'a default is outside of the function',
    text: 'f = (a, b=a) => b',
    symbols: ['parameter a: ', 'parameter b: use@16', 'variable f: '],
    free: ['a'],
  },
  {
    name: 'a block hides for itself',
    text: 'a = 1\nf = () => {\n  a = 2\n  return a\n}\nb = a',
    symbols: ['variable a: use@43', 'variable a: use@35', 'variable f: ', 'variable b: '],
    free: [],
  },
  {
    name: 'keys and members are no uses, short forms are',
    text: 'a = 1\nb = {a: 2, c: a, a}\nd = b.a',
    symbols: ['variable a: use@20 short@23', 'variable b: use@30', 'variable d: '],
    free: [],
  },
  {
    name: 'the names of arguments are those of the function’s parameters',
    text: 'n = 1\nf = (n, t=<-) => n\nx = f(n: 2)\ny = f(n)',
    symbols: [
      'variable n: short@43',
      'parameter n: use@23 argument@31 argument@43',
      'parameter t: ',
      'variable f: use@29 use@41',
      'variable x: ',
      'variable y: ',
    ],
    free: [],
  },
  {
    name: 'an extended record',
    text: 'r = {a: 1}\ns = {r with b: r.a}',
    symbols: ['variable r: use@16 use@26', 'variable s: '],
    free: [],
  },
  {
    name: 'an option, and an option of a package',
    text: 'import "planner"\noption task = {every: 1h}\noption planner.x = task.every',
    symbols: ['import planner: use@50', 'option task: use@62'],
    free: [],
  },
  {
    name: 'a test case has a scope of its own',
    text: 'testcase t {\n  a = 1\n  b = a\n}\nc = a',
    symbols: ['testcase t: ', 'variable a: use@27', 'variable b: ', 'variable c: '],
    free: ['a'],
  },
  {
    name: 'an interpolation',
    text: 'a = 1\nb = "x ${a + c}"',
    symbols: ['variable a: use@15', 'variable b: '],
    free: ['c'],
  },
  {
    name: 'broken text',
    text: 'a = \nb = (a.\nc = f(a',
    symbols: ['variable a: use@10 short@19', 'variable b: ', 'variable c: '],
    free: ['f'],
  },
];

for (const { name, text, symbols: expected, free } of cases) {
  test(name, () => {
    assert.deepEqual(symbols(text), expected);
    assert.deepEqual([...bindingsOf(text).free.keys()], free);
  });
}

test('what stands at an offset, from its first letter to behind its last', () => {
  const bindings = bindingsOf('abc = 1\nd = abc + e');
  const at = (offset: number) => bindings.symbolAt(offset)?.symbol.name;
  assert.deepEqual([0, 3, 4, 12, 15, 18].map(at), ['abc', 'abc', undefined, 'abc', 'abc', undefined]);
});

test('what can be used at an offset', () => {
  const text = 'a = 1\nf = (b, c=2) => {\n  d = b\n  \n}\ne = 3';
  const visible = (offset: number) =>
    bindingsOf(text)
      .visibleAt(offset)
      .map(({ name }) => name)
      .toSorted();
  assert.deepEqual(visible(text.indexOf('\n}') - 1), ['a', 'b', 'c', 'd']);
  assert.deepEqual(visible(text.indexOf('e = 3') + 4), ['a', 'f']);
  assert.deepEqual(visible(0), []);
});
