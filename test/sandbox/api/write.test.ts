import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { InfluxDB, Point } from '@influxdata/influxdb-client';
import { startFromSource, type TestSandbox } from './start.ts';

interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
}
interface BucketBody {
  readonly id: string;
  readonly orgID: string;
  readonly name: string;
  readonly description?: string;
  readonly retentionRules: readonly { readonly everySeconds: number }[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

suite('points over the API', { timeout: 120_000 }, () => {
  let api: TestSandbox;
  let number = 0;
  before(async () => {
    api = await startFromSource();
  });
  after(() => api[Symbol.asyncDispose]());

  /** A bucket that no other test knows. */
  async function bucket(everySeconds = 0): Promise<BucketBody> {
    const reply = await api.send('POST', '/api/v2/buckets', {
      orgID: api.sandbox.orgID,
      name: `bucket ${number++}`,
      retentionRules: everySeconds === 0 ? [] : [{ type: 'expire', everySeconds }],
    });
    assert.equal(reply.status, 201, reply.text);
    return reply.json() as BucketBody;
  }
  const write = (name: string, body: string, more = '') =>
    api.send('POST', `/api/v2/write?org=sandbox&bucket=${encodeURIComponent(name)}${more}`, body, {
      'Content-Type': 'text/plain; charset=utf-8',
    });
  /** The rows of an answer without the columns result and table, and its head. */
  async function rows(query: string): Promise<string[]> {
    const reply = await api.query(query);
    assert.equal(reply.status, 200, reply.text);
    const lines = reply.text.split('\r\n').filter((line) => line !== '' && !line.startsWith(',result,'));
    return lines.map((line) => line.split(',').slice(3).join(','));
  }
  const stored = (name: string, more = '') =>
    rows(
      `from(bucket: "${name}") |> range(start: 0, stop: 3000000000) ${more} |> drop(columns: ["_start", "_stop"])`,
    );

  test('every type is stored and read back', async () => {
    const { name } = await bucket();
    const reply = await write(
      name,
      String.raw`m,t=a\ b f=1.5,i=-9007199254740993i,u=18446744073709551615u,s="x, \"y\"",b=T 1600000000000000001`,
    );
    assert.deepEqual([reply.status, reply.text], [204, '']);
    assert.deepEqual(await stored(name), [
      '2020-09-13T12:26:40.000000001Z,true,b,m,a b',
      '2020-09-13T12:26:40.000000001Z,1.5,f,m,a b',
      '2020-09-13T12:26:40.000000001Z,-9007199254740993,i,m,a b',
      '2020-09-13T12:26:40.000000001Z,"x, ""y""",s,m,a b',
      '2020-09-13T12:26:40.000000001Z,18446744073709551615,u,m,a b',
    ]);
  });

  test('precisions, the bucket by its ID, and compressed bodies', async () => {
    const { id, name } = await bucket();
    for (const [precision, time] of [
      ['s', '1600000001'],
      ['ms', '1600000002000'],
      ['us', '1600000003000000'],
      ['ns', '1600000004000000000'],
    ])
      assert.equal((await write(id, `m f=1 ${time}`, `&precision=${precision}`)).status, 204);
    const zipped = await fetch(`${api.sandbox.url}/api/v2/write?bucket=${id}&precision=s`, {
      method: 'POST',
      headers: { Authorization: `Token ${api.sandbox.token}`, 'Content-Encoding': 'gzip' },
      body: gzipSync('m f=1 1600000005'),
    });
    assert.equal(zipped.status, 204);
    assert.deepEqual(
      (await stored(name)).map((row) => row.slice(17, 20)),
      ['41Z', '42Z', '43Z', '44Z', '45Z'],
    );
  });

  test('a point without a time is of now', async () => {
    const { name } = await bucket();
    await write(name, 'm f=1', '&precision=s');
    const [row] = await rows(`from(bucket: "${name}") |> range(start: -1m) |> keep(columns: ["_time"])`);
    assert.match(row ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test('what cannot be read is refused with its line, and nothing is stored', async () => {
    const { name } = await bucket();
    const reply = await write(name, 'm f=1 1\ncpu,host=a\nm f=2 2\nm f=x');
    assert.equal(reply.status, 400);
    assert.deepEqual(reply.json(), {
      code: 'invalid',
      message: "unable to parse 'cpu,host=a': missing fields\nunable to parse 'm f=x': invalid boolean",
      line: 2,
    });
    assert.equal(reply.headers.get('x-platform-error-code'), 'invalid');
    assert.deepEqual(await stored(name), []);
  });

  test('points of another type are dropped, the others stay', async () => {
    const { name } = await bucket();
    await write(name, 'm f=1 1000000000');
    const reply = await write(name, 'm f=2i 2000000000\nm f=3 3000000000');
    assert.equal(reply.status, 422);
    assert.deepEqual(reply.json(), {
      code: 'unprocessable entity',
      message:
        'failure writing points to database: partial write: field type conflict: input field "f" on measurement "m" is type integer, already exists as type float dropped=1',
    });
    assert.deepEqual(await stored(name, '|> keep(columns: ["_value"])'), ['1', '3']);
  });

  test('points that the bucket does not keep are dropped', async () => {
    const { name } = await bucket(3_600);
    const reply = await write(name, 'm f=1 5\nm f=2');
    assert.equal(reply.status, 422);
    assert.match(
      (reply.json() as ErrorBody).message,
      /dropped 1 points outside retention policy of duration 1h0m0s/,
    );
    assert.deepEqual(await rows(`from(bucket: "${name}") |> range(start: 0) |> keep(columns: ["_value"])`), [
      '2',
    ]);
  });

  test('what a request lacks', async () => {
    const { name } = await bucket();
    const cases: readonly (readonly [string, number, RegExp])[] = [
      ['?bucket=none', 404, /bucket \\?"none\\?" not found/],
      ['', 400, /bucket is required/],
      [`?bucket=${encodeURIComponent(name)}&precision=m`, 400, /valid precision units are ns, us, ms, and s/],
    ];
    for (const [query, status, message] of cases) {
      const reply = await api.send('POST', `/api/v2/write${query}`, 'm f=1');
      assert.deepEqual([reply.status, message.test(reply.text)], [status, true], reply.text);
    }
    assert.equal((await write(name, '')).status, 204, 'nothing is nothing wrong');
    const unknown = await api.send('POST', `/api/v2/write?bucket=${encodeURIComponent(name)}`, 'm f=1', {
      'Content-Encoding': 'br',
    });
    assert.equal(unknown.status, 415);
  });

  test('sample data and written points are one', async () => {
    const minute = BigInt(Math.floor(Date.now() / 60_000) - 5) * 60_000_000_000n;
    const line = (time: bigint) => `airSensors,sensor_id=TLM0100 temperature=-1 ${time}`;
    assert.equal((await write('air_sensor', `${line(minute)}\n${line(minute + 1n)}\nown f=1`)).status, 204);
    const conflict = await write('air_sensor', 'airSensors,sensor_id=new temperature=1i');
    assert.equal(conflict.status, 422);
    const found = await rows(
      'from(bucket: "air_sensor") |> range(start: -10m) |> filter(fn: (r) => r._field == "temperature" and r.sensor_id == "TLM0100") |> group() |> map(fn: (r) => ({_time: r._time, _value: r._value}))',
    );
    assert.equal(found.length, 11, found.join('\n'));
    assert.equal(found.filter((row) => row.endsWith(',-1')).length, 2);
    const times = found.map((row) => row.slice(0, row.indexOf('Z')));
    assert.deepEqual(times, times.toSorted());
  });

  test('the official client writes, compressed, and reads back', async () => {
    const { name } = await bucket();
    const influx = new InfluxDB({ url: api.sandbox.url, token: api.sandbox.token });
    const writer = influx.getWriteApi('sandbox', name, 'ms', { gzipThreshold: 10, maxRetries: 0 });
    for (let i = 0; i < 50; i++) {
      const point = new Point('client, m').tag('t g', 'a,b =c').timestamp(1_600_000_000_000 + i);
      writer.writePoint(
        point
          .floatField('f', i / 4)
          .stringField('s', `say "${i}" \\`)
          .intField('i', -i),
      );
    }
    await writer.close();
    const found = await influx
      .getQueryApi('sandbox')
      .collectRows<Record<string, unknown>>(`from(bucket: "${name}") |> range(start: 0) |> last()`);
    assert.deepEqual(
      found.map((row) => [row['_measurement'], row['t g'], row['_field'], row['_value'], row['_time']]),
      [
        ['client, m', 'a,b =c', 'f', 12.25, '2020-09-13T12:26:40.049Z'],
        ['client, m', 'a,b =c', 'i', -49, '2020-09-13T12:26:40.049Z'],
        ['client, m', 'a,b =c', 's', 'say "49" \\', '2020-09-13T12:26:40.049Z'],
      ],
    );
  });

  test('deletes by range and predicate', async () => {
    const { name } = await bucket();
    await write(name, 'm,t=a f=1 1000000000\nm,t=a f=2 2000000000\nm,t=b f=3 1000000000');
    const remove = (body: object) =>
      api.send('POST', `/api/v2/delete?bucket=${encodeURIComponent(name)}`, body);
    const range = { start: '1970-01-01T00:00:00Z', stop: '1970-01-01T00:00:01Z' };
    assert.equal((await remove({ ...range, predicate: '_measurement="m" AND t="a"' })).status, 204);
    assert.deepEqual(await stored(name, '|> keep(columns: ["_value"]) |> sort()'), ['2', '3']);
    assert.equal((await remove({ ...range, predicate: 't="a" OR t="b"' })).status, 400);
    assert.equal((await remove({ stop: range.stop })).status, 400);
    assert.equal((await remove(range)).status, 204);
    assert.deepEqual(await stored(name, '|> keep(columns: ["_value"])'), ['2']);
  });

  test('filters choose series before anything is read', async () => {
    const { name } = await bucket();
    await write(name, 'a,t=x f=1 1\na,t=y f=2 1\na,t=x s="text" 1\nb,t=x f=9 1\nb,t=z f=0 1');
    const values = (filter: string) =>
      stored(
        name,
        `|> filter(fn: ${filter}) |> keep(columns: ["_measurement", "_field", "t"]) |> unique(column: "t")`,
      );
    assert.deepEqual(await values('(r) => r._measurement == "a" and r.t == "y"'), ['f,a,y']);
    // The comparison is only made for the rows of the series that remain.
    assert.deepEqual(await values('(r) => r._value > 1.5 and r._field == "f" and r.t != "y"'), ['f,b,x']);
    assert.deepEqual(await values('(r) => { return r._field == "f" and (r._value > 1.5 or r.t == "z") }'), [
      'f,a,y',
      'f,b,x',
      'f,b,z',
    ]);
    assert.deepEqual(await values('(r) => exists r.none'), []);
    assert.deepEqual(
      await stored(
        name,
        '|> rename(columns: {t: "u"}) |> filter(fn: (r) => r.u == "z") |> keep(columns: ["u"])',
      ),
      ['z'],
    );
    assert.deepEqual(
      await rows(
        `from(bucket: "${name}") |> filter(fn: (r) => r.t == "z") |> range(start: 0) |> keep(columns: ["t"])`,
      ),
      ['z'],
    );
  });

  test('a query sees what was written when it began, beside writes that go on', async () => {
    const { name } = await bucket();
    const lines = (from: number) => Array.from({ length: 500 }, (_, i) => `m f=1i ${from + i}`).join('\n');
    const counts: number[] = [];
    for (let i = 0; i < 8; i++) {
      const [reply, found] = await Promise.all([
        write(name, lines(i * 500)),
        rows(`from(bucket: "${name}") |> range(start: 0) |> count() |> keep(columns: ["_value"])`),
      ]);
      assert.equal(reply.status, 204);
      counts.push(Number(found[0] ?? 0));
    }
    assert.ok(
      counts.every((count) => count % 500 === 0),
      counts.join(),
    );
    assert.deepEqual(await stored(name, '|> count() |> keep(columns: ["_value"])'), ['4000']);
  });
});

suite('to', { timeout: 120_000 }, () => {
  let api: TestSandbox;
  before(async () => {
    api = await startFromSource();
    await api.send('POST', '/api/v2/buckets', { orgID: api.sandbox.orgID, name: 'out' });
  });
  after(() => api[Symbol.asyncDispose]());

  const rows = async (query: string) => {
    const reply = await api.query(query);
    return reply.text
      .split('\r\n')
      .filter((line) => line !== '')
      .map((line) => line.split(',').slice(3).join(','));
  };
  const out = (measurement: string) =>
    rows(
      `from(bucket: "out") |> range(start: 0) |> filter(fn: (r) => r._measurement == "${measurement}") |> drop(columns: ["_start", "_stop", "_measurement"])`,
    );
  const data = (record: string) =>
    `import "array"\nimport "influxdata/influxdb"\nimport "experimental"\narray.from(rows: [${record}])`;

  test('writes rows and lets them through', async () => {
    const query = data(`
      {_time: 2020-01-01T00:00:00Z, _measurement: "long", _field: "f", _value: 1.5, t: "a, b", empty: ""},
      {_time: 2020-01-01T00:00:01Z, _measurement: "long", _field: "f", _value: 2.5, t: "c", empty: ""}`);
    const passed = await rows(`${query} |> to(bucket: "out") |> keep(columns: ["_value"])`);
    assert.deepEqual(passed, ['_value', '1.5', '2.5']);
    assert.deepEqual(await out('long'), [
      '_time,_value,_field,t',
      '2020-01-01T00:00:00Z,1.5,f,"a, b"'.replaceAll('"', '"'),
      '2020-01-01T00:00:01Z,2.5,f,c',
    ]);
  });

  test('columns by their names, and fields by fieldFn', async () => {
    await rows(
      `${data('{at: 2020-01-01T00:00:00Z, m: "named", t: "a", u: "b", x: 1, y: 18446744073709551615}').replace('18446744073709551615', 'uint(v: 7)')}
        |> influxdb.to(bucket: "out", timeColumn: "at", measurementColumn: "m", tagColumns: ["t"], fieldFn: (r) => ({double: r.x * 2, y: r.y, u: r.u}))`,
    );
    assert.deepEqual(
      (await out('named')).filter((row) => !row.startsWith('_time')),
      ['2020-01-01T00:00:00Z,2,double,a', '2020-01-01T00:00:00Z,b,u,a', '2020-01-01T00:00:00Z,7,y,a'],
    );
  });

  test('wide rows: a field for each column that is not of the key', async () => {
    const query = data('{_time: 2020-01-01T00:00:00Z, _measurement: "wide", t: "a", x: 1, b: true, s: "t"}');
    await rows(`${query} |> group(columns: ["_measurement", "t"]) |> influxdb.wideTo(bucket: "out")`);
    assert.deepEqual(
      (await out('wide')).filter((row) => !row.startsWith('_time')),
      ['2020-01-01T00:00:00Z,true,b,a', '2020-01-01T00:00:00Z,t,s,a', '2020-01-01T00:00:00Z,1,x,a'],
    );
  });

  test('wide rows by experimental.to', async () => {
    const query = data('{_time: 2020-01-01T00:00:00Z, _measurement: "wider", t: "a", x: 1.5}');
    await rows(`${query} |> group(columns: ["_measurement", "t"]) |> experimental.to(bucket: "out")`);
    assert.deepEqual(await out('wider'), ['_time,_value,_field,t', '2020-01-01T00:00:00Z,1.5,x,a']);
  });

  test('more rows than are sent at a time', async () => {
    await rows(`import "generate"
      generate.from(count: 12000, fn: (n) => n, start: 2020-01-01T00:00:00Z, stop: 2020-01-02T00:00:00Z)
        |> set(key: "_measurement", value: "many") |> set(key: "_field", value: "n") |> to(bucket: "out") |> count()`);
    const counted = await rows(
      'from(bucket: "out") |> range(start: 0) |> filter(fn: (r) => r._measurement == "many") |> count() |> keep(columns: ["_value"])',
    );
    assert.deepEqual(counted, ['_value', '12000']);
  });

  test('says what it cannot write', async () => {
    const row = '_time: 2020-01-01T00:00:00Z, _measurement: "bad", _field: "f"';
    const cases: readonly (readonly [string, RegExp])[] = [
      [`${data(`{${row}, _value: 1.0}`)} |> to(bucket: "none")`, /bucket "none" not found/],
      [`${data(`{${row}, _value: 1.0}`)} |> to(bucket: "out", host: "http://example.com")`, /leave host out/],
      [`${data(`{${row}, _value: 1.0}`)} |> to(org: "sandbox")`, /must specify one of bucket or bucketID/],
      [
        `${data('{_time: 2020-01-01T00:00:00Z, _value: 1.0}')} |> to(bucket: "out")`,
        /column "_measurement" does not exist/,
      ],
      [
        `import "math"\n${data(`{${row}, _value: 1.0}`).replace('1.0', 'math.NaN()')} |> to(bucket: "out")`,
        /NaN is an unsupported value for field f/,
      ],
      [
        `${data(`{${row}, _value: 1.0}, {${row}1", _value: 2.0}`.replace('"f"1"', '"f1"'))} |> to(bucket: "out")
        |> set(key: "_field", value: "f") |> map(fn: (r) => ({r with _value: "s"})) |> to(bucket: "out")`,
        /field type conflict: input field "f"/,
      ],
    ];
    for (const [query, message] of cases) {
      const { text } = await api.query(query);
      assert.match(text.replaceAll('\\"', '"').replaceAll('""', '"'), message, query);
    }
  });

  test('a token that may only read cannot write by a script', async () => {
    const reply = await api.send('POST', '/api/v2/authorizations', {
      orgID: api.sandbox.orgID,
      permissions: [{ action: 'read', resource: { type: 'buckets' } }],
    });
    const { token } = reply.json() as { token: string };
    const query = data('{_time: 2020-01-01T00:00:00Z, _measurement: "secret", _field: "f", _value: 1.0}');
    const refused = await api.send(
      'POST',
      '/api/v2/query',
      { query: `${query} |> to(bucket: "out")`, type: 'flux' },
      { Authorization: `Token ${token}` },
    );
    assert.match(refused.text, /unauthorized/);
    assert.deepEqual(await out('secret'), []);
  });
});
