import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { pageHtml } from '../../client/src/results/pageHtml.ts';
import { counted, duration, size } from '../../client/webview/format.ts';
import { MAX_HEIGHT, maxTop, physicalHeight, scale, topOf, topShowing } from '../../client/webview/scroll.ts';
import { covers, moved, rangeOf } from '../../client/webview/table/selection.ts';
import { oneLine, severalLines } from '../../client/webview/visibleText.ts';

suite('scrolling', () => {
  const few = { rows: 100, rowHeight: 20, viewport: 500 };
  const many = { rows: 5_000_000, rowHeight: 20, viewport: 500 };

  test('few rows scroll one to one', () => {
    assert.equal(physicalHeight(few), 2000);
    assert.equal(scale(few), 1);
    assert.equal(topOf(700, few), 700);
  });

  test('many rows fit into the height that a browser allows, both ends included', () => {
    assert.equal(physicalHeight(many), MAX_HEIGHT);
    assert.equal(topOf(0, many), 0);
    assert.equal(topOf(MAX_HEIGHT - many.viewport, many), maxTop(many));
  });

  test('a row comes into sight by the shortest way', () => {
    assert.equal(topShowing(0, 300, few), 0);
    assert.equal(topShowing(20, 300, few), 300);
    assert.equal(topShowing(50, 300, few), 520);
    assert.equal(topShowing(99, 0, few), maxTop(few));
    assert.equal(topShowing(3, 0, { ...few, rows: 5 }), 0);
  });
});

suite('selection', () => {
  const size = { rows: 100, columns: 5, page: 20 };
  const at = (row: number, column: number) => ({ active: { row, column }, anchor: { row, column } });

  const moves: readonly [key: string, ctrl: boolean, row: number, column: number][] = [
    ['ArrowDown', false, 51, 2],
    ['ArrowUp', false, 49, 2],
    ['ArrowLeft', false, 50, 1],
    ['ArrowRight', true, 50, 4],
    ['PageDown', false, 70, 2],
    ['PageUp', false, 30, 2],
    ['Home', false, 50, 0],
    ['End', false, 50, 4],
    ['Home', true, 0, 0],
    ['End', true, 99, 4],
    ['ArrowDown', true, 99, 2],
  ];
  for (const [key, ctrl, row, column] of moves) {
    test(`${ctrl ? 'Ctrl+' : ''}${key}`, () => {
      assert.deepEqual(moved(at(50, 2), { key, ctrl, shift: false }, size), at(row, column));
      const wider = moved(at(50, 2), { key, ctrl, shift: true }, size);
      assert.deepEqual(wider, { active: { row, column }, anchor: { row: 50, column: 2 } });
    });
  }

  test('stays inside, and other keys lead nowhere', () => {
    assert.deepEqual(moved(at(0, 0), { key: 'ArrowUp', ctrl: false, shift: false }, size), at(0, 0));
    assert.deepEqual(moved(at(95, 0), { key: 'PageDown', ctrl: false, shift: false }, size), at(99, 0));
    assert.equal(moved(at(0, 0), { key: 'x', ctrl: false, shift: false }, size), undefined);
  });

  test('a range covers what lies between its corners', () => {
    const range = rangeOf({ active: { row: 2, column: 3 }, anchor: { row: 5, column: 1 } });
    assert.deepEqual(range, { fromRow: 2, toRow: 5, fromColumn: 1, toColumn: 3 });
    assert.equal(covers(range, 3, 1), true);
    assert.equal(covers(range, 3, 4), false);
    assert.equal(covers(undefined, 0, 0), false);
  });
});

test('what is invisible or reorders is shown by name', () => {
  assert.equal(oneLine('a\r\nb\t\u202ec\u200b\u0000é😀'), 'a␍↵b␉⟨U+202E⟩c⟨U+200B⟩␀é😀');
  assert.equal(severalLines('a\nb\tc\u2066'), 'a\nb\tc⟨U+2066⟩');
});

test('counts, sizes and durations', () => {
  assert.deepEqual([counted(1, 'row'), counted(1234, 'row')], ['1 row', '1,234 rows']);
  assert.deepEqual([999, 1000, 999_499, 999_500, 12_345_678, 5e9, 2e12].map(size), [
    '999 B',
    '1.0 kB',
    '999 kB',
    '1.0 MB',
    '12 MB',
    '5.0 GB',
    '2000 GB',
  ]);
  assert.deepEqual([12.4, 1000, 59_900, 60_000, 125_000].map(duration), [
    '12 ms',
    '1.0 s',
    '59.9 s',
    '1:00 min',
    '2:05 min',
  ]);
});

test('the page allows scripts by nonce only, and nothing from elsewhere', () => {
  const html = pageHtml({ script: 's.js', style: 's.css', source: 'https://host', nonce: 'n0nce' });
  assert.match(html, /default-src 'none'/);
  assert.match(html, /script-src 'nonce-n0nce'/);
  assert.doesNotMatch(html, /unsafe/);
});
