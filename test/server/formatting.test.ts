import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { FormattingOptions, TextEdit } from 'vscode-languageserver';
import type { FluxEngine } from '../../server/src/engine/engine.ts';
import { formatting, rangeFormatting } from '../../server/src/features/formatting.ts';
import { parse } from '../../server/src/flux/parser.ts';
import { tokenize } from '../../server/src/flux/tokens.ts';
import { walk } from '../../server/src/flux/walk.ts';
import { applyEdits, startEngine } from './client.ts';
import { scriptOf } from './script.ts';

const spaces: FormattingOptions = { insertSpaces: true, tabSize: 4 };
let engine: FluxEngine;
before(() => {
  engine = startEngine();
});
after(() => engine.dispose());

async function formatted(text: string, options = spaces): Promise<string> {
  return applyEdits(text, await formatting(scriptOf(text), options, engine));
}

/** The tokens of a text but for trailing commas. */
function meaningOf(text: string): string[] {
  const tokens = tokenize(text);
  const code = tokens.filter(({ kind }) => kind !== 'comment');
  const trailing = code.filter(
    ({ text, kind }, index) =>
      kind === 'punctuation' && text === ',' && /^[)\]}]$/.test(code[index + 1]?.text ?? ''),
  );
  return tokens.filter((token) => !trailing.includes(token)).map(({ kind, text }) => `${kind} ${text}`);
}

/** The syntax tree without places. */
function shapeOf(text: string): unknown {
  return Array.from(walk(parse(text).file), ({ start: _, end: __, ...node }) =>
    Object.fromEntries(Object.entries(node).filter(([, value]) => typeof value !== 'object')),
  );
}

