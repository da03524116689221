import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { after, before, describe } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import { startSandbox } from '../../scripts/sandbox.mjs';
import { type AnswerServer, LONG_ROWS, startAnswerServer } from './answerServer.ts';
import { eventually, OtherClient } from './api.ts';
import { type Box, Workbench } from './driver.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';
import { stepsOf } from './steps.ts';

/** What it answers is up to the server between. */
const odd = `import "array"

// Answers as it is asked to.
//
// ## Parameters
// - answer: How.
array.from(rows: [{_value: string(v: params.answer)}])
`;

let workspace: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let answers: AnswerServer;
let server: WorkbenchServer;
let window: Workbench;
/** The results page that is in sight. */
let page: Frame;

const step = stepsOf('panel', () => window);
const file = (name: string) => join(workspace, name);
const press = (...keys: string[]) => each(keys, (key) => window.page.keyboard.press(key));
const clipboard = (): Promise<string> => window.page.evaluate('navigator.clipboard.readText()');
const settings = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(server.data, 'user', 'User', 'settings.json'), 'utf8'));
const head = (name: string) =>
  page.locator('.cell.head', { has: page.locator('.name', { hasText: new RegExp(`^${name}$`) }) });
const tab = (name: string) => page.getByRole('tab', { name, exact: true });
const grid = () => page.getByRole('grid');
const sees = (selector: string, text: string | RegExp = '') =>
  page.locator(selector, { hasText: text }).first().waitFor();

async function each<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  for (const item of items) await act(item);
}

async function centre(of: Locator): Promise<{ x: number; y: number; box: Box }> {
  const box = await of.boundingBox();
  assert.ok(box);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, box };
}

/** The texts of a column, as far as its rows are in sight. */
async function column(name: string): Promise<string[]> {
  const place = await head(name).getAttribute('data-place');
  return page.locator(`.row .cell[data-row][data-place="${place}"]:not([hidden])`).allInnerTexts();
}

/** A picture of the panel for the README. */
async function portrait(name: string): Promise<void> {
  const { box } = await centre(window.page.locator('.part.editor'));
  await window.screenshot(name, { readme: true, part: box });
}

/** Invokes the script that is answered in an odd way. */
async function invokeOdd(way: string): Promise<void> {
  await window.contextMenu(window.treeItem(/^odd$/), 'Invoke with Params…');
  await window.answer('Invoke odd on Dev', way);
  page = await window.resultsWith('.params li', way);
}

async function openFile(name: string): Promise<void> {
  await window.runCommand('Go to File...');
  await window.page.locator('.quick-input-widget:visible input').first().fill(name);
  await window.pick(name);
  await window.waitForTab(name);
}

/** Saves a file where VS Code proposes to, and takes it from there. */
async function saved(extension: string): Promise<Buffer> {
  const dialog = await window.prompt(/^Save/);
  const path = await eventually(
    () => dialog.locator('input').first().inputValue(),
    (proposed) => proposed.startsWith(workspace) && extname(proposed) === extension,
  );
  // While it looks at the folder it takes no answer.
  await eventually(
    async () => {
      if (await dialog.isVisible()) await press('Enter');
      return existsSync(path);
    },
    (there) => there,
  );
  await window.notification(`Saved ${basename(path)}`).waitFor();
  await window.clearNotifications();
  const content = readFileSync(path);
  rmSync(path);
  return content;
}

async function exported(what: string, extension: string): Promise<Buffer> {
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('menuitem', { name: `Save ${what}`, exact: true }).click();
  return await saved(extension);
}

