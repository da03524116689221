import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { startFromSource, type TestSandbox } from './start.ts';

interface BucketBody {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly retentionRules: readonly unknown[];
  readonly createdAt: string;
  readonly updatedAt: string;
}
interface List {
  readonly links: { readonly next?: string };
  readonly buckets: readonly BucketBody[];
}

suite('buckets', { timeout: 120_000 }, () => {
  let api: TestSandbox;
  before(async () => {
    api = await startFromSource({ sampleData: false });
  });
  after(() => api[Symbol.asyncDispose]());

  const path = '/api/v2/buckets';
  const create = (fields: object) => api.send('POST', path, { orgID: api.sandbox.orgID, ...fields });
  const names = async (query: string) =>
    ((await api.send('GET', path + query)).json() as List).buckets.map(({ name }) => name);

  test('create, find, update, delete', async () => {
    const rules = [{ type: 'expire', everySeconds: 86_400 }];
    const made = (
      await create({ name: 'one', description: 'd', retentionRules: rules })
    ).json() as BucketBody;
    assert.deepEqual([made.name, made.description, made.retentionRules], ['one', 'd', rules]);
    assert.deepEqual((await api.send('GET', `${path}/${made.id}`)).json(), made);
    const changed = (
      await api.send('PATCH', `${path}/${made.id}`, { name: 'two', retentionRules: [] })
    ).json() as BucketBody;
    assert.deepEqual([changed.name, changed.description, changed.retentionRules], ['two', 'd', []]);
    assert.ok(changed.updatedAt > made.updatedAt && changed.createdAt === made.createdAt);
    await api.send('POST', `/api/v2/write?bucket=${made.id}`, 'm f=1 1');
    const read = (name: string) => api.query(`from(bucket: "${name}") |> range(start: 0)`);
    assert.match((await read('two')).text, /,f,m/);
    assert.equal((await api.send('DELETE', `${path}/${made.id}`)).status, 204);
    assert.equal((await read('two')).status, 404);
    assert.equal((await api.send('GET', `${path}/${made.id}`)).status, 404);
    assert.equal((await api.send('DELETE', `${path}/${made.id}`)).status, 404);
    // Another one of its name begins without points.
    await create({ name: 'two' });
    assert.equal((await read('two')).text, '\r\n');
    const [again] = ((await api.send('GET', `${path}?name=two`)).json() as List).buckets;
    await api.send('DELETE', `${path}/${again?.id}`);
  });

  test('lists in pages', async () => {
    const made: BucketBody[] = [];
    for (const name of ['a', 'b', 'c', 'd']) made.push((await create({ name })).json() as BucketBody);
    assert.deepEqual(await names(''), ['_tasks', '_monitoring', 'a', 'b', 'c', 'd']);
    assert.deepEqual(await names('?limit=2&offset=3'), ['b', 'c']);
    assert.deepEqual(await names(`?after=${made[1]?.id}`), ['c', 'd']);
    assert.deepEqual(await names(`?id=${made[2]?.id}`), ['c']);
    assert.deepEqual(await names('?name=d'), ['d']);
    assert.deepEqual(await names('?name=none'), []);
    const { links } = (await api.send('GET', `${path}?limit=5`)).json() as List;
    assert.deepEqual(await names((links.next ?? '').replace(path, '')), ['d']);
  });

  test('refuses what the API refuses', async () => {
    await create({ name: 'taken' });
    const other = (await create({ name: 'other' })).json() as BucketBody;
    const cases: readonly (readonly [object, number, RegExp])[] = [
      [{ name: 'taken' }, 422, /bucket with name taken already exists/],
      [{ name: '_x' }, 400, /may not start with underscore/],
      [{ name: 'a"b' }, 400, /may not include quotation marks/],
      [{}, 400, /name is required/],
      [{ name: 'x', orgID: undefined }, 400, /organization id must be provided/],
      [{ name: 'x', orgID: '0000000000000001' }, 404, /organization not found/],
      [{ name: 'x', retentionRules: [{ type: 'expire', everySeconds: 60 }] }, 422, /one hour/],
      [{ name: 'x', retentionRules: [{ type: 'expire', everySeconds: -1 }] }, 422, /whole number/],
      [{ name: 'x', retentionRules: 5 }, 400, /array/],
    ];
    for (const [fields, status, message] of cases) {
      const reply = await create(fields);
      assert.deepEqual([reply.status, message.test(reply.text)], [status, true], reply.text);
    }
    assert.equal((await api.send('PATCH', `${path}/${other.id}`, { name: 'taken' })).status, 422);
    assert.equal((await api.send('PATCH', `${path}/none`, { name: 'x' })).status, 404);
  });

  test('buckets and points are there again', async () => {
    const data = await mkdtemp(join(tmpdir(), 'sandbox-'));
    try {
      const first = await startFromSource({ data });
      try {
        const body = { orgID: first.sandbox.orgID, name: 'kept' };
        const { id } = (await first.send('POST', path, body)).json() as BucketBody;
        assert.equal((await first.send('POST', `/api/v2/write?bucket=${id}`, 'm f=1,s="x" 1')).status, 204);
      } finally {
        await first.sandbox.close();
      }
      const second = await startFromSource({ data });
      try {
        const { text } = await second.query(
          'from(bucket: "kept") |> range(start: 0) |> drop(columns: ["_start", "_stop"])',
        );
        assert.match(text, /00\.000000001Z,1,f,m\r\n.*00\.000000001Z,x,s,m\r\n/s);
      } finally {
        await second.sandbox.close();
      }
    } finally {
      await rm(data, { recursive: true });
    }
  });
});