/** Formats a text and checks that it still means the same, and that its form is final. */
async function checked(text: string): Promise<string> {
  const result = await formatted(text);
  assert.deepEqual(meaningOf(result), meaningOf(text));
  assert.deepEqual(shapeOf(result), shapeOf(text));
  assert.deepEqual(parse(result).errors, parse(text).errors);
  assert.equal(await formatted(result), result, 'The form is not final.');
  return result;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const scripts = ['sandbox/scripts', 'examples'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.flux'))
    .map((name) => join(folder, name)),
);

describe('formats', () => {
  const cases: readonly [name: string, text: string, result: string][] = [
    ['spaces', 'x=1\ny  =  f( a:x,b : 2 )', 'x = 1\ny = f(a: x, b: 2)\n'],
    ['a pipe', 'from(bucket:"b")\n|>range(start:-1h)', 'from(bucket: "b")\n    |> range(start: -1h)\n'],
    ['a block', 'f = (a,b=2) => { return a }', 'f = (a, b=2) => {\n    return a\n}\n'],
    ['parameters on lines of their own', 'f = (\n    a,\n    b=2,\n) => a', 'f = (a, b=2) => a\n'],
    ['a conditional', 'x = if a\nthen b else c', 'x =\n    if a then\n        b\n    else\n        c\n'],
    ['attributes', '@edition("2022.1")\npackage   main\n', '@edition("2022.1")\npackage main\n'],
    ['blank lines: one stays', 'x = 1\n\n\n\ny = 2\n\n\n', 'x = 1\n\ny = 2\n'],
    ['blank lines inside an expression: none', 'x = f(\n\n  a: 1,\n\n  b: 2,\n)', 'x = f(a: 1, b: 2)\n'],
    ['blank lines at the beginning', '\n\n  x = 1', 'x = 1\n'],
    ['imports', 'import "a"\nimport   "b"\nx=1', 'import "a"\nimport "b"\n\nx = 1\n'],
    ['a trailing comma, away', 'f(a: 1, b: 2,)', 'f(a: 1, b: 2)\n'],
    ['redundant parentheses: they stay', 'x = ( (a) )\ny=(a+b) *c', 'x = ((a))\ny = (a + b) * c\n'],
    ['literals: spelled as before', 'x=[2020-01-01,\n007,"\\x41"]', 'x = [2020-01-01, 007, "\\x41"]\n'],
    ['regular expressions', 'x=a=~/b \\/ c/', 'x = a =~ /b \\/ c/\n'],
    ['interpolations', 'x = "a  ${ b+c }  d ${e}"', 'x = "a  ${b + c}  d ${e}"\n'],
    ['strings of several lines', 'x =   "a\n   b\n\n\n"\ny=2', 'x = "a\n   b\n\n\n"\ny = 2\n'],
    ['tabs', 'from()\n\t|>\trange()\n\t|> last()', 'from()\n    |> range()\n    |> last()\n'],
    ['letters of any alphabet', 'größe="😀  𝒳"\n\ny =größe', 'größe = "😀  𝒳"\n\ny = größe\n'],
    ['CRLF', 'x=1\r\n\r\n\r\ny=a\r\n|>f()', 'x = 1\r\n\r\ny =\r\n    a\r\n        |> f()\r\n'],
    ['CRLF in a string', 'x  = "a\r\n  b"\r\n', 'x = "a\r\n  b"\r\n'],
    ['nothing', '', ''],
    ['what is blank', ' \n\n', ''],
  ];
  for (const [name, text, result] of cases) {
    test(name, async () => assert.equal(await checked(text), result));
  }
});

describe('keeps comments', () => {
  const cases: readonly [name: string, text: string, result: string][] = [
    ['only one', '\n// a', '// a\n'],
    ['at the top and the end', '// a\n\n\n// b\nx=1\n// c\n\n\n// d', '// a\n\n// b\nx = 1\n// c\n\n// d\n'],
    [
      'at lines’ ends, and what sets them off',
      'x=1  // a\ny=2\t// b\nz=3// c',
      'x = 1  // a\ny = 2\t// b\nz = 3// c\n',
    ],
    [
      'between statements',
      'x=1 // a\n  // b\n\n// c\ny=2\nreturn y // d',
      'x = 1 // a\n// b\n\n// c\ny = 2\n\nreturn y // d\n',
    ],
    [
      'between pipe stages',
      'from(bucket:"b") // a\n// b\n|> range(start:-1h) // c\n\n  // d\n|> last() // e',
      'from(bucket: "b") // a\n    // b\n    |> range(start: -1h) // c\n\n    // d\n    |> last() // e\n',
    ],
    [
      'below the last pipe stage, in line with it',
      'from()\n  |> range()\n  // |> first()\n  // |> last()\n\n// b\nx=1',
      'from()\n    |> range()\n    // |> first()\n    // |> last()\n\n// b\nx = 1\n',
    ],
    [
      'between arguments',
      'x = f( // a\n // b\n a: 1, // c\n\n b: 2 // d\n // e\n)',
      'x =\n    f( // a\n        // b\n        a: 1, // c\n\n        b: 2, // d\n        // e\n    )\n',
    ],
    ['before a comma', 'f(a: 1 // a\n, b: 2)', 'f(\n    a: 1 // a\n        ,\n    b: 2,\n)\n'],
    ['behind a trailing comma', 'f(a: [1], // a\n)', 'f(\n    a: [1], // a\n)\n'],
    ['where there are no arguments', 'f( // a\n  // b\n)', 'f( // a\n    // b\n)\n'],
    ['in arrays', 'x = [1, // a\n2 // b\n]', 'x = [\n    1, // a\n    2, // b\n]\n'],
    [
      'in dictionaries',
      'x = ["a": 1, // a\n"b": 2]',
      'x =\n    [\n        "a": 1, // a\n        "b": 2,\n    ]\n',
    ],
    ['in records', 'x = {a:1, // a\n// b\nb:2}', 'x = {\n    a: 1, // a\n    // b\n    b: 2,\n}\n'],
    ['in extended records', 'x = {r with // a\na:1}', 'x = {r with // a\n    a: 1,\n}\n'],
    ['in parameters', 'f = (a, // a\nb=2) => a', 'f = (a, // a\n    b=2) => a\n'],
    [
      'in blocks',
      'f = (a) => { // a\n// b\nx = 1 // c\n// d\nreturn x // e\n// f\n}',
      'f = (a) => { // a\n    // b\n    x = 1 // c\n\n    // d\n    return x // e\n    // f\n}\n',
    ],
    [
      'in conditionals',
      'x = if a // a\nthen // b\nb // c\nelse c // d',
      'x =\n    if a // a\n    then // b\n        b // c\n    else\n        c // d\n',
    ],
    ['in a long condition', 'x = a // a\nand b\nand c', 'x = a // a\n    and b and c\n'],
    ['in interpolations', 'x = "${ // a\nb}"', 'x = "${ // a\n    b}"\n'],
    ['in parentheses', 'x = ( // a\na)', 'x = ( // a\n    a)\n'],
    [
      'with CRLF',
      'f(a:1, // a\r\nb:2) // b\r\n// c\r\n',
      'f(\r\n    a: 1, // a\r\n    b: 2,\r\n) // b\r\n// c\r\n',
    ],
    ['which look like strings', 'x=1 // "a\ny=2 // b"', 'x = 1 // "a\ny = 2 // b"\n'],
  ];
  for (const [name, text, result] of cases) {
    test(name, async () => assert.equal(await checked(text), result));
  }
});

describe('indents', () => {
  const text = 'f = () => {\n return [{a: 1, // a\n}]}\n';
  test('by tabs', async () => {
    const result = await formatted(text, { insertSpaces: false, tabSize: 4 });
    assert.match(result, /^\treturn/m);
    assert.doesNotMatch(result, /^\t* +/m);
  });
  test('by two spaces', async () => {
    assert.match(await formatted(text, { insertSpaces: true, tabSize: 2 }), /^ {2}return/m);
  });
});

describe('leaves alone', () => {
  const cases: readonly [name: string, text: string, result: string][] = [
    ['a broken statement', 'x=1\ny = = 2\nz=f( a:1 )\n', 'x = 1\ny = = 2\nz = f(a: 1)\n'],
    [
      'what stands around it',
      'x=1\n\n\n\ny  =  (\n\n\n\nz=2   \n\n',
      'x = 1\n\n\n\ny  =  (\n\n\n\nz = 2   \n\n',
    ],
    ['a string that never ends', 'x=1\ny  =  "a', 'x = 1\ny  =  "a'],
    ['broken code alone', 'f(  a:', 'f(  a:'],
    ['a text that is formatted', 'x = 1 // a\n', 'x = 1 // a\n'],
  ];
  for (const [name, text, result] of cases) {
    test(name, async () => assert.equal(await formatted(text), result));
  }

  test('everything when the compiler’s answer is another script', async () => {
    const other = { format: async () => 'x = 2\ny = 3\n' };
    assert.deepEqual(await formatting(scriptOf('x=a'), spaces, other), []);
    assert.deepEqual(await formatting(scriptOf('x=a\ny=3'), spaces, other), []);
  });

  test('everything when the compiler cannot read it', async () => {
    assert.deepEqual(await formatting(scriptOf('x=a'), spaces, { format: async () => undefined }), []);
  });
});

test('changes no more than white space between two tokens at a time', async () => {
  const text = 'x=1\ny = 2\nz = f( a: 1)\n';
  const edits = await formatting(scriptOf(text), spaces, engine);
  const places = edits.map(({ range: { start, end }, newText }) => [
    start.line,
    start.character,
    end.character,
    newText,
  ]);
  assert.deepEqual(places, [
    [0, 1, 1, ' '],
    [0, 2, 2, ' '],
    [2, 6, 7, ''],
  ]);
});

describe('a range', () => {
  const onLines = async (text: string, from: [number, number], to: [number, number]) => {
    const [start, end] = [from, to].map(([line, character]) => ({ line, character })) as [
      TextEdit['range']['start'],
      TextEdit['range']['end'],
    ];
    return applyEdits(text, await rangeFormatting(scriptOf(text), { start, end }, spaces, engine));
  };
  const text = 'x=1\n  y=f( a:1 )\n\n\n  z=2\n';
  const cases: readonly [name: string, from: [number, number], to: [number, number], result: string][] = [
    ['one line', [1, 3], [1, 4], 'x=1\ny = f(a: 1)\n\n\n  z=2\n'],
    ['a whole line, with its end', [0, 0], [1, 0], 'x = 1\n  y=f( a:1 )\n\n\n  z=2\n'],
    ['lines with the blank lines between them', [1, 0], [4, 1], 'x=1\ny = f(a: 1)\n\nz = 2\n'],
    ['all', [0, 0], [5, 0], 'x = 1\ny = f(a: 1)\n\nz = 2\n'],
    ['beyond the end', [4, 0], [99, 0], 'x=1\n  y=f( a:1 )\n\n\nz = 2\n'],
  ];
  for (const [name, from, to, result] of cases) {
    test(name, async () => assert.equal(await onLines(text, from, to), result));
  }

  test('means the same, line by line', async () => {
    const script = 'f( // a\n a:1 // b\n // c\n ,b:[ 1,\n 2,\n ] // d\n)\n';
    for (let line = 0; line < 8; line++) {
      assert.deepEqual(meaningOf(await onLines(script, [line, 0], [line, 0])), meaningOf(script));
    }
  });
});

describe('lays out as the compiler does', () => {
  for (const name of scripts) {
    test(name, async () => {
      const text = readFileSync(join(root, name), 'utf8');
      // Their comments stand where the compiler leaves them.
      const result = await checked(text);
      assert.equal(result, await engine.format(text));
      const crlf = await checked(text.replaceAll('\n', '\r\n'));
      assert.equal(crlf, result.replaceAll('\n', '\r\n'));
    });
  }
});

const samples = [
  ...scripts.map((name) => readFileSync(join(root, name), 'utf8')),
  'import "a"\nimport b "c"\n\noption task = {name: "a", every: 1h}\noption v.a = 1\n',
  'f = (a, b=2, c=<-) => {\n    x = (a + b) * -1\n\n    return {c with x: x, "y z": [x, x]}\n}\n',
  'x = if a and not b then [1: 2, 3: 4] else [:]\ny = "multi\n  line ${x + f(a: 1)} end"\n',
  'x = r["a b"] =~ /a b/ or exists r.c\ny = a[0] |> f() |> g(fn: (r) => ({r with a: 2020-01-01}))\n',
];

/** The same row of numbers from 0 to 1 each time. */
function chances(): () => number {
  let seed = 20_260_101;
  return () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return seed / 2 ** 32;
  };
}

