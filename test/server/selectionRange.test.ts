import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SelectionRange } from 'vscode-languageserver';
import { selectionRange } from '../../server/src/features/selectionRange.ts';
import { brokenTexts } from './broken.ts';
import { cursorIn, textIn } from './client.ts';
import { scriptOf } from './script.ts';

/** What is selected step by step, but for the whole text at last. */
function steps(marked: string): string[] {
  const { text, position } = cursorIn(marked);
  const [first] = selectionRange(scriptOf(text), [position]);
  const found: string[] = [];
  for (let step = first; step; step = step.parent) found.push(textIn(text, step.range));
  assert.equal(found.pop(), text, 'The last step is the whole text.');
  return found;
}

const cases: { name: string; text: string; steps: string[] }[] = [
  { name: 'an empty text', text: '‸', steps: [] },
  { name: 'a blank line', text: 'x = 1\n‸\ny = 2', steps: [] },
  {
    name: "a string's content first",
    text: 'a = 1\nfrom(bucket: "my bu‸cket")',
    steps: [
      'my bucket',
      '"my bucket"',
      'bucket: "my bucket"',
      '(bucket: "my bucket")',
      'from(bucket: "my bucket")',
    ],
  },
  { name: 'an empty string', text: 'x = "‸"\ny = 1', steps: ['""', 'x = ""'] },
  {
    name: 'one of several arguments',
    text: 'f( a: 1, b: ‸20, )\n',
    steps: ['20', 'b: 20', 'a: 1, b: 20', '( a: 1, b: 20, )', 'f( a: 1, b: 20, )'],
  },
  {
    name: 'a stage of a pipeline',
    text: 'd = a()\n  |> li‸mit()\n  |> last()\nx = 1',
    steps: [
      'limit',
      'limit()',
      '|> limit()',
      'a()\n  |> limit()\n  |> last()',
      'd = a()\n  |> limit()\n  |> last()',
    ],
  },
  {
    name: 'the source of a pipeline',
    text: '‸a() |> b() |> c()\nx = 1',
    steps: ['a', 'a()', 'a() |> b() |> c()'],
  },
  {
    name: 'a condition in a function',
    text: 'x |> filter(fn: (r) => r._va‸lue > 1 and r.b)\n',
    steps: [
      '_value',
      'r._value',
      'r._value > 1',
      'r._value > 1 and r.b',
      '(r) => r._value > 1 and r.b',
      'fn: (r) => r._value > 1 and r.b',
      '(fn: (r) => r._value > 1 and r.b)',
      'filter(fn: (r) => r._value > 1 and r.b)',
      '|> filter(fn: (r) => r._value > 1 and r.b)',
      'x |> filter(fn: (r) => r._value > 1 and r.b)',
    ],
  },
  {
    name: 'a parameter of a function',
    text: 'f = (a, b‸b=1) => a\n',
    steps: ['bb', 'bb=1', 'a, bb=1', '(a, bb=1)', '(a, bb=1) => a', 'f = (a, bb=1) => a'],
  },
  {
    name: 'a statement in a block',
    text: 'f = () => {\r\n\tx = ‸1\r\n\treturn x\r\n}\r\n',
    steps: [
      '1',
      'x = 1',
      'x = 1\r\n\treturn x',
      '{\r\n\tx = 1\r\n\treturn x\r\n}',
      '() => {\r\n\tx = 1\r\n\treturn x\r\n}',
      'f = () => {\r\n\tx = 1\r\n\treturn x\r\n}',
    ],
  },
  {
    name: 'a key in brackets',
    text: 'x = params["k ‸ey"]\ny = 1',
    steps: ['k ey', '"k ey"', '["k ey"]', 'params["k ey"]', 'x = params["k ey"]'],
  },
  {
    name: 'the text of a string with interpolations',
    text: 'x = "😀 a‸b ${c}"\ny = 1',
    steps: ['😀 ab ', '😀 ab ${c}', '"😀 ab ${c}"', 'x = "😀 ab ${c}"'],
  },
  {
    name: 'an interpolation',
    text: 'x = "a ${c.‸𝒜} b"\ny = 1',
    steps: ['𝒜', 'c.𝒜', '${c.𝒜}', 'a ${c.𝒜} b', '"a ${c.𝒜} b"', 'x = "a ${c.𝒜} b"'],
  },
  {
    name: 'a comment, its block, and what it is about',
    text: 'a = 1\n\n// b\n// c‸c\nx = 1\ny = 1',
    steps: ['// cc', '// b\n// cc', '// b\n// cc\nx = 1'],
  },
  {
    name: 'a statement with a comment',
    text: 'a = 1\n// b\n‸x = 1\ny = 1',
    steps: ['x', 'x = 1', '// b\nx = 1'],
  },
  { name: 'comments only', text: '// a\n// b‸', steps: ['// b'] },
  {
    name: 'an import',
    text: 'import "a‸bc"\nimport "d"\nx = 1',
    steps: ['abc', '"abc"', 'import "abc"', 'import "abc"\nimport "d"'],
  },
  { name: 'between a long name and its bracket', text: 'longer‸(x)\n', steps: ['longer', 'longer(x)'] },
  { name: 'between empty brackets', text: 'f(‸)\n', steps: ['()', 'f()'] },
  { name: 'a half-typed call', text: 'f(a: b‸b\nx = 1', steps: ['bb', 'a: bb', 'f(a: bb'] },
  {
    name: 'an expression in parentheses',
    text: 'x = ( a‸a + 1 )\n',
    steps: ['aa', 'aa + 1', '( aa + 1 )', 'x = ( aa + 1 )'],
  },
];

for (const { name, text, steps: expected } of cases) {
  test(`selection ranges: ${name}`, () => {
    assert.deepEqual(steps(text), expected);
  });
}

test('selection ranges: an answer for each position, in their order', () => {
  const text = 'aa = 1\nbb = 2';
  const found = selectionRange(scriptOf(text), [
    { line: 1, character: 1 },
    { line: 0, character: 1 },
  ]);
  assert.deepEqual(
    found.map(({ range }) => textIn(text, range)),
    ['bb', 'aa'],
  );
});

test('selection ranges: each holds the one before, and more', () => {
  for (const text of brokenTexts()) {
    const script = scriptOf(text);
    const position = script.positions.position(text.length - 3);
    const offset = script.positions.offset(position);
    const [first] = selectionRange(script, [position]);
    assert.ok(first);
    let inner = script.positions.span(first.range);
    assert.ok(inner.start <= offset && offset <= inner.end, text);
    for (let step: SelectionRange | undefined = first.parent; step; step = step.parent) {
      const outer = script.positions.span(step.range);
      assert.ok(outer.start <= inner.start && inner.end <= outer.end, text);
      assert.ok(outer.end - outer.start > inner.end - inner.start, text);
      inner = outer;
    }
    assert.deepEqual(inner, { start: 0, end: text.length });
  }
});
