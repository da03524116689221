import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contains, Positions } from '../../server/src/flux/positions.ts';

const text = 'plain\nä = "€"\n"🌡" x\r\n\nend';

const conversions: { name: string; bytes: [number, number]; units: [number, number] }[] = [
  { name: 'plain text', bytes: [1, 3], units: [0, 2] },
  { name: 'the end of a line', bytes: [1, 6], units: [0, 5] },
  { name: 'after two bytes', bytes: [2, 3], units: [1, 1] },
  { name: 'after three bytes', bytes: [2, 10], units: [1, 6] },
  { name: 'after an astral character', bytes: [3, 7], units: [2, 4] },
  { name: 'the end of a CRLF line', bytes: [3, 9], units: [2, 6] },
  { name: 'an empty line', bytes: [4, 1], units: [3, 0] },
  { name: 'the end of the text', bytes: [5, 4], units: [4, 3] },
];

for (const {
  name,
  bytes: [line, column],
  units,
} of conversions) {
  test(`there and back: ${name}`, () => {
    const positions = new Positions(text);
    const position = positions.position({ line, column });
    assert.deepEqual(position, { line: units[0], character: units[1] });
    assert.deepEqual(positions.bytes(position), { line: line - 1, character: column - 1 });
  });
}

const outside: { name: string; at: [number, number]; units: [number, number] }[] = [
  { name: 'behind the end of a line', at: [1, 99], units: [0, 5] },
  { name: 'behind the carriage return', at: [3, 99], units: [2, 6] },
  { name: 'behind the last line', at: [9, 1], units: [4, 3] },
  { name: 'before the text', at: [0, 0], units: [0, 0] },
  { name: 'inside a character', at: [3, 3], units: [2, 1] },
];

for (const {
  name,
  at: [line, column],
  units,
} of outside) {
  test(`a place ${name} is moved into the text`, () => {
    assert.deepEqual(new Positions(text).position({ line, column }), { line: units[0], character: units[1] });
  });
}

test('half a surrogate pair is no place: its character begins before it', () => {
  assert.deepEqual(new Positions(text).bytes({ line: 2, character: 2 }), { line: 2, character: 1 });
});

test('an empty text has one place', () => {
  const positions = new Positions('');
  assert.deepEqual(positions.position({ line: 1, column: 1 }), { line: 0, character: 0 });
  assert.deepEqual(positions.position({ line: 2, column: 5 }), { line: 0, character: 0 });
});

test('a range contains both of its ends', () => {
  const range = { start: { line: 1, character: 4 }, end: { line: 2, character: 1 } };
  const inside = [
    [1, 3],
    [1, 4],
    [1, 90],
    [2, 0],
    [2, 1],
    [2, 2],
  ].map(([line = 0, character = 0]) => contains(range, { line, character }));
  assert.deepEqual(inside, [false, true, true, true, true, false]);
});
