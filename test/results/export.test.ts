import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { clipboardText } from '../../client/src/results/export/clipboard.ts';
import { textOf } from '../../client/src/results/export/content.ts';
import { fileToSave } from '../../client/src/results/export/exporting.ts';
import { fileName } from '../../client/src/results/export/fileToSave.ts';
import { copyFormats, ROW_FORMATS } from '../../client/src/results/export/formats.ts';
import { defuse } from '../../client/src/results/export/formulas.ts';
import { storeSections } from '../../client/src/results/export/sections.ts';
import { writeWholeFile } from '../../client/src/results/export/wholeFile.ts';
import { Reading, type ReadingOptions } from '../../client/src/results/reading.ts';
import { resultView } from '../../client/src/results/views.ts';
import type { CopyFormat, FileFormat, View } from '../../client/webview/protocol.ts';
import { contentOf } from './files.ts';
import { answer } from './read.ts';
import { readings, run, stream } from './sources.ts';

const encoder = new TextEncoder();

/** Every type, and what is hard about each. */
const TYPES = answer(
  '#datatype,string,long,long,unsignedLong,double,boolean,string,dateTime:RFC3339,duration,base64Binary',
  '#group,false,false,true,false,false,false,false,false,false,false',
  '#default,_result,,,,,,,,,',
  ',result,table,i,u,d,b,s,t,span,bytes',
  ',,0,-9223372036854775808,18446744073709551615,-1.5,true,"say ""hi"", you",2024-01-01T00:00:00.123456789Z,1h30m,aGk=',
  ',,0,42,0,NaN,false,"two\r\nlines",2024-01-01T00:00:00Z,-5ns,',
  ',,0,,,+Inf,,,,,',
  ',,0,9007199254740993,1,-Inf,true,=1+1|*x*,2262-04-11T23:47:16.854775807Z,0s,AAAA',
);

/** What a run leaves behind, read as the panel reads it. */
async function read(bytes: Uint8Array, options: ReadingOptions = {}): Promise<Reading> {
  const reading = new Reading(run(bytes), options, () => {
    // A store that is full asks; the answer is to be whole.
    if (reading.paused) {
      reading.decide('continue');
    }
  });
  await reading.read();
  return reading;
}

async function exported(
  bytes: Uint8Array,
  format: FileFormat,
  { view, options, defusing = false }: { view?: View; options?: ReadingOptions; defusing?: boolean } = {},
): Promise<{ text: string; said: string; name: string }> {
  const reading = await read(bytes, options);
  try {
    const file = fileToSave(
      { ...reading, run: run(bytes), store: reading.store, received: reading.received },
      format,
      view,
      defusing,
    );
    const text = await contentOf(file);
    return { text, said: file.saved(), name: file.name };
  } finally {
    await reading.received.dispose();
  }
}

const FIRST: View = { kind: 'table', index: 0 };

