import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MarkupContent } from 'vscode-languageserver';
import { inlayHint } from '../../server/src/features/inlayHint.ts';
import { defaults } from '../../server/src/settings.ts';
import { applyEdits } from './client.ts';
import { scriptOf } from './script.ts';

function settings(parameterTypes: boolean, pipedArguments: boolean) {
  return { ...defaults, inlayHints: { parameterTypes, pipedArguments } };
}
const types = settings(true, false);
const pipes = settings(false, true);

function hintsOf(text: string, set = types, [from, to]: readonly number[] = [0, text.length]) {
  const script = scriptOf(text);
  return inlayHint(script, script.positions.range({ start: from ?? 0, end: to ?? 0 }), set);
}

/** The text as it reads with its hints. */
function shown(text: string, set = types, span: readonly number[] = [0, text.length]): string {
  const hints = hintsOf(text, set, span) ?? [];
  const edits = hints.map(({ position, label, paddingRight }) => ({
    range: { start: position, end: position },
    newText: `‹${String(label)}${paddingRight ? ' ' : ''}›`,
  }));
  return applyEdits(text, edits);
}

/** Texts with the hints in them. */
const typed: Record<string, string> = {
  'what the place of use says': 'from(bucket: params.b‹: string›)',
  'bracket access, behind the bracket': 'from(bucket: params["the b"]‹: string›)',
  'the first use in a statement': 'x = params.n‹: int› + 1 + params.n',
  'each statement for itself': 'x = params.n‹: int› + 1\ny = params.n‹: int› + 2',
  'a conversion says it': 'range(start: duration(v: params.s))',
  'a conversion says it, parentheses or not': 'range(start: duration(v: (params.s)))',
  'a conversion of another use in the statement': 'x = {a: int(v: params.s), b: params.s}',
  'a conversion of a variable that takes the value': 's = params.s‹: duration›\nrange(start: duration(v: s))',
  "a function's argument that is converted inside":
    'f = (s) => duration(v: s)\nx = f(s: params.s‹: duration›)',
  'nothing is known': 'x = params.a',
  'in nested functions': 'f = () => {\n  g = (x) => not params.a‹: bool›\n  return g\n}',
  'through an alias': 'p = params\nfrom(bucket: p.b‹: string›)',
  'CRLF, tabs and astral text': 'a = "🌡"\r\n\tb = "🌡" + params.c‹: string›\r\n',
  'broken text': 'from(bucket: params.b‹: string›\n|> range(start: ',
  'a string that does not end': 'from(bucket: params.b‹: string›) + "',
  'an empty text': '',
  'only comments': '// params.x\n// from(bucket: params.b)',
};

for (const [name, want] of Object.entries(typed)) {
  test(`inlay hints: types: ${name}`, () => assert.equal(shown(want.replace(/‹.*?›/g, '')), want));
}

const piped: Record<string, string> = {
  'standard functions': 'a |> limit(‹tables: ›n: 1) |> count(‹tables:›)',
  'functions of the script': 'f = (t=<-, n) => t\na |> f(‹t: ›n: 1)',
  'functions of a package': 'import "experimental"\na |> experimental.set(‹tables: ›o: {})',
  'a call that is not piped': 'limit(tables: a, n: 1)',
  'a function that nothing knows': 'a |> nothing()',
  'a function without a piped argument': 'f = (n) => n\na |> f(n: 1)',
  'a pipe without a call': 'a |> limit',
  'inside functions': 'join(tables: {a: b |> count(‹tables:›)})',
};

for (const [name, want] of Object.entries(piped)) {
  test(`inlay hints: piped arguments: ${name}`, () =>
    assert.equal(shown(want.replace(/‹.*?›/g, ''), pipes), want));
}

test('inlay hints: only within the range', () => {
  const text =
    'x = params.a + 1\ny = from(bucket: params.b) |> limit(n: 1)\nz = from(bucket: params.c) |> limit(n: 1)';
  const line = text.indexOf('y');
  const span = [line, text.indexOf('\nz')];
  assert.equal(
    shown(text, settings(true, true), span),
    text.replace('params.b', 'params.b‹: string›').replace('limit(', 'limit(‹tables: ›'),
  );
});

test('inlay hints: each kind can be turned off', () => {
  const text = 'from(bucket: params.b) |> count()';
  assert.equal(shown(text, settings(true, true)), 'from(bucket: params.b‹: string›) |> count(‹tables:›)');
  assert.equal(hintsOf(text, settings(false, false)), null);
});

test('inlay hints: by default types, and no piped arguments', () => {
  assert.equal(
    shown('from(bucket: params.b) |> count()', defaults),
    'from(bucket: params.b‹: string›) |> count()',
  );
});

test('inlay hints: the tooltip is what a hover says', () => {
  const [hint] = hintsOf('// ## Parameters\n// - b: The bucket.\n\nfrom(bucket: params.b)') ?? [];
  assert.match(
    (hint?.tooltip as MarkupContent | undefined)?.value ?? '',
    /params\.b: string[\s\S]*The bucket\./,
  );
});

test('inlay hints: a script cut anywhere has them within the text', () => {
  const text =
    'a = "🌡 ${params.x + "y"}"\r\nfrom(bucket: params["b c"]) |> range(start: params.s) |> limit(n: params.n)';
  for (let end = 0; end <= text.length; end++) {
    const script = scriptOf(text.slice(0, end));
    const range = script.positions.range({ start: 0, end });
    for (const { position } of inlayHint(script, range, settings(true, true)) ?? []) {
      assert.deepEqual(script.positions.position(script.positions.offset(position)), position);
    }
  }
});
