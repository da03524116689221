import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InfluxError } from '../../client/src/influx/errors.ts';
import { type OpenPage, type PageHarness, pageSuite } from './page.ts';
import { answer } from './read.ts';
import { inTwoParts, readings, run, stream } from './sources.ts';

const encoder = new TextEncoder();

pageSuite('export and raw text in a browser', (openPage) => {
  let harness: PageHarness;
  const open: OpenPage = async (...how) => {
    harness = await openPage(...how);
    return harness;
  };
  /** Waits until there are so many saved files. */
  const saved = async (count: number) => {
    await harness.until(() => assert.ok(harness.files.saved.length >= count));
    return harness.files.saved[count - 1];
  };
  const menu = () => harness.page.getByRole('menu', { name: 'Export' });
  const focused = () => harness.page.evaluate('document.activeElement.textContent');

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    test(`the menu saves and copies, ${theme}`, async () => {
      const { page, files, clipboard } = await open(theme);
      await harness.run(run(readings(3, 40)));
      await harness.appears('.state', 'Done');
      await harness.appears('.cell', '79.19');
      const button = page.getByRole('button', { name: 'Export…' });
      assert.equal(await button.getAttribute('aria-haspopup'), 'menu');
      await button.click();
      assert.equal(await button.getAttribute('aria-expanded'), 'true');
      assert.deepEqual(
        await menu()
          .getByRole('group')
          .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label'))),
        ['Save the rows shown as', 'Save the whole answer as', 'Copy the rows shown as'],
      );
      await page.keyboard.press('ArrowDown');
      await harness.picture(`export-${theme}`);
      await menu().getByRole('menuitem', { name: 'Save the rows shown as JSON Lines' }).click();
      const lines = await saved(1);
      assert.equal(lines?.said, '120 rows.');
      assert.equal(lines?.text.trim().split('\n').length, 120);
      await button.click();
      await menu().getByRole('menuitem', { name: 'Save the whole answer as CSV as received' }).click();
      assert.equal((await saved(2))?.text, new TextDecoder().decode(readings(3, 40)));
      await button.click();
      await menu().getByRole('menuitem', { name: 'Copy the rows shown as Markdown' }).click();
      await harness.appears('.exports .toast', 'Copied 120 rows');
      assert.match(clipboard[0] ?? '', /^\| table \| _time \| _value \|.* _start \| _stop \|\n/);
      assert.equal(files.saved.length, 2);
      assert.equal(await menu().isHidden(), true);
      await harness.close();
    });
  }

  test('the menu by keyboard alone', async () => {
    const { page } = await open();
    await harness.run(run(readings(2, 5)));
    await harness.appears('.state', 'Done');
    await harness.appears('.cell', '70');
    await page.getByRole('button', { name: 'Export…' }).focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'CSV');
    await page.keyboard.press('End');
    assert.equal(await focused(), 'Markdown');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'CSV');
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(), 'Markdown');
    await page.keyboard.press('Home');
    await page.keyboard.press('j');
    assert.equal(await focused(), 'JSON');
    await page.keyboard.press('j');
    assert.equal(await focused(), 'JSON Lines');
    await page.keyboard.press('Escape');
    assert.equal(await menu().isHidden(), true);
    assert.equal(await focused(), 'Export…');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    assert.equal(await menu().isHidden(), true);
    await page.getByRole('button', { name: 'Export…' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    assert.equal((await saved(1))?.name, 'air-sensors _result.csv');
    await harness.close();
  });

  test('what is refused is said, and stays', async () => {
    const { page } = await open();
    await harness.run(run(readings(1, 5)));
    await harness.appears('.state', 'Done');
    harness.files.save = () => Promise.reject(new Error('The disk is full.'));
    await page.getByRole('button', { name: 'Export…' }).click();
    await menu().getByRole('menuitem', { name: 'Save the whole answer as JSON', exact: true }).click();
    await harness.appears('.exports .toast', 'Could not save: The disk is full.');
    await harness.close();
  });

  test('copies say what was done to formulas', async () => {
    const { page, clipboard } = await open();
    await harness.run(run(answer(',result,table,v', ',r,0,=1+1', ',r,0,-1.5')));
    await harness.appears('.cell', '=1+1');
    await page.getByRole('button', { name: 'Export…' }).click();
    await menu().getByRole('menuitem', { name: 'Copy the rows shown as Cells for a spreadsheet' }).click();
    await harness.appears('.exports .toast', 'Copied 2 rows; 1 formula marked with an apostrophe');
    assert.equal(clipboard[0], "v\n'=1+1\n-1.5\n");
    await harness.close();
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    test(`raw text, ${theme}: lines, facts, line ends, the end`, async () => {
      const { page } = await open(theme);
      await harness.run(run(readings(5, 2000)));
      await harness.appears('.state', 'Done');
      await page.getByRole('tab', { name: 'Raw' }).click();
      await harness.appears('.raw-text', '#datatype,string,long');
      await harness.appears('.raw-facts', /^1\.\d MB · 10,005 lines · first byte after \d+ ms · took /);
      assert.equal(await page.locator('.tables').isVisible(), false);
      const lines = page.getByRole('listbox', { name: 'Lines' });
      await lines.focus();
      await page.keyboard.press('ArrowDown');
      await harness.picture(`raw-${theme}`);
      await page.getByRole('button', { name: 'Line ends' }).click();
      await harness.appears('.raw-text', '#group,false,false,true,true,false,false,true,true,true␍↵');
      await page.getByRole('button', { name: 'Line ends' }).click();
      await lines.focus();
      await page.keyboard.press('End');
      await harness.appears('.raw-number', '10,005');
      const ids = await lines.getAttribute('aria-activedescendant');
      assert.equal(await page.locator(`#${ids}`).getAttribute('aria-posinset'), '10005');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      await harness.appears(
        '.raw-text',
        ',,4,2024-01-01T00:00:00Z,2024-01-08T00:00:00Z,2024-01-01T05:33:10Z,',
      );
      await page.getByRole('button', { name: 'Copy all' }).click();
      await harness.appears('.raw .toast', /Copied 1\.\d MB/);
      assert.equal(harness.clipboard[0], new TextDecoder().decode(readings(5, 2000)));
      await harness.close();
    });
  }

  test('long lines are cut, and Enter shows all of them', async () => {
    const { page } = await open();
    const long = 'x'.repeat(200_000);
    await harness.run(run(encoder.encode(`first\n{"message":"${long}"}\nlast\u0000\u202e<b>`)));
    await page.getByRole('tab', { name: 'Raw' }).click();
    await harness.appears('.raw-text', 'last␀⟨U+202E⟩<b>');
    await harness.appears('.raw-more', '… 200 kB, show all');
    await page.getByRole('listbox', { name: 'Lines' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const whole = page.getByRole('textbox', { name: 'Line 2' });
    await whole.waitFor();
    const size = () => whole.evaluate((element) => element.textContent?.length);
    assert.equal(await size(), 65_536);
    await harness.picture('raw-long');
    for (const expected of [131_072, 196_608, 200_014]) {
      await page.getByRole('button', { name: 'Show more' }).click();
      await harness.until(async () => assert.equal(await size(), expected));
    }
    assert.equal(await page.getByRole('button', { name: 'Show more' }).isVisible(), false);
    await page.keyboard.press('Escape');
    assert.equal(await whole.isVisible(), false);
    await harness.close();
  });

  test('an answer without tables, one that grows, and one that never came', async () => {
    const { page } = await open();
    const parts = inTwoParts(
      encoder.encode('<html>\n<body>'),
      encoder.encode('504 Gateway Time-out</body>\n'),
    );
    const running = harness.run(run(parts.open));
    await page.getByRole('tab', { name: 'Raw' }).click();
    await harness.appears('.raw-text', '<body>');
    parts.go();
    await running;
    await harness.appears('.raw-text', '<body>504 Gateway Time-out</body>');
    await harness.appears('.raw-facts', '2 lines');
    await harness.run(run(() => Promise.reject(new Error('The server is asleep.'))));
    await harness.appears('.raw .placeholder', 'The server sent nothing.');
    assert.equal(await page.getByRole('button', { name: 'Export…' }).isDisabled(), true);
    await harness.run(
      run(() =>
        Promise.reject(
          new InfluxError(
            {
              code: 'server',
              connection: 'Sandbox',
              url: 'http://127.0.0.1',
              method: 'POST',
              path: '/',
              status: 502,
            },
            '<html>\n<h1>Bad Gateway</h1>',
          ),
        ),
      ),
    );
    await harness.appears('.raw-text', '<h1>Bad Gateway</h1>');
    await harness.close();
  });

  test('a long answer scrolls to its end at once', async () => {
    const { page } = await open();
    const bytes = readings(4, 100_000);
    await harness.run(run(() => Promise.resolve(stream(bytes, 1 << 20))));
    await harness.appears('.state', 'Done');
    await page.getByRole('tab', { name: 'Raw' }).click();
    await harness.appears('.raw-facts', '400,005 lines ·');
    const lines = page.getByRole('listbox', { name: 'Lines' });
    await lines.focus();
    await page.keyboard.press('End');
    await harness.appears('.raw-number', '400,005');
    await page.mouse.move(400, 400);
    await page.mouse.wheel(0, -4000);
    await harness.appears('.raw-text', ',,3,2024-01-01');
    await harness.picture('raw-end');
    assert.ok((await page.locator('.raw-line').count()) < 100);
    await harness.close();
  });
});
