import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commonLines } from '../../client/src/sync/commonLines.ts';

for (const [name, a, b, common] of [
  ['the same texts are all in common', 'a\nb\n', 'a\nb\n', 'a\nb\n'],
  ['what only one has is left out', 'a\nmine\nb\n', 'a\nb\ntheirs\n', 'a\nb\n'],
  ['the longest of several ways is taken', 'b\na\nb\nc', 'a\nb\nc\nb', 'a\nb\nc'],
  ['nothing in common', 'a', 'b', ''],
  ['line ends are no difference', 'a\r\nb', 'a\nb', 'a\nb'],
] as const) {
  test(name, () => assert.equal(commonLines(a, b), common));
}
