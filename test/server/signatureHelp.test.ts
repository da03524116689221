import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { MarkupContent } from 'vscode-languageserver';
import type { FluxEngine } from '../../server/src/engine/engine.ts';
import { signatureHelp } from '../../server/src/features/signatureHelp.ts';
import { cursorIn, startEngine } from './client.ts';
import { scriptOf } from './script.ts';

const engine = startEngine();
after(() => engine.dispose());

async function helpAt(marked: string) {
  const { text, position } = cursorIn(marked);
  const help = await signatureHelp(scriptOf(text), position, engine);
  if (!help) return undefined;
  assert.equal(help.signatures.length, 1);
  const [signature] = help.signatures;
  assert.ok(signature);
  const named = signature.parameters?.map(({ label, documentation }) => ({
    label: typeof label === 'string' ? label : signature.label.slice(...label),
    documentation: (documentation as MarkupContent | undefined)?.value,
  }));
  const active = help.activeParameter ?? undefined;
  return {
    label: signature.label,
    documentation: (signature.documentation as MarkupContent | undefined)?.value,
    parameters: named ?? [],
    active: active === undefined ? undefined : named?.[active]?.label,
  };
}

const limit = 'limit(<-tables, n: int, ?offset: int)';
const own = 'f = (tables=<-, n, every=1h) => n\n';
const ownLabel = 'f(<-tables, n, every = 1h)';
const none = undefined;

/** What is written, the signature, and the parameter that is active in it. */
const places: Record<string, [text: string, label: string | undefined, active?: string | undefined]> = {
  'an open parenthesis: what is required comes first': ['a |> limit(‸', limit, 'n: int'],
  'a closed call': ['a |> limit(‸)', limit, 'n: int'],
  'a name is being typed': ['a |> limit(off‸)', limit, '?offset: int'],
  'a name is being typed before another argument': ['a |> limit(off‸, n: 1)', limit, '?offset: int'],
  'a name that no parameter has': ['a |> limit(offer‸)', limit, none],
  'a value': ['a |> limit(n: 1‸)', limit, 'n: int'],
  'a value that is missing': ['a |> limit(n: ‸', limit, 'n: int'],
  'a name that stands': ['a |> limit(off‸set: 1)', limit, '?offset: int'],
  'a name that stands, in front of it': ['a |> limit(n: 1, ‸offset: 1)', limit, '?offset: int'],
  'by name, not by position': ['a |> limit(offset: 1‸, n: 2)', limit, '?offset: int'],
  'what is given is not chosen': ['a |> limit(n: 1, ‸)', limit, '?offset: int'],
  'what is given further on is not chosen': ['a |> limit(‸, offset: 1)', limit, 'n: int'],
  'all are given': ['a |> limit(n: 1, offset: 2, ‸)', limit, none],
  'a name that is given already': ['a |> limit(n: 1, n‸)', limit, none],
  'a new argument between two lines': ['a |> limit(\n  n: 1,‸\n  offset: 1\n)', limit, none],
  'a value without a name': ['a |> limit(5 + ‸)', limit, none],
  'the pipe argument by name': ['limit(tables: ‸, n: 1)', limit, '<-tables'],
  'an unfinished call before the next statement': ['a = b |> limit(n: ‸\nc = 1', limit, 'n: int'],
  'an unfinished call before the next stage': ['a\n |> limit(‸\n |> yield()', limit, 'n: int'],
  'CRLF and tabs': ['a\r\n\t|> limit(\r\n\t\toffset: ‸\r\n\t)', limit, '?offset: int'],
  'behind astral text': ['a = "🌡" + b |> limit(offset: ‸)', limit, '?offset: int'],
  'the statement after an unfinished call': ['a = limit(n: 1\nc = ‸1', none],
  'a parenthesis around a value': ['a |> limit(n: (1 + ‸))', limit, 'n: int'],
  'a record as a value': ['a |> limit(n: {n: ‸})', limit, 'n: int'],
  'an array as a value': ['a |> limit(n: [1, ‸])', limit, 'n: int'],
  'behind an argument that is a function': ['a |> limit(offset: (x) => x, ‸)', limit, 'n: int'],
  'a nested call': ['from(bucket: string(v: ‸))', 'string(v: A)', 'v: A'],
  'an argument of a package': [
    'import s "strings"\nx = s.hasPrefix(v: "a", prefix: ‸)',
    's.hasPrefix(prefix: string, v: string)',
    'prefix: string',
  ],
  'behind a nested call': ['a |> limit(n: int(v: 1), ‸)', limit, '?offset: int'],
  "a function's body": ['a |> map(fn: (r) => r.‸)', none],
  "an unfinished function's body": ['a |> map(fn: (r) => ‸', none],
  "a function's block": ['a |> map(fn: (r) => {\n  x = 1\n  ‸\n  return x\n})', none],
  "a record in a function's body": ['a |> map(fn: (r) => ({r with a: ‸}))', none],
  "a call in a function's body": ['a |> map(fn: (r) => ({a: int(v: ‸)}))', 'int(v: A)', 'v: A'],
  "a function's parameters": [
    'a |> map(fn: (‸r) => r)',
    'map(<-tables, fn: (r: A) => B, ?mergeKey: bool)',
    'fn: (r: A) => B',
  ],
  'a string': ['a |> limit(n: "‸")', none],
  'a string that does not end': ['a |> limit(n: "b‸', none],
  "a string's text before an interpolation": ['f(a: "b‸${c}")', none],
  "a string's text behind an interpolation": ['f(a: "${c}‸ d")', none],
  'a call in an interpolation': ['x = "a ${string(v: ‸)} b"', 'string(v: A)', 'v: A'],
  'a regular expression': ['a |> limit(n: /‸b/)', none],
  'a comment': ['a |> limit( // n‸\n)', none],
  'before the parenthesis': ['limit‸(n: 1)', none],
  'behind the parenthesis': ['limit(n: 1)‸', none],
  'an empty text': ['‸', none],
  'only a comment': ['// limit(‸', none],
  'a name that nothing defines': ['nothing(a: ‸)', none],
  'a parenthesis that is no call': ['x = (1 + ‸)', none],
  'a value of the library that is no function': ['import "math"\nx = math.pi(‸)', none],
  'a function of the script': [`${own}x = f(‸`, ownLabel, 'n'],
  'a function of the script: a default': [`${own}x = f(n: 1, ev‸)`, ownLabel, 'every = 1h'],
  'a function of the script: short form': ['f = (n, m) => n\nn = 1\nx = f(n, ‸)', 'f(n, m)', 'm'],
  'a function of the script hides the standard one': ['limit = (a) => a\nx = limit(‸)', 'limit(a)', 'a'],
  'another name of a function': ['g = limit\nx = a |> g(‸)', 'g(<-tables, n: int, ?offset: int)', 'n: int'],
  'a function in a record': ['o = {f: (a, b=1) => a}\nx = o.f(‸)', 'o.f(a, b = 1)', 'a'],
  'a long default is cut': [
    'f = (a="0123456789012345678901234567890123456789") => a\nx = f(‸)',
    'f(a = "01234567890123456789012345678901234567…)',
    'a = "01234567890123456789012345678901234567…',
  ],
  'what the compiler knows: a parameter that is called': [
    'f = (g) => g(a: 1, b: ‸"s")',
    'g(a: int, b: string)',
    'b: string',
  ],
};

