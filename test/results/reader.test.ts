import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ResultReader } from '../../client/src/results/reader.ts';
import { ResultStore } from '../../client/src/results/store.ts';
import { answer, type Picture, picture, read } from './read.ts';

/** Reads the answer whole, in single bytes, and in two parts cut at every byte; it must look the same each time. */
function reads(bytes: Uint8Array, expected: Partial<Picture>): void {
  const whole = picture(read(bytes));
  assert.deepEqual({ ...whole, ...expected }, whole);
  const everywhere = Array.from(bytes, (_, index) => index).slice(1);
  assert.deepEqual(picture(read(bytes, everywhere)), whole, 'in single bytes');
  for (const cut of everywhere) {
    assert.deepEqual(picture(read(bytes, [cut])), whole, `cut at byte ${cut}`);
  }
}

const ANNOTATED = [
  '#datatype,string,long,dateTime:RFC3339,double,string',
  '#group,false,false,false,false,true',
  '#default,_result,,,,',
  ',result,table,_time,_value,host',
];

suite('annotated answers', () => {
  test('types, group key, result name by default', () => {
    reads(
      answer(
        ...ANNOTATED,
        ',,0,2024-01-01T00:00:00Z,1.5,a',
        ',,0,2024-01-01T00:00:10.123456789Z,-2,a',
        ',,1,2024-01-01T00:00:00Z,,b',
        '',
      ),
      {
        state: 'complete',
        tables: [
          {
            result: '_result',
            id: '0',
            key: ['host=a'],
            columns: ['_time:dateTime:RFC3339', '_value:double', 'host:string*'],
            rows: [
              ['2024-01-01T00:00:00Z', '1.5', 'a'],
              ['2024-01-01T00:00:10.123456789Z', '-2', 'a'],
            ],
          },
          {
            result: '_result',
            id: '1',
            key: ['host=b'],
            columns: ['_time:dateTime:RFC3339', '_value:double', 'host:string*'],
            rows: [['2024-01-01T00:00:00Z', '', 'b']],
          },
        ],
      },
    );
  });

  test('annotations in any order, unknown ones skipped', () => {
    reads(
      answer(
        '#group,false,false,true',
        '#constant,whatever',
        '#default,r,,x',
        '#datatype,string,long,string',
        ',result,table,k',
        ',,0,',
        '',
      ),
      {
        state: 'complete',
        tables: [{ result: 'r', id: '0', key: ['k=x'], columns: ['k:string*'], rows: [['x']] }],
      },
    );
  });

  for (const kept of [0, 1, 2]) {
    test(`only ${ANNOTATED[kept]?.split(',')[0]}`, () => {
      const bytes = answer(
        ANNOTATED[kept] ?? '',
        ANNOTATED[3] ?? '',
        ',_result,0,2024-01-01T00:00:00Z,1.5,a',
        '',
      );
      reads(bytes, {
        state: 'complete',
        tables: [
          {
            result: '_result',
            id: '0',
            key: ['host=a'],
            columns:
              kept === 0
                ? ['_time:dateTime:RFC3339', '_value:double', 'host:string']
                : ['_time:dateTime:RFC3339?', '_value:double?', `host:string?${kept === 1 ? '*' : ''}`],
            rows: [['2024-01-01T00:00:00Z', '1.5', 'a']],
          },
        ],
      });
    });
  }

  test('changed schema, several results, table numbers that start again', () => {
    const store = read(
      answer(
        ...ANNOTATED,
        ',,0,2024-01-01T00:00:00Z,1.5,a',
        '',
        '#datatype,string,long,long',
        '#group,false,false,false',
        '#default,_result,,',
        ',result,table,n',
        ',,1,7',
        '',
        '#datatype,string,long,boolean',
        '#group,false,false,false',
        '#default,second,,',
        ',result,table,ok',
        ',,0,true',
        '',
      ),
    );
    assert.deepEqual(
      picture(store).tables.map(({ result, id, columns, rows }) => [result, id, columns.length, rows.length]),
      [
        ['_result', '0', 3, 1],
        ['_result', '1', 1, 1],
        ['second', '0', 1, 1],
      ],
    );
    assert.deepEqual(store.results, ['_result', 'second']);
    assert.equal(store.complete, true);
  });

  test('a header that comes again goes on with its block; the tables keep the order in which they came', () => {
    const header = (label: string, type: string) => [
      `#datatype,string,long,${type},string`,
      '#group,false,false,false,true',
      '#default,_result,,,',
      `,result,table,${label},host`,
    ];
    const bytes = answer(
      ...[...header('n', 'long'), ',,0,1,a', ',,0,2,a', ''],
      ...[...header('x', 'double'), ',,1,0.5,a', ''],
      ...[...header('n', 'long'), ',,2,3,b', ',,3,3,b', ''],
      ...[...header('n', 'double'), ',,4,4,b', ''],
    );
    const store = read(bytes);
    assert.deepEqual(
      store.blocks.map(({ rowCount, tables }) => [rowCount, tables.map(({ id }) => id)]),
      [
        [4, ['0', '2', '3']],
        [1, ['1']],
        [1, ['4']],
      ],
    );
    const table = (id: string, column: string, host: string, ...cells: string[]) => ({
      result: '_result',
      id,
      key: [`host=${host}`],
      columns: [column, 'host:string*'],
      rows: cells.map((cell) => [cell, host]),
    });
    reads(bytes, {
      state: 'complete',
      tables: [
        table('0', 'n:long', 'a', '1', '2'),
        table('1', 'x:double', 'a', '0.5'),
        table('2', 'n:long', 'b', '3'),
        table('3', 'n:long', 'b', '3'),
        table('4', 'n:double', 'b', '4'),
      ],
    });
  });

  test('without types, a header that comes again may mean others', () => {
    const store = read(answer(',result,table,x', ',r,0,1', '', ',result,table,x', ',r,1,a', ''));
    assert.deepEqual(
      store.blocks.map(({ columns }) => columns[0]?.type),
      ['long', 'string'],
    );
  });

  test('the defaults stand for empty cells of each type', () => {
    reads(
      answer(
        '#datatype,string,long,long,double,boolean,dateTime:RFC3339,duration,string',
        '#default,_result,7,-1,2.5,true,2024-01-01T00:00:00Z,1h,"a, b"',
        ',result,table,l,d,b,t,u,s',
        ',,,,,,,,',
        ',other,8,5,0.5,false,2024-01-02T00:00:00Z,5m,c',
        '',
      ),
      {
        tables: [
          {
            result: '_result',
            id: '7',
            key: ['s=a, b'],
            columns: ['l:long', 'd:double', 'b:boolean', 't:dateTime:RFC3339', 'u:duration', 's:string'],
            rows: [['-1', '2.5', 'true', '2024-01-01T00:00:00Z', '1h', 'a, b']],
          },
          {
            result: 'other',
            id: '8',
            key: ['s=c'],
            columns: ['l:long', 'd:double', 'b:boolean', 't:dateTime:RFC3339', 'u:duration', 's:string'],
            rows: [['5', '0.5', 'false', '2024-01-02T00:00:00Z', '5m', 'c']],
          },
        ],
      },
    );
  });

  test('all subsets and orders of the annotations say the same where they say something', () => {
    const rows = ANNOTATED.slice(0, 3);
    const orders = [
      [0],
      [1],
      [2],
      [0, 1],
      [1, 0],
      [0, 2],
      [2, 0],
      [1, 2],
      [2, 1],
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ];
    for (const order of orders) {
      const annotations = order.flatMap((at) => [rows[at] as string, '#other,"x\r\ny"', '#']);
      const store = read(
        answer(...annotations, ANNOTATED[3] as string, ',_result,0,2024-01-01T00:00:00Z,1,a', ''),
      );
      const columns = store.blocks[0]?.columns ?? [];
      assert.equal(store.state, 'complete', `${order}`);
      assert.deepEqual(
        columns.map(({ type, inferred, group }) => [type, inferred, group]),
        [
          ['dateTime:RFC3339', !order.includes(0), false],
          [order.includes(0) ? 'double' : 'long', !order.includes(0), false],
          ['string', !order.includes(0), order.includes(1)],
        ],
        `${order}`,
      );
    }
  });

  test('an empty table has its number and key in the defaults', () => {
    reads(
      answer(
        '#datatype,string,long,double,string',
        '#group,false,false,false,true',
        '#default,_result,4,,a b',
        ',result,table,_value,host',
        '',
        '#datatype,string,long,double,string',
        '#group,false,false,false,true',
        '#default,_result,,,',
        ',result,table,_value,host',
        ',,5,1,c',
        '',
      ),
      {
        state: 'complete',
        tables: [
          {
            result: '_result',
            id: '4',
            key: ['host=a b'],
            columns: ['_value:double', 'host:string*'],
            rows: [],
          },
          {
            result: '_result',
            id: '5',
            key: ['host=c'],
            columns: ['_value:double', 'host:string*'],
            rows: [['1', 'c']],
          },
        ],
      },
    );
  });

  test('every type keeps every digit', () => {
    const store = read(
      answer(
        '#datatype,string,long,boolean,long,unsignedLong,double,string,dateTime:RFC3339Nano,base64Binary,duration',
        ',result,table,b,l,u,d,s,t,bin,dur',
        ',r,0,true,-9223372036854775808,18446744073709551615,NaN,ä,1677-09-21T00:12:43.145224193Z,AQID,1h',
        ',r,0,false,9223372036854775807,9007199254740993,+Inf,"a,b",2262-04-11T23:47:15.999999999Z,,5',
        ',r,0,,,,-Inf,,1969-12-31T23:59:59.999999999Z,,',
        ',r,0,true,0,0,0.000000012,x,2024-02-29T12:00:00+02:00,,',
        '',
      ),
    );
    const [table] = store.tables;
    assert.ok(table);
    const values = Array.from({ length: 4 }, (_, row) =>
      table.block.columns.map((_, column) => store.cell(table, row, column).value),
    );
    assert.deepEqual(values, [
      [
        true,
        -9223372036854775808n,
        18446744073709551615n,
        Number.NaN,
        'ä',
        -9223372036854775807n,
        'AQID',
        '1h',
      ],
      [
        false,
        9223372036854775807n,
        9007199254740993n,
        Number.POSITIVE_INFINITY,
        'a,b',
        9223372035999999999n,
        null,
        '5',
      ],
      [null, null, null, Number.NEGATIVE_INFINITY, null, -1n, null, null],
      [true, 0n, 0n, 1.2e-8, 'x', 1709200800000000000n, null, null],
    ]);
    assert.equal(store.cell(table, 3, 3).text, '0.000000012');
    assert.equal(store.cell(table, 0, 5).text, '1677-09-21T00:12:43.145224193Z');
  });

  test('a double without exponent, 300 digits long', () => {
    const digits = `1${'0'.repeat(299)}`;
    reads(answer('#datatype,string,long,double', ',result,table,_value', `,r,0,${digits}`, ''), {
      tables: [{ result: 'r', id: '0', key: [], columns: ['_value:double'], rows: [[digits]] }],
    });
  });

  test('a value that is not of the declared type is shown as it came', () => {
    const store = read(
      answer('#datatype,string,long,long', ',result,table,n', ',r,0,1', ',r,0,', ',r,0,many', ',r,0,4', ''),
    );
    const [table] = store.tables;
    assert.deepEqual(
      picture(store).tables[0]?.rows.map(([text]) => text),
      ['1', '', 'many', '4'],
    );
    assert.equal(table?.block.columns[0]?.mismatch, true);
  });

  test('impossible times are not times', () => {
    for (const time of [
      '2024-02-30T00:00:00Z',
      '2024-01-01T24:00:00Z',
      '2024-01-01 00:00:00Z',
      '3000-01-01T00:00:00Z',
    ]) {
      const store = read(
        answer('#datatype,string,long,dateTime:RFC3339', ',result,table,t', `,r,0,${time}`, ''),
      );
      assert.equal(picture(store).tables[0]?.rows[0]?.[0], time);
      assert.equal(store.blocks[0]?.columns[0]?.mismatch, true, time);
    }
  });
});

