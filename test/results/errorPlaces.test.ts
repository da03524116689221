import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { errorPlaces } from '../../client/src/results/errorPlaces.ts';
import { afterChange, rangeIn, rangeNow } from '../../client/src/results/sourcePlaces.ts';

/** Places as a person reads them: name, and what is said. */
const read = (message: string) =>
  errorPlaces(message).map(({ from, to, message: said }) => [message.slice(from, to), said]);

suite('the places that a message names', () => {
  test('several in one message of the compiler, each with its own words', () => {
    assert.deepEqual(
      read(
        'compilation failed: error @7:16-7:71: expected int but found string\n\nerror @8:1-8:2: undefined identifier x',
      ),
      [
        ['@7:16-7:71', 'expected int but found string'],
        ['@8:1-8:2', 'undefined identifier x'],
      ],
    );
    assert.deepEqual(errorPlaces('error @7:16-8:71: no')[0]?.start, { line: 7, column: 16 });
    assert.deepEqual(errorPlaces('error @7:16-8:71: no')[0]?.end, { line: 8, column: 71 });
  });

  test('kinds of errors before a place are no part of the message before it', () => {
    assert.deepEqual(read('type error @1:2-1:3: a\nruntime error @4:5-4:6: b, error in it'), [
      ['@1:2-1:3', 'a'],
      ['@4:5-4:6', 'b, error in it'],
    ]);
    assert.deepEqual(read('error calling function "range" @2:6-2:30: value is not a time, got string'), [
      ['@2:6-2:30', 'value is not a time, got string'],
    ]);
  });

  test('an error in an error, a beginning only, a place at the end', () => {
    assert.deepEqual(
      read(
        'error calling function "yield" @5:1-5:8: error calling function "map" @3:4-3:9: division by zero',
      ),
      [
        ['@5:1-5:8', 'division by zero'],
        ['@3:4-3:9', 'division by zero'],
      ],
    );
    assert.deepEqual(read('runtime error @2:4: boom'), [['@2:4', 'boom']]);
    assert.equal(errorPlaces('runtime error @2:4: boom')[0]?.end, undefined);
    assert.deepEqual(read('stopped @2:4'), [['@2:4', 'stopped @2:4']]);
  });

  test('what is no place in the script', () => {
    for (const text of [
      'all is lost',
      'universe@2:4-2:8: x',
      'mail me@10:30',
      '@0:4: x',
      '@2:4:9',
      '@99999999:1',
    ]) {
      assert.deepEqual(errorPlaces(text), [], text);
    }
  });

  test('a long message takes no time', () => {
    const began = performance.now();
    errorPlaces('error calling function "'.repeat(20_000));
    assert.equal(errorPlaces('error @1:1-1:2: x '.repeat(5000)).length, 5000);
    assert.ok(performance.now() - began < 1000);
  });
});

const at = (line: number, character: number, endLine: number, endCharacter: number) => ({
  start: { line, character },
  end: { line: endLine, character: endCharacter },
});
const place = (line: number, column: number, endLine?: number, endColumn = 1) => ({
  start: { line, column },
  end: endLine === undefined ? undefined : { line: endLine, column: endColumn },
});

suite('a place in the text', () => {
  test('columns are bytes; without an end it is the word', () => {
    assert.deepEqual(rangeIn('a = "ü€" + x\n', place(1, 13, 1, 14)), at(0, 9, 0, 10));
    assert.deepEqual(rangeIn('x = 1\n  rnge(n: 1)', place(2, 3)), at(1, 2, 1, 6));
    assert.deepEqual(rangeIn('x', place(9, 9, 9, 12)), at(0, 1, 0, 1));
  });

  const ran = 'a = 1\nb = 2\nc = bad\nd = 4\n';
  test('is found again in a text that has changed elsewhere', () => {
    assert.deepEqual(rangeNow(ran, ran, place(3, 5, 3, 8)), at(2, 4, 2, 7));
    assert.deepEqual(rangeNow(ran, `${ran}e = 5\n`, place(3, 5, 3, 8)), at(2, 4, 2, 7));
    assert.deepEqual(rangeNow(ran, `// new\n${ran}`, place(3, 5, 3, 8)), at(3, 4, 3, 7));
    assert.deepEqual(rangeNow(ran, ran.replaceAll('\n', '\r\n'), place(3, 5, 3, 8)), at(2, 4, 2, 7));
    const both = '// new\na = 1\nc = bad\nb = 22\nd = 4\n// end\n';
    assert.deepEqual(rangeNow(ran, both, place(3, 5, 3, 8)), at(2, 4, 2, 7));
  });

  test('is not there when its line has changed, or cannot be told from another', () => {
    assert.equal(rangeNow(ran, ran.replace('bad', 'good'), place(3, 5, 3, 8)), undefined);
    assert.equal(rangeNow(ran, 'c = bad\nx\nc = bad', place(3, 5, 3, 8)), undefined);
    assert.equal(rangeNow(ran, '', place(3, 5, 3, 8)), undefined);
  });

  const range = at(2, 4, 2, 7);
  const edit = (...args: [number, number, number, number, string]) =>
    afterChange(range, { range: at(args[0], args[1], args[2], args[3]), text: args[4] });
  test('moves with edits above and before it, stays for those below', () => {
    assert.deepEqual(edit(0, 0, 0, 0, 'x\n\n'), at(4, 4, 4, 7));
    assert.deepEqual(edit(0, 0, 1, 0, ''), at(1, 4, 1, 7));
    assert.deepEqual(edit(2, 0, 2, 1, 'abc'), at(2, 6, 2, 9));
    assert.deepEqual(edit(1, 3, 2, 2, 'xy'), at(1, 7, 1, 10));
    assert.deepEqual(edit(1, 0, 2, 0, 'x\ny\nzz'), at(3, 6, 3, 9));
    assert.deepEqual(edit(2, 4, 2, 4, '\n'), at(3, 0, 3, 3));
    assert.deepEqual(edit(2, 8, 2, 8, 'x'), range);
    assert.deepEqual(edit(3, 0, 9, 0, ''), range);
  });

  test('is gone when the edit touches it', () => {
    assert.equal(edit(2, 5, 2, 6, 'x'), undefined);
    assert.equal(edit(2, 7, 2, 7, 'x'), undefined);
    assert.equal(edit(2, 4, 2, 4, 'x'), undefined);
    assert.equal(edit(0, 0, 9, 0, ''), undefined);
  });
});