for (const [name, [text, label, active]] of Object.entries(places)) {
  test(`signature help: ${name}`, async () => {
    const help = await helpAt(text);
    assert.deepEqual([help?.label, help?.active], [label, active]);
  });
}

test('signature help: a standard function links to its page', async () => {
  const help = await helpAt('import "strings"\nx = strings.index(‸)');
  assert.equal(
    help?.documentation,
    '[Documentation](https://docs.influxdata.com/flux/v0/stdlib/strings/index-fn/)',
  );
});

test('signature help: a function of the script and its parameters have their doc comment', async () => {
  const help = await helpAt(
    '// Adds.\n//\n// ## Parameters\n// - n: What is added.\nf = (n, m) => n + m\nx = f(‸)',
  );
  assert.equal(help?.documentation, 'Adds.');
  assert.deepEqual(help?.parameters, [
    { label: 'n', documentation: 'What is added.' },
    { label: 'm', documentation: undefined },
  ]);
});

test('signature help: what the script and the library know needs no compiler', async () => {
  const asked: string[] = [];
  const watched: FluxEngine = {
    ...engine,
    typeAt: (text) => {
      asked.push(text);
      return Promise.resolve(undefined);
    },
  };
  for (const marked of ['a |> limit(‸)', 'f = (a) => a\nx = f(‸)', 'x = 1‸']) {
    const { text, position } = cursorIn(marked);
    await signatureHelp(scriptOf(text), position, watched);
  }
  assert.deepEqual(asked, []);
});

test('signature help: a script cut anywhere', async () => {
  const { text, position } = cursorIn(
    'f = (n) => n\r\nfrom(bucket: "🌡 ${f(n: "x")} b")\r\n\t|> filter(fn: (r) => r["a b"] == params.x)\r\n\t|> limit(n: 1, offset: f(n: 2)‸)',
  );
  assert.ok(position.line > 0);
  for (let end = 0; end <= text.length; end++) {
    const script = scriptOf(text.slice(0, end));
    const help = await signatureHelp(script, script.positions.position(end), engine);
    const [signature] = help?.signatures ?? [];
    const index = help?.activeParameter ?? 0;
    if (help) assert.ok(index < Math.max(1, signature?.parameters?.length ?? 0), text.slice(0, end));
  }
});