suite('answers without annotations', () => {
  test('types are guessed and say so; several tables and results', () => {
    reads(
      answer(
        ',result,table,_time,_value,n,ok,host',
        ',a,0,2024-01-01T00:00:00Z,1.5,1,true,h1',
        ',a,0,2024-01-01T00:00:01Z,NaN,9007199254740993,false,h1',
        ',a,1,2024-01-01T00:00:00Z,7,2,true,h2',
        '',
        ',result,table,x',
        ',b,0,18446744073709551615',
        '',
      ),
      {
        state: 'complete',
        tables: [
          {
            result: 'a',
            id: '0',
            key: ['host=h1'],
            columns: ['_time:dateTime:RFC3339?', '_value:double?', 'n:long?', 'ok:boolean?', 'host:string?'],
            rows: [
              ['2024-01-01T00:00:00Z', '1.5', '1', 'true', 'h1'],
              ['2024-01-01T00:00:01Z', 'NaN', '9007199254740993', 'false', 'h1'],
            ],
          },
          {
            result: 'a',
            id: '1',
            key: ['host=h2'],
            columns: ['_time:dateTime:RFC3339?', '_value:double?', 'n:long?', 'ok:boolean?', 'host:string?'],
            rows: [['2024-01-01T00:00:00Z', '7', '2', 'true', 'h2']],
          },
          { result: 'b', id: '0', key: [], columns: ['x:unsignedLong?'], rows: [['18446744073709551615']] },
        ],
      },
    );
  });

  const guesses: readonly [type: string, cells: readonly string[]][] = [
    ['long', ['', '1', '', '-20']],
    ['double', ['1', '2.5']],
    ['double', ['3', '12345678901234568000000']],
    ['string', ['9007199254740993', '2.5']],
    ['unsignedLong', ['1', '18446744073709551615']],
    ['string', ['-1', '18446744073709551615']],
    ['string', ['007']],
    ['string', ['1.50']],
    ['string', ['1e5']],
    ['string', ['true', 'maybe']],
    ['string', ['2024-01-01T00:00:00Z', 'yesterday']],
    ['string', ['2024-01-01T00:00:00.100Z']],
    ['string', ['-']],
    ['string', ['.5', '5.', '+']],
    ['string', ['']],
    ['double', ['-0', '0.000001']],
    ['double', ['21.333333333333332', '-Inf']],
  ];
  for (const [type, cells] of guesses) {
    test(`${cells.join(' | ')} is ${type}, and reads as it came`, () => {
      const store = read(answer(',result,table,x', ...cells.map((cell) => `,r,0,${cell}`), ''));
      assert.equal(store.blocks[0]?.columns[0]?.type, type);
      assert.deepEqual(
        picture(store).tables[0]?.rows.map(([text]) => text),
        cells,
      );
    });
  }

  test('a header alone is an empty table', () => {
    reads(answer(',result,table,_value', '', ',result,table,x', ',r,1,2', ''), {
      state: 'complete',
      tables: [
        { result: '', id: '', key: [], columns: ['_value:string?'], rows: [] },
        { result: 'r', id: '1', key: [], columns: ['x:long?'], rows: [['2']] },
      ],
    });
  });

  test('the result may change without a new header', () => {
    reads(answer(',result,table,x', ',a,0,1', ',b,0,1', ''), {
      tables: [
        { result: 'a', id: '0', key: [], columns: ['x:long?'], rows: [['1']] },
        { result: 'b', id: '0', key: [], columns: ['x:long?'], rows: [['1']] },
      ],
    });
  });
});

