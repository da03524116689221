import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FormPresets, FormRequest } from '../../client/src/views/parameterForm.ts';
import type { ScriptParameter } from '../../server/src/protocol.ts';
import { type OpenPage, type PageHarness, pageSuite } from '../results/page.ts';
import { readings, run } from '../results/sources.ts';

const parameter = (
  name: string,
  expects: ScriptParameter['expects'],
  more: Partial<ScriptParameter> = {},
): ScriptParameter => ({ name, type: 'any', expects, places: [], ...more });

const parameters: readonly ScriptParameter[] = [
  parameter('bucket', 'string', { type: 'string', role: 'bucket', description: 'Bucket to read.' }),
  parameter('start', 'duration', {
    conversion: 'duration',
    description: 'Earliest time to include. Default is `-7d`.',
    default: '-7d',
  }),
  parameter('stop', 'time', { conversion: 'time', description: 'Latest time.' }),
  parameter('limit', 'int', { type: 'int', description: 'How many rows.', default: '100' }),
  parameter('threshold', 'float', { conversion: 'float' }),
  parameter('descending', 'bool', { type: 'bool' }),
  parameter('extra', 'any', { description: 'Anything at all.' }),
];

function request(more: Partial<FormRequest> = {}): FormRequest {
  return {
    scriptName: 'air-sensors',
    connection: { name: 'Sandbox' },
    parameters,
    last: {},
    action: 'Invoke',
    suggest: () => Promise.resolve(['air-sensors', 'noaa', 'noaa-archive', '<b>bold</b>']),
    clear: () => undefined,
    ...more,
  };
}

