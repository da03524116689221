import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OpenPage, type PageHarness, pageSuite } from './page.ts';
import { answer } from './read.ts';
import { inTwoParts, run } from './sources.ts';

const DATATYPE = '#datatype,string,long,dateTime:RFC3339,double,string,string,string';
const GROUP = '#group,false,false,false,false,true,true,true';
const DEFAULT = '#default,_result,,,,,,';
const HEADER = ',result,table,_time,_value,_field,_measurement,sensor_id';

/** Something that goes up and down, by sensor and step. */
function wave(sensor: number, step: number): number {
  return 70 + 3 * sensor + 6 * Math.sin(step / (40 + 7 * sensor)) + 1.5 * Math.sin(step * 1.7 + sensor);
}

/** Readings of sensors, one each ten seconds or as `every` says; `shift` moves each sensor's times by so many milliseconds. */
function readings(sensors: number, rows: number, { every = 10_000, shift = 0 } = {}): Uint8Array {
  const lines = [DATATYPE, GROUP, DEFAULT, HEADER];
  for (let sensor = 0; sensor < sensors; sensor++) {
    for (let row = 0; row < rows; row++) {
      const time = new Date(Date.UTC(2024, 4, 1, 6) + row * every + sensor * shift).toISOString();
      const value = row > 0.6 * rows && row < 0.63 * rows ? '' : wave(sensor, row).toFixed(3);
      lines.push(`,,${sensor},${time},${value},temperature,airSensors,TLM0${100 + sensor}`);
    }
  }
  return answer(...lines);
}

/** One row for each time with several columns of values. */
function pivoted(rows: number): Uint8Array {
  const lines = [
    '#datatype,string,long,dateTime:RFC3339,double,double,long,boolean,string',
    '#group,false,false,false,false,false,false,false,true',
    '#default,_result,,,,,,,',
    ',result,table,_time,co,humidity,requests,open,sensor_id',
  ];
  for (let table = 0; table < 3; table++) {
    for (let row = 0; row < rows; row++) {
      const time = new Date(Date.UTC(2024, 4, 1) + row * 60_000).toISOString();
      const co = (0.4 + 0.1 * table + 0.2 * Math.sin(row / 30)).toFixed(4);
      const humidity = (35 + table + Math.cos(row / 50)).toFixed(2);
      lines.push(
        `,,${table},${time},${co},${humidity},${(row * 7919 * (table + 1)) % 120_000},${row % 90 < 30},TLM${table}`,
      );
    }
  }
  return answer(...lines);
}