suite('rows', () => {
  test('duplicate labels, and user columns named result and table', () => {
    reads(answer(',result,table,result,table,x,x', ',r,0,mine,too,1,2', ',r,0,mine,other,1,3', ''), {
      tables: [
        {
          result: 'r',
          id: '0',
          key: ['result=mine'],
          columns: ['result:string?', 'table:string?', 'x:long?', 'x:long?'],
          rows: [
            ['mine', 'too', '1', '2'],
            ['mine', 'other', '1', '3'],
          ],
        },
      ],
    });
  });

  test('quoted cells: commas, quotes, line ends; CRLF reads as LF', () => {
    reads(
      answer(
        ',result,table,s,t',
        ',r,0,"a,""b""\r\nc\nd","x"',
        ',r,0,"a,""b""\r\nc\nd","x""y"',
        ',r,0,"",plain "quote',
        '',
      ),
      {
        state: 'complete',
        tables: [
          {
            result: 'r',
            id: '0',
            key: [],
            columns: ['s:string?', 't:string?'],
            rows: [
              ['a,"b"\nc\nd', 'x'],
              ['a,"b"\nc\nd', 'x"y'],
              ['', 'plain "quote'],
            ],
          },
        ],
      },
    );
  });

  test('a quoted cell that begins like the one above', () => {
    reads(answer(',result,table,s', ',r,0,"a,"', ',r,0,"a,""b"', ',r,0,"a,"', ',r,0,"a,"', ''), {
      tables: [
        { result: 'r', id: '0', key: [], columns: ['s:string?'], rows: [['a,'], ['a,"b'], ['a,'], ['a,']] },
      ],
    });
  });

  test('cells that begin like, or continue, the ones above', () => {
    reads(answer(',result,table,s,t', ',r,0,ab,x', ',r,0,abc,x', ',r,0,a,xy', ',r,0,,', ',r,0,abc,x', ''), {
      tables: [
        {
          result: 'r',
          id: '0',
          key: [],
          columns: ['s:string?', 't:string?'],
          rows: [
            ['ab', 'x'],
            ['abc', 'x'],
            ['a', 'xy'],
            ['', ''],
            ['abc', 'x'],
          ],
        },
      ],
    });
  });

  test('characters of several bytes, a byte order mark, LF alone', () => {
    reads(new TextEncoder().encode('\ufeff,result,table,ключ\n,r,0,日本語😀\n,r,0,日本酒\n'), {
      state: 'complete',
      tables: [
        { result: 'r', id: '0', key: [], columns: ['ключ:string?'], rows: [['日本語😀'], ['日本酒']] },
      ],
    });
  });

  test('the first record is not compared with its header', () => {
    reads(answer(',result,table,x', ',result,table,x', ',result,table,x', ''), {
      tables: [{ result: 'result', id: 'table', key: ['x=x'], columns: ['x:string?'], rows: [['x'], ['x']] }],
    });
  });

  test('a header without its first column, or without result and table', () => {
    reads(answer('result,table,x', 'r,0,1', '', 'a,b', '1,2', ''), {
      tables: [
        { result: 'r', id: '0', key: [], columns: ['x:long?'], rows: [['1']] },
        { result: '', id: '', key: [], columns: ['a:long?', 'b:long?'], rows: [['1', '2']] },
      ],
    });
  });

  test('nothing but a line end, or nothing at all, is a script without output', () => {
    reads(answer(''), { state: 'complete', tables: [], errors: [] });
    assert.equal(read(new Uint8Array()).state, 'complete');
  });
});

