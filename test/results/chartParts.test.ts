import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FIRST_CHOICE, fitting, missing } from '../../client/webview/chart/choice.ts';
import { stepText } from '../../client/webview/chart/notes.ts';
import { axisTexts, logTexts, valueText } from '../../client/webview/chart/numberText.ts';
import { palette, parseColor, toLch } from '../../client/webview/chart/palette.ts';
import { stacked } from '../../client/webview/chart/stack.ts';
import { TIME_STEPS, TimeZone, tickTexts, timeText, timeTicks } from '../../client/webview/chart/timeAxis.ts';
import { inside, panned, roomy, zoomed } from '../../client/webview/chart/timeRange.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const utc = new TimeZone('UTC');
const berlin = new TimeZone('Europe/Berlin');
const iso = (times: readonly number[]) => times.map((time) => new Date(time).toISOString().slice(0, 16));

suite('ticks of the time axis', () => {
  test('stand at round values of the clock', () => {
    const from = Date.UTC(2024, 4, 1, 5, 47);
    assert.deepEqual(iso(timeTicks(from, from + HOUR, 15 * MINUTE, utc)), [
      '2024-05-01T06:00',
      '2024-05-01T06:15',
      '2024-05-01T06:30',
      '2024-05-01T06:45',
    ]);
    assert.deepEqual(iso(timeTicks(Date.UTC(2023, 10, 20), Date.UTC(2024, 4, 2), 2 * MONTH, utc)), [
      '2024-01-01T00:00',
      '2024-03-01T00:00',
      '2024-05-01T00:00',
    ]);
  });

  test('in the zone of the clock, also when it changes', () => {
    // The clock goes forward on March 31.
    const ticks = timeTicks(Date.UTC(2024, 2, 29, 23), Date.UTC(2024, 3, 2), DAY, berlin);
    assert.deepEqual(iso(ticks), [
      '2024-03-29T23:00',
      '2024-03-30T23:00',
      '2024-03-31T22:00',
      '2024-04-01T22:00',
    ]);
    assert.deepEqual(tickTexts(ticks, DAY, berlin), ['Mar 30\n2024', 'Mar 31', 'Apr 1', 'Apr 2']);
    const hours = timeTicks(Date.UTC(2024, 2, 30, 23), Date.UTC(2024, 2, 31, 12), 6 * HOUR, berlin);
    assert.deepEqual(tickTexts(hours, 6 * HOUR, berlin), ['00:00\nMar 31, 2024', '06:00', '12:00']);
  });

  test('weeks begin on Mondays', () => {
    const ticks = timeTicks(Date.UTC(2024, 4, 1), Date.UTC(2024, 4, 20), 7 * DAY, utc);
    assert.deepEqual(iso(ticks), ['2024-05-06T00:00', '2024-05-13T00:00', '2024-05-20T00:00']);
  });

  test('every step ends, ascends and stays in the range', () => {
    for (const step of TIME_STEPS) {
      const from = Date.UTC(2024, 1, 27, 13, 14, 15, 16);
      const ticks = timeTicks(from, from + 12 * step, step, berlin);
      assert.ok(ticks.length >= 8 && ticks.length <= 14, `${step}: ${ticks.length}`);
      assert.ok(
        ticks.every((tick, i) => tick >= from && (i === 0 || tick > (ticks[i - 1] as number))),
        String(step),
      );
      const texts = tickTexts(ticks, step, berlin);
      assert.ok(
        texts.every((text, i) => text !== texts[i - 1]),
        String(step),
      );
    }
  });

  test('times with as many digits as they need', () => {
    const at = Date.UTC(2024, 4, 1, 6, 0, 1);
    assert.deepEqual(
      [
        timeText(at, 1000, utc),
        timeText(at + 500, 1000, utc),
        timeText(at, 1, utc),
        timeText(at + 0.25, 0.001, utc),
        timeText(at, 1000, berlin),
        timeText(-1, 1, utc),
      ],
      [
        '2024-05-01 06:00:01',
        '2024-05-01 06:00:01.500',
        '2024-05-01 06:00:01.000',
        '2024-05-01 06:00:01.000250',
        '2024-05-01 08:00:01',
        '1969-12-31 23:59:59.999',
      ],
    );
  });

  test('a zone that nobody knows is UTC', () => {
    assert.deepEqual([new TimeZone('Nowhere/Else').name, new TimeZone('Nowhere/Else').offset(0)], ['UTC', 0]);
    assert.notEqual(new TimeZone('local').name, 'local');
  });
});

