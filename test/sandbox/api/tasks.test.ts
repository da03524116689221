import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { Task, TasksResponse } from '../../../client/src/influx/types.ts';
import { startFromSource, type TestSandbox } from './start.ts';

const path = '/api/v2/tasks';
const flux = 'option task = {name: "hourly", every: 1h, offset: 5m}\nfrom(bucket: "b") |> range(start: -1h)';

suite('/api/v2/tasks', () => {
  let api: TestSandbox;
  let scriptID: string;
  before(async () => {
    api = await startFromSource({ org: 'team' });
    scriptID = await api.script('x = params.a');
  });
  after(() => api.sandbox.close());

  const create = async (body: object): Promise<Task> => {
    const reply = await api.send('POST', path, body);
    assert.equal(reply.status, 201, reply.text);
    return reply.json() as Task;
  };
  const refused = async (body: object, words: RegExp, status = 400) => {
    const reply = await api.send('POST', path, body);
    assert.equal(reply.status, status, reply.text);
    assert.match((reply.json() as { message: string }).message, words);
  };
  const list = async (query: string): Promise<readonly Task[]> => {
    const reply = await api.send('GET', `${path}${query}`);
    assert.equal(reply.status, 200, reply.text);
    return (reply.json() as TasksResponse).tasks;
  };

  test('a task with a script: create, find, update, delete', async () => {
    const task = await create({
      name: 'nightly',
      scriptID,
      scriptParameters: { a: 1, b: { c: ['x'] } },
      cron: '0 2 * * *',
    });
    assert.match(task.id, /^[0-9a-f]{16}$/);
    const { id, createdAt, updatedAt, ...rest } = task as Task & { ownerID: string };
    assert.equal(createdAt, updatedAt);
    assert.deepEqual(rest, {
      orgID: api.sandbox.orgID,
      org: 'team',
      ownerID: rest.ownerID,
      labels: [],
      links: {
        self: `${path}/${id}`,
        runs: `${path}/${id}/runs`,
        logs: `${path}/${id}/logs`,
      },
      name: 'nightly',
      description: '',
      status: 'active',
      cron: '0 2 * * *',
      scriptID,
      scriptParameters: { a: 1, b: { c: ['x'] } },
    });
    assert.deepEqual((await api.send('GET', `${path}/${id}`)).json(), task);

    const patched = await api.send('PATCH', `${path}/${id}`, {
      status: 'inactive',
      every: '1h',
      offset: '1m',
    });
    assert.equal(patched.status, 200, patched.text);
    const changed = patched.json() as Task;
    assert.equal(changed.cron, undefined);
    assert.equal(changed.every, '1h');
    assert.equal(changed.offset, '1m');
    assert.equal(changed.status, 'inactive');
    assert.deepEqual(changed.scriptParameters, task.scriptParameters);
    assert.ok((changed.updatedAt ?? '') > (updatedAt ?? ''));
    const none = (await api.send('PATCH', `${path}/${id}`, { offset: '0' })).json() as Task;
    assert.equal(none.offset, undefined);

    assert.equal((await api.send('DELETE', `${path}/${id}`)).status, 204);
    assert.equal((await api.send('GET', `${path}/${id}`)).status, 404);
    assert.equal((await api.send('DELETE', `${path}/${id}`)).status, 404);
  });

  test('a task with Flux has its name and schedule from option task', async () => {
    const task = await create({ flux });
    assert.equal(task.name, 'hourly');
    assert.equal(task.every, '1h');
    assert.equal(task.offset, '5m');
    assert.equal(task.flux, flux);
    assert.equal(task.scriptID, undefined);
    const other = flux.replace('hourly', 'daily').replace('1h,', '1d,');
    const changed = (await api.send('PATCH', `${path}/${task.id}`, { flux: other })).json() as Task;
    assert.equal(changed.name, 'daily');
    assert.equal(changed.every, '1d');
    // Flux gives way to a script.
    const script = (await api.send('PATCH', `${path}/${task.id}`, { scriptID })).json() as Task;
    assert.equal(script.flux, undefined);
    assert.equal(script.scriptID, scriptID);
  });

  test('what the contract excludes is refused', async () => {
    await refused({ name: 'x', every: '1h' }, /flux, or the scriptID/);
    await refused({ flux, scriptID }, /exclude each other/);
    await refused({ scriptID, every: '1h' }, /needs a name/);
    await refused({ name: 'x', scriptID }, /exactly one of every and cron/);
    await refused({ name: 'x', scriptID, every: '1h', cron: '* * * * *' }, /exactly one/);
    await refused({ name: 'x', scriptID, every: 'soon' }, /every must be a duration/);
    await refused({ name: 'x', scriptID, every: '1h', status: 'on' }, /active or inactive/);
    await refused({ flux, scriptParameters: {} }, /scriptParameters need a scriptID/);
    await refused({ name: 'x', scriptID, every: '1h', scriptParameters: [1] }, /must be an object/);
    await refused({ flux: 'from(bucket: "b")' }, /option task/);
    await refused({ name: 'x', scriptID: '00ff', every: '1h' }, /script "00ff" not found/, 404);
  });

  test('the list is filtered by script, and paged', async () => {
    const own = await api.script('y = 1');
    const made: string[] = [];
    for (let i = 0; i < 12; i++) {
      made.push((await create({ name: `of ${i}`, scriptID: own, every: '1h' })).id);
    }
    const ids = async (query: string) => (await list(query)).map(({ id }) => id);
    assert.deepEqual(await ids(`?scriptID=${own}`), made);
    assert.deepEqual(await ids(`?scriptID=${own}&limit=5`), made.slice(0, 5));
    assert.deepEqual(await ids(`?scriptID=${own}&limit=5&after=${made[4]}`), made.slice(5, 10));
    assert.deepEqual(await ids(`?scriptID=${own}&limit=5&offset=10`), made.slice(10));
    assert.deepEqual(await ids(`?scriptID=${own}&limit=-1`), made);
    const { links } = (await api.send('GET', `${path}?scriptID=${own}&limit=5&offset=5`)).json() as {
      links: { next: string; prev: string };
    };
    assert.deepEqual(await ids(links.next.slice(path.length)), made.slice(10));
    assert.deepEqual(await ids(links.prev.slice(path.length)), made.slice(0, 5));
    assert.deepEqual(await ids('?scriptID=00ff'), []);
    assert.equal((await list('?name=of%203')).length, 1);
    assert.equal((await api.send('GET', `${path}?limit=501`)).status, 400);
    // Deleting the script leaves its tasks.
    await api.send('DELETE', `/api/v2/scripts/${own}`);
    assert.equal((await ids(`?scriptID=${own}`)).length, 12);
  });

  test('the schedule of a task with Flux can be changed: the text changes with it', async () => {
    const { id } = await create({ flux });
    const patch = async (body: object) => (await api.send('PATCH', `${path}/${id}`, body)).json() as Task;
    const cron = await patch({ cron: '0 2 * * *', name: 'at "two"' });
    assert.deepEqual(
      [cron.every, cron.cron, cron.offset, cron.name],
      [undefined, '0 2 * * *', '5m', 'at "two"'],
    );
    assert.match(
      cron.flux ?? '',
      /^option task = \{offset: 5m, name: "at \\"two\\"", cron: "0 2 \* \* \*"\}\nfrom/,
    );
    const every = await patch({ every: '2h', offset: '0' });
    assert.deepEqual([every.every, every.cron, every.offset], ['2h', undefined, undefined]);
    assert.equal((await api.send('PATCH', `${path}/${id}`, { cron: 'at noon' })).status, 400);
  });

  test('type=basic leaves the text away', async () => {
    const { id } = await create({ flux });
    const [found] = (await list('?type=basic&limit=-1')).filter((task) => task.id === id);
    assert.equal(found?.name, 'hourly');
    assert.deepEqual([found?.flux, found?.createdAt, found?.updatedAt], [undefined, undefined, undefined]);
  });

  test('without the token there is nothing', async () => {
    assert.equal((await api.send('GET', path, undefined, { Authorization: 'Token no' })).status, 401);
  });
});

test('tasks outlive a restart', async () => {
  const data = mkdtempSync(join(tmpdir(), 'tasks-'));
  const first = await startFromSource({ data, sampleData: false });
  const id = ((await first.send('POST', path, { flux })).json() as Task).id;
  await first.sandbox.close();
  await using again = await startFromSource({ data, sampleData: false });
  assert.equal((await again.send('GET', `${path}/${id}`)).status, 200);
  rmSync(data, { recursive: true, force: true });
});
