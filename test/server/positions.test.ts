import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contains, Positions } from '../../server/src/flux/positions.ts';

const text = 'plain\nä = "€"\n"🌡" x\r\n\nend';

const conversions: { name: string; bytes: [number, number]; units: [number, number] }[] = [
  { name: 'plain text', bytes: [0, 2], units: [0, 2] },
  { name: 'the end of a line', bytes: [0, 5], units: [0, 5] },
  { name: 'after two bytes', bytes: [1, 2], units: [1, 1] },
  { name: 'after three bytes', bytes: [1, 9], units: [1, 6] },
  { name: 'after an astral character', bytes: [2, 6], units: [2, 4] },
  { name: 'the end of a CRLF line', bytes: [2, 8], units: [2, 6] },
  { name: 'an empty line', bytes: [3, 0], units: [3, 0] },
  { name: 'the end of the text', bytes: [4, 3], units: [4, 3] },
];

for (const {
  name,
  bytes: [line, character],
  units,
} of conversions) {
  test(`there and back: ${name}`, () => {
    const positions = new Positions(text);
    const offset = positions.fromCompiler({ line, character });
    assert.deepEqual(positions.position(offset), { line: units[0], character: units[1] });
    assert.equal(positions.offset({ line: units[0], character: units[1] }), offset);
    assert.deepEqual(positions.toCompiler(offset), { line, character });
  });
}

const outside: { name: string; at: [number, number]; units: [number, number] }[] = [
  { name: 'behind the end of a line', at: [0, 98], units: [0, 5] },
  { name: 'behind the last line', at: [8, 0], units: [4, 3] },
  { name: 'before the text', at: [-1, 0], units: [0, 0] },
  { name: 'inside a character', at: [2, 2], units: [2, 1] },
];

for (const {
  name,
  at: [line, character],
  units,
} of outside) {
  test(`a place ${name} is moved into the text`, () => {
    const positions = new Positions(text);
    const offset = positions.fromCompiler({ line, character });
    assert.deepEqual(positions.position(offset), { line: units[0], character: units[1] });
  });
}

test("a client's place outside the text is moved into it", () => {
  const positions = new Positions(text);
  assert.equal(positions.offset({ line: 0, character: 99 }), 5);
  assert.equal(positions.offset({ line: 2, character: 99 }), positions.offset({ line: 2, character: 6 }));
  assert.equal(positions.offset({ line: 99, character: 0 }), text.length);
  assert.equal(positions.offset({ line: -1, character: 3 }), 0);
});

test('half a surrogate pair is no place: its character begins before it', () => {
  const positions = new Positions(text);
  const inside = positions.offset({ line: 2, character: 2 });
  assert.deepEqual(positions.toCompiler(inside), { line: 2, character: 1 });
});

test('a lone carriage return ends a line for a client, and not for the compiler', () => {
  const positions = new Positions('a\rb\nc');
  assert.deepEqual(positions.position(2), { line: 1, character: 0 });
  assert.deepEqual(positions.toCompiler(2), { line: 0, character: 2 });
  assert.deepEqual(positions.toCompiler(4), { line: 1, character: 0 });
  assert.equal(positions.lineCount, 3);
  assert.equal(positions.line(0), 'a');
});

test('an empty text has one place', () => {
  const positions = new Positions('');
  assert.deepEqual(positions.position(5), { line: 0, character: 0 });
  assert.equal(positions.fromCompiler({ line: 1, character: 4 }), 0);
  assert.equal(positions.offset({ line: 0, character: 1 }), 0);
});

test('a span contains both of its ends', () => {
  const span = { start: 4, end: 6 };
  assert.deepEqual(
    [3, 4, 5, 6, 7].map((offset) => contains(span, offset)),
    [false, true, true, true, false],
  );
});
