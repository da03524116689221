import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskText } from '../../server/src/flux/mask.ts';

/** A blank is written as a dot, so that it can be counted. */
const cases: [name: string, text: string, masked: string][] = [
  ['code stays', 'a = params.x', 'a = params.x'],
  ['a string is blanked, its quotes stay', 'a = "params.x"', 'a = "········"'],
  ['a comment is blanked whole', 'a // "params.x\nb', 'a ············\nb'],
  ['a comment mark in a string is none', '"a // b" c', '"······" c'],
  ['an escaped quote does not end a string', '"a\\"b" c', '"····" c'],
  ['an escaped backslash does not escape the quote', '"a\\\\" c', '"···" c'],
  ['interpolated code stays', '"a ${params.x} b" c', '"····params.x···" c'],
  ['a record inside an interpolation', '"${ {a: 1} }" c', '"·· {a: 1} ·" c'],
  ['a string inside an interpolation', '"${f("p}")}b" c', '"··f("··")··" c'],
  ['a string over two lines', '"a\nb" c', '"·\n·" c'],
  ['CRLF stays', '"a\r\nb" c', '"·\r\n·" c'],
  ['a string that is not closed', 'x "abc', 'x "···'],
  ['an interpolation that is not closed', '"a ${params.', '"····params.'],
  ['an escape at the end', '"a\\', '"··'],
  ['astral characters keep their length', '"🌡" c', '"··" c'],
  ['a quote in a regular expression', 'r.a =~ /"/ and b', 'r.a =~ /·/ and b'],
  ['a slash in a regular expression', 'r.a !~ /a\\/"/ or b', 'r.a !~ /····/ or b'],
  ['a regular expression as an argument', 'f(v: /"/, "x")', 'f(v: /·/, "·")'],
  ['a division is no regular expression', 'a / 2 + "x" / b', 'a / 2 + "·" / b'],
  ['a comment after an operator', 'a = // "b\nc', 'a = ·····\nc'],
  ['an empty text', '', ''],
];

for (const [name, text, masked] of cases) {
  test(name, () => {
    assert.equal(maskText(text).replaceAll(' ', '·'), masked.replaceAll(' ', '·'));
  });
}

test('length and line ends stay, whatever the text', () => {
  const pieces = ['"', '${', '}', '{', '\\', '/', '//', '\n', '\r\n', 'a', 'é', '🌡', '=~ ', ' '];
  let seed = 7;
  for (let round = 0; round < 2000; round++) {
    let text = '';
    for (let length = 0; length < 12; length++) {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      text += pieces[Math.floor((seed / 2 ** 31) * pieces.length)];
    }
    const masked = maskText(text);
    assert.equal(masked.length, text.length, JSON.stringify(text));
    assert.deepEqual(
      [...masked.matchAll(/\r?\n/g)].map(({ index }) => index),
      [...text.matchAll(/\r?\n/g)].map(({ index }) => index),
      JSON.stringify(text),
    );
  }
});
