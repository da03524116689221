import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldingRange } from '../../server/src/features/foldingRange.ts';
import { brokenTexts } from './broken.ts';
import { scriptOf } from './script.ts';

/** `first-last`, counted from 0, and the kind. */
function folds(text: string): string[] {
  return foldingRange(scriptOf(text)).map(({ startLine, endLine, kind }) =>
    [`${startLine}-${endLine}`, kind ?? []].flat().join(' '),
  );
}

const cases: { name: string; lines: string[]; folds: string[] }[] = [
  { name: 'an empty text', lines: [''], folds: [] },
  { name: 'one line', lines: ['x = {a: [1, f(x: 2)]}'], folds: [] },
  { name: 'imports', lines: ['import "a"', 'import "b"', '', 'x = 1'], folds: ['0-1 imports'] },
  { name: 'a single import', lines: ['import "a"', 'x = 1'], folds: [] },
  { name: 'a block of comments', lines: ['// a', '// b', '', '// c', 'x = 1'], folds: ['0-1 comment'] },
  { name: 'comments only, indented', lines: ['\t// a', '  // b', '// c'], folds: ['0-2 comment'] },
  { name: 'comments behind code', lines: ['x = 1 // a', 'y = 2 // b'], folds: [] },
  {
    name: 'a pipeline',
    lines: ['from(bucket: "b")', '  |> range(start: -1h)', '  |> last()'],
    folds: ['0-2'],
  },
  {
    name: 'a pipeline below its name',
    lines: ['data =', '  from(bucket: "b")', '    |> last()'],
    folds: ['0-2', '1-2'],
  },
  { name: 'a call, its closing bracket in sight', lines: ['f(', '  a: 1,', ')'], folds: ['0-1'] },
  { name: 'a call that ends behind its last argument', lines: ['f(', '  a: 1)'], folds: ['0-1'] },
  { name: 'a call that goes on in the last line', lines: ['f(', '  a: 1,', ') |> g()'], folds: ['0-1'] },
  {
    name: 'a pipeline that ends in the bracket of a stage',
    lines: ['from(bucket: "b")', '  |> filter(', '    fn: (r) => true,', '  )'],
    folds: ['0-3', '1-2'],
  },
  { name: 'a record', lines: ['r = {', '  a: 1,', '}'], folds: ['0-1'] },
  { name: 'an array', lines: ['a = [', '  1,', ']'], folds: ['0-1'] },
  { name: 'a dictionary', lines: ['d = [', '  "a": 1,', ']'], folds: ['0-1'] },
  { name: 'the arguments of nothing but brackets', lines: ['f(x: {', '  a: 1,', '})'], folds: ['0-1'] },
  {
    name: 'a function and a function in it',
    lines: ['f = (x) => {', '  g = (y) => {', '    return y', '  }', '  return g', '}'],
    folds: ['0-4', '1-2'],
  },
  { name: 'a function without a block', lines: ['f = (x) =>', '  x', '    + 1'], folds: ['0-2'] },
  {
    name: 'parameters on several lines',
    lines: ['f = (', '  a,', '  b,', ') => {', '  return a', '}'],
    folds: ['0-5', '3-4'],
  },
  { name: 'a condition', lines: ['f(x: if a', '  then b', '  else c)'], folds: ['0-2'] },
  { name: 'a test case', lines: ['testcase t {', '  x = 1', '}'], folds: ['0-1'] },
  { name: 'a string on several lines', lines: ['"a', 'b', 'c"'], folds: ['0-2'] },
  { name: 'a string with an interpolation', lines: ['x = "a', '${b}', 'c"'], folds: ['0-2'] },
  { name: 'what looks like a bracket in a string', lines: ['x = "(', '("', 'y = 1'], folds: ['0-1'] },
  {
    name: 'regions, one in the other',
    lines: ['// #region a', 'x = 1', '//region b', 'y = 1', '//#endregion', '// #endregion'],
    folds: ['0-5 region', '2-4 region'],
  },
  { name: 'a region that does not end', lines: ['// #region', 'x = 1'], folds: [] },
  { name: 'an end without a region', lines: ['x = 1', '// #endregion'], folds: [] },
  {
    name: 'a region around comments',
    lines: ['// #region', '// a', '// b', '// #endregion'],
    folds: ['0-3 region', '1-2 comment'],
  },
  { name: 'a comment about regions', lines: ['// a regional office', '// b'], folds: ['0-1 comment'] },
  {
    name: 'a bracket that nothing closes',
    lines: ['x = f(', '  a: {', '    b: 1,', '  },'],
    folds: ['0-3', '1-2'],
  },
];

for (const { name, lines, folds: expected } of cases) {
  test(`folding: ${name}`, () => {
    assert.deepEqual(folds(lines.join('\n')), expected);
  });
  test(`folding: ${name}, with CRLF`, () => {
    assert.deepEqual(folds(lines.join('\r\n')), expected);
  });
}

test('folding: one for each line, inside the text, whatever stands there', () => {
  for (const text of brokenTexts()) {
    const { lineCount } = scriptOf(text).positions;
    const ranges = foldingRange(scriptOf(text));
    assert.equal(new Set(ranges.map(({ startLine }) => startLine)).size, ranges.length, text);
    for (const { startLine, endLine } of ranges) {
      assert.ok(0 <= startLine && startLine < endLine && endLine < lineCount, text);
    }
  }
});
