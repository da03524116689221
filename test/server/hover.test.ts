import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { MarkupContent } from 'vscode-languageserver';
import { EngineFailure, type FluxEngine } from '../../server/src/engine/engine.ts';
import { hover } from '../../server/src/features/hover.ts';
import { cursorIn, startEngine, textIn } from './client.ts';
import { scriptOf } from './script.ts';

const engine = startEngine();
after(() => engine.dispose());

/** What stands in the hover, and the text that it is about. */
async function hoverAt(marked: string, asked: FluxEngine = engine) {
  const { text, position } = cursorIn(marked);
  const found = await hover(scriptOf(text), position, asked);
  if (!found) return undefined;
  assert.ok(found.range);
  return { value: (found.contents as MarkupContent).value, about: textIn(text, found.range) };
}

const docs = 'https://docs.influxdata.com/flux/v0/stdlib/';
const documented = `// Adds \`n\`.
//
// ## Parameters
// - n: What is added.
// - every: How often.
f = (n, every=1h) => n + 1
`;

/** What the cursor is in or at, what the hover is about, and parts of what it says, in their order. */
const hovers: Record<string, [text: string, about: string, ...says: string[]]> = {
  'a key': ['from(bucket: params.buck‸et)', 'bucket', 'params.bucket: string', 'Used once.'],
  'a key in brackets': ['from(bucket: params["the ‸b"])', '"the b"', 'params["the b"]: string'],
  'a key behind its end': ['x = (params.b‸)', 'b', 'params.b: any'],
  'a key in an interpolation': ['x = "🌡 ${params.‸b}"', 'b', 'params.b: '],
  'a key of an alias': ['p = params\nfrom(bucket: p.‸b)', 'b', 'params.b: string'],
  'the record': [
    '// ## Parameters\n// - b: A|B. Default is `x`.\n\nfrom(bucket: par‸ams.b) |> limit(n: params["the n"])',
    'params',
    '| `params.b` | string | `x` | A\\|B. Default is `x`. |',
    '| `params["the n"]` | int |',
  ],
  'the record, passed on whole': ['x = {a: par‸ams}', 'params', 'no key', 'there may be more keys'],
  'an alias of the record': ['‸p = params\nfrom(bucket: p.b)', 'p', 'p: ', '`params.b` | string'],
  'a standard function': [
    'a |> lim‸it(n: 1)',
    'limit',
    '```flux\nlimit: (<-tables: stream[A], n: int, ?offset: int) => stream[A]\n```',
    '`universe`, known without an import',
    `${docs}universe/limit/`,
  ],
  'a standard function of a home of its own': [
    'from‸(bucket: "b")',
    'from',
    `${docs}influxdata/influxdb/from/`,
  ],
  'a standard function, long': [
    'a |> win‸dow(every: 1h)',
    'window',
    'window: (\n  <-tables: stream[A],\n  ?createEmpty',
  ],
  'its constraints': ['a |> filter‸(fn: (r) => true)', 'filter', '`A` is a record.'],
  'its type at this place': ['x = string‸(v: 1)', 'string', 'Here `(v: int) => string`.'],
  "a package's function": [
    'import s "strings"\nx = s.ind‸ex(v: "a", substr: "b")',
    'index',
    'index: (substr: string, v: string) => int',
    'Package `strings`.',
    `${docs}strings/index-fn/`,
  ],
  "a package's value": ['import "math"\nx = math.p‸i', 'pi', 'pi: float', `${docs}math/)`],
  'an import': ['import "str‸ings"', '"strings"', 'import "strings"', '`compare`', `${docs}strings/`],
  "an import's alias": ['import ‸s "strings"', 's', 'import "strings"'],
  'the name of a package': ['import "strings"\nx = str‸ings.title(v: "a")', 'strings', 'import "strings"'],
  "a standard function's argument": [
    'a |> limit(off‸set: 1)',
    'offset',
    'offset: int',
    'Optional in `limit`.',
    `${docs}universe/limit/`,
  ],
  'an argument that is required': ['a |> limit(‸n: 1)', 'n', 'n: int', 'Required in `limit`.'],
  "an own function's argument": [
    `${documented}x = f(n: 1, eve‸ry: 2h)`,
    'every',
    'every: ',
    'Optional in `f`: `1h` by default.',
    'How often.',
  ],
  "an own function's required argument": [
    `${documented}x = f(‸n: 1)`,
    'n',
    'n: int',
    'Required in `f`.',
    'What is added.',
  ],
  'an own function': [`${documented}x = ‸f(n: 1)`, 'f', 'f: (n: int', 'Adds `n`.', '- every: How often.'],
  'an own function where it is defined': ['// Adds.\n‸f = (n) => n + 1', 'f', 'f: (n: int) => int', 'Adds.'],
  "an own function's parameter": [
    '// ## Parameters\n// - n: What is added.\nf = (n=2) => n‸ + 1',
    'n',
    'n: int',
    'Optional: `2` by default.',
    'What is added.',
  ],
  'an own variable': ['// Counts.\r\nn = 1\r\nx = "🌡" + string(v: ‸n)', 'n', 'n: int', 'Counts.'],
  'an own variable that hides a standard function': ['limit = 1\nx = lim‸it', 'limit', 'limit: int'],
  'an option': ['// The task.\noption ta‸sk = {name: "a", every: 1h}', 'task', 'name: string', 'The task.'],
  'a column': [
    'a = from(bucket: "b") |> range(start: -1h) |> filter(fn: (r) => r._fi‸eld == "f")',
    '_field',
    '_field: string',
  ],
  'a record that is long': [
    'x‸ = {aaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbb: "s", ccccccccccccccccc: 1.0, ddddddddddddddddd: 1h}',
    'x',
    'x: {\n  aaaaaaaaaaaaaaa: int,\n  bbbbbbbbbbbbbbbbb: string,\n',
    'ddddddddddddddddd: duration\n}',
  ],
  'a duration': ['x = 1h‸30m', '1h30m', '1 hour 30 minutes = 5,400 s'],
  'a short duration': ['x = 1‸500us', '1500us', '1,500 microseconds = 0.0015 s'],
  'a duration in seconds': ['x = ‸5s', '5s', '5 seconds'],
  'a duration of the calendar': ['x = ‸1mo2d', '1mo2d', '1 month 2 days, as long as the calendar makes it'],
  'a time': [
    'x = 2026-01-31T12:00:00‸+02:00',
    '2026-01-31T12:00:00+02:00',
    'Saturday, `2026-01-31T10:00:00Z`; Unix time 1769853600 s',
  ],
  'a time to the nanosecond': [
    'x = ‸2026-01-31T12:00:00.123456789Z',
    '2026-01-31T12:00:00.123456789Z',
    '12:00:00.123456789Z',
  ],
  'a date': ['x = ‸2026-01-31', '2026-01-31', '`2026-01-31T00:00:00Z`'],
  'a large integer': ['x = ‸9007199254740993', '9007199254740993', 'Larger than 2^53', 'int(v: …)'],
  'an integer that is none': ['x = 9223372036854775808‸', '9223372036854775808', '2^63 − 1 is the limit'],
  'a small integer': ['x = ‸42', '42', '```flux\nint\n```'],
  'the rest of broken text': ['a |> limit(n: params.n‸\nb = "', 'n', 'params.n: int'],
};

