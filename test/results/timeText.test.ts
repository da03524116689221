import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readTime, timeFormatter } from '../../client/src/results/timeText.ts';
import type { TimeFormat } from '../../client/webview/protocol.ts';

const at = (text: string) => BigInt(Date.parse(text)) * 1_000_000n;

suite('how times read', () => {
  const noon = at('2024-05-01T12:00:00Z') + 500_000_001n;
  const cases: readonly [zone: string, format: TimeFormat, text: string][] = [
    ['UTC', 'rfc3339', '2024-05-01T12:00:00.500000001Z'],
    ['Europe/Berlin', 'rfc3339', '2024-05-01T14:00:00.500000001+02:00'],
    ['Asia/Kolkata', 'plain', '2024-05-01 17:30:00.500000001'],
    ['America/New_York', 'nine', '2024-05-01T08:00:00.500000001-04:00'],
    ['UTC', 'ms', '1714564800500.000001'],
    ['UTC', 'ns', '1714564800500000001'],
  ];
  for (const [zone, format, text] of cases) {
    test(`${format} in ${zone}`, () => {
      assert.equal(timeFormatter({ zone, format })(noon), text);
    });
  }

  test('only the digits that there are, unless nine are wanted', () => {
    const whole = at('2024-05-01T12:00:00Z');
    assert.equal(timeFormatter({ zone: 'UTC', format: 'plain' })(whole), '2024-05-01 12:00:00');
    assert.equal(timeFormatter({ zone: 'UTC', format: 'nine' })(whole), '2024-05-01T12:00:00.000000000Z');
    assert.equal(timeFormatter({ zone: 'UTC', format: 'ms' })(whole), '1714564800000');
  });

  test('before 1970, and where the clocks change', () => {
    assert.equal(timeFormatter({ zone: 'UTC', format: 'nine' })(-1n), '1969-12-31T23:59:59.999999999Z');
    assert.equal(timeFormatter({ zone: 'UTC', format: 'ms' })(-1n), '-0.000001');
    const berlin = timeFormatter({ zone: 'Europe/Berlin', format: 'rfc3339' });
    assert.equal(berlin(at('2024-03-31T00:59:59Z')), '2024-03-31T01:59:59+01:00');
    assert.equal(berlin(at('2024-03-31T01:00:00Z')), '2024-03-31T03:00:00+02:00');
    // The clocks there went by the sun, 53:28 minutes ahead of Greenwich, until 1893-03-31T23:06:32Z.
    assert.equal(berlin(at('1893-03-31T23:06:31Z')), '1893-03-31T23:59:59+00:53');
    assert.equal(berlin(at('1893-03-31T23:06:32Z')), '1893-04-01T00:06:32+01:00');
  });

  test('a zone that nobody knows is refused', () => {
    assert.throws(() => timeFormatter({ zone: 'Mars/Olympus', format: 'plain' }), RangeError);
  });
});

suite('times as they are typed', () => {
  const cases: readonly [text: string, zone: string, wanted: bigint | undefined][] = [
    ['2024-05-01', 'UTC', at('2024-05-01T00:00:00Z')],
    ['2024-05-01 14:00', 'Europe/Berlin', at('2024-05-01T12:00:00Z')],
    ['2024-05-01T14:00:00.000000001Z', 'Europe/Berlin', at('2024-05-01T14:00:00Z') + 1n],
    ['2024-05-01T14:00:00-04:00', 'UTC', at('2024-05-01T18:00:00Z')],
    ['1714564800500000001', 'UTC', 1714564800500000001n],
    // The hour that is left out in spring, and the one that is there twice in autumn.
    ['2024-03-31 03:00', 'Europe/Berlin', at('2024-03-31T01:00:00Z')],
    ['2024-10-27 03:00', 'Europe/Berlin', at('2024-10-27T02:00:00Z')],
    ['2024-11-03 00:30', 'America/New_York', at('2024-11-03T04:30:00Z')],
    ['2024-02-30', 'UTC', undefined],
    ['yesterday', 'UTC', undefined],
    ['12', 'UTC', undefined],
  ];
  for (const [text, zone, wanted] of cases) {
    test(`${text} in ${zone}`, () => {
      assert.equal(readTime(text, zone), wanted);
    });
  }
});
