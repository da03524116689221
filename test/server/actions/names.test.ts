import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, said } from './request.ts';

const only = ['quickfix'];

const fixes: {
  name: string;
  marked: string;
  part: string;
  message: string;
  titles: string[];
  first: string;
}[] = [
  {
    name: 'a package that is not imported',
    marked: 'x = ‸math.pow(x: 2.0, y: 3.0)',
    part: 'math',
    message: 'undefined identifier math',
    titles: ['Import "math"'],
    first: 'import "math"\n\nx = math.pow(x: 2.0, y: 3.0)',
  },
  {
    name: 'of several packages, those that have what is asked of them',
    marked: 'import "math"\nx = ‸http.post(url: "")',
    part: 'http',
    message: 'undefined identifier http',
    titles: ['Import "http"'],
    first: 'import "math"\nimport "http"\nx = http.post(url: "")',
  },
  {
    name: 'a function without its package',
    marked: '// Joins.\r\n\r\n‸joinStr(arr: ["a"], v: ",")',
    part: 'joinStr',
    message: 'undefined identifier joinStr',
    titles: ['Use strings.joinStr'],
    first: '// Joins.\r\n\r\nimport "strings"\r\n\r\nstrings.joinStr(arr: ["a"], v: ",")',
  },
  {
    name: 'a function at the very beginning',
    marked: '‸joinStr(arr: ["a"], v: ",")',
    part: 'joinStr',
    message: 'undefined identifier joinStr',
    titles: ['Use strings.joinStr'],
    first: 'import "strings"\n\nstrings.joinStr(arr: ["a"], v: ",")',
  },
  {
    name: 'a function whose package has another name here',
    marked: 'import s "strings"\nx = {‸joinStr}',
    part: 'joinStr',
    message: 'undefined identifier joinStr',
    titles: ['Use s.joinStr'],
    first: 'import s "strings"\nx = {joinStr: s.joinStr}',
  },
  {
    name: 'a slip of a builtin',
    marked: 'x |> ‸rnge(start: -1h)',
    part: 'rnge',
    message: 'undefined identifier rnge',
    titles: ['Change to range'],
    first: 'x |> range(start: -1h)',
  },
  {
    name: 'a slip of a variable, behind astral letters',
    marked: 'sensor = "😀"\nx = "😀𝒳" + ‸sensro',
    part: 'sensro',
    message: 'undefined identifier sensro',
    titles: ['Change to sensor'],
    first: 'sensor = "😀"\nx = "😀𝒳" + sensor',
  },
  {
    name: 'a slip of a package',
    marked: 'x = ‸strngs.joinStr(arr: ["a"], v: ",")',
    part: 'strngs',
    message: 'undefined identifier strngs',
    titles: ['Change to strings'],
    first: 'import "strings"\n\nx = strings.joinStr(arr: ["a"], v: ",")',
  },
  {
    name: 'a slip of the record of parameters',
    marked: 'x = ‸parms.a + ""',
    part: 'parms',
    message: 'undefined identifier parms',
    titles: ['Change to params'],
    first: 'x = params.a + ""',
  },
  {
    name: 'a slip of a boolean',
    marked: 'x = ‸ture',
    part: 'ture',
    message: 'undefined identifier ture',
    titles: ['Change to true'],
    first: 'x = true',
  },
  {
    name: 'a slip of a function in a package',
    marked: 'import "strings"\nx = ‸strings.joinSt(arr: ["a"], v: ",")',
    part: 'strings.joinSt',
    message: 'record is missing label joinSt',
    titles: ['Change to joinStr'],
    first: 'import "strings"\nx = strings.joinStr(arr: ["a"], v: ",")',
  },
  {
    name: 'a slip of an argument',
    marked: 'range(strt: ‸-1h)',
    part: '-1h',
    message: 'found unexpected argument strt (Expected one of `start` or `stop`)',
    titles: ['Change to start'],
    first: 'range(start: -1h)',
  },
];

for (const { name, marked, part, message, titles, first } of fixes) {
  test(`names: ${name}`, () => {
    const asked = ask(marked, { only, diagnostics: said(part, message), problems: [] });
    assert.deepEqual(asked.titles, titles);
    assert.equal(asked.after(titles[0] ?? ''), first);
  });
}

test('names: where several packages could be meant none is preferred', () => {
  const asked = ask('x = ‸to(a: 1)', {
    only,
    diagnostics: said('to', 'undefined identifier to'),
    problems: [],
  });
  const preferred = asked.actions.filter(({ isPreferred }) => isPreferred);
  assert.ok(asked.actions.length > 1, asked.titles.join());
  assert.deepEqual(preferred, []);
});

test('names: a name that is gone since it was complained of has no fix', () => {
  const asked = ask('x = ‸mathe', {
    only,
    diagnostics: said('mathe', 'undefined identifier math'),
    problems: [],
  });
  assert.deepEqual(asked.titles, []);
});

const camel = (name: string) =>
  `Idiomatic flux uses camel case for identifier names. Consider renaming this identifier \`${name}\``;

test('camel case: everywhere, and fields keep their names', () => {
  const marked =
    'some‸_name = 1\nx = {some_name, b: some_name, c: {some_name: 1}}\ny = "${string(v: some_name)}"';
  const asked = ask(marked, { only, diagnostics: said('some_name', camel('someName')), problems: [] });
  assert.deepEqual(asked.titles, ['Rename to someName']);
  assert.equal(asked.actions[0]?.isPreferred, true);
  assert.equal(
    asked.after('Rename to someName'),
    'someName = 1\nx = {some_name: someName, b: someName, c: {some_name: 1}}\ny = "${string(v: someName)}"',
  );
});

test('camel case: without a complaint it is a refactoring', () => {
  const asked = ask('_some_name = 1\nx = _some_na‸me', { problems: [] });
  assert.deepEqual(
    asked.actions.map(({ title, kind }) => [title, kind]),
    [['Rename to _someName', 'refactor.rewrite']],
  );
});

const kept: [name: string, marked: string][] = [
  ['what another variable is called', 'someName = 1\nsome‸_name = 2'],
  ['what the library calls something', 'aggregate_win‸dow = 1'],
  ['a name of one word', 'na‸me = 1'],
  ['what callers pass an argument by', 'x = map(fn: (some‸_row) => some_row)'],
];

for (const [name, marked] of kept) {
  test(`camel case: not ${name}`, () => {
    assert.deepEqual(ask(marked, { only: ['refactor.rewrite'], problems: [] }).titles, []);
  });
}
