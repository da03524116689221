import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from './api.ts';
import { type Box, Workbench } from './driver.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';

/** What most steps are done to: documented, with a key that needs brackets, and an import that nothing uses. */
const readings = `// Readings of one sensor.
//
// ## Parameters
// - bucket: Bucket to query.
// - start: Earliest time to include. Default is \`-1h\`.
// - sensor id: Sensor to look at.
import "date"
import "strings"

readings = from(bucket: params.bucket)
    |> range(start: duration(v: params.start))
    |> filter(fn: (r) => r._measurement == "airSensors")
    |> filter(fn: (r) => r.sensor_id == params["sensor id"])

readings
    |> map(fn: (r) => ({r with sensor_id: strings.toUpper(v: r.sensor_id)}))
    |> yield(name: "readings")
`;

/** The files of the workspace; each step has its own. */
const scripts: Readonly<Record<string, string>> = {
  'shows.flux': readings,
  'keys.flux': readings,
  'arguments.flux': readings,
  'imports.flux': 'name = params.name\n',
  'columns.flux': readings,
  'hover.flux': `${readings}\nwindow = 1d12h\n`,
  'signature.flux': readings,
  'misuse.flux': readings.replace('duration(v: params.start)', 'params.start'),
  'dashboard.flux': 'from(bucket: "b")\n    |> range(start: v.timeRangeStart)\n',
  'extract.flux': readings.replace('params.bucket', '"air_sensor"').replace(/^.*- bucket.*\n/m, ''),
  'document.flux': readings.replace(/^.*- (bucket|start).*\n/gm, ''),
  'rename.flux': `${readings}\nagain = params["bucket"]\n`,
  'navigate.flux': `${readings}\nagain = params["bucket"]\n`,
  'format.flux': 'a=1 // one\n\n// two\nb  =  [1,2]\n\nc=3\n',
  'select.flux': readings,
  'organize.flux': readings.replace(
    'import "date"\nimport "strings"',
    'import "strings"\nimport "array"\nimport "date"',
  ),
  'half.flux': readings,
};

let workspace: string;
let server: WorkbenchServer;
let window: Workbench;

/** A step begins with a script of its own, so that one which fails leaves the others as they are. */
function step(name: string, act: () => Promise<void>): void {
  test(name, { timeout: 60_000 }, async () => {
    const picture = name.replaceAll(/\W+/g, '-');
    try {
      await act();
      await window.screenshot(`editor ${picture}`);
      // Whatever happens while one writes, nothing pops up.
      assert.deepEqual(await window.notification('').allTextContents(), []);
    } catch (error) {
      await window?.screenshot(`failed ${picture}`);
      throw error;
    }
  });
}

const file = (name: string) => join(workspace, name);
/** What the README shows: the editor, without the bar at its left and without the void. */
const upperLeft: Box = { x: 52, y: 4, width: 1000, height: 560 };
const press = (keys: string) => window.page.keyboard.press(keys);

/** Opens a script as a person opens a file. */
async function open(name: keyof typeof scripts): Promise<void> {
  await press('Escape');
  // The window keeps one tab; what is not saved would stay beside it.
  if (await window.dirty.isVisible()) await window.save();
  await press('Control+p');
  await window.page.locator('.quick-input-widget:visible input').first().fill(name);
  await window.pick(name);
  await window.waitForTab(name);
  // They come last, and move what is below them.
  await window.page.locator('.codelens-decoration a').first().waitFor();
  await window.focusEditor();
  await press('Control+Home');
}

/** The text as it is saved. Inlay hints, which the editor shows in it, are no part of it. */
async function saved(name: string): Promise<string> {
  await window.save();
  await window.dirty.waitFor({ state: 'hidden' });
  return readFileSync(file(name), 'utf8');
}

/** Waits until so many problems are underlined. */
async function problemsShown(kind: 'error' | 'warning', count: number): Promise<void> {
  await eventually(
    () => window.page.locator(`.squiggly-${kind}`).count(),
    (found) => found === count,
  );
}

/** An entry of the menu below the light bulb. */
const action = (title: string) =>
  window.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();

// These run in the page.
const htmlOf = new Function('node', 'return node.outerHTML') as (node: unknown) => string;
const weightOf = new Function('node', 'return getComputedStyle(node).fontWeight') as (
  node: unknown,
) => string;

