import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPageMessage } from '../../client/src/results/messages.ts';
import { isFormMessage } from '../../client/src/views/formMessages.ts';
import { type OpenPage, type PageHarness, pageSuite } from './page.ts';
import { answer } from './read.ts';
import { readings, run } from './sources.ts';

/** Each leaves a trace in the page if it is taken for more than text. */
const markup = `<img src=x onerror="window.owned=1"><script>window.owned=1</script><b id=owned>`;
/** Turns the order of what follows around, sets a terminal's title, rings, hides. */
const control = '\u202egnp.exe\u001b]0;owned\u0007\u001b[2J\u0000\u200b\u2066';
const hostile = `${markup}${control}`;
/** As it is shown: each of the characters above by its name or its picture. */
const shown = `${markup}⟨U+202E⟩gnp.exe␛]0;owned␇␛[2J␀⟨U+200B⟩⟨U+2066⟩`;

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Two tables whose labels, values and key are all hostile. */
const hostileAnswer = answer(
  '#datatype,string,long,dateTime:RFC3339,double,string,string',
  '#group,false,false,false,false,true,true',
  '#default,_result,,,,,',
  `,result,table,_time,_value,_field,${cell(hostile)}`,
  ...[0, 0, 1, 1].map(
    (table, row) =>
      `,,${table},2024-01-01T00:00:0${row}Z,${row},${cell(`${hostile}${table}`)},${cell(hostile)}`,
  ),
);

pageSuite('a hostile answer is text', (openPage) => {
  let harness: PageHarness;
  const open: OpenPage = async (...how) => {
    harness = await openPage(...how);
    return harness;
  };
  /** Nothing ran, nothing was asked of anybody, and no element came out of a text. */
  async function close(): Promise<void> {
    const { page } = harness;
    assert.equal(await page.evaluate('window.owned'), undefined);
    assert.equal(await page.locator('#owned, img, script:not([src])').count(), 0);
    assert.doesNotMatch(
      (await page.evaluate<string>('document.body.innerText')).replace(/[\n\t]/g, ''),
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be in sight.
      /[\u0000-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/,
    );
    await harness.close();
  }

  test('in the head, the cells, the column heads, the detail and the list of tables', async () => {
    const { page } = await open();
    await harness.run(
      run(hostileAnswer, {
        scriptName: hostile,
        connectionName: hostile,
        params: { [hostile]: hostile },
      }),
    );
    await harness.appears('.state', 'Done');
    await harness.appears('.page-head', shown);
    await harness.appears('.item', shown);
    await page.locator('.item').first().click();
    await harness.appears('.cell.head', shown);
    await page.locator('.cell:not(.head)', { hasText: shown }).first().click();
    await harness.appears('.detail-text', shown);
    await harness.picture('hostile-table');
    await close();
  });

  test('in the chart and its legend', async () => {
    const { page } = await open();
    await harness.run(run(hostileAnswer));
    await harness.appears('.state', 'Done');
    await page.getByRole('tab', { name: 'Chart' }).click();
    await harness.appears('.legend-entry', shown);
    await harness.picture('hostile-chart');
    await close();
  });

  test('in the answer as it came', async () => {
    const { page } = await open();
    await harness.run(run(hostileAnswer));
    await harness.appears('.state', 'Done');
    await page.getByRole('tab', { name: 'Raw' }).click();
    await page.locator('.raw-line, .raw', { hasText: '⟨U+202E⟩gnp.exe␛]0;owned␇' }).first().waitFor();
    await harness.picture('hostile-raw');
    await close();
  });

  test('in an error, before the answer and in the middle of it', async () => {
    await open();
    await harness.run(run(() => Promise.reject(new Error(hostile))));
    await harness.appears('.notice.failed', shown);
    await harness.run(
      run(answer(',result,table,x', ',r,0,1', '', '', ',error,reference', `,${cell(hostile)},`)),
    );
    await harness.appears('.notice', shown);
    await harness.picture('hostile-error');
    await close();
  });

  test('a cell of a megabyte does not hold the page up', async () => {
    const { page } = await open();
    const huge = `${markup}${'x'.repeat(1024 * 1024)}`;
    await harness.run(run(answer(',result,table,x', `,r,0,${cell(huge)}`)));
    await harness.appears('.state', 'Done');
    await harness.appears('.cell', '<img src=x');
    // Not all of it stands in the grid: a row is one line.
    const long = await page.evaluate<number>(
      `Math.max(...[...document.querySelectorAll('.cell')].map((cell) => cell.textContent.length))`,
    );
    assert.ok(long < 100_000, `a cell shows ${long} characters`);
    await close();
  });

  test('a message of another origin, or of no shape, is not heard', async () => {
    const { page } = await open();
    await harness.run(run(readings(1, 2)));
    await harness.appears('.state', 'Done');
    await page.evaluate(`for (const [data, origin] of [
      [{ type: 'pinned', pinned: true }, 'https://evil.example'],
      [{ type: 'run' }, 'null'],
      [undefined, window.origin],
      ['run', window.origin],
      [{ type: 7 }, window.origin],
    ]) window.dispatchEvent(new MessageEvent('message', { data, origin }));`);
    assert.equal(await page.getByRole('button', { name: 'Unpin' }).count(), 0);
    // The same from the host is heard.
    await harness.tell({ type: 'pinned', pinned: true });
    await page.getByRole('button', { name: 'Unpin' }).waitFor();
    await close();
  });
});

test('what a page may send is known by its shape', () => {
  const strange = [
    null,
    undefined,
    7,
    'ready',
    [],
    {},
    { type: 'constructor' },
    { type: 'cancel' },
    { type: 'cancel', run: -1 },
    { type: 'action', run: 1, action: 'rm' },
    { type: 'pin', pinned: 'yes' },
    { type: 'ask', id: 1, run: 1, question: { method: '__proto__' } },
    { type: 'ask', id: 1, run: 1, question: { method: 'toString' } },
    { type: 'reveal', run: 1, place: { start: { line: '1', column: 1 } } },
    { type: 'formEvent', form: 1, event: { kind: 'submit', inputs: { a: 1 } } },
    { type: 'formEvent', form: 1, event: { kind: 'valueOf' } },
  ];
  for (const message of strange) {
    assert.equal(isPageMessage(message) || isFormMessage(message), false, JSON.stringify(message));
  }
  assert.ok(isPageMessage({ type: 'cancel', run: 1 }));
  assert.ok(isFormMessage({ type: 'editValues', run: 1 }));
});
