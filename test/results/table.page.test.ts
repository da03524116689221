import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OpenPage, type PageHarness, pageSuite } from './page.ts';
import { answer } from './read.ts';
import { inTwoParts, readings, run } from './sources.ts';

/** Hosts with numbers of all kinds, and two headers in one result. */
const hosts = answer(
  '#datatype,string,long,dateTime:RFC3339,string,long,double,string',
  '#group,false,false,false,true,false,false,false',
  '#default,_result,,,,,,',
  ',result,table,_time,host,requests,load,note',
  ',,0,2024-05-01T12:00:00Z,alpha,9007199254740993,0.5,"{""big"": 9007199254740993, ""tags"": [""a"", ""b""], ""none"": {}}"',
  ',,0,2024-05-01T12:01:00.000000001Z,alpha,12,1.25,',
  ',,0,2024-05-01T12:02:00Z,alpha,,NaN,restart',
  ',,1,2024-05-01T12:00:00Z,beta,7,0.75,ok',
  ',,1,2024-05-01T12:01:00Z,beta,9007199254740992,3,ok',
  '',
  '#datatype,string,long,dateTime:RFC3339,string,string',
  '#group,false,false,false,true,false',
  '#default,_result,,,,',
  ',result,table,_time,host,error',
  ',,2,2024-05-01T12:03:00Z,gamma,disk full',
  '',
);