describe('writing a script, as a person does', () => {
  before(
    async () => {
      const extension = await packaged();
      workspace = mkdtempSync(join(tmpdir(), 'editor-'));
      for (const [name, text] of Object.entries(scripts)) writeFileSync(file(name), text);
      server = await startServer({
        workspace,
        extension,
        settings: {
          'workbench.colorTheme': 'Default Dark Modern',
          'workbench.editor.limit.enabled': true,
          'workbench.editor.limit.value': 1,
          'breadcrumbs.enabled': false,
          'editor.minimap.enabled': false,
          'editor.fontSize': 15,
          'files.autoSave': 'off',
        },
      });
      window = await Workbench.open(server.url);
      await window.runCommand('View: Close Primary Side Bar');
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  step('a script shows what it is, and no false error', async () => {
    await open('shows.flux');
    const faded = window.page.locator('.squiggly-inline-unnecessary');
    await faded.first().waitFor();
    assert.match((await faded.allTextContents()).join(''), /date/);
    assert.doesNotMatch((await faded.allTextContents()).join(''), /strings/);
    await window.boxOf('params.bucket: string');
    await window.boxOf('params["sensor id"]: string');
    const lenses = window.page.locator('.codelens-decoration');
    await lenses.first().waitFor();
    const text = (await lenses.allTextContents()).join(' ').replaceAll('\u00a0', ' ');
    assert.match(
      text,
      /Invoke with Params.*Push.*Compare.*bucket: string, start: duration, sensor id: string/,
    );
    await problemsShown('error', 0);
    await problemsShown('warning', 0);
  });

  step('params. offers the keys with types and documentation, and puts them in', async () => {
    await open('keys.flux');
    await window.append('x = params.');
    await window.suggestion.waitFor();
    const labels = await window.suggestions.allTextContents();
    assert.deepEqual(
      labels.map((label) => /^(bucket|start|sensor id)/.exec(label)?.[0]),
      ['bucket', 'start', 'sensor id'],
    );
    while (!(await window.suggestion.textContent())?.startsWith('start')) await press('ArrowDown');
    assert.match((await window.suggestion.textContent()) ?? '', /duration/);
    await press('Control+Space');
    await window.page.locator('.suggest-details', { hasText: 'Earliest time to include' }).waitFor();
    await window.screenshot('editor-keys-details');
    // As it was: the details stay open otherwise.
    await press('Control+Space');
    await press('Enter');
    await window.type('\ny = params.sen');
    await window.suggestion.filter({ hasText: 'sensor id' }).waitFor();
    await press('Enter');
    assert.match(await saved('keys.flux'), /x = params\.start\ny = params\["sensor id"\]$/);
  });

  step('an argument offers the parameter that fits', async () => {
    await open('arguments.flux');
    await window.append('from(bucket: ');
    await window.suggestion.filter({ hasText: 'params.bucket' }).waitFor();
    assert.match((await window.suggestions.first().textContent()) ?? '', /^params\.bucket/);
    await press('Enter');
    await press('End');
    // The pipe comes by itself.
    await window.type('\nrange(start: ');
    await window.suggestion.filter({ hasText: 'duration(v: params.start)' }).waitFor();
    await window.screenshot('writing', { readme: true, part: { ...upperLeft, height: 690 } });
    await press('Enter');
    assert.match(
      await saved('arguments.flux'),
      /\nfrom\(bucket: params\.bucket\)\n {4}\|> range\(start: duration\(v: params\.start\)\)$/,
    );
  });

  step('a function of a package brings its import, a function behind a pipe its arguments', async () => {
    await open('imports.flux');
    await window.append('upper = strings.toU');
    await window.suggestion.filter({ hasText: 'toUpper' }).waitFor();
    await window.screenshot('editor-import');
    await press('Enter');
    await eventually(
      () => window.editorText(),
      (text) => text.includes('import "strings"') && text.includes('strings.toUpper(v: '),
    );
    await window.append('\nfrom(bucket: "b") |> range(start: -1h) |> aggregateW');
    await window.suggestion.filter({ hasText: 'aggregateWindow' }).waitFor();
    await press('Enter');
    await window.type('5m');
    await press('Tab');
    const text = await saved('imports.flux');
    assert.match(text, /^import "strings"\n\nname = params\.name\nupper = strings\.toUpper\(v: "?v"?\)$/m);
    assert.match(text, /\|> aggregateWindow\(every: 5m, fn: /);
  });

  step('a row offers its columns', async () => {
    await open('columns.flux');
    await window.append('readings |> filter(fn: (r) => r.');
    await window.suggestion.waitFor();
    const labels = (await window.suggestions.allTextContents()).join('\n');
    assert.match(labels, /^_value/m);
    assert.match(labels, /^sensor_id/m);
  });

  step('a hover says what a thing is', async () => {
    await open('hover.flux');
    const key = await window.hover('start))', 'Earliest time to include');
    assert.match((await key.textContent()) ?? '', /duration/);
    await window.screenshot('editor-hover-key');
    const library = await window.hover('range', /range: \(/);
    const link = library.locator('a', { hasText: 'Documentation' });
    assert.match(
      (await link.evaluate(htmlOf)) ?? '',
      /"https:\/\/docs\.influxdata\.com\/flux\/[^"]*\/range\/"/,
    );
    await window.screenshot('editor-hover-function');
    await window.hover('1d12h', /36 hours|1 day/);
  });

  step('signature help shows one signature and the argument that is being written', async () => {
    await open('signature.flux');
    await window.append('readings |> aggregateWindow(');
    const help = window.page.locator('.parameter-hints-widget.visible');
    await help.locator('.signature').waitFor();
    assert.equal(await help.locator('.signature').count(), 1);
    assert.equal(await window.page.locator('.parameter-hints-widget.visible.multiple').count(), 0);
    // Flux finds arguments by their names, wherever they stand.
    await window.type('every: 5m, createEmpty: ');
    const active = help.locator('.parameter.active');
    await active.filter({ hasText: 'createEmpty' }).waitFor();
    assert.ok(Number(await active.first().evaluate(weightOf)) >= 600);
    await window.type('true, fn: mean');
    await active.filter({ hasText: 'fn' }).waitFor();
    await problemsShown('error', 0);
    await window.click('5m,');
    await press('Control+Shift+Space');
    await active.filter({ hasText: 'every' }).waitFor();
    await window.screenshot('signature', { readme: true, part: upperLeft });
  });

  step('a misuse is underlined, and the light bulb mends it', async () => {
    await open('misuse.flux');
    await problemsShown('warning', 1);
    await window.hover('params.start', /fails here when it is a string such as/);
    await window.screenshot('editor-misuse-hover');
    await press('Escape');
    await window.click('params.start');
    await press('Control+.');
    await action('Convert with duration(v: …)').waitFor();
    await window.screenshot('quick-fix', { readme: true, part: upperLeft });
    await action('Convert with duration(v: …)').click();
    await problemsShown('warning', 0);
    assert.equal(await saved('misuse.flux'), readings);
  });

  step('what only a dashboard has becomes a parameter', async () => {
    await open('dashboard.flux');
    await problemsShown('error', 1);
    await window.click('timeRangeStart');
    await press('Control+.');
    await action('Make it duration(v: params.timeRangeStart)').click();
    await problemsShown('error', 0);
    await window.page.locator('.codelens-decoration', { hasText: 'timeRangeStart: duration' }).waitFor();
    assert.match(await saved('dashboard.flux'), /range\(start: duration\(v: params\.timeRangeStart\)\)/);
  });

  step('a literal becomes a parameter, with its documentation', async () => {
    await open('extract.flux');
    await window.click('air_sensor');
    await press('Control+Shift+r');
    await action('Extract to params.bucket').waitFor();
    await window.screenshot('editor-refactor');
    await action('Extract to params.bucket').click();
    await window.boxOf('params.bucket');
    const text = await saved('extract.flux');
    assert.match(text, /from\(bucket: params\.bucket\)/);
    assert.match(text, /^\/\/ - bucket: .*`air_sensor`/m);
  });

  step('parameters are documented through the light bulb', async () => {
    await open('document.flux');
    await window.click('params.bucket');
    await press('Control+.');
    await action('Document all 2 parameters').click();
    await window.boxOf('- bucket: Bucket to query.');
    const text = await saved('document.flux');
    assert.match(text, /^\/\/ - bucket: Bucket to query\.$/m);
    assert.match(text, /^\/\/ - start: Earliest time to include\.$/m);
  });

  step('a key is renamed wherever it stands', async () => {
    await open('rename.flux');
    await window.click('bucket: string');
    await press('F2');
    const box = window.page.locator('.rename-box input');
    await box.waitFor();
    assert.equal(await box.inputValue(), 'bucket');
    await box.fill('source');
    await window.screenshot('rename', { readme: true, part: upperLeft });
    await press('Enter');
    await window.boxOf('params["source"]');
    const text = await saved('rename.flux');
    assert.equal(text, scripts['rename.flux']?.replaceAll(/(params[.["]+|- )bucket/g, '$1source'));
  });

  step('definition, references and highlights lead through a script', async () => {
    await open('navigate.flux');
    const marked = window.page.locator('.wordHighlight, .wordHighlightStrong, .wordHighlightText');
    await window.click('bucket: string');
    await eventually(
      () => marked.count(),
      (count) => count >= 2,
    );
    await window.screenshot('editor-highlights');
    await press('Shift+F12');
    const peek = window.page.locator('.peekview-widget');
    await peek.waitFor();
    await peek.locator('.monaco-list-row', { hasText: 'params["bucket"]' }).waitFor();
    await window.screenshot('editor-references');
    await press('Escape');
    await peek.waitFor({ state: 'hidden' });
    // The second `readings` stands on a line of its own.
    await press('Control+g');
    await window.type('15');
    await press('Enter');
    await window.statusBar('Ln 15, Col 1').waitFor();
    await press('F12');
    await window.statusBar('Ln 10, Col 1').waitFor();
  });

  step('the symbols of a script are listed', async () => {
    await open('navigate.flux');
    await press('Control+Shift+o');
    const rows = window.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'readings' }).first().waitFor();
    await window.screenshot('editor-symbols');
    const labels = (await rows.allTextContents()).join('\n');
    for (const name of ['readings', 'bucket', 'again', 'strings']) assert.ok(labels.includes(name), labels);
    await press('Escape');
  });

  step('formatting keeps the comments, and a selection is formatted alone', async () => {
    await open('format.flux');
    await window.click('c=3');
    await press('Home');
    await press('Shift+End');
    await press('Control+k');
    await press('Control+f');
    await window.boxOf('c = 3');
    await window.boxOf('a=1 // one');
    await press('Control+Shift+i');
    await window.boxOf('a = 1');
    assert.equal(await saved('format.flux'), 'a = 1 // one\n\n// two\nb = [1, 2]\n\nc = 3\n');
  });

  step('a pipeline folds, and a selection grows', async () => {
    await open('select.flux');
    const lines = window.editor.locator('.view-line');
    const before = await lines.count();
    await window.click('readings = ');
    await press('Control+Shift+[');
    await eventually(
      () => lines.count(),
      (count) => count === before - 3,
    );
    await window.screenshot('editor-folded');
    await press('Control+Shift+]');
    await window.boxOf('|> range');
    await window.click('params.start');
    for (const length of [
      'params',
      'params.start',
      'v: params.start',
      '(v: params.start)',
      'duration(v: params.start)',
    ].map((text) => text.length)) {
      await press('Shift+Alt+ArrowRight');
      await window.statusBar(`(${length} selected)`).waitFor();
    }
  });

  step('keys of params and functions of the library have colours of their own', async () => {
    await open('select.flux');
    const plain = await window.colourOf('= from');
    const [record, library, key] = [
      await window.colourOf('params.start'),
      await window.colourOf('toUpper'),
      await window.colourOf('start))'),
    ];
    assert.equal(new Set([plain, record, library, key]).size, 4);
  });

  step('imports are organized, and lead to their documentation', async () => {
    await open('organize.flux');
    await window.editor.locator('.detected-link', { hasText: 'strings' }).waitFor();
    await window.runCommand('Organize Imports');
    await eventually(
      () => window.editorText(),
      (text) => !text.includes('"date"'),
    );
    const text = await saved('organize.flux');
    assert.deepEqual(text.match(/^import.*$/gm), ['import "strings"']);
  });

  step('what is half typed harms nothing', async () => {
    await open('half.flux');
    for (const text of [
      '"${',
      '"a ${params.',
      'params["',
      'x = "a ${params.',
      'r["',
      '(',
      '/a[',
      '"\\x',
      '}',
    ]) {
      await window.append(`\n${text}`);
      // A person looks up: long enough for the server to read it as it stands.
      await window.page.waitForTimeout(200);
    }
    await press('Escape');
    await press('Control+a');
    await press('Delete');
    await window.type('a = params.mine\nb = qqq\nc = params.');
    await window.suggestion.filter({ hasText: 'mine' }).waitFor();
    await press('Enter');
    await problemsShown('error', 1);
    await window.hover('qqq', /undefined identifier|not defined/i);
  });

  step('a document without a file gets the same', async () => {
    await press('Control+Alt+n');
    await window.runCommand('Change Language Mode');
    await window.page.locator('.quick-input-widget:visible input').first().fill('Flux');
    await window.pick(/^Flux/);
    await window.statusBar('Flux').waitFor();
    await window.focusEditor();
    await window.type('a = params.mine\nb = qqq\nc = params.');
    await window.suggestion.filter({ hasText: 'mine' }).waitFor();
    await press('Enter');
    await problemsShown('error', 1);
  });
});
