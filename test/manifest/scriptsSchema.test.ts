import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { manifestFile, parseManifest } from '../../client/src/sync/manifest.ts';

const root = new URL('../../', import.meta.url);
const { contributes } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const [validation] = contributes.jsonValidation;
const schema = JSON.parse(readFileSync(new URL(validation.url, root), 'utf8'));
const entry = schema.properties.scripts.items;

test('the schema is for the manifest', () => assert.equal(validation.fileMatch, manifestFile));

for (const file of [
  'a.flux',
  'a b/ü.flux',
  'a/b/c.flux',
  '.hidden.flux',
  'a..b.flux',
  '/a.flux',
  '../a.flux',
  'a/../b.flux',
  './a.flux',
  'a/./b.flux',
  'a//b.flux',
  'a/',
  'C:/a.flux',
  'a\\b.flux',
  '..',
  '',
]) {
  test(`the schema and the reader agree about the file “${file}”`, () => {
    const allowed = new RegExp(entry.properties.file.pattern, 'u').test(file);
    const read = () => parseManifest(JSON.stringify({ scripts: [{ file, name: 'n' }] }));
    if (allowed) assert.doesNotThrow(read);
    else assert.throws(read);
  });
}

test('the schema has the fields that the reader reads, and asks for the same', () => {
  assert.deepEqual(Object.keys(entry.properties), ['file', 'name', 'description']);
  assert.deepEqual(entry.required, ['file', 'name']);
  for (const key of entry.required) {
    const { [key]: _, ...rest } = { file: 'a.flux', name: 'n' } as Record<string, string>;
    assert.throws(() => parseManifest(JSON.stringify({ scripts: [rest] })));
  }
});