suite('exports of every type', () => {
  test('CSV', async () => {
    const { text, said, name } = await exported(TYPES, 'csv', { view: FIRST });
    assert.equal(
      text,
      [
        'i,u,d,b,s,t,span,bytes',
        '-9223372036854775808,18446744073709551615,-1.5,true,"say ""hi"", you",2024-01-01T00:00:00.123456789Z,1h30m,aGk=',
        '42,0,NaN,false,"two\nlines",2024-01-01T00:00:00Z,-5ns,',
        ',,+Inf,,,,,',
        '9007199254740993,1,-Inf,true,=1+1|*x*,2262-04-11T23:47:16.854775807Z,0s,AAAA',
        '',
      ].join('\r\n'),
    );
    assert.equal(said, '4 rows.');
    assert.equal(name, 'air-sensors _result · table 0.csv');
  });

  test('JSON keeps every digit and every type, and JSON Lines has the same objects', async () => {
    const { text } = await exported(TYPES, 'json', { view: FIRST });
    const objects = [
      '{"i":-9223372036854775808,"u":18446744073709551615,"d":-1.5,"b":true,"s":"say \\"hi\\", you","t":"2024-01-01T00:00:00.123456789Z","span":"1h30m","bytes":"aGk="}',
      '{"i":42,"u":0,"d":"NaN","b":false,"s":"two\\nlines","t":"2024-01-01T00:00:00Z","span":"-5ns","bytes":null}',
      '{"i":null,"u":null,"d":"+Inf","b":null,"s":null,"t":null,"span":null,"bytes":null}',
      '{"i":9007199254740993,"u":1,"d":"-Inf","b":true,"s":"=1+1|*x*","t":"2262-04-11T23:47:16.854775807Z","span":"0s","bytes":"AAAA"}',
    ];
    assert.equal(text, `[\n${objects.join(',\n')}\n]\n`);
    assert.equal(JSON.parse(text).length, 4);
    const lines = await exported(TYPES, 'jsonl', { view: FIRST });
    assert.equal(lines.text, `${objects.join('\n')}\n`);
    assert.equal(lines.name, 'air-sensors _result · table 0.jsonl');
  });

  test('Markdown', async () => {
    const { text } = await exported(TYPES, 'markdown', { view: FIRST });
    assert.deepEqual(text.split('\n'), [
      '| i | u | d | b | s | t | span | bytes |',
      '| ---: | ---: | ---: | --- | --- | --- | ---: | --- |',
      '| -9223372036854775808 | 18446744073709551615 | -1.5 | true | say "hi", you | 2024-01-01T00:00:00.123456789Z | 1h30m | aGk= |',
      '| 42 | 0 | NaN | false | two<br>lines | 2024-01-01T00:00:00Z | -5ns |  |',
      '|  |  | +Inf |  |  |  |  |  |',
      '| 9007199254740993 | 1 | -Inf | true | =1+1\\|\\*x\\* | 2262-04-11T23:47:16.854775807Z | 0s | AAAA |',
      '',
    ]);
  });

  test('the CSV that was received is the same bytes', async () => {
    const { text, said, name } = await exported(TYPES, 'annotated');
    assert.equal(text, new TextDecoder().decode(TYPES));
    assert.equal(said, `${TYPES.length} bytes as received.`);
    assert.equal(name, 'air-sensors.csv');
  });

  test('doubles of any size are JSON', async () => {
    const text = answer(
      '#datatype,string,long,double',
      ',result,table,v',
      ',r,0,1e300',
      ',r,0,-0',
      ',r,0,5e-324',
    );
    const { text: json } = await exported(text, 'jsonl', { view: FIRST });
    const values = json
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).v);
    assert.deepEqual(values, [1e300, -0, 5e-324]);
  });

  test('a time in a zone of the view is still saved as InfluxDB writes it, and copied as it is seen', async () => {
    const view: View = { ...FIRST, columns: [5], times: { zone: 'Europe/Berlin', format: 'plain' } };
    const { text } = await exported(TYPES, 'jsonl', { view });
    assert.equal(text.split('\n')[0], '{"t":"2024-01-01T00:00:00.123456789Z"}');
    const { store } = await read(TYPES);
    const range = { fromRow: 0, toRow: 0, fromColumn: 0, toColumn: 9, format: 'csv', header: false } as const;
    const copied = await clipboardText(resultView(store, view), range, { defuse: true });
    assert.equal(copied.text, '2024-01-01 01:00:00.123456789');
  });
});

