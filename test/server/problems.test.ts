import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../../server/src/problems/problem.ts';
import { problemsOf } from '../../server/src/problems/problems.ts';
import { scriptOf } from './script.ts';

/** Each problem as `code at text`. */
function found(text: string, only?: RegExp): string[] {
  return problems(text, only).map(({ code, start, end }) => `${code} at ${text.slice(start, end)}`);
}

/** Variables that nothing uses are left out: most texts here are no whole scripts. */
function problems(text: string, only = /^(?!unused-variable)/): Problem[] {
  return problemsOf(scriptOf(text)).filter(({ code }) => only.test(code));
}

/** The text once the preferred fixes of all its problems are made. */
function fixed(text: string): string {
  const changes = problems(text).flatMap(
    ({ fixes = [] }) => fixes.find(({ preferred }) => preferred)?.changes ?? [],
  );
  return changes
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

const scripts = fileURLToPath(new URL('../../sandbox/scripts/', import.meta.url));
for (const name of readdirSync(scripts).filter((file) => file.endsWith('.flux'))) {
  test(`nothing is wrong with ${name}`, () => {
    assert.deepEqual(found(readFileSync(join(scripts, name), 'utf8'), /./), []);
  });
}

const cases: { name: string; text: string; found: string[] }[] = [
  { name: 'an empty text', text: '', found: [] },
  {
    name: 'the start of a range, unconverted',
    text: 'from(bucket: "b") |> range(start: params.start, stop: params["stop"])',
    found: ['unconverted-parameter at params.start', 'unconverted-parameter at params["stop"]'],
  },
  {
    name: 'the start of a range, converted',
    text: 'from(bucket: "b") |> range(start: duration(v: params.start), stop: time(v: params.stop))',
    found: [],
  },
  {
    name: 'a duration argument',
    text: 'from(bucket: "b") |> aggregateWindow(every: params.every, fn: mean)',
    found: ['unconverted-parameter at params.every'],
  },
  {
    name: 'a time argument of a package',
    text: 'import "experimental"\nexperimental.addDuration(d: params.d, to: now())',
    found: ['unconverted-parameter at params.d'],
  },
  {
    name: 'arithmetic with a time and with a duration',
    text: 'a = 2026-01-01 - params.since\nb = params.long + 1h',
    found: ['unconverted-parameter at params.since', 'unconverted-parameter at params.long'],
  },
  {
    name: "a comparison with a row's time",
    text: 'f = (r) => r._time >= params.from and r._time < time(v: params.to)',
    found: ['unconverted-parameter at params.from'],
  },
  {
    name: 'a value that goes through a variable',
    text: 's = params.start\nfrom(bucket: "b") |> range(start: s)',
    found: ['unconverted-parameter at params.start'],
  },
  {
    name: 'a value that is converted on its way',
    text: 's = params.start\nfrom(bucket: "b") |> range(start: duration(v: s))',
    found: [],
  },
  {
    name: 'a value that goes through a function',
    text: 'f = (every) => from(bucket: "b") |> aggregateWindow(every: every, fn: mean)\nf(every: params.e)',
    found: ['unconverted-parameter at params.e'],
  },
  {
    name: 'a function of the script that is called range',
    text: 'window = (every) => every\nwindow(every: params.e)',
    found: [],
  },
  {
    name: 'one key in two types',
    text: 'a = params.x + 1\nb = from(bucket: params.x)\nc = params.x == 2',
    found: ['mixed-types at params.x', 'mixed-types at params.x'],
  },
  {
    name: 'a key that is compared and converted',
    text: 'a = int(v: params.x)\nb = params.x == "1"',
    found: [],
  },
  {
    name: 'a slip: swapped letters',
    text: 'a = params.bucket\nb = params.bucket\nc = params.bukcet',
    found: ['similar-key at bukcet'],
  },
  {
    name: 'a slip: another case',
    text: '// ## Parameters\n// - bucketName: B.\na = params.bucketName\nb = params["bucketname"]',
    found: ['similar-key at "bucketname"', 'undocumented-parameter at "bucketname"'],
  },
  {
    name: 'keys that are numbered, or that begin and end apart',
    text: 'a = params.field1 + params.field1 + params.field2 + params.sensorA + params.sensorA + params.sensorB + params.xAxis + params.xAxis + params.yAxis',
    found: [],
  },
  {
    name: 'the record passed on whole',
    text: 'a = display(v: params)\nb = params[a]',
    found: ['opaque-params at params', 'opaque-params at params'],
  },
  {
    name: 'the record hidden',
    text: 'f = (params) => params.x\ng = () => {\n  params = {a: 1}\n  return params.a\n}\noption params = {b: 2}',
    found: ['shadowed-params at params', 'shadowed-params at params', 'shadowed-params at params'],
  },
  {
    name: 'documentation that is not complete, and that is too much',
    text: '// ## Parameters\n// - a: A.\n// - gone: G.\nx = params.a + params.b + params.b',
    found: ['unused-documentation at // - gone: G.', 'undocumented-parameter at b'],
  },
  { name: 'no documentation at all', text: 'x = params.a + params.b', found: [] },
  {
    name: 'a dashboard’s variables',
    text: 'from(bucket: v.bucket) |> range(start: v.timeRangeStart, stop: v.timeRangeStop) |> window(every: autoInterval)\nx = v',
    found: [
      'dashboard-variable at v.bucket',
      'dashboard-variable at v.timeRangeStart',
      'dashboard-variable at v.timeRangeStop',
      'dashboard-variable at autoInterval',
      'dashboard-variable at v',
    ],
  },
  { name: 'a variable called v', text: 'v = {bucket: "b"}\nfrom(bucket: v.bucket)', found: [] },
  { name: 'an argument called v', text: 'int(v: "1")', found: [] },
  {
    name: 'an import that nothing uses',
    text: 'import "array"\nimport s "strings"\ns.toUpper(v: "a")',
    found: ['unused-import at import "array"'],
  },
  {
    name: 'an import whose option is set',
    text: 'import "profiler"\noption profiler.enabledProfilers = ["query"]',
    found: [],
  },
  {
    name: 'broken text',
    text: 'from(bucket: params.bucket\n  |> range(start: params.start\n  |> limit(n: params.',
    found: ['unconverted-parameter at params.start'],
  },
];

for (const { name, text, found: expected } of cases) {
  test(name, () => assert.deepEqual(found(text).toSorted(), expected.toSorted()));
}

test('variables that nothing uses, but for what they do on their way', () => {
  const text =
    'a = 1\nb = from(bucket: "b") |> yield(name: "x")\n_c = 3\nf = (n) => {\n  d = n\n  return 1\n}\nf(n: 2)';
  assert.deepEqual(found(text, /unused-variable/), ['unused-variable at a', 'unused-variable at d']);
});

const fixes: { name: string; text: string; after: string }[] = [
  {
    name: 'what a range needs is converted by name',
    text: 'from(bucket: "b") |> range(start: params.start, stop: params.stop)',
    after: 'from(bucket: "b") |> range(start: duration(v: params.start), stop: time(v: params.stop))',
  },
  {
    name: 'and by the documented default',
    text: '// ## Parameters\n// - start: S. Default is `2026-01-01T00:00:00Z`.\nfrom(bucket: "b") |> range(start: params.start)',
    after:
      '// ## Parameters\n// - start: S. Default is `2026-01-01T00:00:00Z`.\nfrom(bucket: "b") |> range(start: time(v: params.start))',
  },
  {
    name: 'a duration',
    text: 'from(bucket: "b") |> window(every: params["the size"])',
    after: 'from(bucket: "b") |> window(every: duration(v: params["the size"]))',
  },
  {
    name: 'dashboard variables become parameters',
    text: 'from(bucket: v.defaultBucket) |> range(start: v.timeRangeStart) |> window(every: v.windowPeriod)',
    after:
      'from(bucket: params.defaultBucket) |> range(start: duration(v: params.timeRangeStart)) |> window(every: duration(v: params.windowPeriod))',
  },
  {
    name: 'unused imports go with their lines',
    text: 'import "array"\r\nimport "strings"\r\n\r\nstrings.toUpper(v: "a")',
    after: 'import "strings"\r\n\r\nstrings.toUpper(v: "a")',
  },
];

for (const { name, text, after } of fixes) {
  test(`fixed: ${name}`, () => {
    assert.equal(fixed(text), after);
    assert.deepEqual(
      problems(fixed(text)).filter((problem) => problem.fixes?.some(({ preferred }) => preferred)),
      [],
    );
  });
}

test('places that belong together name each other', () => {
  const text = 'a = params.x + 1\nb = params.x + "s"';
  const [first, second] = problems(text);
  assert.equal(first?.related?.[0]?.start, second?.start);
  assert.equal(second?.related?.[0]?.start, first?.start);
});