suite('errors and ends', () => {
  test('an error after the first rows', () => {
    reads(
      answer(
        ',result,table,x',
        ',r,0,1',
        '',
        '',
        ',error,reference',
        ',"boom, ""really""\r\nat 2:4",',
        'ignored',
      ),
      {
        state: 'complete',
        errors: [{ message: 'boom, "really"\nat 2:4', reference: '', afterTables: 1 }],
        tables: [{ result: 'r', id: '0', key: [], columns: ['x:long?'], rows: [['1']] }],
      },
    );
  });

  test('an annotated error, and the old form without the first column', () => {
    reads(
      answer('#datatype,string,string', '#group,true,true', '#default,,', ',error,reference', ',failed,897'),
      {
        state: 'complete',
        errors: [{ message: 'failed', reference: '897', afterTables: 0 }],
      },
    );
    reads(answer('error,reference', 'failed,897'), {
      errors: [{ message: 'failed', reference: '897', afterTables: 0 }],
    });
  });

  const cut: readonly [what: string, bytes: Uint8Array, reason: RegExp, rows: number][] = [
    ['an open quote', answer(',result,table,x', ',r,0,1', ',r,0,"ab'), /quoted value/, 1],
    [
      'a short last row',
      new TextEncoder().encode(',result,table,x,y\r\n,r,0,1,2\r\n,r,0,1'),
      /middle of a row/,
      1,
    ],
    ['no last line end', new TextEncoder().encode(',result,table,x\r\n,r,0,1\r\n,r,0,2'), /line end/, 2],
    [
      'a row of the wrong width',
      answer(',result,table,x', ',r,0,1', ',r,0', ',r,0,1,1', ',r,0,2', ''),
      /2 rows/,
      2,
    ],
    ['annotations alone', answer('#datatype,string,long,long'), /header/, 0],
    ['an error without text', answer(',error,reference'), /error/, 0],
  ];
  for (const [what, bytes, reason, rows] of cut) {
    test(`${what} is incomplete`, () => {
      const store = read(bytes);
      assert.equal(store.state, 'incomplete');
      assert.match(store.reason, reason);
      assert.equal(store.rowCount, rows);
      assert.equal(
        store.tables.reduce((sum, table) => sum + table.rowCount, 0),
        rows,
      );
    });
  }

  test('a cut connection keeps what arrived', () => {
    const store = new ResultStore();
    const reader = new ResultReader(store);
    let changes = 0;
    const stop = store.onChange(() => {
      changes += 1;
    });
    reader.push(answer(',result,table,x', ',r,0,1'));
    reader.abort('The connection broke.');
    stop();
    reader.push(answer(',r,0,2'));
    reader.end();
    assert.equal(changes, 2);
    assert.deepEqual([store.state, store.reason, store.rowCount], ['incomplete', 'The connection broke.', 1]);
  });

  test('a full store waits; what comes after it is counted, and what it holds stays', () => {
    const lines = Array.from({ length: 100_000 }, (_, row) => `,r,0,${row}.25,text ${row}`);
    const bytes = answer(',result,table,x,s', ...lines, '');
    const store = new ResultStore({ maxBytes: 1_000_000 });
    const reader = new ResultReader(store);
    reader.push(bytes);
    assert.deepEqual([reader.full, reader.ended, store.state, store.capped], [true, false, 'reading', false]);
    const { rowCount, memory } = store;
    assert.ok(memory < 1_400_000, `${memory}`);
    assert.ok(rowCount > 10_000 && rowCount < 100_000, `${rowCount}`);
    reader.skim();
    reader.end();
    assert.deepEqual([store.state, store.capped, store.rowCount], ['complete', true, rowCount]);
    assert.ok(store.memory <= memory, `${store.memory}`);
    assert.equal(store.rowsLeftOut, 100_000 - rowCount);
    const [table] = store.tables;
    assert.ok(table);
    assert.equal(store.cell(table, 9_999, 1).text, 'text 9999');
  });

  test('a row without end does not fill the memory', () => {
    const store = new ResultStore({ maxBytes: 1_000_000 });
    const reader = new ResultReader(store);
    const chunk = new Uint8Array(100_000).fill(0x61);
    reader.push(new TextEncoder().encode(',result,table,x\n,r,0,"'));
    while (!reader.full) {
      reader.push(chunk);
    }
    assert.ok(store.bytes < 1_300_000);
    reader.skim();
    for (let i = 0; i < 50; i++) {
      reader.push(chunk);
    }
    reader.end();
    assert.equal(store.state, 'incomplete');
    assert.match(store.reason, /too long/);
    const commas = new ResultStore();
    const wide = new ResultReader(commas);
    wide.push(new Uint8Array(2_000_000).fill(0x2c));
    assert.equal(wide.full, true);
    wide.abort('It was stopped.');
    assert.deepEqual([commas.state, commas.reason], ['incomplete', 'It was stopped.']);
  });
});

