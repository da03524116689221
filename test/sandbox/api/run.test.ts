import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, suite, test } from 'node:test';
import { externFile } from '../../../client/src/influx/extern.ts';
import { startFromSource, type TestSandbox } from './start.ts';

const rows = (text: string) => `import "array"\narray.from(rows: [${text}])`;

/** Takes hours: ten functions in each other, each called for ten items. */
const nested = (depth: number): string =>
  depth === 0 ? 'x' : `array.map(arr: l, fn: (x) => ${nested(depth - 1)})`;
const endless = `import "array"
l = [${Array.from('abcdefghij', (letter) => `"${letter}"`).join(', ')}]
array.from(rows: [{n: length(arr: ${nested(10)})}])`;

let api: TestSandbox;
before(async () => {
  api = await startFromSource();
});
after(() => api.sandbox.close());

suite('invoke', () => {
  test('answers CSV without annotations', async () => {
    const reply = await api.invoke(await api.script(rows('{a: params.a, b: params.b}')), {
      a: 'x',
      b: 1,
      unused: true,
    });
    assert.equal(reply.status, 200);
    assert.match(reply.headers.get('content-type') ?? '', /^text\/csv/);
    assert.equal(reply.text, ',result,table,a,b\r\n,_result,0,x,1\r\n\r\n');
  });
  test('a missing parameter is refused without its name', async () => {
    const id = await api.script('from(bucket: params.mybucket) |> range(start: -1h)');
    for (const params of [{}, { mybucket: null }, { other: 1 }]) {
      const reply = await api.invoke(id, params);
      assert.deepEqual(
        [reply.status, reply.json()],
        [400, { code: 'invalid', message: 'invalid parameters provided' }],
      );
    }
    assert.equal((await api.send('POST', `/api/v2/scripts/${id}/invoke`)).status, 400);
    assert.equal((await api.send('POST', `/api/v2/scripts/${id}/invoke`, { params: [] })).status, 400);
  });
  test('a parameter of the wrong type is the compiler’s to find', async () => {
    const id = await api.script(
      'from(bucket: "air_sensor")\n    |> range(start: -1h)\n    |> aggregateWindow(every: params.e, fn: mean)',
    );
    const reply = await api.invoke(id, { e: '1h' });
    assert.equal(reply.status, 400);
    assert.deepEqual(reply.json(), {
      code: 'invalid',
      message: 'compilation failed: error @3:31-3:39: expected duration but found string (argument every)',
    });
  });
  test('places on the line of the first statement count bytes of the script as it is', async () => {
    const id = await api.script('s = "ü" from(bucket: params.b) |> range(start: -1h) |> limit(n: params.n)');
    const reply = await api.invoke(id, { b: 'air_sensor', n: 'two' });
    assert.match(reply.text, /error @1:66-1:74: expected int but found string \(argument n\)/);
    assert.equal((await api.invoke(id, { b: 'air_sensor', n: 2 })).status, 200);
  });
  test('runtime errors before the first row answer 400', async () => {
    const id = await api.script('from(bucket: "air_sensor") |> range(start: params.start)');
    const reply = await api.invoke(id, { start: '-1h' });
    assert.equal(reply.status, 400);
    assert.match(reply.text, /value is not a time, got string/);
    const seconds = Math.floor(Date.now() / 1000) - 600;
    assert.equal((await api.invoke(id, { start: seconds })).status, 200);
  });
  test('a missing bucket answers 404', async () => {
    const id = await api.script('from(bucket: params.b) |> range(start: -1h)');
    const reply = await api.invoke(id, { b: 'none' });
    assert.deepEqual(
      [reply.status, reply.json()],
      [
        404,
        { code: 'not found', message: 'failed to initialize execute state: could not find bucket "none"' },
      ],
    );
  });
  test('integers keep 64 bits, and 1.0 is a float', async () => {
    const id = await api.script(rows('{a: params.a, b: params.b}'));
    const reply = await api.send(
      'POST',
      `/api/v2/scripts/${id}/invoke`,
      '{"params": {"a": 9007199254740993, "b": 1.0}}',
    );
    assert.equal(reply.text, ',result,table,a,b\r\n,_result,0,9007199254740993,1\r\n\r\n');
    const both = await api.script(rows('{a: params.a / 2.0}'));
    assert.equal(
      (await api.send('POST', `/api/v2/scripts/${both}/invoke`, '{"params": {"a": 1.0}}')).status,
      200,
    );
    const wrong = await api.send('POST', `/api/v2/scripts/${both}/invoke`, '{"params": {"a": 1}}');
    assert.match(wrong.text, /compilation failed: .*(expected|cannot) /);
  });
  test('lists and records arrive', async () => {
    const id = await api.script(rows('{n: length(arr: params.list), d: params.deep.er}'));
    const reply = await api.invoke(id, { list: ['a', 'b'], deep: { er: true } });
    assert.equal(reply.text, ',result,table,n,d\r\n,_result,0,2,true\r\n\r\n');
  });
  test('what does not compile answers every error', async () => {
    const reply = await api.invoke(await api.script('x = nothing\ny = nobody\n'));
    assert.deepEqual(
      [reply.status, reply.json()],
      [
        400,
        {
          code: 'invalid',
          message:
            'compilation failed: error @1:5-1:12: undefined identifier nothing\n\nerror @2:5-2:11: undefined identifier nobody',
        },
      ],
    );
  });
  test('what is not supported is named with its place', async () => {
    const reply = await api.invoke(await api.script('import "influxdata/influxdb/v1"\nv1.databases()'));
    assert.equal(reply.status, 400);
    assert.match(reply.text, /error @2:1-2:13: function v1.databases is not supported by the sandbox/);
  });
  test('an error after the first rows comes in the stream', async () => {
    const text = `${rows('{v: 1}')} |> yield(name: "good")\narray.from(rows: [{v: 0}]) |> map(fn: (r) => ({v: 1 / r.v})) |> yield(name: "bad")`;
    const reply = await api.invoke(await api.script(text));
    assert.equal(reply.status, 200);
    assert.match(reply.text, /\r\n,error,reference\r\n,.*cannot divide by zero.*,\r\n$/);
  });
});

