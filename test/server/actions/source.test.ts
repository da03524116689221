import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '../../../server/src/problems/problem.ts';
import { ask } from './request.ts';

const organized: { name: string; text: string; after: string }[] = [
  {
    name: 'sorts by path, the community’s last',
    text: 'import "strings"\nimport "contrib/a/b"\nimport "array"\n\nx = [strings.a, b.c, array.d]\n',
    after: 'import "array"\nimport "strings"\nimport "contrib/a/b"\n\nx = [strings.a, b.c, array.d]\n',
  },
  {
    name: 'leaves out what is unused, with its comments',
    text: '// Script.\n\nimport "strings"\n// For sums.\nimport "math" // later\nimport "array"\nx = [strings.a, array.d]\n',
    after: '// Script.\n\nimport "array"\nimport "strings"\nx = [strings.a, array.d]\n',
  },
  {
    name: 'with the last import goes its line',
    text: 'package main\n\nimport "math"\n\nx = 1\n',
    after: 'package main\n\nx = 1\n',
  },
  {
    name: 'merges what comes twice',
    text: 'import "math"\r\nimport "array"\r\nimport "math"\r\nx = [math.a, array.b]\r\n',
    after: 'import "array"\r\nimport "math"\r\nx = [math.a, array.b]\r\n',
  },
  {
    name: 'keeps one package under two names',
    text: 'import "math"\nimport m "math"\nimport "array"\nx = [math.a, array.b, m.c]',
    after: 'import "array"\nimport m "math"\nimport "math"\nx = [math.a, array.b, m.c]',
  },
  {
    name: 'takes comments along',
    text: '// Script.\nimport "strings" // s\n// One,\n// two.\nimport "array" // a\nx = [strings.a, array.d]',
    after:
      '// Script.\n// One,\n// two.\nimport "array" // a\nimport "strings" // s\nx = [strings.a, array.d]',
  },
  {
    name: 'keeps a comment that stands apart',
    text: 'import "strings"\n// Apart.\n\nimport "math"\nx = strings.a',
    after: 'import "strings"\n// Apart.\n\nx = strings.a',
  },
  {
    name: 'keeps comments apart that are',
    text: 'import "strings"\n// Apart.\n\n// Arrays.\nimport "array"\nx = [strings.a, array.b]',
    after: '// Apart.\n\n// Arrays.\nimport "array"\nimport "strings"\nx = [strings.a, array.b]',
  },
  {
    name: 'separates what stands on one line',
    text: 'import "strings" import "array" x = [strings.a, array.d]',
    after: 'import "array"\nimport "strings" x = [strings.a, array.d]',
  },
];

const organize = { only: ['source.organizeImports'], problems: [] };

for (const { name, text, after } of organized) {
  test(`organize imports: ${name}`, () =>
    assert.equal(ask(`‸${text}`, organize).after('Organize imports'), after));
}

test('organize imports: nothing where they are in order', () => {
  assert.deepEqual(ask('‸import "array"\nimport "math"\nx = [math.a, array.b]', organize).titles, []);
});

test('organize imports: while the script is broken nothing counts as unused', () => {
  const after = ask('‸import "math"\nimport "array"\nx = (', organize).after('Organize imports');
  assert.equal(after, 'import "array"\nimport "math"\nx = (');
});

function problem(span: { start: number; end: number }, fixes: Problem['fixes'] = []): Problem {
  return { group: 'style', code: 'letter', severity: 'hint', message: 'A letter.', ...span, fixes };
}
const upper = (start: number, newText: string, end = start + 1) => ({
  title: `Write ${newText}`,
  preferred: true as const,
  changes: [{ start, end, newText }],
});
const problems = [
  problem({ start: 0, end: 1 }, [
    { title: 'Drop it', changes: [{ start: 0, end: 1, newText: '' }] },
    upper(0, 'A'),
  ]),
  problem({ start: 2, end: 3 }, [upper(0, 'XXX', 3)]),
  problem({ start: 4, end: 5 }, [upper(4, 'C')]),
  problem({ start: 6, end: 7 }, [{ title: 'Drop it', changes: [{ start: 6, end: 7, newText: '' }] }]),
];

test('fix all: every preferred fix, the first of two that overlap', () => {
  const after = ask('‸a b c d', { only: ['source.fixAll'], problems }).after(
    'Fix everything that can be fixed',
  );
  assert.equal(after, 'A b C d');
});

test('fix all: not while the script cannot be read', () => {
  assert.deepEqual(ask('‸a b c (', { only: ['source'], problems }).titles, []);
});

test('fix all: not unless it is asked for', () => {
  const { actions } = ask('‸a b c d', { problems });
  assert.deepEqual(
    actions.filter(({ kind }) => kind?.startsWith('source')),
    [],
  );
});

test('problems: the fixes of those that the cursor touches, with what the editor shows', () => {
  const shown = { code: 'letter', message: 'A letter.', severity: 4 as const };
  const at = (character: number) => ({
    ...shown,
    range: { start: { line: 0, character }, end: { line: 0, character: character + 1 } },
  });
  const { actions } = ask('a b c‸ d', { problems, only: ['quickfix'], diagnostics: () => [at(4), at(6)] });
  assert.deepEqual(
    actions.map(({ title, kind, isPreferred, diagnostics }) => ({ title, kind, isPreferred, diagnostics })),
    [{ title: 'Write C', kind: 'quickfix', isPreferred: true, diagnostics: [at(4)] }],
  );
});

test('problems: of two that have the same remedy it is offered once', () => {
  const twice = [
    problem({ start: 0, end: 1 }, [upper(0, 'A')]),
    problem({ start: 0, end: 1 }, [upper(0, 'A')]),
  ];
  assert.deepEqual(ask('a‸', { problems: twice, only: ['quickfix'] }).titles, ['Write A']);
});

test('kinds: an outer kind asks for the inner ones, and for nothing beside them', () => {
  const marked = '// ## Parameters\n// - a: One. Default is `b`.\nx = params.a‸ + params.b';
  const kinds = (only: string[]) => new Set(ask(marked, { only }).actions.map(({ kind }) => kind));
  assert.deepEqual(kinds(['refactor']), new Set(['refactor.inline']));
  assert.deepEqual(kinds(['refactor.in']), new Set());
});
