import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ColumnHead } from '../../client/webview/protocol.ts';
import { filteredBy, sortedBy, sortedByClick, sortText } from '../../client/webview/table/arranger.ts';
import { filterText, operatorsFor } from '../../client/webview/table/filterText.ts';
import {
  columnAt,
  columnStart,
  type Frame,
  rowAt,
  visibleColumns,
} from '../../client/webview/table/frame.ts';
import { spreadJson } from '../../client/webview/table/jsonText.ts';
import {
  arrangedColumns,
  firstLayout,
  hidden,
  movedTo,
  neighbour,
  PLAIN_LAYOUT,
  pinned,
  shownColumns,
  withWidth,
} from '../../client/webview/table/layout.ts';

suite('the layout of columns', () => {
  test('hidden ones are left out, pinned ones come first, new ones last', () => {
    const labels = ['table', '_start', '_stop', '_field', 'host', '_value', '_time'];
    assert.deepEqual(
      arrangedColumns(firstLayout(labels), 8).map((column) => labels[column] ?? 'later'),
      ['table', '_time', '_value', '_field', 'host', '_start', '_stop', 'later'],
    );
    // Without times of their own the bounds are what there is.
    assert.equal(firstLayout(['_start', '_stop', '_value']), PLAIN_LAYOUT);
    let layout = movedTo(PLAIN_LAYOUT, 4, 3, 1);
    assert.deepEqual(arrangedColumns(layout, 4), [0, 3, 1, 2]);
    layout = pinned(hidden(layout, 0, true), 2, true);
    assert.deepEqual(shownColumns(layout, 5), { columns: [2, 3, 1, 4], pinned: 1 });
    assert.deepEqual(shownColumns(hidden(layout, 0, false), 4), { columns: [2, 0, 3, 1], pinned: 1 });
    assert.deepEqual(shownColumns(pinned(layout, 2, false), 4), { columns: [3, 1, 2], pinned: 0 });
  });

  test('columns move among the pinned ones or among the others, over hidden ones', () => {
    const layout = pinned(hidden(PLAIN_LAYOUT, 1, true), 3, true);
    assert.equal(movedTo(layout, 4, 0, 3), layout);
    assert.equal(neighbour(layout, 4, 0, 1), 2);
    assert.equal(neighbour(layout, 4, 0, -1), undefined);
    assert.equal(neighbour(layout, 4, 3, 1), undefined);
    assert.deepEqual(shownColumns(movedTo(layout, 4, 0, 2), 4).columns, [3, 2, 0]);
  });

  test('a width is kept by hand, and forgotten', () => {
    const layout = withWidth(PLAIN_LAYOUT, 2, 99.6);
    assert.deepEqual(layout.widths, { 2: 100 });
    assert.deepEqual(withWidth(layout, 2, undefined).widths, {});
  });
});

suite('what is seen of the columns', () => {
  const frame = {
    columns: Array.from({ length: 5 }),
    pinned: 1,
    edges: [0, 100, 200, 300, 400, 500],
    left: 150,
    width: 300,
    gutter: 50,
    top: 44,
    rows: 10,
  } as unknown as Frame;

  test('pinned columns stay, others scroll below them', () => {
    assert.deepEqual(visibleColumns(frame), [0, 2, 3]);
    assert.equal(columnStart(frame, 0), 50);
    assert.equal(columnStart(frame, 2), 100);
  });

  test('a pixel has a column and a row, the nearest beyond the ends', () => {
    assert.deepEqual(
      [60, 149, 151, 260, 9999].map((x) => columnAt(frame, x)),
      [0, 0, 2, 3, 4],
    );
    assert.deepEqual(
      [42, 42 + 22, -999, 999].map((y) => rowAt(frame, y)),
      [2, 3, 0, 9],
    );
  });
});

suite('sorting and filtering by hand', () => {
  const up = (column: number) => ({ column, descending: false });
  const down = (column: number) => ({ column, descending: true });
  const columns = [{ label: 'a' }, { label: 'b' }] as ColumnHead[];

  test('a click goes round; shift keeps the other columns', () => {
    assert.deepEqual(sortedByClick([], 0, false), [up(0)]);
    assert.deepEqual(sortedByClick([up(0)], 0, false), [down(0)]);
    assert.deepEqual(sortedByClick([down(0)], 0, false), []);
    assert.deepEqual(sortedByClick([up(0)], 1, false), [up(1)]);
    assert.deepEqual(sortedByClick([up(0)], 1, true), [up(0), up(1)]);
    assert.deepEqual(sortedByClick([up(0), up(1)], 0, true), [down(0), up(1)]);
    assert.deepEqual(sortedBy([up(0), up(1)], 0, undefined, true), [up(1)]);
  });

  test('is said in words', () => {
    assert.equal(sortText([up(0), down(1)], columns), 'Sorted by a, ascending; then b, descending');
    assert.equal(sortText([], columns), 'In the order of the answer');
    const head = { label: '_time', kind: 'time' } as ColumnHead;
    assert.equal(filterText({ column: 0, operator: 'less', value: '2024' }, head), '_time is before 2024');
    assert.equal(filterText({ column: 0, operator: 'empty', value: '' }, head), '_time is empty');
    assert.equal(operatorsFor('text')[0]?.[0], 'contains');
  });

  test('a filter takes the place of the one before, or goes', () => {
    const one = { column: 0, operator: 'empty', value: '' } as const;
    const other = { column: 1, operator: 'less', value: '5' } as const;
    const changed = { ...other, value: '6' };
    assert.deepEqual(filteredBy([one], undefined, other), [one, other]);
    assert.deepEqual(filteredBy([one, other], other, changed), [one, changed]);
    assert.deepEqual(filteredBy([one, other], one, undefined), [other]);
  });
});

test('JSON is spread without touching what it says', () => {
  assert.equal(
    spreadJson('{"b":9007199254740993,"a":[1,{}, [] ],"s":"x, {\\"y\\": 1}"}'),
    '{\n  "b": 9007199254740993,\n  "a": [\n    1,\n    {},\n    []\n  ],\n  "s": "x, {\\"y\\": 1}"\n}',
  );
  assert.equal(spreadJson('{"a":'), undefined);
  assert.equal(spreadJson('42'), undefined);
  assert.equal(spreadJson('plain'), undefined);
});