suite('/api/v2/query', () => {
  test('annotations, header and delimiter', async () => {
    const dialect = { annotations: ['group', 'datatype', 'default'], delimiter: ';', header: false };
    const reply = await api.query(rows('{a: params.a}'), { params: { a: 'x' }, dialect });
    assert.equal(
      reply.text,
      '#group;false;false;false\r\n#datatype;string;long;string\r\n#default;_result;;\r\n;;0;x\r\n\r\n',
    );
  });
  test('now', async () => {
    const reply = await api.query(rows('{t: now()}'), { now: '2030-01-01T00:00:00Z' });
    assert.match(reply.text, /,2030-01-01T00:00:00Z\r\n/);
    assert.equal((await api.query(rows('{t: now()}'), { now: 'today' })).status, 400);
  });
  test('bare Flux', async () => {
    const reply = await api.send('POST', '/api/v2/query', rows('{a: 1}'), {
      'Content-Type': 'application/vnd.flux',
    });
    assert.equal(reply.text, ',result,table,a\r\n,_result,0,1\r\n\r\n');
  });
  test('a script without rows', async () => {
    assert.equal((await api.query(`${rows('{a: 1}')} |> filter(fn: (r) => false)`)).text, '\r\n');
  });
  test('bad requests', async () => {
    const bad: readonly unknown[] = [
      '{',
      {},
      { query: '' },
      { query: 'x', type: 'influxql' },
      { query: 'x', dialect: { delimiter: ';;' } },
      { query: 'x', dialect: { annotations: ['types'] } },
      { query: 'x', extern: {} },
      { query: 'x', params: 'p' },
      { query: 'x', params: { a: 1 }, extern: externFile({ a: 1 }) },
    ];
    for (const body of bad) {
      const reply = await api.send('POST', '/api/v2/query', body);
      assert.equal(reply.status, 400, JSON.stringify(body));
      assert.equal((reply.json() as { code: string }).code, 'invalid');
    }
  });
});