pageSuite('the chart in a browser', (openPage) => {
  let harness: PageHarness;

  /** Opens a page with a run's chart of all tables as one. */
  async function open(bytes: Uint8Array, ...how: Parameters<OpenPage>): Promise<PageHarness> {
    harness = await openPage(...how);
    await harness.run(run(bytes));
    // A single table has no list.
    if ((harness.session?.store.tables.length ?? 0) > 1) {
      await harness.page.locator('.item').first().click();
    }
    await harness.page.getByRole('tab', { name: 'Chart' }).click();
    return harness;
  }
  const summary = async () => (await harness.page.locator('.plot').first().getAttribute('aria-label')) ?? '';
  const summaryBecomes = (wanted: RegExp) => harness.until(async () => assert.match(await summary(), wanted));
  const choose = (label: string, option: string) =>
    harness.page.getByLabel(label, { exact: true }).selectOption(option);

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    test(`series over time, ${theme}`, async () => {
      const { page } = await open(readings(8, 800), theme);
      await summaryBecomes(
        /^line chart of temperature, 2024-05-01 06:00:00 to 2024-05-01 08:13:10 UTC, values from 62\.\d+ to 98\.\d+; 8 series: TLM0100, /,
      );
      assert.equal(
        await page.locator('.chart-shared').innerText(),
        '_field = temperature · _measurement = airSensors · times in UTC',
      );
      assert.equal(await page.locator('.legend-what').innerText(), 'sensor_id');
      assert.deepEqual((await page.locator('.legend-name').allInnerTexts()).slice(0, 2), [
        'TLM0100',
        'TLM0101',
      ]);
      const box = await page.locator('.u-over').boundingBox();
      assert.ok(box !== null);
      await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.5);
      await harness.appears('.chart-tip', /2024-05-01 06:5\d:\d\d/);
      await harness.appears('.legend-when', /2024-05-01 06:53:\d\d/);
      await harness.picture(`chart-${theme}`);
      await harness.close();
    });
  }

  for (const drawing of ['step', 'points', 'bars', 'stacked'] as const) {
    test(drawing, async () => {
      await open(readings(4, 90), drawing === 'bars' ? 'light' : 'dark');
      await choose('Draw', drawing);
      await summaryBecomes(new RegExp(`^${drawing} chart`));
      if (drawing === 'bars') {
        await harness.appears(
          '.chart-notes',
          /Each value is the mean of 30 seconds: there are more times than room for bars/,
        );
      }
      await harness.picture(`chart-${drawing}`);
      await harness.close();
    });
  }

  test('a stack of series whose times differ says that they are means', async () => {
    await open(readings(3, 50, { shift: 2500 }));
    await choose('Draw', 'stacked');
    await harness.appears('.chart-notes', /mean of 10 seconds: the series' own times differ/);
    await harness.close();
  });

  test('zoom by drag, wheel, keys, buttons; back by double click', async () => {
    const { page } = await open(readings(2, 20_000, { every: 1000 }));
    /** Waits until what is in sight goes from one part of the whole to another. */
    const shows = (from: number, to: number) =>
      harness.until(async () => {
        const seen = [...(await summary()).matchAll(/2024-05-01 (\d\d):(\d\d):(\d\d)/g)].map(
          ([, h, m, s]) => (Number(h) * 3600 + Number(m) * 60 + Number(s) - 6 * 3600) / 19_999,
        );
        const near = (at: number, wanted: number) => Math.abs((seen[at] ?? -1) - wanted) < 0.01;
        assert.ok(near(0, from) && near(1, to), `${from}..${to}: ${seen.join('..')}`);
      });
    await shows(0, 1);
    const box = await page.locator('.u-over').boundingBox();
    assert.ok(box !== null);
    const at = (part: number) => [box.x + box.width * part, box.y + box.height / 2] as const;
    const drag = async (from: number, to: number) => {
      await page.mouse.move(...at(from));
      await page.mouse.down();
      await page.mouse.move(...at(to), { steps: 4 });
      await page.mouse.up();
    };
    await drag(0.25, 0.5);
    await shows(0.25, 0.5);
    await page.mouse.move(...at(0.5));
    // Half of it.
    await page.mouse.wheel(0, -462);
    await shows(0.3125, 0.4375);
    await page.locator('.plot').focus();
    await page.keyboard.press('+');
    await shows(0.344, 0.406);
    await page.keyboard.press('PageUp');
    await shows(0.2875, 0.35);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await shows(0.3, 0.3625);
    await harness.picture('chart-zoomed');
    await page.keyboard.press('0');
    await shows(0, 1);
    await page.getByRole('button', { name: 'Zoom in (+)' }).click();
    await shows(0.25, 0.75);
    await page.keyboard.down('Shift');
    await drag(0.5, 0.75);
    await page.keyboard.up('Shift');
    await shows(0.125, 0.625);
    await page.mouse.dblclick(...at(0.5));
    await shows(0, 1);
    await harness.close();
  });

  test('zooming asks for what is there, down to single points', async () => {
    const { page } = await open(readings(1, 20_000, { every: 1000 }));
    await summaryBecomes(/11:33:19/);
    await page.locator('.plot').focus();
    for (let i = 0; i < 10; i++) {
      await page.keyboard.press('+');
    }
    await summaryBecomes(/08:46:\d\d\.\d+ to 2024-05-01 08:46:\d\d\.\d/);
    const box = await page.locator('.u-over').boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await harness.appears('.chart-tip', /2024-05-01 08:46:\d\d\.000/);
    const shown = Number(await page.locator('.tip-value').innerText());
    const second = Number(/08:46:(\d\d)/.exec(await page.locator('.tip-time').innerText())?.[1]);
    assert.equal(shown, Number(wave(0, 2 * 3600 + 46 * 60 + second).toFixed(3)));
    await harness.picture('chart-points');
    await harness.close();
  });

  test('the legend switches series, by mouse and by keys', async () => {
    const { page } = await open(readings(4, 50));
    await summaryBecomes(/4 series/);
    const entry = (index: number) => page.locator('.legend-entry').nth(index);
    await entry(1).click();
    await summaryBecomes(/3 series: TLM0100, TLM0102/);
    assert.equal(await entry(1).getAttribute('aria-pressed'), 'false');
    await entry(2).click({ modifiers: ['Control'] });
    await summaryBecomes(/1 series: TLM0102\./);
    await entry(2).click({ modifiers: ['Control'] });
    await summaryBecomes(/4 series/);
    await entry(0).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await summaryBecomes(/3 series: TLM0100, TLM0102/);
    await page.keyboard.press('Control+Enter');
    await summaryBecomes(/1 series: TLM0101/);
    await harness.close();
  });

  test('pivoted columns: a chart each with linked cursors, or one for all', async () => {
    const { page } = await open(pivoted(600), 'dark', { width: 1200, height: 900 });
    await page.locator('.chart-panel').nth(3).waitFor();
    assert.deepEqual(await page.locator('.chart-title').allInnerTexts(), [
      'co',
      'humidity',
      'requests',
      'open',
    ]);
    const box = await page.locator('.u-over').first().boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
    await harness.appears('.legend-when', /2024-05-01 0\d/);
    const times = new Set(await page.locator('.legend-when').allInnerTexts());
    assert.equal(times.size, 1, [...times].join());
    await harness.picture('chart-pivoted');
    await page.getByRole('button', { name: 'co, humidity' }).click();
    await page.getByRole('checkbox', { name: 'requests' }).uncheck();
    await page.getByRole('checkbox', { name: 'open' }).uncheck();
    await page.keyboard.press('Escape');
    await page.getByLabel('One chart each').uncheck();
    await summaryBecomes(/^line chart of co, humidity.*6 series: TLM0 · co, TLM0 · humidity/);
    assert.equal(await page.locator('.chart-panel').count(), 1);
    await harness.picture('chart-together');
    await harness.close();
  });

  test('a logarithmic axis', async () => {
    const { page } = await open(pivoted(600), 'light');
    await page.getByRole('button', { name: 'co, humidity' }).click();
    for (const name of ['co', 'humidity', 'open']) {
      await page.getByRole('checkbox', { name }).uncheck();
    }
    await page.keyboard.press('Escape');
    await page.getByLabel('Log scale').check();
    await harness.appears('.chart-notes', /not above zero/);
    await harness.picture('chart-log');
    await harness.close();
  });

  test('many series: a cap that says so, the greatest, and a filter', async () => {
    const lines = [DATATYPE, GROUP, DEFAULT, HEADER];
    for (let sensor = 0; sensor < 1312; sensor++) {
      for (let row = 0; row < 3; row++) {
        lines.push(`,,${sensor},2024-05-01T00:0${row}:00Z,${(sensor * 7919) % 1313},t,air,S${sensor}`);
      }
    }
    const { page } = await open(answer(...lines));
    await harness.appears('.chart-found', /of 1,312 series/);
    assert.equal(await page.locator('.legend-entry').count(), 200);
    await harness.picture('chart-many');
    await choose('How many series', '10');
    await choose('Which series', 'max');
    await summaryBecomes(/values from 1,303 to 1,312; 10 series/);
    await page.getByLabel('Only series whose name contains').fill('s131');
    await harness.appears('.chart-found', /of 3 series \(1,312 without the filter\)/);
    await harness.close();
  });

  test('histogram, with bins that say what they hold', async () => {
    const { page } = await open(readings(8, 800), 'light');
    await choose('Draw', 'histogram');
    await harness.appears('.chart-facts', /^6,\d+ values in \d+ bins · min 62\.\d+ · max 98\.\d+ · mean/);
    const box = await page.locator('.u-over').boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.8);
    await harness.appears('.chart-bin', /^\[8\d(\.\d)?, 8\d(\.\d)?\): \d+ values, \d+\.\d %/);
    await harness.picture('chart-histogram');
    await page.mouse.move(0, 0);
    await page.locator('.plot').focus();
    await page.keyboard.press('ArrowRight');
    await harness.appears('.chart-bin', /^\[62/);
    await harness.close();
  });

  test('is saved as a picture', async () => {
    const { page } = await open(readings(3, 200), 'light');
    await summaryBecomes(/3 series/);
    await page.getByRole('button', { name: 'Save the chart as a picture' }).click();
    await harness.until(() => assert.equal(harness.files.saved.length, 1));
    const [file] = harness.files.saved;
    assert.equal(file?.name, 'air-sensors.png');
    assert.equal(file?.text.slice(1, 4), 'PNG');
    await harness.close();
  });

  test('without times or numbers it says so, and offers what there is', async () => {
    const { page } = await open(
      answer('#datatype,string,long,double,string', ',result,table,_value,host', ',r,0,1,a', ',r,0,3,b'),
    );
    await harness.appears('.chart-none', /There is no column of times here/);
    await harness.picture('chart-no-times');
    await page.getByRole('button', { name: 'Show a histogram' }).click();
    await harness.appears('.chart-facts', /2 values/);
    await harness.run(run(answer('#datatype,string,long,string', ',result,table,host', ',r,0,a')));
    await harness.appears('.chart-none', /no column of numbers here\. Texts cannot be drawn\./);
    await harness.close();
  });

  test('follows while rows arrive, and keeps the zoom', async () => {
    harness = await openPage('dark');
    const { page } = harness;
    const bytes = readings(1, 2000);
    const parts = inTwoParts(bytes.slice(0, bytes.length / 2), bytes.slice(bytes.length / 2));
    const ended = harness.run(run(parts.open));
    await page.getByRole('tab', { name: 'Chart' }).click();
    await summaryBecomes(/to 2024-05-01 08:4\d/);
    await page.getByRole('button', { name: 'Zoom in (+)' }).click();
    await summaryBecomes(/06:4\d:\d\d to 2024-05-01 08:0\d/);
    const zoomed = await summary();
    const { session } = harness;
    assert.ok(session);
    const receive = session.receive.bind(session);
    let answered = false;
    session.receive = async (message) => {
      const all = session.store.rowCount === 2000;
      await receive(message);
      answered ||= all && message.type === 'ask' && message.question.method === 'chartSeries';
    };
    parts.go();
    await ended;
    // All of it was asked for and, two frames later, drawn.
    await harness.until(() => assert.ok(answered));
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    assert.equal(await summary(), zoomed);
    await page.getByRole('button', { name: /^Show all/ }).click();
    await summaryBecomes(/06:00:00 to 2024-05-01 11:33:10/);
    await harness.close();
  });

  test('is where it was after the page was hidden; another theme is another picture', async () => {
    const { page } = await open(readings(3, 300));
    await choose('Draw', 'step');
    await page.locator('.legend-entry').nth(1).click();
    await page.getByRole('button', { name: 'Zoom in (+)' }).click();
    await summaryBecomes(/^step chart.*2 series/);
    const before = await summary();
    await page.reload();
    await summaryBecomes(/^step chart/);
    assert.equal(await summary(), before);
    const pixels = () => page.evaluate(`document.querySelector('.plot canvas').toDataURL()`);
    const dark = await pixels();
    await page.evaluate(`document.documentElement.style.setProperty('--vscode-charts-blue', '#00ff00')`);
    await harness.until(async () => assert.ok((await pixels()) !== dark, 'the same picture'));
    await page.setViewportSize({ width: 520, height: 700 });
    await summaryBecomes(/^step chart/);
    await harness.picture('chart-narrow');
    await harness.close();
  });
});
