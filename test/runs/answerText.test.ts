import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerText } from '../../client/src/runs/answerText.ts';
import { answer, read } from '../results/read.ts';

const lines = [
  '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,double,string',
  '#group,false,false,true,true,false,true',
  '#default,_result,,,,,',
  ',result,table,_start,_stop,_value,tag',
  ',,0,2026-01-31T12:00:00Z,2026-01-31T13:00:00Z,1.5,a',
  ',,0,2026-01-31T12:00:00Z,2026-01-31T13:00:00Z,2.5,a',
  ',,1,2026-01-31T12:00:00Z,2026-01-31T13:00:00Z,3.5,"b, ""c"""',
  '',
  '#datatype,string,long,dateTime:RFC3339,long',
  '#group,false,false,false,false',
  '#default,totals,,,',
  ',result,table,_start,n',
  ',,0,2026-01-31T12:00:00Z,1',
  ',,0,2026-02-28T12:00:00Z,2',
];

test('plain CSV; bounds that are the same in all rows stand once', async () => {
  assert.deepEqual(await answerText(read(answer(...lines))), {
    csv: `# _start 2026-01-31T12:00:00Z, _stop 2026-01-31T13:00:00Z
table,_value,tag
0,1.5,a
0,2.5,a
1,3.5,"b, ""c"""

# totals
table,_start,n
0,2026-01-31T12:00:00Z,1
0,2026-02-28T12:00:00Z,2
`,
    rows: 5,
    cut: false,
  });
});

test('what is too long is cut behind a whole row, and said', async () => {
  const store = read(answer(...lines));
  const whole = await answerText(store);
  for (let limit = 0; limit <= whole.csv.length; limit++) {
    const { csv, rows, cut } = await answerText(store, limit);
    assert.ok(csv.length <= limit);
    assert.ok(whole.csv.startsWith(csv));
    assert.ok(csv === '' || csv.endsWith('\n'));
    assert.equal(cut, limit < whole.csv.length);
    assert.ok(rows <= whole.rows);
  }
});

test('an empty answer is an empty text', async () => {
  assert.deepEqual(await answerText(read(answer(''))), { csv: '', rows: 0, cut: false });
});
