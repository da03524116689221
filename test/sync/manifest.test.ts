import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyManifest,
  entryForFile,
  entryForName,
  formatManifest,
  parseManifest,
  withEntry,
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