test('ranges are zoomed around a place, moved, and kept inside', () => {
  const all = { from: 0, to: 1000 };
  assert.deepEqual(zoomed(all, 0.5, 250), { from: 125, to: 625 });
  assert.deepEqual(panned({ from: 100, to: 200 }, -0.5), { from: 50, to: 150 });
  assert.deepEqual(inside({ from: -50, to: 50 }, all), { from: 0, to: 100 });
  assert.deepEqual(inside({ from: 950, to: 1050 }, all), { from: 900, to: 1000 });
  assert.equal(inside({ from: -1, to: 1200 }, all), undefined);
  assert.deepEqual(roomy({ from: 5000, to: 5000 }), { from: 4000, to: 6000 });
  const { from, to } = zoomed({ from: 0, to: 0.02 }, 0.001, 0.01);
  assert.ok(to - from >= 0.0099, `${to - from}`);
});

suite('numbers', () => {
  test('an axis has one unit and the digits that its steps need', () => {
    assert.deepEqual(axisTexts([0, 2.5, 5], 2.5), ['0', '2.5', '5.0']);
    assert.deepEqual(axisTexts([-0.2, 0, 0.2], 0.1), ['−0.2', '0', '0.2']);
    assert.deepEqual(axisTexts([9_990_000, 10_000_000], 10_000), ['9.99M', '10.00M']);
    assert.deepEqual(axisTexts([0, 5000], 5000), ['0', '5,000']);
    assert.deepEqual(axisTexts([0, 50_000, null], 50_000), ['0', '50k', '']);
    assert.deepEqual(axisTexts([0, 2e-7], 1e-7), ['0', '2e−7']);
    assert.deepEqual(logTexts([0.1, 0.2, 1, 1000, null]), ['0.1', '', '1', '1k', '']);
  });

  test('values are exact when they are whole', () => {
    assert.deepEqual([1234567, -0.1, 1 / 3, 2 ** 60, 1e-9, Number.NaN].map(valueText), [
      '1,234,567',
      '−0.1',
      '0.3333333',
      '1.15e18',
      '1e−9',
      '',
    ]);
  });

  test('lengths of time', () => {
    assert.deepEqual([0.5, 1000, 30_000, HOUR, 2 * DAY].map(stepText), [
      '0.5 ms',
      '1 second',
      '30 seconds',
      '1 hour',
      '2 days',
    ]);
  });
});

test('a stack adds what is there, and breaks where nothing is', () => {
  const layers = stacked([
    Float64Array.of(1, Number.NaN, Number.NaN, 4),
    Float64Array.of(10, 20, Number.NaN, Number.NaN),
  ]);
  assert.deepEqual(
    layers.map(({ lower, upper }) => [[...lower], [...upper]]),
    [
      [
        [0, 0, Number.NaN, 0],
        [1, 0, Number.NaN, 4],
      ],
      [
        [1, 0, Number.NaN, 4],
        [11, 20, Number.NaN, 4],
      ],
    ],
  );
});

suite('colours', () => {
  for (const [name, background] of [
    ['dark', '#1f1f1f'],
    ['light', '#ffffff'],
    ['high contrast', '#000000'],
  ] as const) {
    test(`thirty differ from each other and from a ${name} background`, () => {
      const colors = palette(30, background, () => '');
      assert.equal(new Set(colors).size, 30);
      const back = toLch(parseColor(background) ?? [0, 0, 0])[0];
      for (const color of colors) {
        const lightness = toLch(parseColor(color) ?? [0, 0, 0])[0];
        assert.ok(Math.abs(lightness - back) > 0.25, `${color} on ${background}`);
      }
    });
  }

  test("the theme's own come first", () => {
    const [first, second] = palette(2, 'rgb(0, 0, 0)', (name) => (name === 'charts-blue' ? '#59a4f9' : ''));
    assert.deepEqual([first, second], ['#59a4f9', '#d18616']);
    assert.deepEqual(parseColor('#fa0'), [255, 170, 0]);
    assert.deepEqual(parseColor('rgba(1, 2, 3, 0.5)'), [1, 2, 3]);
    assert.equal(parseColor('tomato'), undefined);
  });
});

suite('choices', () => {
  const columns = {
    rows: 1,
    filtered: false,
    times: ['_time', '_start'],
    values: ['a', 'b'].map((label) => ({ label, type: 'double' })),
    tags: ['host'],
  };

  test('begin with what is there, and keep what is still there', () => {
    const first = fitting(FIRST_CHOICE, columns);
    assert.deepEqual([first.time, first.values, first.column], ['_time', ['a', 'b'], 'a']);
    const kept = fitting(
      {
        ...first,
        time: '_start',
        values: ['b', 'gone'],
        column: 'b',
        by: { kind: 'columns', labels: ['host', 'x'] },
      },
      columns,
    );
    assert.deepEqual([kept.time, kept.values, kept.column], ['_start', ['b'], 'b']);
    assert.deepEqual(kept.by, { kind: 'columns', labels: ['host'] });
  });

  test('say what is missing', () => {
    assert.equal(missing(columns), '');
    assert.match(missing({ ...columns, times: [] }), /no column of times/);
    assert.match(missing({ ...columns, values: [] }), /no column of numbers here\. Texts/);
  });
});
