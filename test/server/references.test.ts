import assert from 'node:assert/strict';
import { test } from 'node:test';
import { references } from '../../server/src/features/references.ts';
import { cursorIn } from './client.ts';
import { scriptOf } from './script.ts';

const uri = 'untitled:Untitled-1';

function placesAt(marked: string, includeDeclaration: boolean): string[] | undefined {
  const { text, position } = cursorIn(marked);
  return references(scriptOf(text), position, uri, includeDeclaration)?.map(({ range: { start, end } }) => {
    assert.equal(start.line, end.line);
    return `${start.line}:${start.character}-${end.character}`;
  });
}

const cases: { name: string; marked: string; declaration: string; uses: string[] }[] = [
  { name: 'a variable', marked: 'a = 1\nb = ‸a + a', declaration: '0:0-1', uses: ['1:4-5', '1:8-9'] },
  {
    name: 'an import between carriage returns',
    marked: 'import "date"\r\n\r\na = ‸date.now()',
    declaration: '0:8-12',
    uses: ['2:4-8'],
  },
  {
    name: 'a documented key',
    marked: '// ## Parameters\n// - x: x.\na = params.‸x\nb = params["x"]',
    declaration: '1:5-6',
    uses: ['2:11-12', '3:12-13'],
  },
  {
    name: 'a parameter behind letters of two units',
    marked: 'f = (n) => "😀${n}"\na = f(‸n: 1)',
    declaration: '0:5-6',
    uses: ['0:16-17', '1:6-7'],
  },
];

for (const { name, marked, declaration, uses } of cases) {
  test(`references of ${name}, with its declaration`, () =>
    assert.deepEqual(placesAt(marked, true), [declaration, ...uses]));
  test(`references of ${name}, without its declaration`, () =>
    assert.deepEqual(placesAt(marked, false), uses));
}

test('references name the document', () => {
  const { text, position } = cursorIn('‸a = 1');
  assert.deepEqual(
    references(scriptOf(text), position, uri, true)?.map((location) => location.uri),
    [uri],
  );
});

test('a key that is nowhere documented has no declaration', () => {
  assert.deepEqual(placesAt('a = params.‸x', true), placesAt('a = params.‸x', false));
});

test('what the script does not define has no references', () => {
  assert.equal(placesAt('‸from(bucket: "b")', true), undefined);
});