pageSuite('the form in a browser', (openPage) => {
  let harness: PageHarness;
  const open = async (...how: Parameters<OpenPage>) => {
    harness = await openPage(...how);
    return harness.page;
  };
  const shown = () => harness.page.locator('.form').waitFor();
  const gone = () => harness.page.locator('.form').waitFor({ state: 'hidden' });
  const field = (name: string) =>
    harness.page.locator('.field', { has: harness.page.getByText(name, { exact: true }) });
  const control = (name: string) => field(name).locator('input.value, textarea.value');
  const message = (name: string) => field(name).locator('.field-message').innerText();
  const focused = () =>
    harness.page.evaluate<string>(
      `(document.activeElement.labels?.[0] ?? document.activeElement).textContent || document.activeElement.ariaLabel`,
    );

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    test(`every kind of field, ${theme}`, async () => {
      const page = await open(theme, { width: 900, height: 860 });
      const presets: FormPresets = {
        names: () => Promise.resolve(['Last week', 'Noon']),
        load: () => Promise.resolve({}),
        save: () => Promise.resolve(undefined),
      };
      void harness.form.ask(
        request({
          connection: { name: 'Cloud', production: theme !== 'light' },
          presets,
          last: { limit: '12x', extra: '[1, 2]', bucket: 'noaa', stop: 'now', descending: 'true' },
        }),
      );
      await shown();
      await page.locator('option', { hasText: 'Noon' }).waitFor({ state: 'attached' });
      assert.equal(await page.locator('.production').isVisible(), theme !== 'light');
      assert.equal(await page.locator('h1#form-title').innerText(), 'Invoke air-sensors');
      assert.match(await message('limit'), /“12x” is not a whole number/);
      assert.match(await message('extra'), /Sent as a JSON array/);
      assert.match(await message('stop'), /^Sent as \d{4}-/);
      await page.getByText('params', { exact: true }).click();
      assert.deepEqual(Object.keys(JSON.parse(await page.locator('.preview').innerText())), [
        'bucket',
        'start',
        'stop',
        'descending',
        'extra',
      ]);
      await control('start').click();
      await page.keyboard.press('ArrowDown');
      await harness.picture(`form-${theme}`);
      await harness.close();
    });
  }

  test('by keyboard alone, from the first empty field to the values', async () => {
    const page = await open();
    const answer = harness.form.ask(request());
    await shown();
    assert.equal(await focused(), 'bucket');
    await page.keyboard.type('no');
    await page.locator('.option', { hasText: 'noaa' }).first().waitFor();
    assert.deepEqual(await page.locator('.option').allInnerTexts(), ['noaa', 'noaa-archive']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal(await control('bucket').inputValue(), 'noaa-archive');
    assert.equal(await page.locator('.options').first().isVisible(), false);

    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'start');
    await page.keyboard.type('-3');
    assert.match(await message('start'), /“-3” is not a duration/);
    assert.equal(await control('start').getAttribute('aria-invalid'), 'true');
    // Enter with something wrong runs nothing: it says what, and goes there.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.match(
      await page.locator('.form-status').innerText(),
      /^stop, threshold, descending and extra have no value yet; start has a value that does not fit\.$/,
    );
    assert.equal(await focused(), 'start');
    await page.keyboard.type('-3h');
    assert.equal(await control('start').getAttribute('aria-invalid'), 'false');

    await page.keyboard.press('Tab');
    await page.keyboard.type('now');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'limit');
    await page.keyboard.type('9007199254740993');
    assert.match(await message('limit'), /would lose digits/);
    await control('limit').fill('42');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1.50');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'false');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'extra');
    await page.keyboard.type('42');
    assert.equal(await message('extra'), 'Sent as the number 42.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    assert.equal(await message('extra'), 'Sent as text.');
    await page.keyboard.press('Control+Enter');
    assert.deepEqual(await answer, {
      bucket: 'noaa-archive',
      start: '-3h',
      stop: 'now',
      limit: '42',
      threshold: '1.50',
      descending: 'false',
      extra: '"42"',
    });
    await gone();
    await harness.close();
  });

  test('Esc closes the list, then the form, and sends nothing; the run behind it is there', async () => {
    const page = await open();
    await harness.run({ ...run(readings(2, 5)), edit: () => undefined });
    const answer = harness.form.ask(request({ last: { bucket: 'noaa' } }));
    await shown();
    assert.equal(await page.locator('header.page-head').getAttribute('inert'), '');
    assert.equal(await focused(), 'stop');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.locator('.options:visible').count(), 1);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.options:visible').count(), 0);
    assert.equal(await page.locator('.form').isVisible(), true);
    await page.keyboard.press('Escape');
    assert.equal(await answer, undefined);
    await gone();
    await page.locator('.cell', { hasText: 'temperature' }).first().waitFor();
    await page.keyboard.press('F2');
    await harness.until(() => assert.equal(harness.edits, 1));
    await harness.close();
  });

  test('a page that was away shows what was typed', async () => {
    const page = await open();
    const answer = harness.form.ask(request({ parameters: parameters.slice(0, 2) }));
    await shown();
    await page.keyboard.type('noaa');
    await control('start').fill('-2h');
    await page.reload();
    await shown();
    assert.equal(await control('bucket').inputValue(), 'noaa');
    assert.equal(await control('start').inputValue(), '-2h');
    await control('start').press('Enter');
    assert.deepEqual(await answer, { bucket: 'noaa', start: '-2h' });
    await harness.close();
  });

  test('an empty text has to be chosen; keys are added where there may be more; secrets are covered', async () => {
    const page = await open();
    const some = [parameter('text', 'string'), parameter('apiToken', 'string')];
    const answer = harness.form.ask(request({ parameters: some, open: true, last: { more: 'x' } }));
    await shown();
    await page.keyboard.press('Enter');
    assert.match(await page.locator('.form-status').innerText(), /^text and apiToken have no value yet\.$/);
    await field('text').getByRole('button', { name: 'Send empty text' }).click();
    assert.equal(await message('text'), 'Sent as empty text.');
    assert.equal(await control('apiToken').getAttribute('type'), 'password');
    await control('apiToken').fill('hush');
    await page.getByText('params', { exact: true }).click();
    assert.equal((await page.locator('.preview').innerText()).includes('hush'), false);
    await page.getByLabel('Add a key').fill('text');
    await page.keyboard.press('Enter');
    assert.match(await field('Add a key').locator('.field-message').innerText(), /text is there already/);
    await page.getByLabel('Add a key').fill('count');
    await page.keyboard.press('Enter');
    assert.equal(await focused(), 'count');
    await page.keyboard.type('3');
    await page.getByRole('button', { name: 'Remove more' }).click();
    await harness.picture('form-open');
    await page.getByRole('button', { name: 'Invoke' }).click();
    assert.deepEqual(await answer, { text: '', apiToken: 'hush', count: '3' });
    await harness.close();
  });

  test('no names: a quiet note, and typing goes on', async () => {
    const page = await open();
    const answer = harness.form.ask(
      request({ parameters: parameters.slice(0, 2), suggest: () => Promise.reject(new Error('no answer')) }),
    );
    await shown();
    await field('bucket').getByText('No suggestions: no answer').waitFor();
    await page.keyboard.type('any');
    await page.keyboard.press('Enter');
    assert.deepEqual(await answer, { bucket: 'any', start: '-7d' });
    await harness.close();
  });

  test('presets are used and saved, last values cleared', async () => {
    const page = await open();
    const saved: unknown[] = [];
    let names = ['Noon'];
    const answer = harness.form.ask(
      request({
        parameters: parameters.slice(0, 2),
        last: { bucket: 'noaa' },
        clear: () => saved.push('cleared'),
        presets: {
          names: () => Promise.resolve(names),
          load: (name) =>
            name === 'Noon'
              ? Promise.resolve({ start: '-12h' })
              : Promise.reject(new Error('It is not there.')),
          save: (inputs) => {
            saved.push(inputs);
            names = ['Noon', 'New', 'Gone'];
            return Promise.resolve('New');
          },
        },
      }),
    );
    await shown();
    await page.locator('option', { hasText: 'Noon' }).waitFor({ state: 'attached' });
    await page.getByLabel('Preset').selectOption('Noon');
    await harness.until(async () => assert.equal(await control('start').inputValue(), '-12h'));
    assert.equal(await control('bucket').inputValue(), 'noaa');
    await page.getByRole('button', { name: 'Save…' }).click();
    await harness.until(async () => assert.equal(await page.getByLabel('Preset').inputValue(), 'New'));
    await page.getByLabel('Preset').selectOption('Gone');
    await page.getByText('It is not there.').waitFor();
    await page.getByRole('button', { name: 'Clear Last Values' }).click();
    await harness.until(async () => assert.equal(await control('bucket').inputValue(), ''));
    assert.deepEqual(saved, [{ bucket: 'noaa', start: '-12h' }, 'cleared']);
    assert.equal(await page.getByRole('button', { name: 'Clear Last Values' }).count(), 0);
    assert.equal(await focused(), 'bucket');
    await page.keyboard.press('Escape');
    assert.equal(await answer, undefined);
    await harness.close();
  });

  test('what the server says stays text', async () => {
    const page = await open();
    void harness.form.ask(
      request({
        scriptName: '<img src=x>',
        parameters: [
          parameter('<i>x</i>', 'string', {
            role: 'bucket',
            description: '<u>y</u> `<s>z</s>`',
            default: '"',
          }),
        ],
      }),
    );
    await shown();
    await page.locator('.fields input.value').press('ArrowDown');
    await page.locator('.option', { hasText: '<b>bold</b>' }).waitFor();
    assert.equal(await page.locator('.form :is(img, i, u, s, b)').count(), 0);
    await harness.close();
  });
});