describe('the results panel, as a person uses it', () => {
  before(
    async () => {
      const extension = await packaged();
      workspace = mkdtempSync(join(tmpdir(), 'panel-'));
      writeFileSync(file('odd.flux'), odd);
      sandbox = await startSandbox();
      await new OtherClient(sandbox).create('odd', odd);
      answers = await startAnswerServer(sandbox.url);
      server = await startServer({
        workspace,
        extension,
        settings: {
          'workbench.colorTheme': 'Default Dark Modern',
          'editor.minimap.enabled': false,
          'files.autoSave': 'off',
          'fluxScripts.connections': [
            { name: 'Dev', url: answers.url, tokenEnvironmentVariable: 'DEV_TOKEN' },
          ],
        },
        env: { DEV_TOKEN: sandbox.token },
      });
      window = await Workbench.open(server.url);
      await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await window.openSidebar();
      await window.treeItem('mean-per-sensor').waitFor();
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    answers?.close();
    sandbox?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  step('a script is chosen, asked about and run by the keyboard alone', async () => {
    await press('F1');
    await window.type('>Flux Scripts: Invoke with Params');
    await press('Enter');
    await window.prompt(/Invoke/);
    await window.type('mean-per');
    await press('Enter');
    page = await window.resultsWith('.form .field');
    const start = page.locator('.form .field:first-child input');
    await start.and(page.locator(':focus')).waitFor();
    // While VS Code hands the focus on, a key may be lost.
    await eventually(
      async () => {
        await press('Control+a');
        await window.type('-6h');
        return await start.inputValue();
      },
      (typed) => typed === '-6h',
    );
    await press('Tab');
    await portrait('form');
    await press('Control+Enter');
    await page.locator('.form').waitFor({ state: 'hidden' });
    await sees('.state.done');
    await sees('.params li', '-6h');
    await sees('.cell', 'temperature');
    assert.deepEqual(await page.locator('.guessed').count(), 1);
  });

  step('rows are sorted by a head, filtered by a text, and their columns hidden and pinned', async () => {
    await page.getByRole('button', { name: 'Run with Types' }).click();
    await page.locator('.guessed').waitFor({ state: 'hidden' });
    await sees('.heads .type', 'dateTime');
    await window.screenshot('panel-typed');
    // They say nothing that is not known.
    for (const name of ['_field', '_measurement']) {
      await head(name).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Hide' }).click();
      await sees('.toast', `${name} is hidden`);
    }
    await head('_value').click();
    await sees('.toast', 'Sorted by _value, ascending');
    await head('_value').click();
    await sees('.toast', 'Sorted by _value, descending');
    const values = (await column('_value')).map(Number);
    assert.ok(values.length > 5);
    assert.deepEqual(
      values,
      values.toSorted((a, b) => b - a),
    );
    await head('_value').click({ button: 'right' });
    await window.screenshot('panel-menu');
    await page.getByRole('menuitemcheckbox', { name: 'Pin to the Left' }).click();
    await sees('.cell.head[data-place="0"] .name', '_value');
    await page.locator('.quick-filter').fill('TLM0200');
    await sees('.row-count', /^3[567] of \d+ rows$/);
    await window.screenshot('panel-arranged');
  });

  step('Ctrl+F finds in the rows, and VS Code leaves it to the page', async () => {
    await page.locator('.row .cell[data-row]').first().click();
    await press('Control+f');
    await page.locator('.find input:focus').waitFor();
    await window.type('TLM0200');
    await sees('.find-count', /^1 of 3\d$/);
    await press('Enter');
    await sees('.find-count', /^2 of 3\d$/);
    assert.equal(await window.page.locator('.find-widget.visible, .editor-widget.find-widget').count(), 0);
    await window.screenshot('panel-find');
    await press('Escape');
    await page.locator('.find').waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate('document.activeElement.getAttribute("role")'), 'grid');
  });

  step('Ctrl+C copies what is selected, Ctrl+Shift+C with the heads', async () => {
    await press('Control+Home');
    await press('Control+Home', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Control+c');
    await sees('.toast', 'Copied 3 rows');
    const values = (await column('_value')).slice(0, 3);
    await eventually(clipboard, (text) => text === `${values.join('\n')}\n`);
    await press('Control+Shift+c');
    await eventually(clipboard, (text) => text === `_value\n${values.join('\n')}\n`);
    // In VS Code it opens a terminal elsewhere.
    assert.equal(await window.page.locator('.part.panel:visible').count(), 0);
  });

  step('a column is summed up', async () => {
    await head('_value').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Summary' }).click();
    await sees('.summary dt', 'mean');
    await sees('.summary-title', '_value');
    await window.screenshot('panel-summary');
  });

  step('how times read is a setting, and a panel that is moved shows what it showed', async () => {
    await page.getByRole('button', { name: 'Times: UTC' }).click();
    await page.locator('[list=zones]').fill('Asia/Kolkata');
    await press('Tab');
    await sees('.cell.head .type', 'dateTime · Asia/Kolkata');
    await window.screenshot('panel-times');
    await press('Escape');
    await eventually(
      () => Promise.resolve(settings()['fluxScripts.results.timeZone']),
      (zone) => zone === 'Asia/Kolkata',
    );
    const before = await column('_value');
    // With another editor in its group it moves into one of its own.
    await openFile('odd.flux');
    await window.page.locator('.tab', { hasText: 'Results: mean-per-sensor' }).click();
    for (const side of ['Right', 'Left']) {
      const was = await window.resultsWith('.cell.head .type', 'Asia/Kolkata');
      await window.runCommand(`View: Move Editor into ${side} Group`);
      await eventually(
        () => Promise.resolve(was.isDetached()),
        (gone) => gone,
      );
      page = await window.resultsWith('.cell.head .type', 'Asia/Kolkata');
      await sees('.row-count', /^3[567] of \d+ rows$/);
      await sees('.cell.head[data-place="0"] .name', '_value');
      await sees('.summary-title', '_value');
      assert.equal(await page.locator('.quick-filter').inputValue(), 'TLM0200');
      assert.deepEqual((await column('_value')).slice(0, 5), before.slice(0, 5));
      assert.equal(await head('_value').getAttribute('aria-sort'), 'descending');
      await window.screenshot(`panel-moved-${side}`);
    }
    await window.page.locator('.tab', { hasText: 'odd.flux' }).click();
    await window.runCommand('View: Close Editor');
    page = await window.resultsWith('.cell.head .type', 'Asia/Kolkata');
    await page.getByRole('button', { name: 'Times: Asia/Kolkata' }).click();
    await page.getByRole('button', { name: 'UTC', exact: true }).click();
    await press('Escape');
    await eventually(
      () => Promise.resolve(settings()['fluxScripts.results.timeZone']),
      (zone) => zone === 'UTC',
    );
    await page.locator('.quick-filter').fill('');
    await sees('.row-count', /^\d+ rows$/);
    await head('_value').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Clear Sort' }).click();
    await portrait('results');
  });

  step('everything is reached with Tab, and Escape leads back', async () => {
    await page.getByRole('button', { name: 'Run Again' }).focus();
    const reached: string[] = [];
    for (let stop = 0; stop < 14; stop++) {
      reached.push(
        await page.evaluate(
          "(({ activeElement: at }) => at.getAttribute('aria-label') ?? at.getAttribute('placeholder') ?? at.textContent)(document)",
        ),
      );
      await press('Tab');
    }
    const wanted = ['Run Again', 'Edit Values', 'Pin', 'Table', 'Export…', 'Filter tables'];
    wanted.push('Filter rows: text in any column', 'Find (Ctrl+F)', 'Columns…', 'Times: UTC');
    assert.deepEqual(
      wanted.filter((name) => !reached.includes(name)),
      [],
      reached.join(', '),
    );
    assert.ok(
      reached.some((name) => /^_result, \d+ rows of 8 tables$/.test(name)),
      reached.join(', '),
    );
    await grid().focus();
    await press('ArrowDown', 'Shift+F10');
    await page.getByRole('menu').waitFor();
    await press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate('document.activeElement.getAttribute("role")'), 'grid');
    await page.getByRole('button', { name: 'Export…' }).press('ArrowDown');
    await page
      .getByRole('menuitem', { name: 'Save the rows shown as CSV' })
      .and(page.locator(':focus'))
      .waitFor();
    await window.screenshot('panel-export');
    await press('Escape');
    await page.getByRole('button', { name: 'Export…' }).and(page.locator(':focus')).waitFor();
  });

  step(
    'a chart: series are switched, a range is zoomed into and left, and the picture is saved',
    async () => {
      await tab('Chart').click();
      await sees('.legend-entry', 'TLM0203');
      const says = async () => (await page.locator('.plot').first().getAttribute('aria-label')) ?? '';
      const whole = await eventually(says, (text) => /8 series/.test(text));
      const { x, y, box } = await centre(page.locator('.u-over').first());
      await window.page.mouse.move(x, y);
      await sees('.chart-tip', /\d\d:\d\d/);
      await portrait('chart');
      await page.locator('.legend-entry', { hasText: 'TLM0200' }).click();
      await eventually(says, (text) => /7 series/.test(text));
      assert.equal(
        await page.locator('.legend-entry', { hasText: 'TLM0200' }).getAttribute('aria-pressed'),
        'false',
      );
      await window.page.mouse.move(box.x + box.width * 0.3, y);
      await window.page.mouse.down();
      await window.page.mouse.move(box.x + box.width * 0.6, y, { steps: 5 });
      await window.page.mouse.up();
      const range = (text: string) => /, (\d.*) to (.*) UTC,/.exec(text)?.slice(1).join() ?? '';
      await eventually(says, (text) => range(text) !== range(whole));
      await window.screenshot('panel-chart-zoomed');
      await page.getByRole('button', { name: 'All' }).click();
      await eventually(says, (text) => range(text) === range(whole));
      await page.getByRole('button', { name: 'Save the chart as a picture' }).click();
      const png = await saved('.png');
      assert.equal(png.subarray(1, 4).toString(), 'PNG');
      assert.ok(png.readUInt32BE(16) > 500 && png.readUInt32BE(20) > 300);
      await page.getByLabel('Draw', { exact: true }).selectOption('histogram');
      await sees('.chart-facts', /values in \d+ bins/);
      await window.screenshot('panel-histogram');
      await page.getByLabel('Draw', { exact: true }).selectOption('line');
    },
  );

  step('what the server sent is shown as it is, and exported to the byte', async () => {
    const sent = answers.last();
    await tab('Raw').click();
    await sees('.raw', sent.toString().split('\r\n')[0]);
    await window.screenshot('panel-raw');
    assert.deepEqual(await exported('the whole answer as CSV as received', '.csv'), sent);
    const rows = sent
      .toString()
      .split('\r\n')
      .filter((line) => line.startsWith(',,'))
      .map((line) => line.split(','));
    const names = sent.toString().split('\r\n')[3]?.split(',') ?? [];
    const values = (name: string) => rows.map((row) => row[names.indexOf(name)] ?? '');
    const csv = (await exported('the whole answer as CSV', '.csv')).toString().trimEnd().split('\r\n');
    assert.equal(csv.length, rows.length + 1);
    assert.deepEqual(
      csv.slice(1).map((line) => line.split(',')[csv[0]?.split(',').indexOf('_value') ?? -1]),
      values('_value'),
    );
    const lines = (await exported('the whole answer as JSON Lines', '.jsonl'))
      .toString()
      .trimEnd()
      .split('\n');
    assert.deepEqual(
      lines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .map(({ _time, _value }) => [_time, _value]),
      values('_time').map((time, index) => [time, Number(values('_value')[index])]),
    );
    await tab('Table').click();
  });

  step('light and in high contrast it is as well to be read', async () => {
    const kinds = { 'Light Modern': 'light', 'Dark High Contrast': 'high-contrast', 'Dark Modern': 'dark' };
    for (const [theme, kind] of Object.entries(kinds)) {
      await window.runCommand('Preferences: Color Theme');
      await window.prompt('').then((list) => list.locator('input').first().fill(theme));
      await window.pick(theme);
      await eventually(
        () => page.evaluate<string>('document.body.dataset.vscodeThemeKind'),
        (now) => now === `vscode-${kind}`,
      );
      await tab('Chart').click();
      await sees('.legend-entry');
      await window.screenshot(`panel-chart-${kind}`);
      await tab('Table').click();
      await sees('.cell', 'TLM0100');
      await window.screenshot(`panel-table-${kind}`);
    }
  });

  step('an answer without types says that they are guessed', async () => {
    await invokeOdd('plain');
    await sees('.guessed', 'Types are guessed');
    await sees('.heads .type.inferred');
    await sees('.cell', 'plain');
    await window.screenshot('panel-untyped');
  });

  step('an error after some rows is told, and the rows stay', async () => {
    await invokeOdd('error');
    await sees('.state.failed');
    await sees('.notice.failed', 'After 1 table, the server reported an error and stopped');
    await sees('.notice.failed', 'the disk is <full>');
    await sees('.counts', '40 rows');
    await sees('.cell', '2024-01-01T00:00:03Z');
    await window.notification(/the disk is <full>/).waitFor();
    await window.screenshot('panel-error');
    await window.clearNotifications();
  });

  step('a run that is cancelled keeps what came', async () => {
    await invokeOdd('endless');
    await sees('.state.running');
    await sees('.cell', '2024-01-01T00:00:03Z');
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await sees('.state.cancelled');
    await sees('.counts', '60 rows');
    await sees('.cell', '2024-01-01T00:00:03Z');
    await window.screenshot('panel-cancelled');
  });

  step('an answer that breaks off is marked as incomplete', async () => {
    await invokeOdd('cut');
    await sees('.state.incomplete');
    await sees('.notice.incomplete', 'What arrived is shown, but there may be more');
    await sees('.counts', '30 rows');
    await window.screenshot('panel-cut');
    await window.clearNotifications();
  });

  step('an answer without tables says so', async () => {
    await invokeOdd('empty');
    await sees('.state.done');
    await sees('.placeholder', 'The script ran and returned no tables.');
    await window.screenshot('panel-empty');
  });

  step('a million rows are seen while they come, and the last one, too', async () => {
    await openFile('odd.flux');
    await window.focusEditor();
    await press('Control+Alt+Enter');
    await window.answer(/Run Draft odd on Dev/, 'long');
    page = await window.resultsWith('.state.running');
    await sees('.cell', '2024-01-01T00:00:03Z');
    await sees('.counts', /^500,000 rows/);
    await sees('.state.running');
    await window.screenshot('panel-long-running');
    answers.goOn();
    await page.locator('.state.done').waitFor({ timeout: 60_000 });
    await sees('.counts', `${LONG_ROWS.toLocaleString('en-US')} rows`);
    assert.equal(await page.locator('.limit-notice:visible').count(), 0);
    await page.locator('.row .cell[data-row]').first().click();
    await press('Control+End');
    await sees('.row-number', LONG_ROWS.toLocaleString('en-US'));
    // The window's bounds stand last.
    await sees('.detail-label', `_stop · row ${LONG_ROWS.toLocaleString('en-US')}`);
    await press('ArrowLeft', 'ArrowLeft', 'ArrowLeft');
    await sees('.detail-text', String(LONG_ROWS - 1));
    await window.screenshot('panel-long-end');
    await tab('Chart').click();
    await eventually(
      async () => (await page.locator('.plot').first().getAttribute('aria-label')) ?? '',
      (text) => /2024-01-12/.test(text),
    );
    await window.screenshot('panel-long-chart');
    await tab('Table').click();
  });

  step('runs are listed with what came of them', async () => {
    const pane = window.sidebar.locator('.pane', { hasText: 'Runs' });
    for (const title of ['Runs', 'Scripts']) {
      await window.sidebar.locator('.pane-header', { hasText: title }).click();
    }
    // Wide enough for what is said of a run.
    const edge = (await centre(window.sidebar)).box;
    await window.page.mouse.move(edge.x + edge.width + 2, 400);
    await window.page.mouse.down();
    await window.page.mouse.move(edge.x + edge.width + 240, 400, { steps: 4 });
    await window.page.mouse.up();
    await window.page.mouse.move(900, 1);
    const run = (text: RegExp) => pane.locator('.monaco-list-row', { hasText: text }).first();
    await run(/odd.*1,?000,?000 rows.*answer = long/).waitFor();
    for (const how of ['cancelled', 'failed', 'incomplete']) await run(new RegExp(`odd.*${how}`)).waitFor();
    await run(/mean-per-sensor.*start = -6h/).waitFor();
    const { box } = await centre(window.sidebar);
    await window.screenshot('runs', { readme: true, part: { ...box, height: 360 } });
  });
});
