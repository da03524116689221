import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileNameFor, languageOf } from '../../client/src/sync/fileName.ts';

const table: [name: string, file: string][] = [
  ['getLastPoint', 'getLastPoint.flux'],
  ['filter-and-group', 'filter-and-group.flux'],
  ['team/alarm: co', 'team-alarm- co.flux'],
  ['../../etc/passwd', '-..-etc-passwd.flux'],
  ['..', 'script.flux'],
  ['   ', 'script.flux'],
  ['', 'script.flux'],
  ['CON', '_CON.flux'],
  ['com1.backup', '_com1.backup.flux'],
  ['console', 'console.flux'],
  ['a\u0000b\nc', 'a-b-c.flux'],
  ['safe\u202egpj', 'safe-gpj.flux'],
  ['.hidden', 'hidden.flux'],
  ['trailing. ', 'trailing.flux'],
  ['Überblick 温度 🌡', 'Überblick 温度 🌡.flux'],
  ['e\u0301', '\u00e9.flux'],
];

for (const [name, file] of table) {
  test(`${JSON.stringify(name)} becomes ${JSON.stringify(file)}`, () => {
    assert.equal(fileNameFor(name), file);
  });
}

test('a very long name is cut between characters, by their number and by their bytes', () => {
  assert.equal(fileNameFor('a'.repeat(200)), `${'a'.repeat(100)}.flux`);
  assert.equal(fileNameFor('🌡'.repeat(200)), `${'🌡'.repeat(50)}.flux`);
  assert.ok(Buffer.byteLength(fileNameFor('温'.repeat(300))) < 255);
});

test('a name in use gets a number', () => {
  const taken = new Set(['a.flux', 'a-2.flux']);
  assert.equal(
    fileNameFor('A', 'flux', (candidate) => taken.has(candidate.toLowerCase())),
    'A-3.flux',
  );
});

test('the extension follows the language', () => {
  assert.equal(fileNameFor('a', 'sql'), 'a.sql');
  assert.equal(fileNameFor('a', 'influxql'), 'a.influxql');
  assert.equal(fileNameFor('a', 'cobol'), 'a.txt');
});

test('the language follows the extension', () => {
  for (const language of ['flux', 'sql', 'influxql', 'python']) {
    assert.equal(languageOf(`sub.sql/${fileNameFor('a.b', language)}`), language);
  }
  assert.equal(languageOf('a.SQL'), 'sql');
  for (const file of ['a', 'a.txt', 'a.sql/b']) assert.equal(languageOf(file), 'flux');
});
