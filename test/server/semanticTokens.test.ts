import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Range } from 'vscode-languageserver';
import { semanticTokens, semanticTokensLegend } from '../../server/src/features/semanticTokens.ts';
import { brokenTexts, everything } from './broken.ts';
import { textIn } from './client.ts';
import { scriptOf } from './script.ts';

interface Read {
  readonly range: Range;
  /** `type`, or `type.modifier`. */
  readonly meaning: string;
}

/** Reads the answer as an editor does. */
function read(text: string, within?: Range): Read[] {
  const { tokenTypes, tokenModifiers } = semanticTokensLegend;
  const { data } = semanticTokens(scriptOf(text), within);
  assert.equal(data.length % 5, 0);
  const tokens: Read[] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [down, right, length, type, modifiers] = data.slice(at, at + 5) as [
      number,
      number,
      number,
      number,
      number,
    ];
    line += down;
    character = down === 0 ? character + right : right;
    const range = { start: { line, character }, end: { line, character: character + length } };
    const names = tokenModifiers.filter((_, bit) => (modifiers >> bit) & 1);
    tokens.push({ range, meaning: [tokenTypes[type], ...names].join('.') });
  }
  return tokens;
}

/** `text meaning`, but for operators. */
function meanings(text: string, within?: Range): string[] {
  return read(text, within)
    .map(({ range, meaning }) => `${textIn(text, range)} ${meaning}`)
    .filter((line) => !/^[^a-z]+ operator$/.test(line));
}

const cases: { name: string; text: string; meanings: string[] }[] = [
  { name: 'an empty text', text: '', meanings: [] },
  {
    name: 'packages',
    text: 'package main\nimport m "math"\nx = m.floor(x: m.pi)',
    meanings: [
      'package keyword',
      'main namespace.declaration',
      'import keyword',
      'm namespace.declaration',
      '"math" string',
      'x variable.declaration',
      'm namespace',
      'floor function.defaultLibrary',
      'x parameter',
      'm namespace',
      'pi property.defaultLibrary',
    ],
  },
  {
    name: "a package's member that nobody knows",
    text: 'import "math"\nmath.nothing\nmath.nothing()',
    meanings: [
      'import keyword',
      '"math" string',
      'math namespace',
      'nothing property',
      'math namespace',
      'nothing function',
    ],
  },
  {
    name: 'functions of the script',
    text: 'f = (a, b=c) => a\nf(a: f)\ng = f',
    meanings: [
      'f function.declaration',
      'a parameter.declaration',
      'b parameter.declaration',
      'c variable',
      'a parameter',
      'f function',
      'a parameter',
      'f function',
      'g variable.declaration',
      'f function',
    ],
  },
  {
    name: 'builtins, and names of nothing',
    text: 'from(bucket: b)\nnothing()',
    meanings: ['from function.defaultLibrary', 'bucket parameter', 'b variable', 'nothing function'],
  },
  {
    name: 'a builtin that the script hides',
    text: 'from = 1\nx = from',
    meanings: ['from variable.declaration', '1 number', 'x variable.declaration', 'from variable'],
  },
  {
    name: 'a parameter by dot',
    text: 'x = params.alpha',
    meanings: ['x variable.declaration', 'params variable.defaultLibrary', 'alpha parameter'],
  },
  {
    name: 'a parameter by bracket',
    text: 'x = params["two words"]',
    meanings: [
      'x variable.declaration',
      'params variable.defaultLibrary',
      '" string',
      'two words parameter',
      '" string',
    ],
  },
  {
    name: 'a parameter through an alias',
    text: 'p = params\nx = p.alpha',
    meanings: [
      'p variable.declaration',
      'params variable.defaultLibrary',
      'x variable.declaration',
      'p variable',
      'alpha parameter',
    ],
  },
  {
    name: 'a record that is only called params',
    text: 'f = (params) => params.alpha',
    meanings: [
      'f function.declaration',
      'params parameter.declaration',
      'params parameter',
      'alpha property',
    ],
  },
  {
    name: 'records',
    text: 'x = {r with a: 1, "b": 2, c}\ny = x.a\nx["b"]\nx.f()',
    meanings: [
      'x variable.declaration',
      'r variable',
      'with keyword',
      'a property',
      '1 number',
      '"b" string',
      '2 number',
      'c variable',
      'y variable.declaration',
      'x variable',
      'a property',
      'x variable',
      '"b" string',
      'x variable',
      'f function',
    ],
  },
  {
    name: 'a short argument',
    text: 'f(a, b: c)',
    meanings: ['f function', 'a variable', 'b parameter', 'c variable'],
  },
  {
    name: 'literals',
    text: 'x = [1, 1.5, 1h30m, 2024-01-01T00:00:00Z, true, /a\\/b/]',
    meanings: [
      'x variable.declaration',
      '1 number',
      '1.5 number',
      '1h30m number',
      '2024-01-01T00:00:00Z number',
      'true boolean',
      '/a\\/b/ regexp',
    ],
  },
  {
    name: 'words that work like signs',
    text: 'x = if not a and exists b or c then d else e',
    meanings: [
      'x variable.declaration',
      'if keyword',
      'not operator',
      'a variable',
      'and operator',
      'exists operator',
      'b variable',
      'or operator',
      'c variable',
      'then keyword',
      'd variable',
      'else keyword',
      'e variable',
    ],
  },
  {
    name: 'strings without their escapes',
    text: 'x = "a\\n\\x41b\\"c \\${d}"',
    meanings: ['x variable.declaration', '"a string', 'b string', 'c  string', 'd}" string'],
  },
  {
    name: 'an interpolation',
    text: '"😀 ${params.𝒜} b"',
    meanings: [
      '" string',
      '😀  string',
      'params variable.defaultLibrary',
      '𝒜 parameter',
      ' b string',
      '" string',
    ],
  },
  {
    name: 'a string over lines, with CRLF',
    text: 'x = "a\r\n\r\n\tb"\r\ny = 1',
    meanings: ['x variable.declaration', '"a string', '\tb" string', 'y variable.declaration', '1 number'],
  },
  {
    name: 'comments, with what a list describes',
    text: '// # Title\n// Text.\n// - alpha: It. \n// - `b c`: It.\n//- d',
    meanings: [
      '// comment',
      '// Text. comment',
      '// -  comment',
      'alpha parameter',
      ': It.  comment',
      '// - ` comment',
      'b c parameter',
      '`: It. comment',
      '//- d comment',
    ],
  },
  {
    name: 'options, test cases and declarations',
    text: 'option f = () => 1\ntestcase t { x = 1 }\nbuiltin b : int',
    meanings: [
      'option keyword',
      'f function.declaration',
      '1 number',
      'testcase keyword',
      't function.declaration',
      'x variable.declaration',
      '1 number',
      'builtin keyword',
      'b variable.declaration',
    ],
  },
  {
    name: 'a broken text',
    text: 'x = f(a: ',
    meanings: ['x variable.declaration', 'f function', 'a parameter'],
  },
];

