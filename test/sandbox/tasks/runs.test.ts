import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { RunStore, type TaskRun } from '../../../sandbox/tasks/runs.ts';
import { TaskRunner } from '../../../sandbox/tasks/taskRunner.ts';

const task = { id: 't', orgID: 'o', name: 'n', every: '1h', flux: 'x' };
const scheduledFor = '2030-01-01T00:00:00.000Z';

suite('the runs of tasks', () => {
  test('a run that was on its way when the sandbox ended has failed', async () => {
    const data = mkdtempSync(join(tmpdir(), 'runs-'));
    try {
      const before = await RunStore.open(data);
      const done = await before.add({ taskID: 't', scheduledFor });
      await before.change(done, { status: 'success' }, 'through');
      const cut = await before.add({ taskID: 't', scheduledFor });
      await before.change(cut, { status: 'started' }, 'begun');
      const after = await RunStore.open(data);
      assert.deepEqual(
        after.of('t').map(({ id, status }) => [id, status]),
        [
          [cut.id, 'failed'],
          [done.id, 'success'],
        ],
      );
      assert.match(after.find('t', cut.id)?.log.at(-1)?.message ?? '', /ended before the run did/);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });

  test('the last hundred of a task are kept', async () => {
    const store = await RunStore.open();
    const made: string[] = [];
    for (let i = 0; i < 130; i++) made.unshift((await store.add({ taskID: 't', scheduledFor })).id);
    assert.deepEqual(
      store.of('t').map(({ id }) => id),
      made.slice(0, 100),
    );
    await store.forget('t');
    assert.deepEqual(store.of('t'), []);
  });

  test('what runs is known, and ended with the runner', async () => {
    const store = await RunStore.open();
    const aborted = (signal: AbortSignal) =>
      new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    const runner = new TaskRunner(store, (_task, _run, signal) => aborted(signal));
    const run: TaskRun = await runner.start(task, {
      scheduledFor: Date.parse(scheduledFor),
      requested: true,
    });
    assert.deepEqual(
      [run.scheduledFor, run.status, typeof run.requestedAt],
      [scheduledFor, 'scheduled', 'string'],
    );
    assert.ok(runner.isRunning('t') && !runner.isRunning('other'));
    // Until the script has begun there is nothing that hears of the end.
    while (store.find('t', run.id)?.status !== 'started') await new Promise(setImmediate);
    await new Promise(setImmediate);
    await runner.close();
    assert.equal(store.find('t', run.id)?.status, 'canceled');
    assert.equal(runner.isRunning('t'), false);
    assert.equal(runner.cancel(run.id), false);
  });

  test('what goes wrong is in the log', async () => {
    const store = await RunStore.open();
    const runner = new TaskRunner(store, () => Promise.reject(new Error('no such bucket')));
    const run = await runner.start(task, { scheduledFor: 0 });
    while (runner.isRunning('t')) await new Promise(setImmediate);
    const through = store.find('t', run.id);
    assert.equal(through?.status, 'failed');
    assert.equal(through?.requestedAt, undefined);
    assert.deepEqual(
      through?.log.map(({ message }) => message),
      ['Started task from its Flux', 'no such bucket', 'Completed(failed)'],
    );
  });
});