suite('extern', () => {
  const params = { s: "a ${b} 'c'", i: -7, f: 2.5, whole: 2, yes: true, no: false };
  const text = `import "array"
array.from(rows: [{s: params.s, i: params.i + 1, f: params.f, w: params.whole * 1.5, yes: params.yes, no: params.no}])`;

  test('option params gives what params would', async () => {
    const given = await api.query(text, { extern: externFile(params, new Set(['whole'])) });
    assert.equal(given.status, 200, given.text);
    const [, values = ''] = given.text.split('\r\n');
    for (const cell of ["a ${b} 'c'", '-6', '2.5', '3', 'true', 'false']) {
      assert.ok(values.split(',').includes(cell), given.text);
    }
    const nested = await api.query('import "array"\narray.from(rows: [{a: params.r.x, b: params.l[1]}])', {
      extern: externFile({ r: { x: 1 }, l: ['p', 'q'] }),
    });
    assert.match(nested.text, /,1,q\r\n/);
  });

  test('a value that is missing or of a wrong type is said, in the place of the text', async () => {
    assert.equal((await api.query(text, { extern: externFile({ s: 'x' }) })).status, 400);
    const wrong = await api.query('x = params.i + 1', { extern: externFile({ i: 'x' }) });
    assert.equal(wrong.status, 400);
    assert.match(wrong.text, /error @1:/);
  });

  test('anything else is refused with what is taken', async () => {
    const file = externFile({ a: 1 });
    const [statement] = file.body;
    const init = (value: unknown) => ({
      ...file,
      body: [{ ...statement, assignment: { ...statement.assignment, init: value } }],
    });
    const record = (value: unknown) =>
      init({ type: 'ObjectExpression', properties: [{ key: { type: 'Identifier', name: 'a' }, value }] });
    const call = { type: 'CallExpression', callee: { type: 'Identifier', name: 'now' } };
    const others: readonly unknown[] = [
      'option params = {}',
      [],
      { type: 'Package', files: [file] },
      { ...file, body: [] },
      { ...file, body: [statement, statement] },
      { ...file, imports: [{ type: 'ImportDeclaration', path: { value: 'array' } }] },
      { ...file, body: [{ type: 'ExpressionStatement', expression: call }] },
      { ...file, body: [{ ...statement, assignment: { ...statement.assignment, id: { name: 'task' } } }] },
      init(call),
      init({ type: 'IntegerLiteral', value: '1' }),
      record(call),
      record({ type: 'IntegerLiteral', value: 1 }),
      record({ type: 'Identifier', name: 'now' }),
      record({ type: 'UnaryExpression', operator: '-', argument: { type: 'StringLiteral', value: 'x' } }),
    ];
    for (const extern of others) {
      const reply = await api.send('POST', '/api/v2/query', { query: 'x = 1', extern });
      assert.equal(reply.status, 400, JSON.stringify(extern));
      assert.match(reply.text, /the sandbox takes as extern a file with option params/);
    }
  });
});

suite('limits', () => {
  test('a query that takes too long is ended and the next one runs', async () => {
    await using slow = await startFromSource({ limits: { milliseconds: 300 } });
    const reply = await slow.query(endless);
    assert.equal(reply.status, 400);
    assert.match(reply.text, /ran longer than 0\.3 s/);
    assert.equal((await slow.query(rows('{a: 1}'))).status, 200);
  });
  test('the server answers while a query runs', async () => {
    const heavy = api.query(
      'from(bucket: "air_sensor") |> range(start: -7d) |> map(fn: (r) => ({r with y: r._value})) |> count()',
    );
    const health = await api.send('GET', '/health');
    assert.equal(health.status, 200);
    assert.equal((await heavy).status, 200);
  });
  test('a reader that leaves ends its query, and others still run', async () => {
    const all = 'from(bucket: "air_sensor") |> range(start: -7d)';
    const id = await api.script(all);
    for (let i = 0; i < 4; i++) {
      await new Promise<void>((resolve, reject) => {
        const request = get(
          `${api.sandbox.url}/api/v2/scripts/${id}/invoke`,
          { method: 'POST', headers: { Authorization: 'Bearer secret' } },
          (response) => response.once('data', () => request.destroy()).once('close', resolve),
        );
        request.once('error', reject);
        request.end();
      });
    }
    assert.equal((await api.query(rows('{a: 1}'))).status, 200);
  });
  test('a reader that leaves before the first row does so too', async () => {
    for (let i = 0; i < 3; i++) {
      const leave = new AbortController();
      const request = fetch(`${api.sandbox.url}/api/v2/query`, {
        method: 'POST',
        headers: { Authorization: 'Token secret' },
        body: JSON.stringify({ query: endless }),
        signal: leave.signal,
      });
      // The server has the request once it answers the next one.
      await api.send('GET', '/ping');
      leave.abort();
      await assert.rejects(request);
    }
    assert.equal((await api.query(rows('{a: 1}'))).status, 200);
  });
  test('a body that is too large', async () => {
    const reply = await api
      .send('POST', '/api/v2/query', 'x'.repeat(11 * 1024 * 1024))
      .catch((error: Error) => error);
    // The answer comes while the body is still being sent: a client may see it, or the closed connection.
    if (!(reply instanceof Error)) assert.equal(reply.status, 413);
    assert.equal((await api.send('GET', '/ping')).status, 204);
  });
});