suite('pages', () => {
  test('long columns of runs, nulls and changes read back by row', () => {
    const rows = 20_000;
    const cell = (row: number) =>
      [
        row % 5000 < 4500 ? '' : String(row),
        row < 9000 ? '1.5' : row % 7 === 0 ? '' : `${row}.5`,
        `tag${Math.floor(row / 100)}`,
        row % 3 === 0 ? '' : String(row % 2 === 0),
        new Date(row * 1000).toISOString().replace('.000Z', 'Z'),
      ] as const;
    const lines = Array.from({ length: rows }, (_, row) => `,r,0,${cell(row).join(',')}`);
    const store = read(answer(',result,table,a,b,c,d,e', ...lines, ''), [1000, 70_000, 300_001]);
    assert.equal(store.state, 'complete');
    const [table] = store.tables;
    assert.ok(table);
    for (let row = 0; row < rows; row++) {
      cell(row).forEach((text, column) => {
        if (store.cell(table, row, column).text !== text) {
          assert.equal(store.cell(table, row, column).text, text, `row ${row}, column ${column}`);
        }
      });
    }
  });

  test('ten columns of a plain answer take less than 32 bytes a row', () => {
    const lines = Array.from(
      { length: 50_000 },
      (_, row) =>
        `,_result,${Math.floor(row / 1000)},2024-01-01T00:00:00Z,2024-01-02T00:00:00Z,` +
        `${new Date(1.7e12 + row * 1000).toISOString().replace('.000Z', 'Z')},${row % 97}.25,temperature,air,h${Math.floor(row / 1000)},x`,
    );
    const store = read(
      answer(',result,table,_start,_stop,_time,_value,_field,_measurement,host,loc', ...lines, ''),
    );
    assert.equal(store.rowCount, 50_000);
    assert.ok(store.memory / store.rowCount < 32, `${store.memory / store.rowCount}`);
  });
});
