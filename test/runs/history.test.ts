import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptAnswers } from '../../client/src/runs/answers.ts';
import { describeOutcome, describeValue, describeValues, runText } from '../../client/src/runs/describe.ts';
import { inputsOf, paramsOf, RunHistory, type RunRecord, valuesOf } from '../../client/src/runs/history.ts';

class Memory {
  readonly values = new Map<string, string>();
  get<T>(key: string): T | undefined {
    const text = this.values.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }
  update(key: string, value: unknown): Promise<void> {
    this.values.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}

const run = (more: Partial<RunRecord> = {}): Omit<RunRecord, 'id'> => ({
  script: { name: 'air', source: 'server', id: '1' },
  connection: 'Dev',
  values: [],
  started: Date.UTC(2026, 0, 31, 12),
  ms: 12.6,
  rows: 1234,
  outcome: 'done',
  message: '',
  ...more,
});

test('runs are kept, the newest first, over sessions', async () => {
  const memory = new Memory();
  const history = new RunHistory(memory);
  assert.deepEqual(history.runs, []);
  let told = 0;
  const stop = history.onChange(() => told++);
  const first = await history.add(run({ rows: 1 }));
  const second = await history.add(run({ rows: 2 }));
  assert.notEqual(first.id, second.id);
  assert.equal(told, 2);
  assert.deepEqual(new RunHistory(memory).runs, [second, first]);
  stop();
  await history.remove(new Set([second.id]));
  assert.equal(told, 2);
  assert.deepEqual(new RunHistory(memory).runs, [first]);
  assert.equal(history.find(first.id), first);
  await history.clear();
  assert.deepEqual(new RunHistory(memory).runs, []);
});

test('the oldest goes when there are more than a hundred', async () => {
  const memory = new Memory();
  const history = new RunHistory(memory);
  // Runs of two panels may end at once.
  await Promise.all(Array.from({ length: 103 }, (_, rows) => history.add(run({ rows }))));
  const { runs } = new RunHistory(memory);
  assert.equal(runs.length, 100);
  assert.deepEqual([runs[0]?.rows, runs.at(-1)?.rows], [102, 3]);
});

test('what suggests a secret is kept nowhere, nor is what is very long', async () => {
  const memory = new Memory();
  const inputs = { start: '-7d', apiToken: 'hunter2', db_password: 'hunter2', long: 'x'.repeat(5000) };
  const params = { ...inputs, list: [1, 'a'] };
  const values = valuesOf({ inputs, params });
  const record = await new RunHistory(memory).add(run({ values, message: 'y'.repeat(5000) }));
  const written = [...memory.values.values()].join('');
  assert.ok(!written.includes('hunter2'));
  assert.ok(written.length < 3000);
  assert.deepEqual(inputsOf(record), { start: '-7d', list: '[1,"a"]' });
  assert.deepEqual(paramsOf(record), { start: '-7d', list: [1, 'a'] });
  assert.equal(
    describeValues(record.values),
    'start = -7d · apiToken = ••• · db_password = ••• · long = ••• · list = [1,"a"]',
  );
});

test('a value says what was typed and what travelled', () => {
  assert.equal(describeValue({ name: 'a', typed: '-7d', sent: '-7d' }), '-7d');
  assert.equal(
    describeValue({ name: 'a', typed: 'now', sent: '2026-01-31T12:00:00Z' }),
    'now → 2026-01-31T12:00:00Z',
  );
  assert.equal(describeValue({ name: 'a', typed: ' 5', sent: 5 }), '5');
  assert.equal(describeValue({ name: 'a' }), '•••');
  assert.equal(describeValues([{ name: 'a', typed: '', sent: '' }]), 'a = ""');
  const failed = { ...run({ outcome: 'failed', message: 'no bucket' }), id: '1' };
  assert.equal(describeOutcome(failed), 'failed: no bucket');
});

test('a run as a text: what it was, its values, its rows', () => {
  const values = [
    { name: 'start', typed: 'now', sent: '2026' },
    { name: 'sensor_id', typed: 'a\nb', sent: 'a\nb' },
  ];
  const record = { ...run({ values, rows: 5 }), id: '1' };
  assert.equal(
    runText(record, { csv: 'table,_value\n0,1\n', rows: 1, cut: true }),
    `script      air
source      on the server
connection  Dev
started     2026-01-31T12:00:00.000Z
duration    13 ms
rows        5
outcome     done

start      now → 2026
sensor_id  a⏎b

table,_value
0,1
(4 rows more, left out for their size)`,
  );
});

test('the answers of the newest twenty runs are kept', () => {
  const kept = new KeptAnswers();
  const answer = { csv: '', rows: 0, cut: false };
  for (let id = 1; id <= 21; id++) kept.keep(String(id), answer);
  assert.equal(kept.get('1'), undefined);
  assert.equal(kept.get('2'), answer);
  kept.forget(['2']);
  assert.equal(kept.get('2'), undefined);
});