/** Puts comments and line breaks between the tokens of a text, by chance. */
function disturbed(text: string, chance: () => number): string {
  const often = chance() * 0.3;
  const blanks = ['\n', '\n\n\n', ' \t', ' // a\n', '// b\n', '\n// c\n', '\n\n    // d\n\n'];
  let before = '';
  let end = 0;
  return tokenize(text)
    .map((token) => {
      const gap = text.slice(end, token.start);
      end = token.end;
      // A string's parts belong together; on a new line, a name makes sense without the dot before it.
      const fixed =
        /^(?:stringText|stringEnd|interpolationStart)$/.test(token.kind) ||
        before === '.' ||
        before === 'import';
      before = token.text;
      const blank = !fixed && chance() < often ? blanks[Math.floor(chance() * blanks.length)] : '';
      return `${gap}${blank}${token.text}`;
    })
    .join('');
}

test('comments and line breaks anywhere', async () => {
  const chance = chances();
  for (let round = 0; round < 150; round++) {
    const text = disturbed(samples[round % samples.length] as string, chance);
    assert.deepEqual(parse(text).errors, [], text);
    // What cannot be formatted would stay as it is.
    const crowded = `${text} \n`;
    assert.notEqual(await checked(crowded), crowded);
  }
});

test('texts that are broken anywhere', async () => {
  const chance = chances();
  for (let round = 0; round < 150; round++) {
    const sample = disturbed(samples[round % samples.length] as string, chance);
    const lost = Math.floor(chance() * sample.length);
    const text = sample.slice(0, lost) + sample.slice(lost + 1 + Math.floor(chance() * 4));
    const result = await formatted(text);
    assert.deepEqual(meaningOf(result), meaningOf(text));
    const line = Math.floor(chance() * text.split('\n').length);
    const range = { start: { line, character: 0 }, end: { line: line + 3, character: 1 } };
    const part = applyEdits(text, await rangeFormatting(scriptOf(text), range, spaces, engine));
    assert.deepEqual(meaningOf(part), meaningOf(text));
    assert.deepEqual(parse(part).errors.length, parse(text).errors.length, text);
  }
});
