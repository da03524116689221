import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyManifest,
  entryForFile,
  entryForName,
  formatManifest,
  parseManifest,
  withEntry,
  withoutFile,
} from '../../client/src/sync/manifest.ts';

test('what is written can be read, sorted by file', () => {
  const manifest = withEntry(withEntry(emptyManifest, { file: 'z.flux', name: 'z' }), {
    file: 'sub/a.flux',
    name: 'a/b',
  });
  const read = parseManifest(formatManifest(manifest));
  assert.deepEqual(
    read.scripts.map(({ file }) => file),
    ['sub/a.flux', 'z.flux'],
  );
  assert.equal(entryForFile(read, 'sub/a.flux')?.name, 'a/b');
  assert.equal(entryForName(read, 'z')?.file, 'z.flux');
});

test('a file holds one script, a script lies in one file', () => {
  let manifest = withEntry(emptyManifest, { file: 'a.flux', name: 'one' });
  manifest = withEntry(manifest, { file: 'b.flux', name: 'one' });
  manifest = withEntry(manifest, { file: 'b.flux', name: 'two' });
  assert.deepEqual(manifest.scripts, [{ file: 'b.flux', name: 'two' }]);
});

test('what others have put into the file stays', () => {
  const text =
    '{"$schema": "x", "note": 1, "scripts": [{"file": "a.flux", "name": "a", "description": "kept"}]}';
  const written = JSON.parse(
    formatManifest(withEntry(parseManifest(text), { file: 'b.flux', name: 'b' })),
  ) as unknown;
  assert.deepEqual(written, {
    $schema: 'x',
    note: 1,
    scripts: [
      { file: 'a.flux', name: 'a', description: 'kept' },
      { file: 'b.flux', name: 'b' },
    ],
  });
});

for (const broken of ['', '{', '[]', 'null', '{"scripts": {}}', '{"scripts": [{"file": 1}]}']) {
  test(`${JSON.stringify(broken)} is refused with what to do`, () => {
    assert.throws(() => parseManifest(broken), /flux-scripts\.json .*Correct it/s);
  });
}

test('a file or a name that stands there twice is named', () => {
  const entry = (file: string, name: string) => ({ file, name });
  const parse = (...scripts: object[]) => parseManifest(JSON.stringify({ scripts }));
  assert.throws(() => parse(entry('a', '1'), entry('b', '2'), entry('a', '3')), /file “a”/);
  assert.throws(() => parse(entry('a', '1'), entry('b', '2'), entry('c', '2')), /name “2”/);
  assert.equal(parse(entry('a', 'b'), entry('b', 'a')).scripts.length, 2);
});

const paths: [file: string, lies: 'below' | 'elsewhere'][] = [
  ['a.flux', 'below'],
  ['sub/..a.flux', 'below'],
  ['sub/a b/温度.flux', 'below'],
  ['', 'elsewhere'],
  ['/etc/passwd', 'elsewhere'],
  ['../a.flux', 'elsewhere'],
  ['sub/../../a.flux', 'elsewhere'],
  ['sub/..', 'elsewhere'],
  ['..', 'elsewhere'],
  ['./a.flux', 'elsewhere'],
  ['sub//a.flux', 'elsewhere'],
  ['sub/', 'elsewhere'],
  ['C:/a.flux', 'elsewhere'],
  ['c:a.flux', 'elsewhere'],
  ['sub\\a.flux', 'elsewhere'],
  ['\\\\server\\a.flux', 'elsewhere'],
  ['a\u0000.flux', 'elsewhere'],
  ['flux-scripts.json', 'elsewhere'],
];
for (const [file, lies] of paths) {
  test(`the file ${JSON.stringify(file)} lies ${lies}`, () => {
    const read = () => parseManifest(JSON.stringify({ scripts: [{ file, name: 'a' }] }));
    if (lies === 'below') assert.equal(read().scripts[0]?.file, file);
    else assert.throws(read, /names the file .* lie below it/s);
  });
}

const entries: [what: string, entries: object[], wrong: RegExp][] = [
  [
    'two entries for a file',
    [
      { file: 'a', name: 'a' },
      { file: 'a', name: 'b' },
    ],
    /two entries for the file “a”/,
  ],
  [
    'two entries for a name',
    [
      { file: 'a', name: 'a' },
      { file: 'b', name: 'a' },
    ],
    /two entries for the name “a”/,
  ],
  ['no name', [{ file: 'a', name: '' }], /must hold/],
  ['a description that is no text', [{ file: 'a', name: 'a', description: 1 }], /must hold/],
];
for (const [what, scripts, wrong] of entries) {
  test(`${what}: refused`, () => assert.throws(() => parseManifest(JSON.stringify({ scripts })), wrong));
}

test('a description is kept, an empty one too', () => {
  const described = { file: 'a', name: 'a', description: '' };
  const text = JSON.stringify({ scripts: [described, { file: 'b', name: 'b' }] });
  assert.deepEqual(parseManifest(text).scripts, [described, { file: 'b', name: 'b' }]);
});

test('of a file that is taken out, nothing is left', () => {
  const manifest = withEntry(withEntry(emptyManifest, { file: 'a', name: 'a' }), { file: 'b', name: 'b' });
  assert.deepEqual(withoutFile(manifest, 'a').scripts, [{ file: 'b', name: 'b' }]);
});
