import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type PageHarness, pageSuite } from './page.ts';
import { readings, run } from './sources.ts';
import type { Theme } from './themes.ts';

const ROWS = 120_000;
const LIMIT = { maxBytes: 1024 * 1024 };

pageSuite('the notice of the memory limit', (openPage) => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flux-limit-page-'));
  });
  after(() => rm(folder, { recursive: true }));

  const source = () => run(readings(12, ROWS / 12));
  const notice = ({ page }: PageHarness) => page.locator('.limit-notice');

  for (const theme of ['dark', 'light', 'highContrast'] as readonly Theme[]) {
    test(`asks, goes on by keyboard, and says what is shown (${theme})`, async () => {
      const desk = await openPage(theme);
      const { page } = desk;
      const ended = desk.run(source(), { ...LIMIT, folder });
      const alert = page.getByRole('alert').filter({ has: page.locator('.limit-notice') });
      await alert.getByText(/Paused: the first [\d,]+ rows use up the 1 MB/).waitFor();
      assert.match((await alert.textContent()) ?? '', /Nothing is lost/);
      assert.equal(await page.locator('.state').textContent(), 'Paused');
      await desk.picture(`limit-asks-${theme}`);
      const keepGoing = page.getByRole('button', { name: 'Keep Going to a File' });
      await keepGoing.focus();
      await page.keyboard.press('Enter');
      const outcome = await ended;
      assert.ok(outcome.kind === 'done');
      assert.deepEqual([outcome.rows, outcome.capped], [ROWS, true]);
      await alert.getByText('The whole answer is in the export.').waitFor();
      const shown = desk.session?.store.rowCount ?? 0;
      const words = `The first ${shown.toLocaleString('en-US')} of 120,000 rows are shown.`;
      assert.equal(await notice(desk).locator('.lead').textContent(), words);
      assert.equal(await keepGoing.isVisible(), false);
      // The focus does not fall back to the page's beginning.
      assert.equal(await notice(desk).evaluate((box) => box.ownerDocument.activeElement === box), true);
      await desk.picture(`limit-capped-${theme}`);
      await desk.close();
    });
  }

  test('stops there', async () => {
    const desk = await openPage();
    const ended = desk.run(source(), LIMIT);
    await desk.page.getByRole('button', { name: 'Stop Here' }).click();
    assert.equal((await ended).kind, 'incomplete');
    await desk.page.getByText(/It was stopped where the memory limit was reached/).waitFor();
    await notice(desk).waitFor({ state: 'hidden' });
    await desk.picture('limit-stopped');
    await desk.close();
  });

  test('is still there when the page comes back, and goes with the run', async () => {
    const desk = await openPage();
    const ended = desk.run(source(), LIMIT);
    await notice(desk).waitFor();
    await desk.page.reload();
    await desk.page.getByRole('button', { name: 'Stop Here' }).waitFor();
    const session = desk.session;
    await desk.run(run(readings(1, 10)));
    assert.equal((await ended).kind, 'cancelled');
    await notice(desk).waitFor({ state: 'hidden' });
    await session?.dispose();
    await desk.close();
  });

  test('says when the disk refuses', async () => {
    const desk = await openPage();
    const outcome = await desk.run(run(readings(4, 10_000)), { folder: '/dev/null/nowhere' });
    assert.equal(outcome.kind, 'done');
    await notice(desk).getByText('Exports will not be whole.').waitFor();
    await notice(desk)
      .getByText(/could not be written to \/dev\/null\/nowhere/)
      .waitFor();
    await desk.close();
  });
});
