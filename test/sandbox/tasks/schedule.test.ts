import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Cron } from '../../../sandbox/tasks/cron.ts';
import { nextRun, scheduleError } from '../../../sandbox/tasks/schedule.ts';

const ms = (text: string) => Date.parse(text);
const iso = (time: number | undefined) => (time === undefined ? 'never' : new Date(time).toISOString());

suite('cron', () => {
  const cases: readonly (readonly [schedule: string, after: string, next: string])[] = [
    ['* * * * *', '2030-01-01T00:00:00Z', '2030-01-01T00:01:00.000Z'],
    ['*/15 * * * *', '2030-01-01T10:50:00Z', '2030-01-01T11:00:00.000Z'],
    ['0 2 * * *', '2030-01-01T02:00:00Z', '2030-01-02T02:00:00.000Z'],
    ['0 2 * * *', '2030-01-01T01:59:59.999Z', '2030-01-01T02:00:00.000Z'],
    ['30 8-10/2 * * *', '2030-01-01T08:30:00Z', '2030-01-01T10:30:00.000Z'],
    ['0 0 29 2 *', '2030-01-01T00:00:00Z', '2032-02-29T00:00:00.000Z'],
    ['0 0 30 2 *', '2030-01-01T00:00:00Z', 'never'],
    // The 1st of January 2030 is a Tuesday.
    ['0 0 * * mon-fri', '2030-01-04T12:00:00Z', '2030-01-07T00:00:00.000Z'],
    ['0 0 * * 7', '2030-01-01T00:00:00Z', '2030-01-06T00:00:00.000Z'],
    ['0 0 13 * fri', '2030-01-01T00:00:00Z', '2030-01-04T00:00:00.000Z'],
    ['0 0 1 JAN,jul ?', '2030-01-01T00:00:00Z', '2030-07-01T00:00:00.000Z'],
    ['*/20 * * * * *', '2030-01-01T00:00:30Z', '2030-01-01T00:00:40.000Z'],
    ['@monthly', '2030-01-15T00:00:00Z', '2030-02-01T00:00:00.000Z'],
    ['@hourly', '2030-01-15T23:10:00Z', '2030-01-16T00:00:00.000Z'],
    ['@daily', '2030-01-15T23:10:00Z', '2030-01-16T00:00:00.000Z'],
    ['@midnight', '2030-01-15T23:10:00Z', '2030-01-16T00:00:00.000Z'],
    ['@weekly', '2030-01-01T00:00:00Z', '2030-01-06T00:00:00.000Z'],
    ['@yearly', '2030-01-15T00:00:00Z', '2031-01-01T00:00:00.000Z'],
    ['@annually', '2030-01-15T00:00:00Z', '2031-01-01T00:00:00.000Z'],
    ['0 0 12 25 12 * 2045/10', '2030-01-15T00:00:00Z', '2045-12-25T12:00:00.000Z'],
    ['0 0 0 1 1 * 2028,2031', '2030-01-15T00:00:00Z', '2031-01-01T00:00:00.000Z'],
    ['0 0 0 1 1 * 2028', '2030-01-15T00:00:00Z', 'never'],
  ];
  for (const [schedule, after, next] of cases) {
    test(`${schedule} after ${after}`, () => assert.equal(iso(Cron.parse(schedule)?.next(ms(after))), next));
  }
  for (const wrong of [
    '',
    '* * * *',
    '60 * * * *',
    '5-1 * * * *',
    '*/0 * * * *',
    'x * * * *',
    '@sometimes',
    '0 0 0 1 1 * 1969',
    '0 0 0 1 1 * 2030 *',
    '*-5 * * * *',
  ]) {
    test(`${JSON.stringify(wrong)} is no schedule`, () => assert.equal(Cron.parse(wrong), undefined));
  }
});

suite('the next run', () => {
  const cases: readonly (readonly [object, after: string, scheduledFor: string, at: string])[] = [
    [{ every: '1h' }, '2030-01-01T10:20:00Z', '2030-01-01T11:00:00.000Z', '2030-01-01T11:00:00.000Z'],
    [{ every: '1h' }, '2030-01-01T11:00:00Z', '2030-01-01T12:00:00.000Z', '2030-01-01T12:00:00.000Z'],
    // The run for 11:00 has not begun at 11:04.
    [
      { every: '1h', offset: '5m' },
      '2030-01-01T11:04:00Z',
      '2030-01-01T11:00:00.000Z',
      '2030-01-01T11:05:00.000Z',
    ],
    [
      { every: '1h', offset: '-5m' },
      '2030-01-01T10:55:00Z',
      '2030-01-01T12:00:00.000Z',
      '2030-01-01T11:55:00.000Z',
    ],
    // A word of cron that is an interval.
    [{ cron: '@every 1h' }, '2030-01-01T10:20:00Z', '2030-01-01T11:00:00.000Z', '2030-01-01T11:00:00.000Z'],
    [
      { cron: '@every 12h', offset: '1m' },
      '2030-01-01T01:00:00Z',
      '2030-01-01T12:00:00.000Z',
      '2030-01-01T12:01:00.000Z',
    ],
    [{ every: '1mo' }, '2030-01-31T00:00:00Z', '2030-02-01T00:00:00.000Z', '2030-02-01T00:00:00.000Z'],
    // Weeks begin on Mondays.
    [{ every: '1w' }, '2030-01-01T00:00:00Z', '2030-01-07T00:00:00.000Z', '2030-01-07T00:00:00.000Z'],
    [
      { cron: '0 2 * * *', offset: '1m' },
      '2030-01-01T02:00:30Z',
      '2030-01-01T02:00:00.000Z',
      '2030-01-01T02:01:00.000Z',
    ],
  ];
  for (const [task, after, scheduledFor, at] of cases) {
    test(`${JSON.stringify(task)} after ${after}`, () => {
      const due = nextRun(task, ms(after));
      assert.deepEqual([iso(due?.scheduledFor), iso(due?.at)], [scheduledFor, at]);
    });
  }
  test('what is wrong with a schedule', () => {
    assert.equal(scheduleError({ every: '1h', offset: '0' }), undefined);
    assert.match(scheduleError({ every: 'soon' }) ?? '', /every must be a duration/);
    assert.match(scheduleError({ every: '10ms' }) ?? '', /at least 1s/);
    assert.match(scheduleError({ every: '1mo1d' }) ?? '', /mix months/);
    assert.match(scheduleError({ every: '1h', offset: 'x' }) ?? '', /offset must be/);
    assert.match(scheduleError({ cron: '0 2' }) ?? '', /five fields/);
    assert.equal(scheduleError({ cron: '@every 30m' }), undefined);
    assert.equal(scheduleError({ cron: '@daily', offset: '5m' }), undefined);
    assert.match(scheduleError({ cron: '@every 10ms' }) ?? '', /at least 1s/);
    assert.match(scheduleError({ cron: '@every soon' }) ?? '', /must be a duration/);
    assert.match(scheduleError({ cron: '@often' }) ?? '', /five fields/);
  });
});