suite('exports of whole answers', () => {
  /** Two results; three schemas; an empty table; a label twice; a user's own column called `result`. */
  const SCHEMAS = answer(
    '#datatype,string,long,string,long',
    '#group,false,false,true,false',
    '#default,a,,,',
    ',result,table,host,v',
    ',,0,h1,1',
    ',,1,h2,2',
    '',
    '#datatype,string,long,string,long',
    '#group,false,false,true,false',
    '#default,b,,,',
    ',result,table,host,v',
    ',,0,h3,3',
    '',
    '#datatype,string,long,string,string,double,double',
    '#group,false,false,false,false,false,false',
    '#default,b,1,,,,',
    ',result,table,result,x,x,x_2',
    ',,1,r,,0.5,1.5',
    '',
    '#datatype,string,long,string',
    '#group,false,false,true',
    '#default,b,2,gone',
    ',result,table,host',
  );

  test('CSV: one header for tables that are alike, a blank line before others', async () => {
    const { text, said, name } = await exported(SCHEMAS, 'csv');
    assert.deepEqual(text.split('\r\n'), [
      'result,table,host,v',
      'a,0,h1,1',
      'a,1,h2,2',
      'b,0,h3,3',
      '',
      'result,table,result,x,x,x_2',
      'b,1,r,,0.5,1.5',
      '',
      'result,table,host',
      '',
    ]);
    assert.equal(said, '4 rows.');
    assert.equal(name, 'air-sensors.csv');
  });

  test('JSON: labels that are there twice become different ones', async () => {
    const { text } = await exported(SCHEMAS, 'jsonl');
    assert.deepEqual(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
      [
        { result: 'a', table: 0, host: 'h1', v: 1 },
        { result: 'a', table: 1, host: 'h2', v: 2 },
        { result: 'b', table: 0, host: 'h3', v: 3 },
        // The second x; x_2 is there already.
        { result: 'b', table: 1, result_2: 'r', x: null, x_3: 0.5, x_2: 1.5 },
      ],
    );
  });

  test('Markdown: a table for each schema', async () => {
    const { text } = await exported(SCHEMAS, 'markdown');
    assert.equal(text.split('\n\n').length, 3);
    assert.match(text, /\n\n\| result \| table \| host \|\n\| --- \| ---: \| --- \|\n$/);
  });

  test('a view of tables with other columns leaves out what a table does not have', async () => {
    const { text } = await exported(SCHEMAS, 'jsonl', { view: { kind: 'result', index: 1 } });
    assert.deepEqual(text.trim().split('\n'), [
      '{"table":0,"host":"h3","v":3}',
      '{"table":1,"result":"r","x":null,"x_3":0.5,"x_2":1.5}',
    ]);
  });

  test('nothing at all', async () => {
    const nothing = encoder.encode('\r\n');
    assert.equal((await exported(nothing, 'csv')).text, '');
    assert.equal((await exported(nothing, 'json')).text, '[]\n');
    assert.equal((await exported(nothing, 'jsonl')).text, '');
    assert.equal((await exported(nothing, 'json')).said, '0 rows.');
    const empty = answer(
      '#datatype,string,long,long',
      '#group,false,false,false',
      '#default,_result,0,',
      ',result,table,v',
    );
    assert.equal((await exported(empty, 'csv', { view: FIRST })).text, 'v\r\n');
    assert.equal((await exported(empty, 'json', { view: FIRST })).text, '[]\n');
    assert.equal((await exported(empty, 'markdown', { view: FIRST })).text, '| v |\n| ---: |\n');
  });

  test('a row of one empty cell is no blank line', async () => {
    const one = answer('#datatype,string,long,string', ',result,table,v', ',r,0,a', ',r,0,', ',r,0,b');
    assert.equal((await exported(one, 'csv', { view: FIRST })).text, 'v\r\na\r\n""\r\nb\r\n');
  });

  test('what is not whole says so', async () => {
    const failed = answer(',result,table,v', ',r,0,1', ',r,0', '', ',error,reference', ',no more,');
    assert.equal(
      (await exported(failed, 'csv')).said,
      '1 row. 1 row with a wrong number of cells had to be left out. The answer is incomplete: this is what arrived. The server stopped with an error: there may be more.',
    );
    assert.match((await exported(failed, 'annotated')).said, /bytes as received\. The answer is incomplete/);
  });
});

