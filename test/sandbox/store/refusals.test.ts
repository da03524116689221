import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { PredicateError, parsePredicate } from '../../../sandbox/store/deletePredicate.ts';
import { LineReader } from '../../../sandbox/store/lineProtocol.ts';
import { judge } from '../../../sandbox/store/refusals.ts';

const hour = 3_600_000_000_000n;
const now = 500_000n * hour;

function judged(text: string, retentionNs = 0n) {
  const reader = new LineReader(text, { unit: 1n, now });
  reader.read();
  const typeOf = (measurement: string, field: string) =>
    measurement === 'm' && field === 'known' ? ('int' as const) : undefined;
  const { points, message } = judge(reader.batch, { id: '0abc', retentionNs, now, typeOf });
  return { points: [...points], message };
}
const partial = 'failure writing points to database: partial write: ';

suite('points that are refused', () => {
  test('none', () => {
    assert.deepEqual(judged('m known=1i,new=1\nm new=2\nother known=1'), { points: [], message: undefined });
  });
  test('a field of another type than before, and one that changes within the batch', () => {
    assert.deepEqual(judged('m known=1.5\nm new=1\nm new=2i\nm new=3,x=1\nm x="s"'), {
      points: [0, 2, 4],
      message: `${partial}field type conflict: input field "known" on measurement "m" is type float, already exists as type integer dropped=3`,
    });
  });
  test('a refused point does not give its fields their type', () => {
    assert.deepEqual(judged('m known=1.5,new=1\nm new="s"').points, [0]);
  });
  test('a field of two types in one line', () => {
    assert.deepEqual(judged('m new=1,new="s"').points, [0]);
  });
  test('reserved names', () => {
    assert.equal(
      judged('m time=1').message,
      `${partial}invalid field name: input field "time" on measurement "m" is invalid dropped=1`,
    );
    assert.deepEqual(judged('m time=1,f=2').points, []);
    assert.equal(
      judged('m,_field=x f=1').message,
      `${partial}invalid tag key: input tag "_field" on measurement "m" is invalid dropped=1`,
    );
  });
  test('points older than the bucket keeps', () => {
    const text = [5n, 3n, 2n, 4n].map((hours) => `m,a\\ b=c f=1 ${now - hours * hour}`).join('\n');
    assert.deepEqual(judged(text, 2n * hour), {
      points: [0, 1, 3],
      message: `${partial}dropped 3 points outside retention policy of duration 2h0m0s - oldest point m,a\\ b=c at 2027-01-15T03:00:00Z dropped because it violates a Retention Policy Lower Bound at 2027-01-15T06:00:00Z, newest point m,a\\ b=c at 2027-01-15T05:00:00Z dropped because it violates a Retention Policy Lower Bound at 2027-01-15T06:00:00Z dropped=3 for database: 0abc for retention policy: autogen`,
    });
  });
});

suite('delete predicates', () => {
  const name = {
    bucketID: 'b',
    measurement: 'm 1',
    field: 'f',
    type: 'float' as const,
    tags: [
      ['a b', 'say "x"'],
      ['t', 'v'],
    ] as const,
  };
  const cases: readonly (readonly [string, boolean])[] = [
    ['', true],
    ['  ', true],
    ['_measurement="m 1"', true],
    ['_measurement = \'m 1\' AND t = "v"', true],
    ['_measurement="m 1" and t=w', false],
    ['(t=v AND _field="f")', true],
    ['t!=v', false],
    ['none=""', true],
    ['none!="x"', true],
    [String.raw`"a b"="say \"x\""`, true],
  ];
  for (const [text, wanted] of cases) test(text, () => assert.equal(parsePredicate(text)(name), wanted));
  for (const text of ['t', 't=', 't=v OR t=w', 't=v AND', 't=v t=w', 't>v', '"t=v', '(t=v']) {
    test(`refused: ${text}`, () => assert.throws(() => parsePredicate(text), PredicateError));
  }
});