pageSuite('the table of the results page', (openPage) => {
  let harness: PageHarness;
  const open = async (...how: Parameters<OpenPage>) => {
    harness = await openPage(...how);
    return harness.page;
  };
  const head = (label: string) => harness.page.locator('.cell.head', { hasText: label }).first();
  const heads = () => harness.page.locator('.cell.head .name').allInnerTexts();
  /** A column's cells from the top, as they read. */
  const column = (label: string): Promise<string[]> =>
    harness.page.evaluate(`(() => {
      const heads = [...document.querySelectorAll('.cell.head')];
      const place = heads.find((head) => head.querySelector('.name').textContent === ${JSON.stringify(label)}).dataset.place;
      return [...document.querySelectorAll('.row .cell[data-row][data-place="' + place + '"]')].map((cell) => cell.textContent);
    })()`);
  /** Waits until a column's first cells read so: what is said comes a frame before what is drawn. */
  const reads = (label: string, wanted: readonly string[]) =>
    harness.until(async () => assert.deepEqual((await column(label)).slice(0, wanted.length), wanted));
  const menu = async (item: string) => {
    await harness.page.getByRole('menu').waitFor();
    await harness.page.locator('.menu-item', { hasText: item }).first().click();
  };
  const says = (text: string | RegExp) => harness.appears('.toast', text);
  /** What is said comes a frame before what is drawn. */
  const sorted = (label: string, direction: 'ascending' | 'descending') =>
    head(label)
      .and(harness.page.locator(`[aria-sort=${direction}]`))
      .waitFor();

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    test(`all tables as one, sorted, filtered, pinned, with a summary: ${theme}`, async () => {
      const page = await open(theme, { width: 1500, height: 700 });
      await harness.run(run(hosts));
      await harness.appears('.cell', 'disk full');
      assert.deepEqual(await heads(), ['table', '_time', 'host', 'requests', 'load', 'note', 'error']);
      assert.equal(await page.locator('.cell.lacking').count(), 3 + 5);
      assert.equal(
        await page.locator('.cell.lacking').first().getAttribute('aria-label'),
        'not in this table',
      );
      await harness.appears('.row-count', '6 rows');
      await head('requests').click();
      await says('Sorted by requests, ascending');
      await sorted('requests', 'ascending');
      await head('requests').click();
      await says('Sorted by requests, descending');
      await reads('requests', ['9007199254740993', '9007199254740992', '12', '7', '—', '']);
      await head('host').click({ modifiers: ['Shift'] });
      await says('then host, ascending');
      await head('host').click({ button: 'right' });
      await menu('Pin to the Left');
      await harness.appears('.cell.head[data-place="0"]', 'host');
      await head('load').hover();
      await head('load').locator('.head-menu').click();
      await harness.picture(`table-menu-${theme}`);
      await menu('Filter…');
      await page.locator('.popover select').selectOption('greater');
      await page.locator('.popover input').fill('lots');
      await page.keyboard.press('Enter');
      await harness.appears('.problem', '"lots" is not a number.');
      await harness.picture(`table-filter-${theme}`);
      await page.locator('.popover input').fill('0.5');
      await page.keyboard.press('Enter');
      await harness.appears('.row-count', '3 of 6 rows');
      await harness.appears('.chip', 'load > 0.5');
      await head('host').click({ button: 'right' });
      await menu('Summary');
      await harness.appears('.frequent', 'beta');
      await page.locator('.cell', { hasText: 'ok' }).first().click();
      await harness.appears('.detail-label', 'note · row');
      // Asked in one breath: the cells are drawn anew while the pane below the rows opens.
      const active = 'document.querySelector("#active-cell")';
      const colour = await harness.until(`${active} && getComputedStyle(${active}).color`);
      assert.equal(colour === 'rgb(0, 0, 0)', theme === 'highContrast', String(colour));
      await page.keyboard.press('Control+f');
      await page.keyboard.type('o');
      await harness.appears('.find-count', /\d of \d/);
      await harness.picture(`table-all-${theme}`);
      await harness.close();
    });
  }

  test('by keyboard alone: menu, filter by a value, hide, show again, copy with headers', async () => {
    const page = await open();
    await harness.run(run(hosts));
    await harness.appears('.cell', 'alpha');
    const grid = page.getByRole('grid');
    await grid.focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) {
      await page.keyboard.press(key);
    }
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Only Rows with This Value' }).waitFor();
    await harness.picture('table-cell-menu');
    await page.keyboard.press('o');
    await page.keyboard.press('Enter');
    await harness.appears('.chip', 'host is alpha');
    await says('3 rows of 6');
    assert.equal(await page.evaluate('document.activeElement.getAttribute("role")'), 'grid');
    await page.keyboard.press('Shift+F10');
    await page.keyboard.press('h');
    await page.keyboard.press('Enter');
    await says('host is hidden');
    await harness.until(async () => {
      const shown = await heads();
      assert.deepEqual(shown, ['table', '_time', 'requests', 'load', 'note', 'error'].slice(0, shown.length));
    });
    await page.getByRole('button', { name: 'Columns…' }).press('Enter');
    await page.getByRole('checkbox', { name: 'host' }).press('Space');
    await harness.picture('table-columns');
    await page.keyboard.press('Escape');
    await harness.appears('.cell.head', 'host');
    await grid.focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Control+Shift+c');
    await says('Copied 2 rows');
    assert.equal(
      harness.clipboard.at(-1),
      'table\t_time\n0\t2024-05-01T12:00:00Z\n0\t2024-05-01T12:01:00.000000001Z\n',
    );
    await page.getByRole('button', { name: 'Remove the filter host is alpha' }).press('Enter');
    await harness.appears('.row-count', /^6 rows/);
    await harness.close();
  });

  test('what is brought into sight scrolls the rows, with their numbers in place', async () => {
    const page = await open('dark', { width: 700, height: 640 });
    await harness.run(run(readings(1, 5000)));
    await harness.appears('.cell', '79.19');
    const placed =
      '({ left: document.querySelector(".corner").getBoundingClientRect().left, box: document.querySelector(".grid").scrollLeft })';
    const before = await page.evaluate<{ left: number; box: number }>(placed);
    assert.equal(before.box, 0);
    // As a screen reader does.
    await page.evaluate(
      '[...document.querySelectorAll(".cell.head")].at(-1).scrollIntoView({ inline: "nearest" })',
    );
    await harness.until('document.querySelector(".grid").scrollLeft > 0');
    assert.equal((await page.evaluate<{ left: number }>(placed)).left, before.left);
    assert.equal(await page.evaluate('document.querySelector(".layer").scrollLeft'), 0);
    await harness.close();
  });

  test('the mouse moves, fits and resizes columns, and selects beyond the edge', async () => {
    const page = await open('dark', { width: 1500, height: 640 });
    await harness.run(run(readings(1, 5000)));
    await harness.appears('.cell', '79.19');
    const center = async (selector: string) => {
      const box = await page.locator(selector).first().boundingBox();
      assert.ok(box);
      return { x: box.x + box.width / 2, y: box.y + box.height / 2, right: box.x + box.width };
    };
    const from = await center('.cell.head[data-place="1"]');
    const to = await center('.cell.head[data-place="0"]');
    assert.deepEqual((await heads()).slice(0, 4), ['_time', '_value', '_field', '_measurement']);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await harness.picture('table-drag');
    await page.mouse.up();
    await harness.appears('.cell.head[data-place="0"]', '_value');
    assert.deepEqual((await heads()).slice(0, 4), ['_value', '_time', '_field', '_measurement']);
    // Dragging does not sort.
    assert.equal(await page.locator('[aria-sort=ascending]').count(), 0);
    const before = await center('.cell.head[data-place="1"]');
    await page.mouse.move(before.right - 2, before.y);
    await page.mouse.down();
    await page.mouse.move(before.right + 98, before.y, { steps: 3 });
    await page.mouse.up();
    await harness.until(
      `Math.abs(document.querySelector('.cell.head[data-place="1"]').getBoundingClientRect().right - ${before.right + 100}) < 1`,
    );
    await page.mouse.dblclick(before.right + 98, before.y);
    await harness.until(
      `Math.abs(document.querySelector('.cell.head[data-place="1"]').getBoundingClientRect().right - ${before.right}) < 30`,
    );
    const cell = await center('.body .cell[data-place="0"]');
    await page.mouse.move(cell.x, cell.y);
    await page.mouse.down();
    await page.mouse.move(cell.x + 20, 639, { steps: 3 });
    await harness.appears('.row-number', /^(\d{3}|\d,\d{3})$/);
    await page.mouse.up();
    assert.ok((await page.locator('.cell.selected').count()) > 10);
    await harness.close();
  });

  test('times in another zone and format keep their nanoseconds, and the choice is kept', async () => {
    const page = await open('light');
    await harness.run(run(hosts));
    await harness.appears('.cell', '2024-05-01T12:01:00.000000001Z');
    await page.getByRole('button', { name: 'Times: UTC' }).click();
    await page
      .getByRole('textbox', { name: 'Time zone' })
      .or(page.getByRole('combobox', { name: 'Time zone' }))
      .fill('Asia/Kolkata');
    await page.keyboard.press('Tab');
    await harness.appears('.cell', '2024-05-01T17:31:00.000000001+05:30');
    await page.getByRole('combobox', { name: 'Format' }).selectOption('plain');
    await harness.appears('.cell', '2024-05-01 17:31:00.000000001');
    await harness.picture('table-times');
    await harness.appears('.cell.head .type', 'dateTime · Asia/Kolkata');
    await page.locator('[list=zones]').fill('Nowhere/At-All');
    await page.keyboard.press('Tab');
    await harness.appears('.problem', /time zone/i);
    await page.keyboard.press('Escape');
    await page.locator('.quick-filter').fill('17:31');
    await says('2 rows of 6');
    await harness.close();
  });

  test('finding goes on and around; JSON is spread on demand', async () => {
    const page = await open();
    await harness.run(run(hosts));
    await harness.appears('.cell', 'alpha');
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('BETA');
    await harness.appears('.find-count', '1 of 2');
    await harness.appears('.detail-text', 'beta');
    await page.keyboard.press('Enter');
    await harness.appears('.find-count', '2 of 2');
    await page.keyboard.press('F3');
    await harness.appears('.find-count', '1 of 2');
    await page.keyboard.press('Shift+F3');
    await harness.appears('.find-count', '2 of 2');
    await page.keyboard.type('?');
    await harness.appears('.find-count', 'No results');
    await page.locator('.find input').fill('"big"');
    await harness.appears('.find-count', '1 of 1');
    await page.getByRole('button', { name: 'Format JSON' }).click();
    await harness.appears('.detail-text', /^{\n {2}"big": 9007199254740993,\n {2}"tags": \[/);
    await harness.picture('table-json');
    await page.locator('.find input').press('Escape');
    assert.equal(await page.locator('.find').isVisible(), false);
    await harness.until(`document.querySelectorAll('.cell.match').length === 0`);
    await harness.close();
  });

  test('while rows arrive, sorted ones stay as they are and say what came since', async () => {
    const page = await open();
    const bytes = readings(1, 2000);
    const parts = inTwoParts(bytes.slice(0, 20_000), bytes.slice(20_000));
    const done = harness.run(run(parts.open));
    await harness.appears('.cell', '79.19');
    await head('_time').click();
    await head('_time').click();
    await says('Sorted by _time, descending');
    await sorted('_time', 'descending');
    const oldest = '2024-01-01T00:00:00Z';
    const first = await harness.until(async () => {
      const [now] = await column('_time');
      assert.notEqual(now, oldest);
      return now;
    });
    parts.go();
    await done;
    await harness.appears('.update', /more came: update/);
    assert.equal((await column('_time'))[0], first);
    await harness.picture('table-update');
    await page.locator('.update').click();
    await harness.appears('.row-count', '2,000 rows');
    await page.locator('.update').waitFor({ state: 'hidden' });
    // The rows follow in the next frame.
    await harness.until(async () => assert.notEqual((await column('_time'))[0], first));
    await harness.close();
  });

  test('a page that was hidden comes back sorted, filtered, pinned and scrolled', async () => {
    const page = await open('dark', { width: 1500, height: 640 });
    await harness.run(run(readings(2, 3000)));
    await harness.appears('.cell', '79.19');
    await head('_value').click();
    await says('Sorted');
    await head('_time').click({ button: 'right' });
    await menu('Pin to the Left');
    await harness.appears('.cell.head[data-place="0"]', '_time');
    await page.locator('.quick-filter').fill('temperature');
    await says('3,000 rows of 6,000');
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+End');
    await harness.appears('.row-number', /^3,000$/);
    await harness.until(`document.querySelectorAll('.cell.waiting').length === 0`);
    const seen = await column('_value');
    await harness.until(`sessionStorage.getItem('state').includes('"row":2999')`);
    await page.reload();
    await harness.appears('.row-number', /^3,000$/);
    await harness.appears('.cell.head[data-place="0"]', '_time');
    assert.equal(await head('_value').getAttribute('aria-sort'), 'ascending');
    assert.equal(await page.locator('.quick-filter').inputValue(), 'temperature');
    await harness.until(`document.querySelectorAll('.cell.waiting').length === 0`);
    assert.deepEqual((await column('_value')).slice(-5), seen.slice(-5));
    await harness.close();
  });

  test('a million rows: sorted, filtered, summed up and found in, without holding the page', async () => {
    const page = await open('light', { width: 1500, height: 640 });
    await harness.run(run(readings(1, 1_000_000)));
    await harness.appears('.counts', '1,000,000 rows');
    await head('_value').click();
    await says('Sorted by _value, ascending');
    await reads('_value', ['70']);
    await head('_value').click({ button: 'right' });
    await menu('Summary');
    await harness.appears('.summary dd', '79.99');
    await page.locator('.quick-filter').fill('2024-04-01');
    await says('8,640 rows of 1,000,000');
    await harness.picture('table-million');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('23:59:50');
    await harness.appears('.find-count', '1 of 1');
    await harness.close();
  });
});