suite('exports of answers that are longer than the memory', () => {
  /** So little that hardly a row stays. */
  const options = { maxBytes: 10_000 };

  for (const format of ['csv', 'json', 'jsonl', 'markdown'] as const) {
    for (const annotated of [true, false]) {
      test(`${format}${annotated ? '' : ' without annotations'}: the same as if everything were in memory`, async () => {
        const bytes = readings(7, 3000, annotated);
        const whole = await exported(bytes, format);
        const capped = await exported(bytes, format, { options });
        assert.equal(capped.text === whole.text, true);
        assert.equal(capped.said, '21,000 rows.');
        assert.ok((await read(bytes, options)).store.rowCount < 21_000);
      });
    }
  }

  test('many small tables of changing schemas, cut anywhere', async () => {
    const lines: string[] = [];
    for (let block = 0; block < 3000; block++) {
      const label = `c${block % 7}`;
      const value = block % 5 === 0 ? 'text' : block % 3 === 0 ? '' : block;
      lines.push(`,result,table,_time,${label}`, `,r${block % 2},${block},2024-01-01T00:00:00Z,${value}`);
      lines.push(`,r${block % 2},${block},2024-01-01T00:00:00Z,${block}`, '');
    }
    const bytes = answer(...lines);
    assert.ok(bytes.length > 2 * 65_536);
    for (const format of ['csv', 'jsonl'] as const) {
      const whole = await exported(bytes, format);
      const capped = await exported(bytes, format, { options });
      assert.equal(capped.text === whole.text, true);
    }
  });

  test('a type that only the end gives away is the same from the beginning', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => `,r,0,${row}`);
    const bytes = answer(',result,table,v', ...rows, ',r,0,at last a text');
    const { text } = await exported(bytes, 'jsonl', { options });
    assert.deepEqual(
      text
        .trim()
        .split('\n')
        .filter((line) => !/"v":"/.test(line)),
      [],
    );
  });

  test('a view of it says that there is more', async () => {
    const { said } = await exported(readings(1, 5000), 'csv', { view: FIRST, options });
    assert.match(
      said,
      /^\d+ rows\. The panel holds only the first rows of the answer: save the whole answer for all\.$/,
    );
  });

  test('rows of a wrong width are left out and counted', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => (row === 9000 ? ',r,0' : `,r,0,${row}`));
    const { said } = await exported(answer(',result,table,v', ...rows), 'csv', { options });
    assert.equal(
      said,
      '19,999 rows. 1 row with a wrong number of cells had to be left out. The answer is incomplete: this is what arrived.',
    );
  });
});

