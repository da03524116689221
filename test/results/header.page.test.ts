import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OpenPage, type PageHarness, pageSuite } from './page.ts';
import { answer } from './read.ts';
import { readings, run } from './sources.ts';

pageSuite('the head of the results page', (openPage) => {
  let harness: PageHarness;
  const open: OpenPage = async (...how) => {
    harness = await openPage(...how);
    return harness;
  };
  const button = (name: string) => harness.page.getByRole('button', { name, exact: true });
  const nothing = () => undefined;

  const failing =
    'compilation failed: error @2:6-2:30: expected int\nerror @8:1: undefined identifier <b>x</b>';

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    for (const width of [400, 760, 1200]) {
      test(`fits ${width} pixels, ${theme}`, async () => {
        const { page } = await open(theme, { width, height: 640 });
        await harness.run(
          run(readings(3, 300, false), {
            source: { kind: width === 760 ? 'draft' : 'server' },
            scriptName: 'mean-per-sensor-with-a-rather-long-name',
            connectionName: 'Plant North',
            production: theme !== 'light',
            again: nothing,
            edit: nothing,
            withTypes: nothing,
          }),
        );
        await harness.tell({ type: 'pinned', pinned: width === 1200 });
        await harness.appears('.state', 'Done');
        await harness.appears('.guessed', 'Types are guessed');
        const overflow = await page.evaluate(
          `[...document.querySelectorAll('header.page-head, header.page-head *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.className)`,
        );
        assert.deepEqual(overflow, []);
        await harness.picture(`head-${width}-${theme}`);
        await harness.close();
      });
    }
  }

  test('what ran is said in words: on the server, a draft, a file', async () => {
    await open();
    await harness.run(run(readings(1, 1)));
    await harness.appears('.origin', 'Server version');
    assert.equal(await harness.page.locator('.origin.people').isVisible(), false);
    await harness.run(run(readings(1, 1), { source: { kind: 'draft' }, production: true }));
    await harness.appears('.origin', 'Draft, not pushed');
    await harness.appears('.origin', 'Production');
    await harness.run(
      run(readings(1, 1), {
        source: { kind: 'file', path: 'saved/week.csv' },
        scriptName: 'week.csv',
        connectionName: '',
        params: {},
      }),
    );
    await harness.appears('.origin', 'Saved file');
    assert.equal(await harness.page.locator('.page-head .connection').first().textContent(), '');
    assert.equal(await harness.page.locator('.origin.file').getAttribute('title'), 'saved/week.csv');
    await harness.picture('head-file');
    await harness.close();
  });

  test('Run Again, Run with Types, and the values; what cannot be done is not offered', async () => {
    await open();
    const done: string[] = [];
    await harness.run(
      run(readings(1, 2, false), {
        again: () => done.push('again'),
        withTypes: () => done.push('withTypes'),
        edit: nothing,
      }),
    );
    await button('Run Again').click();
    await button('Run with Types').click();
    await button('Edit Values').click();
    await harness.until(() => assert.equal(harness.edits, 1));
    assert.deepEqual(done, ['again', 'withTypes']);
    await harness.run(run(readings(1, 2)));
    await harness.appears('.state', 'Done');
    for (const name of ['Run Again', 'Run with Types', 'Edit Values', 'Cancel', 'Pin']) {
      assert.equal(await button(name).isVisible(), false, name);
    }
    await harness.close();
  });

  test('Cancel gives its place, and the focus, to Run Again', async () => {
    await open();
    const outcome = harness.run(run(() => new Promise(nothing), { again: nothing }));
    await button('Cancel').focus();
    assert.equal(await button('Run Again').isVisible(), false);
    await harness.page.keyboard.press('Enter');
    await outcome;
    await harness.appears('.state', 'Cancelled');
    await harness.until(`document.activeElement.getAttribute('aria-label') === 'Run Again'`);
    await harness.close();
  });

  test('Pin is a button that stays pressed', async () => {
    await open();
    await harness.run(run(readings(1, 2)));
    await harness.tell({ type: 'pinned', pinned: false });
    await button('Pin').click();
    await button('Unpin').waitFor();
    assert.equal(await button('Unpin').getAttribute('aria-pressed'), 'true');
    await button('Unpin').click();
    await button('Pin').waitFor();
    await harness.close();
  });

  test('places in an error are buttons; the rest stays text', async () => {
    await open();
    const origin = { text: 'x', document: 'file:///x.flux' };
    await harness.run(run(() => Promise.reject(new Error(failing)), { origin }));
    await harness.appears('.notice.failed', 'undefined identifier <b>x</b>');
    assert.equal(await harness.page.locator('.notice.failed .message').textContent(), failing);
    await button('Line 2, column 6: show in the editor').click();
    await harness.page.getByRole('button', { name: /^Line 8/ }).press('Enter');
    assert.deepEqual(harness.reveals, [
      { start: { line: 2, column: 6 }, end: { line: 2, column: 30 } },
      { start: { line: 8, column: 1 }, end: undefined },
    ]);
    await harness.picture('head-error');
    // In the middle of an answer, too.
    await harness.run(
      run(answer(',result,table,x', ',r,0,1', '', '', ',error,reference', ',"error @2:4-2:13: boom",'), {
        origin,
      }),
    );
    await button('Line 2, column 4: show in the editor').waitFor();
    // Without a text there is nothing to show.
    await harness.run(run(() => Promise.reject(new Error(failing))));
    await harness.appears('.notice.failed', 'expected int');
    assert.equal(await harness.page.locator('.notice .inline-link').count(), 0);
    await harness.close();
  });

  test('a run of a window before this one says so, and keeps what it takes to run it again', async () => {
    const { page } = await open();
    const recipe = { scriptName: 'a' };
    await harness.run(run(readings(1, 1), { recipe: recipe as never, again: nothing }));
    await harness.appears('.state', 'Done');
    assert.deepEqual(await page.evaluate(`JSON.parse(sessionStorage.getItem('state')).recipe`), recipe);
    await harness.showGone(run(readings(1, 1), { again: nothing, edit: nothing }));
    await harness.appears('.placeholder', 'went with the window');
    await button('Run Again').waitFor();
    await harness.picture('head-gone');
    await harness.close();
  });
});
