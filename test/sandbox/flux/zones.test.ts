import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { render } from './evaluate.ts';

const value = (expression: string, option = '') =>
  render(
    `import "array"\nimport "date"\nimport "timezone"\n${option}\narray.from(rows: [{v: ${expression}}])`,
  )
    .split('\n')
    .at(-1);
const berlin = 'option location = timezone.location(name: "Europe/Berlin")';

suite('time zones', () => {
  test('parts of the date by the clocks of a place', () => {
    assert.equal(
      value('date.hour(t: 2030-01-15T23:30:00Z, location: timezone.location(name: "Asia/Kolkata"))'),
      '5',
    );
    assert.equal(
      value('date.minute(t: 2030-01-15T23:30:00Z, location: timezone.location(name: "Asia/Kolkata"))'),
      '0',
    );
    assert.equal(value('date.monthDay(t: 2030-07-15T23:30:00Z)', berlin), '16');
    assert.equal(value('date.hour(t: 2030-07-15T12:00:00Z, location: timezone.fixed(offset: -7h))'), '5');
    assert.equal(value('date.weekDay(t: 2030-01-15T23:30:00Z) == date.Tuesday'), 'true');
  });

  test('truncate and add follow the clocks over a change', () => {
    // Berlin put its clocks forward on 31 March 2030, at 01:00 UTC.
    assert.equal(value('date.truncate(t: 2030-03-31T12:00:00Z, unit: 1d)', berlin), '2030-03-30T23:00:00Z');
    assert.equal(value('date.truncate(t: 2030-04-01T12:00:00Z, unit: 1d)', berlin), '2030-03-31T22:00:00Z');
    assert.equal(value('date.add(d: 1mo, to: 2030-03-15T12:00:00Z)', berlin), '2030-04-15T11:00:00Z');
    assert.equal(value('string(v: date.scale(d: 1h, n: 3))'), '3h');
  });

  test('windows of a day have 23 and 25 hours where the clocks change', () => {
    const days = (start: string, stop: string) =>
      render(`import "generate"\nimport "timezone"\n${berlin}
        generate.from(count: 72, fn: (n) => n, start: ${start}, stop: ${stop})
          |> range(start: ${start}, stop: ${stop})
          |> aggregateWindow(every: 1d, fn: count)`)
        .split('\n')
        .slice(2);
    assert.deepEqual(days('2030-03-29T23:00:00Z', '2030-04-01T23:00:00Z'), [
      '24 2030-03-30T23:00:00Z',
      '23 2030-03-31T22:00:00Z',
      '24 2030-04-01T22:00:00Z',
      '1 2030-04-01T23:00:00Z',
    ]);
    assert.deepEqual(days('2030-10-25T22:00:00Z', '2030-10-28T22:00:00Z'), [
      '24 2030-10-26T22:00:00Z',
      '25 2030-10-27T23:00:00Z',
      '23 2030-10-28T22:00:00Z',
    ]);
  });

  test('date.time shows what the clocks of a place show', () => {
    assert.equal(value('date.time(t: 2030-01-15T10:00:00Z)', berlin), '2030-01-15T11:00:00Z');
    assert.equal(value('date.time(t: -1h, location: timezone.fixed(offset: -7h))'), '04:00');
  });

  test('the last success of a task is a point in time, wherever its clocks stand', () => {
    const last = 'import "influxdata/influxdb/tasks"\n';
    assert.equal(value('tasks.lastSuccess(orTime: -1h)', last + berlin), '11:00');
  });

  test('what the clocks skip is when they do', () => {
    // From 02:00 to 03:00 in Berlin.
    const windows = render(`import "array"\nimport "timezone"\n${berlin}
      array.from(rows: [{_time: 2030-03-31T00:45:00Z}, {_time: 2030-03-31T01:10:00Z}, {_time: 2030-03-31T01:40:00Z}])
        |> range(start: 2030-03-31T00:00:00Z, stop: 2030-03-31T03:00:00Z)
        |> window(every: 1h, offset: 30m)`);
    assert.deepEqual([...windows.matchAll(/_start=\S+ _stop=[^\]]+/g)].map(String), [
      '_start=2030-03-31T00:30:00Z _stop=2030-03-31T01:00:00Z',
      '_start=2030-03-31T01:00:00Z _stop=2030-03-31T01:30:00Z',
      '_start=2030-03-31T01:30:00Z _stop=2030-03-31T02:30:00Z',
    ]);
  });

  test('clocks are put forward by half an hour on Lord Howe', () => {
    const hour = (time: string) =>
      value(`date.minute(t: ${time}, location: timezone.location(name: "Australia/Lord_Howe"))`);
    // At half past fifteen, universal time, from 02:00 to 02:30.
    assert.equal(hour('2029-10-06T15:29:00Z'), '59');
    assert.equal(hour('2029-10-06T15:30:00Z'), '30');
    assert.equal(hour('2029-10-06T15:45:00Z'), '45');
  });

  test('a fixed place may stand months away', () => {
    assert.equal(
      value('date.truncate(t: 2030-03-10T00:00:00Z, unit: 1y, location: timezone.fixed(offset: -2mo1w))'),
      '2030-03-08T00:00:00Z',
    );
  });

  test('a name that is no time zone is refused', () => {
    assert.throws(
      () => value('date.hour(t: now(), location: timezone.location(name: "Nowhere/Town"))'),
      /unknown time zone Nowhere\/Town/,
    );
  });
});
