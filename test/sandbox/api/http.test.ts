import assert from 'node:assert/strict';
import { type IncomingMessage, request } from 'node:http';
import { after, before, suite, test } from 'node:test';
import { createGunzip, gunzipSync, gzipSync } from 'node:zlib';
import { startFromSource, type TestSandbox } from './start.ts';

let api: TestSandbox;
before(async () => {
  api = await startFromSource();
});
after(() => api.sandbox.close());

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer | string;
}

/** The answer as it comes over the wire, not decompressed. */
function begin({ method, path, headers = {}, body }: Sent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(
      api.sandbox.url + path,
      { method, agent: false, headers: { Authorization: 'Token secret', ...headers } },
      resolve,
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

async function send(what: Sent) {
  const answer = await begin(what);
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
}

const json = { 'Content-Type': 'application/json' };
const rows = 'import "array"\narray.from(rows: [{v: 1}])';
const csv = ',result,table,v\r\n,_result,0,1\r\n\r\n';
const query = (headers: Record<string, string> = {}, text = rows) => ({
  method: 'POST',
  path: '/api/v2/query',
  headers: { ...json, ...headers },
  body: JSON.stringify({ query: text }),
});

suite('compression', () => {
  test('an answer is compressed for those who ask', async () => {
    const plain = await send(query());
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(plain.body.toString(), csv);
    for (const accepted of ['gzip', 'deflate, gzip;q=0.5', 'GZIP', '*']) {
      const answer = await send(query({ 'Accept-Encoding': accepted }));
      assert.equal(answer.headers['content-encoding'], 'gzip', accepted);
      assert.equal(gunzipSync(answer.body).toString(), csv);
    }
    for (const refused of ['identity', 'br', 'gzip;q=0', 'gzip; q=0.000']) {
      const answer = await send(query({ 'Accept-Encoding': refused }));
      assert.equal(answer.headers['content-encoding'], undefined, refused);
      assert.equal(answer.body.toString(), csv);
    }
    const error = await send(query({ 'Accept-Encoding': 'gzip' }, 'x ='));
    assert.equal(error.status, 400);
    assert.equal((JSON.parse(error.body.toString()) as { code: string }).code, 'invalid');
  });

  test('the first rows arrive while the others are still made', { timeout: 60_000 }, async () => {
    const text =
      'from(bucket: "air_sensor") |> range(start: -7d) |> yield(name: "first")\n' +
      'from(bucket: "air_sensor") |> range(start: -7d) |> map(fn: (r) => ({r with v: r._value})) |> yield(name: "second")';
    const answer = await begin(query({ 'Accept-Encoding': 'gzip' }, text));
    const unpacked = answer.pipe(createGunzip());
    let size = 0;
    let ended = false;
    answer.once('end', () => {
      ended = true;
    });
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size === chunk.length) {
        assert.match(chunk.subarray(0, 100).toString(), /^,result,table,/);
        assert.equal(ended, false);
      }
    }
    assert.ok(size > 10_000_000);
  });

  test('a request may be compressed', async () => {
    const { body, ...rest } = query({ 'Content-Encoding': 'gzip' });
    assert.equal((await send({ ...rest, body: gzipSync(body) })).body.toString(), csv);
    const broken = await send({ ...rest, body: 'no gzip' });
    assert.equal(broken.status, 400);
    assert.match(broken.body.toString(), /failed to decode request body/);
    const cut = await send({ ...rest, body: gzipSync(body).subarray(0, 20) });
    assert.equal(cut.status, 400);
    const other = await send({ ...rest, headers: { ...json, 'Content-Encoding': 'br' }, body });
    assert.equal(other.status, 415);
    assert.equal((JSON.parse(other.body.toString()) as { code: string }).code, 'unsupported media type');
  });
});

suite('HTTP', () => {
  test('a body that is too large', async () => {
    const large = JSON.stringify({ query: ' '.repeat(11 * 1024 * 1024) });
    const packed = await send({ ...query({ 'Content-Encoding': 'gzip' }), body: gzipSync(large) });
    assert.equal(packed.status, 413);
    assert.equal((await send({ ...query(), body: large })).status, 413);
    assert.equal((JSON.parse(packed.body.toString()) as { code: string }).code, 'request too large');
  });
  test('a body that calls itself something else', async () => {
    for (const [type, status] of [
      ['application/json; charset=utf-8', 200],
      ['application/json; encoding=utf-8', 200],
      ['APPLICATION/JSON', 200],
      ['application/x-www-form-urlencoded', 200],
      ['text/xml', 415],
      ['text/csv', 415],
    ] as const) {
      assert.equal((await send(query({ 'Content-Type': type }))).status, status, type);
    }
  });
  test('HEAD answers what GET does, without the body', async () => {
    const id = await api.script('x = 1');
    for (const path of ['/health', '/ping', '/api/v2/orgs', `/api/v2/scripts/${id}`]) {
      const [head, got] = [await send({ method: 'HEAD', path }), await send({ method: 'GET', path })];
      assert.equal(head.status, got.status, path);
      assert.equal(head.headers['content-length'], got.headers['content-length'], path);
      assert.equal(head.body.length, 0);
    }
    assert.equal((await send({ method: 'HEAD', path: '/api/v2/query' })).status, 405);
    assert.equal(
      (await send({ method: 'HEAD', path: '/api/v2/orgs', headers: { Authorization: '' } })).status,
      401,
    );
  });
  test('OPTIONS and 405 list the methods', async () => {
    for (const [path, allowed] of [
      ['/api/v2/scripts', 'GET, POST, HEAD, OPTIONS'],
      ['/api/v2/scripts/1', 'GET, PATCH, DELETE, HEAD, OPTIONS'],
      ['/api/v2/query', 'POST, OPTIONS'],
      ['/ping', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const options = await send({ method: 'OPTIONS', path, headers: { Authorization: '' } });
      assert.deepEqual([options.status, options.headers.allow], [204, allowed], path);
      const put = await send({ method: 'PUT', path });
      assert.deepEqual([put.status, put.headers.allow], [405, allowed], path);
      assert.equal(put.headers['x-platform-error-code'], 'method not allowed');
    }
    assert.equal((await send({ method: 'OPTIONS', path: '/api/v2/nothing' })).status, 404);
  });
  test('every answer names the build and the version', async () => {
    for (const [method, path] of [
      ['GET', '/ping'],
      ['HEAD', '/ping'],
      ['GET', '/health'],
      ['GET', '/nothing'],
      ['OPTIONS', '/ping'],
    ] as const) {
      const { headers } = await send({ method, path });
      assert.equal(headers['x-influxdb-build'], 'Cloud');
      assert.ok(headers['x-influxdb-version']);
    }
    assert.equal((await send({ method: 'GET', path: '/ping' })).status, 204);
  });
});