for (const { name, text, meanings: expected } of cases) {
  test(`semantic tokens: ${name}`, () => {
    assert.deepEqual(meanings(text), expected);
  });
}

test('semantic tokens: operators, but not the arrow', () => {
  const found = read('f = (t=<-) => t |> g(a: -1 >= 2)').filter(({ meaning }) => meaning === 'operator');
  const text = 'f = (t=<-) => t |> g(a: -1 >= 2)';
  assert.deepEqual(
    found.map(({ range }) => textIn(text, range)),
    ['=', '=', '<-', '|>', '-', '>='],
  );
});

test('semantic tokens: of a part of the text, the same as of the whole', () => {
  const text = everything;
  const whole = read(text);
  const { lineCount } = scriptOf(text).positions;
  for (let line = 0; line < lineCount - 3; line++) {
    const within = { start: { line, character: 0 }, end: { line: line + 2, character: 0 } };
    const part = read(text, within);
    const expected = whole.filter(({ range }) => range.start.line >= line && range.start.line < line + 2);
    const lines = part.filter(({ range }) => range.start.line >= line && range.start.line < line + 2);
    assert.deepEqual(lines, expected);
    // More comes only of a string that goes on behind the part.
    assert.ok(part.length - lines.length <= 1);
  }
});

test('semantic tokens: in order, inside their lines, never two in one place', () => {
  for (const text of brokenTexts()) {
    const { positions } = scriptOf(text);
    let last = 0;
    for (const { range } of read(text)) {
      const start = positions.lineStart(range.start.line) + range.start.character;
      const end = start + range.end.character - range.start.character;
      assert.ok(last <= start && start < end && end <= positions.lineEnd(range.start.line), text);
      last = end;
    }
  }
});
