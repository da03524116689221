import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InfluxError } from '../../client/src/influx/errors.ts';
import { failure } from './failure.ts';
import { json, serve } from './faultServer.ts';

const script = (index: number) => ({
  id: index.toString(16).padStart(16, '0'),
  orgID: 'o',
  name: `s${index}`,
  script: 'x = 1',
});

for (const count of [0, 11, 100, 101, 250]) {
  test(`${count} scripts are all listed`, async () => {
    const all = Array.from({ length: count }, (_, index) => script(index));
    await using fixture = await serve(({ url = '' }, response) => {
      const query = new URL(url, 'http://x').searchParams;
      const offset = Number(query.get('offset'));
      json(response, 200, { scripts: all.slice(offset, offset + Number(query.get('limit'))) });
    });
    assert.equal((await fixture.client.scripts.list()).length, count);
    assert.ok(fixture.requests.length <= Math.ceil(count / 100) + 1);
  });
}

test('a server that ignores the offset does not keep the list going', async () => {
  const page = Array.from({ length: 100 }, (_, index) => script(index));
  await using fixture = await serve((_, response) => json(response, 200, { scripts: page }));
  assert.equal((await fixture.client.scripts.list()).length, 100);
  assert.equal(fixture.requests.length, 2);
});

test('a description is never sent empty', async () => {
  await using fixture = await serve((_, response) => json(response, 201, script(1)));
  await fixture.client.scripts.create({ name: 'a', description: '', script: 'x', language: 'flux' });
  assert.equal(JSON.parse(fixture.bodies[0] ?? '').description, ' ');
});

test('an update that changes nothing is not sent', async () => {
  await using fixture = await serve((_, response) => json(response, 200, script(1)));
  await fixture.client.scripts.update('1', {});
  assert.deepEqual(fixture.requests, ['GET /api/v2/scripts/1']);
});

test('what the server ignored is told', async () => {
  await using fixture = await serve((_, response) => json(response, 200, script(1)));
  const { ignored } = await fixture.client.scripts.update('1', { name: 'other', script: 'x = 1' });
  assert.deepEqual(ignored, ['name']);
});

test('reads wait as long as the server asks, and are repeated', async () => {
  let answers = 0;
  await using fixture = await serve((_, response) => {
    answers++;
    if (answers === 1) json(response, 429, { code: 'too many requests' }, { 'retry-after': '0' });
    else if (answers === 2) json(response, 503, {}, { 'retry-after': new Date().toUTCString() });
    else json(response, 200, { scripts: [] });
  });
  assert.deepEqual(await fixture.client.scripts.list(), []);
  assert.equal(answers, 3);
});

for (const [form, header, seconds] of [
  ['seconds', () => '300', /Try again in 300 seconds/],
  // Counted from the server's clock, in whole seconds.
  ['a date', () => new Date(Date.now() + 300_000).toUTCString(), /Try again in (299|300|301) seconds/],
] as const) {
  test(`a wait, in ${form}, that is too long is told and not waited for`, async () => {
    await using fixture = await serve((_, response) =>
      json(response, 429, { code: 'too many requests' }, { 'retry-after': header() }),
    );
    const error = await failure(fixture.client.scripts.list());
    assert.equal(error.code, 'rateLimited');
    assert.match(error.message, seconds);
    assert.equal(fixture.requests.length, 1);
  });
}

test('what may have acted is never sent twice', async () => {
  for (const act of [
    (scripts: typeof fixture.client.scripts) => scripts.invoke('1', {}),
    (scripts: typeof fixture.client.scripts) => scripts.update('1', { script: 'y' }),
    (scripts: typeof fixture.client.scripts) =>
      scripts.create({ name: 'a', description: 'b', script: 'c', language: 'flux' }),
    (scripts: typeof fixture.client.scripts) => scripts.delete('1'),
  ]) {
    await using fixture = await serve((request) => request.socket.destroy());
    await assert.rejects(act(fixture.client.scripts), InfluxError);
    assert.equal(fixture.requests.length, 1);
  }
  await using fixture = await serve((_, response) => json(response, 503, {}, { 'retry-after': '0' }));
  await assert.rejects(fixture.client.scripts.invoke('1', {}), InfluxError);
  assert.equal(fixture.requests.length, 1);
});

test('probe names an organization that the token does not have', async () => {
  await using fixture = await serve(({ url = '' }, response) =>
    url.startsWith('/api/v2/orgs')
      ? json(response, 200, { orgs: [{ id: '1', name: 'mine' }] })
      : json(response, 200, { scripts: [] }),
  );
  assert.equal((await fixture.client.probe()).org?.name, 'mine');
});