suite('formulas', () => {
  for (const text of [
    '=1+1',
    '+cmd|calc',
    '-2+3+cmd',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\0=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '-',
    '+',
    '-1.5.2',
    '+3e5e',
    '-1,5',
    '-0x10',
    '+49 30 1234',
    '-7d',
    '-Infinity()',
  ]) {
    test(`${JSON.stringify(text)} is defused`, () => {
      assert.equal(defuse(text), `'${text}`);
    });
  }

  for (const text of [
    '',
    '-1.5',
    '+3e5',
    '-0',
    '-.5',
    '+1.',
    '-1E-300',
    '+Inf',
    '-Inf',
    'a=1',
    ' =1',
    "'=1",
    '1-1',
    '"=1"',
  ]) {
    test(`${JSON.stringify(text)} stays`, () => {
      assert.equal(defuse(text), text);
    });
  }

  const INJECTION = answer(
    '#datatype,string,long,string,double',
    ',result,table,=label,v',
    ',r,0,"=HYPERLINK(""http://x"",""y"")",-1.5',
    ',r,0,"-1,2",+Inf',
    ',r,0,plain,2',
  );

  test('CSV: labels too, quoted after that; the others are left alone', async () => {
    const { text, said } = await exported(INJECTION, 'csv', { view: FIRST, defusing: true });
    assert.equal(text, `'=label,v\r\n"'=HYPERLINK(""http://x"",""y"")",-1.5\r\n"'-1,2",+Inf\r\nplain,2\r\n`);
    assert.equal(
      said,
      '3 rows. 3 cells that a spreadsheet would run as formulas begin with an apostrophe now.',
    );
    const { text: json } = await exported(INJECTION, 'jsonl', { view: FIRST, defusing: true });
    assert.equal(JSON.parse(json.split('\n')[1] ?? '')['=label'], '-1,2');
    const { text: received } = await exported(INJECTION, 'annotated', { defusing: true });
    assert.equal(received, new TextDecoder().decode(INJECTION));
  });

  test('at choice', async () => {
    const { text, said } = await exported(INJECTION, 'csv', { view: FIRST });
    assert.match(text, /^=label,v\r\n"=HYPERLINK/);
    assert.equal(said, '3 rows.');
  });
});

suite('Markdown', () => {
  for (const [text, wanted] of [
    ['a|b', 'a\\|b'],
    ['a\\|b', 'a\\\\\\|b'],
    ['<b>&amp;', '\\<b>\\&amp;'],
    ['AT&T', 'AT&T'],
    ['one\rtwo\r\nthree', 'one<br>two<br>three'],
    ['_value', '_value'],
    ['air_sensor_id', 'air_sensor_id'],
    ['_emphasis_', '\\_emphasis\\_'],
    [
      '`code` **bold** [link](x) ~~no~~ $x$',
      '\\`code\\` \\*\\*bold\\*\\* \\[link\\](x) \\~\\~no\\~\\~ \\$x\\$',
    ],
  ] as const) {
    test(`${JSON.stringify(text)} reads as itself`, async () => {
      const column = {
        head: { label: 'v', kind: 'text', numeric: false },
        text: () => text,
        value: () => text,
        lacks: () => false,
      } as const;
      const writer = ROW_FORMATS.markdown.writer({ defuse: true });
      const pieces: string[] = [];
      for await (const piece of textOf([{ columns: [column], from: 0, to: 1 }], writer)) {
        pieces.push(piece);
      }
      assert.equal(pieces.join(''), `| v |\n| --- |\n| ${wanted} |\n`);
    });
  }
});

suite('copies', () => {
  const all = { fromRow: 0, toRow: Number.MAX_SAFE_INTEGER - 1, fromColumn: 0, toColumn: 100, header: true };

  test('a range of cells, with and without the header', async () => {
    const { store } = await read(TYPES);
    const view = resultView(store, FIRST);
    const range = { fromRow: 0, toRow: 1, fromColumn: 3, toColumn: 4, format: 'tsv' } as const;
    const cells = await clipboardText(view, { ...range, header: false }, { defuse: true });
    assert.equal(cells.text, 'true\t"say ""hi"", you"\nfalse\t"two\nlines"\n');
    const headed = await clipboardText(view, { ...range, header: true }, { defuse: true });
    assert.equal(headed.text, `b\ts\n${cells.text}`);
    assert.deepEqual([headed.rows, headed.truncated, headed.defused], [2, false, 0]);
  });

  test('one cell has no line end after it', async () => {
    const { store } = await read(TYPES);
    const one = { fromRow: 3, toRow: 3, fromColumn: 4, toColumn: 4, format: 'tsv', header: false } as const;
    const copied = await clipboardText(resultView(store, FIRST), one, { defuse: true });
    assert.deepEqual([copied.text, copied.defused], ["'=1+1|*x*", 1]);
  });

  test('no more than the clipboard takes, and what there is of it is whole', async () => {
    const { store } = await read(readings(1, 5000));
    const most = 100_000;
    const rowsOf: Record<CopyFormat, (text: string) => number> = {
      tsv: (text) => text.trim().split('\n').length - 1,
      csv: (text) => text.trim().split('\n').length - 1,
      json: (text) => JSON.parse(text).length,
      markdown: (text) => text.trim().split('\n').length - 2,
    };
    for (const format of copyFormats) {
      const view = resultView(store, FIRST);
      const { text, rows, truncated } = await clipboardText(view, { ...all, format }, { defuse: true, most });
      assert.equal(truncated, true);
      assert.equal(rowsOf[format](text), rows);
      assert.ok(text.length > most && text.length < most * 2 + 100_000, `${format} ${text.length}`);
    }
  });

  test('an empty table', async () => {
    const empty = answer(
      '#datatype,string,long,long',
      '#group,false,false,false',
      '#default,_result,0,',
      ',result,table,v',
    );
    const { store } = await read(empty);
    const view = resultView(store, FIRST);
    const copied = await clipboardText(view, { ...all, format: 'json' }, { defuse: true });
    assert.deepEqual([copied.text, copied.rows, copied.truncated], ['[]\n', 0, false]);
    assert.equal((await clipboardText(view, { ...all, format: 'csv' }, { defuse: true })).text, 'v');
  });
});

suite('files', () => {
  /** A folder of its own, with what is in it afterwards. */
  async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'export-'));
    try {
      await work(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  test('are whole, and take the place of what was there', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'x.csv');
      await writeFile(path, 'before');
      await writeWholeFile(path, stream(encoder.encode('all of it'), 2));
      assert.equal(await readFile(path, 'utf8'), 'all of it');
      assert.deepEqual(await readdir(folder), ['x.csv']);
    }));

  test('a link leads on', () =>
    inFolder(async (folder) => {
      await writeFile(join(folder, 'real.csv'), 'before');
      await symlink(join(folder, 'real.csv'), join(folder, 'link.csv'));
      await writeWholeFile(join(folder, 'link.csv'), stream(encoder.encode('new')));
      assert.equal(await readFile(join(folder, 'real.csv'), 'utf8'), 'new');
      assert.equal(await readFile(join(folder, 'link.csv'), 'utf8'), 'new');
    }));

  test('content that fails leaves what was there', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'x.csv');
      await writeFile(path, 'before');
      const content = async function* () {
        yield encoder.encode('half');
        await Promise.resolve();
        throw new Error('The server is gone.');
      };
      await assert.rejects(writeWholeFile(path, content()), /The server is gone/);
      assert.equal(await readFile(path, 'utf8'), 'before');
      assert.deepEqual(await readdir(folder), ['x.csv']);
    }));

  test('a name that cannot be taken leaves nothing beside it', () =>
    inFolder(async (folder) => {
      await assert.rejects(writeWholeFile(folder, stream(encoder.encode('x'))), {
        code: /EISDIR|EPERM|ENOTEMPTY|EEXIST/,
      });
      assert.deepEqual(await readdir(folder), []);
      await assert.rejects(writeWholeFile(join(folder, 'missing', 'x.csv'), stream(encoder.encode('x'))), {
        code: 'ENOENT',
      });
    }));

  test('who gives up gets no file', () =>
    inFolder(async (folder) => {
      const reading = await read(readings(10, 5000));
      const abort = new AbortController();
      for (const format of ['annotated', 'csv'] as const) {
        const file = fileToSave(
          { run: run(new Uint8Array()), store: reading.store, received: reading.received },
          format,
          undefined,
          true,
        );
        let reports = 0;
        const content = file.content({
          signal: abort.signal,
          report: () => {
            reports += 1;
            if (reports === 2) {
              abort.abort();
            }
          },
        });
        await assert.rejects(writeWholeFile(join(folder, 'x'), content), { name: 'AbortError' });
      }
      assert.deepEqual(await readdir(folder), []);
      await reading.received.dispose();
    }));

  test('no more is written than is asked for', async () => {
    const reading = await read(readings(10, 5000));
    let written = 0;
    const content = textOf(storeSections(reading.store), ROW_FORMATS.csv.writer({ defuse: true }), {
      wrote: (rows) => {
        written = rows;
      },
    });
    await content.next();
    assert.ok(written > 0 && written < 2000, `${written} rows for one piece`);
    await content.return(undefined);
  });

  for (const [name, wanted] of [
    ['air-sensors', 'air-sensors.csv'],
    ['../../etc/passwd', 'etc-passwd.csv'],
    ['C:\\x?.csv', 'C-x-.csv.csv'],
    ['', 'result.csv'],
    ['...', 'result.csv'],
    ['a\nb', 'a-b.csv'],
  ] as const) {
    test(`${JSON.stringify(name)} is called ${wanted}`, () => {
      assert.equal(fileName(name, 'csv'), wanted);
    });
  }
});

suite('a long export', () => {
  test('of a million rows lets other work through all the time, and says how far it is', async () => {
    const { store, received } = await read(readings(10, 100_000));
    assert.equal(store.rowCount, 1_000_000);
    const file = fileToSave({ run: run(new Uint8Array()), store, received }, 'csv', undefined, true);
    let turns = 0;
    let running = true;
    const turn = () => {
      turns += 1;
      if (running) {
        setImmediate(turn);
      }
    };
    setImmediate(turn);
    const shares: number[] = [];
    let bytes = 0;
    const signal = new AbortController().signal;
    for await (const chunk of file.content({ signal, report: (share) => shares.push(share) })) {
      bytes += chunk.length;
      assert.ok(chunk.length < 300_000);
    }
    running = false;
    // A turn for each frame: a thread that was held for longer would have had fewer. A million rows take seconds.
    assert.ok(turns > 100, `${turns} turns`);
    assert.ok(bytes > 100_000_000);
    assert.deepEqual(
      shares.toSorted((a, b) => a - b),
      shares,
    );
    assert.equal(shares.at(-1), 1);
    assert.equal(file.saved(), '1,000,000 rows.');
    await received.dispose();
  });
});
