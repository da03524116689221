import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, suite, test } from 'node:test';
import type { Task } from '../../../client/src/influx/types.ts';
import { RunStore } from '../../../sandbox/tasks/runs.ts';
import { Scheduler } from '../../../sandbox/tasks/scheduler.ts';
import { TaskRunner } from '../../../sandbox/tasks/taskRunner.ts';

const minute = 60_000;
const start = Date.parse('2030-01-01T00:00:30Z');
const task: Task = { id: 't', orgID: 'o', name: 'n', every: '1m', flux: 'x' };

/** Runs that end when they are told to. */
class Held {
  readonly begun: string[] = [];
  readonly #ends: (() => void)[] = [];
  readonly perform = (_task: Task, { scheduledFor }: { scheduledFor: string }) => {
    this.begun.push(scheduledFor.slice(11, 16));
    return new Promise<void>((end) => this.#ends.push(end));
  };
  end(): void {
    this.#ends.shift()?.();
  }
}

/** What waits for promises only. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise(setImmediate);
}

suite('the scheduler', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: start }));
  afterEach(() => mock.timers.reset());

  async function scheduled() {
    const held = new Held();
    const runner = new TaskRunner(await RunStore.open(), held.perform);
    const scheduler = new Scheduler(() => [task], runner);
    scheduler.refresh();
    const pass = async (ms: number) => {
      mock.timers.tick(ms);
      await settle();
    };
    const end = async () => {
      held.end();
      await settle();
    };
    return { held, scheduler, pass, end };
  }

  test('a run that is due while the task still runs begins when that ends', async () => {
    const { held, scheduler, pass, end } = await scheduled();
    await pass(minute);
    assert.deepEqual(held.begun, ['00:01']);
    await pass(2 * minute);
    assert.deepEqual(held.begun, ['00:01'], 'one at a time');
    await end();
    assert.deepEqual(held.begun, ['00:01', '00:02']);
    await end();
    assert.deepEqual(held.begun, ['00:01', '00:02', '00:03']);
    await end();
    assert.equal(held.begun.length, 3, 'nothing more is due');
    await pass(minute);
    assert.equal(held.begun.at(-1), '00:04');
    scheduler.close();
  });

  test('far behind, it goes on from the present', async () => {
    const { held, scheduler, pass, end } = await scheduled();
    await pass(minute);
    await pass(60 * minute);
    for (let i = 0; i < 30; i++) await end();
    assert.deepEqual(held.begun, [
      ...['00:01', '00:02', '00:03', '00:04', '00:05', '00:06'],
      ...['00:07', '00:08', '00:09', '00:10', '00:11'],
    ]);
    await pass(minute);
    assert.equal(held.begun.at(-1), '01:02');
    scheduler.close();
  });

  test('nothing begins any more once it is closed', async () => {
    const { held, scheduler, pass, end } = await scheduled();
    await pass(minute);
    await pass(minute);
    scheduler.close();
    await end();
    await pass(10 * minute);
    assert.deepEqual(held.begun, ['00:01']);
  });
});