for (const [name, [text, about, ...says]] of Object.entries(hovers)) {
  test(`hover: ${name}`, async () => {
    const found = await hoverAt(text);
    assert.equal(found?.about, about);
    let from = 0;
    for (const part of says) {
      const at = found?.value.indexOf(part, from) ?? -1;
      assert.ok(at >= 0, `“${part}” is missing, or not in its place, in:\n${found?.value}`);
      from = at + part.length;
    }
  });
}

const nothing: Record<string, string> = {
  'an empty text': '‸',
  'a comment': '// params.x‸\nx = params.x',
  'a blank': 'x = 1\n\n‸\ny = 2',
  'a regular expression': 'x = /a‸b/',
  'a bracket': 'x = [ ‸]',
};

for (const [name, text] of Object.entries(nothing)) {
  test(`hover: nothing on ${name}`, async () => assert.equal(await hoverAt(text), undefined));
}

test('hover: a name that a record or an unknown function gives is no standard function', async () => {
  for (const text of ['x = {lim‸it: 1}', 'f = (g) => g(lim‸it: 1)', 'package lim‸it']) {
    assert.doesNotMatch((await hoverAt(text))?.value ?? '', /universe/, text);
  }
  assert.match((await hoverAt('limit = "a"\nx = {lim‸it}'))?.value ?? '', /limit: string/);
});

function engineThat(typeAt: FluxEngine['typeAt']): FluxEngine {
  return { ...engine, typeAt };
}

test('hover: what is known stays when the compiler dies on the text', async () => {
  const dying = engineThat(() => Promise.reject(new EngineFailure('crashed')));
  assert.match((await hoverAt('a |> lim‸it(n: 1)', dying))?.value ?? '', /limit: \(/);
  assert.match((await hoverAt(`${documented}x = ‸f(n: 1)`, dying))?.value ?? '', /^Adds/);
  assert.match((await hoverAt(`${documented}x = f(‸n: 1)`, dying))?.value ?? '', /What is added/);
  assert.equal(await hoverAt('‸x = 1', dying), undefined);
});

test('hover: what was cancelled is an error', async () => {
  const cancelled = engineThat(() => Promise.reject(new DOMException('Cancelled.', 'AbortError')));
  await assert.rejects(hoverAt('‸x = 1', cancelled), { name: 'AbortError' });
});

test('hover: keys and literals need no compiler', async () => {
  const refusing = engineThat(() => assert.fail('asked'));
  for (const text of ['x = params.‸k + 1', 'x = par‸ams.k', 'x = ‸1h', 'import "str‸ings"']) {
    assert.ok(await hoverAt(text, refusing), text);
  }
});

test('hover: a script cut anywhere is answered within the text', async () => {
  const deaf = engineThat(() => Promise.resolve('int'));
  const text =
    'import "strings"\r\n// One.\r\nf = (n=1h) => n\r\nx = "🌡 ${params["a b"]} ${f(n: 2)}"\r\n\t|> limit(n: 2026-01-31, of: /a/)';
  for (let end = 0; end <= text.length; end++) {
    const script = scriptOf(text.slice(0, end));
    for (const near of [end, end - 1, Math.floor(end / 2)]) {
      const position = script.positions.position(near);
      const found = await hover(script, position, deaf);
      if (!found?.range) continue;
      // Between CR and LF is the line's end.
      const offset = script.positions.offset(position);
      const { start, end: last } = script.positions.span(found.range);
      assert.ok(start < last && last <= end);
      assert.ok(start <= offset && offset <= last);
    }
  }
});
