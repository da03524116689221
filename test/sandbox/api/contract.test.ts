import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { startFromSource, type TestSandbox } from './start.ts';

/**
 * Every operation of the resources that the sandbox has, with every status that the contract documents for it
 * (https://docs.influxdata.com/influxdb/cloud/api/). A word in capitals in a path or a body stands for something made
 * before the request. Statuses that need a broken server (429, 500, 503) come from the faults.
 */
type Case = readonly [method: string, path: string, status: number, body?: unknown, code?: string | number];

const none = '0000000000000001';
const rows = 'import "array" array.from(rows: [{v: 1}])';
const script = { name: 'NEW', description: 'd', script: rows, language: 'flux' };
const permissions = [{ action: 'read', resource: { type: 'buckets' } }];

const scriptCases = (path: string): readonly Case[] => [
  ['GET', path, 200],
  ['GET', `${path}?limit=1&offset=1&name=x`, 200],
  ['GET', `${path}?limit=-1`, 400, undefined, 3],
  ['GET', `${path}?limit=501`, 400, undefined, 3],
  ['POST', path, 201, script],
  ['POST', path, 400, { ...script, name: '' }, 'invalid'],
  ['POST', path, 422, { ...script, name: 'TAKEN' }, 'conflict'],
  ['GET', `${path}/SCRIPT`, 200],
  ['GET', `${path}/${none}`, 404, undefined, 'not found'],
  ['PATCH', `${path}/SCRIPT`, 200, { description: 'x' }],
  ['PATCH', `${path}/SCRIPT`, 400, { description: 1 }, 'invalid'],
  ['PATCH', `${path}/SCRIPT`, 422, { name: 'TAKEN' }, 'conflict'],
  ['PATCH', `${path}/${none}`, 404, {}, 'not found'],
  ['DELETE', `${path}/${none}`, 204],
  ['POST', `${path}/SCRIPT/invoke`, 200, { params: {} }],
  ['POST', `${path}/NEEDY/invoke`, 400, { params: {} }, 'invalid'],
  ['POST', `${path}/${none}/invoke`, 404, {}, 'not found'],
];

const cases: readonly Case[] = [
  ...scriptCases('/api/v2/scripts'),
  ['GET', '/api/v2/scripts/NEEDY/params', 200],
  ['GET', `/api/v2/scripts/${none}/params`, 404, undefined, 'not found'],
  ...scriptCases('/api/v2/functions'),
  ['GET', '/api/v2/functions/NEEDY/invoke?a=1', 200],
  ['GET', '/api/v2/functions/NEEDY/invoke', 400, undefined, 'invalid'],
  ['GET', `/api/v2/functions/${none}/invoke`, 404, undefined, 'not found'],
  ['POST', '/api/v2/functions/trigger', 200, { ...script, method: 'POST' }],
  ['POST', '/api/v2/functions/trigger', 400, script, 'invalid'],
  ['GET', '/api/v2/functions/NEEDY/runs', 200],
  ['GET', `/api/v2/functions/${none}/runs`, 404, undefined, 'not found'],
  ['GET', `/api/v2/functions/NEEDY/runs/${none}`, 404, undefined, 'not found'],

  ['POST', '/api/v2/query', 200, { query: rows }],
  ['POST', '/api/v2/query', 400, { query: 'x =' }, 'invalid'],
  ['POST', '/api/v2/query', 400, {}, 'invalid'],
  ['POST', '/api/v2/query', 404, { query: 'from(bucket: "no") |> range(start: -1h)' }, 'not found'],
  ['POST', '/api/v2/query/analyze', 200, { query: 'from(: "x")' }],
  ['POST', '/api/v2/query/analyze', 400, {}, 'invalid'],
  ['POST', '/api/v2/query/ast', 200, { query: rows }],
  ['POST', '/api/v2/query/ast', 400, { query: 'from(: "x")' }, 'invalid'],

  ['GET', '/api/v2/orgs', 200],
  ['GET', '/api/v2/orgs?org=no', 404, undefined, 'not found'],
  ['GET', '/api/v2/orgs/ORG', 200],
  ['GET', `/api/v2/orgs/${none}`, 404, undefined, 'not found'],
  ['GET', '/api/v2/orgs/ORG/limits', 200],
  ['GET', `/api/v2/orgs/${none}/limits`, 404, undefined, 'not found'],
  ['GET', '/api/v2/orgs/ORG/secrets', 200],
  ['PATCH', '/api/v2/orgs/ORG/secrets', 204, { a: 'b' }],
  ['PATCH', '/api/v2/orgs/ORG/secrets', 400, { a: 1 }, 'invalid'],
  ['POST', '/api/v2/orgs/ORG/secrets/delete', 204, { secrets: ['a'] }],
  ['DELETE', '/api/v2/orgs/ORG/secrets/a', 204],
  ['GET', `/api/v2/orgs/${none}/secrets`, 404, undefined, 'not found'],

  ['GET', '/api/v2/authorizations', 200],
  ['POST', '/api/v2/authorizations', 201, { orgID: 'ORG', permissions }],
  ['POST', '/api/v2/authorizations', 400, { orgID: 'ORG' }, 'invalid'],
  ['GET', '/api/v2/authorizations/AUTH', 200],
  ['GET', `/api/v2/authorizations/${none}`, 404, undefined, 'not found'],
  ['PATCH', '/api/v2/authorizations/AUTH', 200, { status: 'inactive' }],
  ['PATCH', '/api/v2/authorizations/AUTH', 400, { status: 'off' }, 'invalid'],
  ['PATCH', `/api/v2/authorizations/${none}`, 404, {}, 'not found'],
  ['DELETE', `/api/v2/authorizations/${none}`, 404, undefined, 'not found'],
  ['DELETE', '/api/v2/authorizations/AUTH', 204],

  ['GET', '/api/v2/tasks', 200],
  ['GET', '/api/v2/tasks?limit=0', 400, undefined, 'invalid'],
  ['GET', '/api/v2/tasks?limit=501', 400, undefined, 3],
  ['GET', '/api/v2/tasks?org=no', 200],
  ['POST', '/api/v2/tasks', 201, { name: 't', scriptID: 'SCRIPT', every: '24h' }],
  ['POST', '/api/v2/tasks', 400, { name: 't', scriptID: 'SCRIPT' }, 'invalid'],
  ['POST', '/api/v2/tasks', 404, { name: 't', scriptID: none, every: '24h' }, 'not found'],
  ['GET', '/api/v2/tasks/TASK', 200],
  ['GET', `/api/v2/tasks/${none}`, 404, undefined, 'not found'],
  ['PATCH', '/api/v2/tasks/TASK', 200, { description: 'x' }],
  ['PATCH', '/api/v2/tasks/TASK', 400, { cron: 'x' }, 'invalid'],
  ['PATCH', `/api/v2/tasks/${none}`, 404, {}, 'not found'],
  ['GET', '/api/v2/tasks/TASK/runs', 200],
  ['POST', '/api/v2/tasks/TASK/runs', 201, {}],
  ['POST', '/api/v2/tasks/TASK/runs', 400, { scheduledFor: 'x' }, 'invalid'],
  ['GET', '/api/v2/tasks/TASK/runs/RUN', 200],
  ['GET', `/api/v2/tasks/TASK/runs/${none}`, 404, undefined, 'not found'],
  ['GET', '/api/v2/tasks/TASK/runs/RUN/logs', 200],
  ['POST', '/api/v2/tasks/TASK/runs/RUN/retry', 200, {}],
  ['DELETE', `/api/v2/tasks/TASK/runs/${none}`, 404, undefined, 'not found'],
  ['GET', '/api/v2/tasks/TASK/logs', 200],
  ['GET', `/api/v2/tasks/${none}/logs`, 404, undefined, 'not found'],
  ['DELETE', `/api/v2/tasks/${none}`, 404, undefined, 'not found'],
  ['DELETE', '/api/v2/tasks/TASK', 204],

  ['GET', '/health', 200],
  ['GET', '/ping', 204],
  ['HEAD', '/ping', 204],
  ['GET', '/api/v2/nothing', 404, undefined, 'not found'],
];

/** The operations that need no token. */
const open = /^\/(?:health|ping)$/;

suite('the contract', { timeout: 60_000 }, () => {
  let api: TestSandbox;
  const made = new Map<string, string>();
  const put = (text: string) => [...made].reduce((so, [word, value]) => so.replaceAll(word, value), text);
  const idOf = async (path: string, body: object) =>
    ((await api.send('POST', put(path), put(JSON.stringify(body)))).json() as { id: string }).id;

  before(async () => {
    api = await startFromSource();
    made.set('ORG', api.sandbox.orgID);
    made.set('TAKEN', 'taken');
    await api.script(rows, 'taken');
    made.set('SCRIPT', await api.script(rows));
    made.set('NEEDY', await api.script('import "array" array.from(rows: [{v: params.a}])'));
    made.set('AUTH', await idOf('/api/v2/authorizations', { orgID: 'ORG', permissions }));
    made.set('TASK', await idOf('/api/v2/tasks', { name: 't', scriptID: 'SCRIPT', every: '24h' }));
    made.set('RUN', await idOf('/api/v2/tasks/TASK/runs', {}));
  });
  after(() => api.sandbox.close());

  for (const [index, [method, path, status, body, code]] of cases.entries()) {
    test(`${method} ${path} ${status} ${body === undefined ? '' : JSON.stringify(body)}`, async () => {
      made.set('NEW', `new ${index}`);
      const text = body === undefined ? undefined : put(JSON.stringify(body));
      if (!open.test(path) && path !== '/api/v2/nothing') {
        const stranger = await api.send(method, put(path), text, { Authorization: 'Token other' });
        assert.deepEqual(
          [stranger.status, stranger.json()],
          [401, { code: 'unauthorized', message: 'unauthorized access' }],
        );
      }
      const reply = await api.send(method, put(path), text);
      assert.equal(reply.status, status, reply.text);
      if (status >= 400) {
        const error = reply.json() as { code: unknown; message: unknown };
        assert.equal(error.code, code);
        assert.equal(typeof error.message, 'string');
        assert.equal(reply.headers.get('x-platform-error-code'), String(code));
      } else if (status === 204) assert.equal(reply.text, '');
      else if (reply.headers.get('content-type')?.startsWith('application/json')) reply.json();
      else assert.match(reply.headers.get('content-type') ?? '', /^text\/csv/);
    });
  }

  test('analyze names line, column and message', async () => {
    const analyze = async (query: string) =>
      ((await api.send('POST', '/api/v2/query/analyze', { query })).json() as { errors: unknown }).errors;
    assert.deepEqual(await analyze(rows), []);
    // What can be read but does not compile is not a matter of syntax.
    assert.deepEqual(await analyze('x = nothing'), []);
    assert.deepEqual(await analyze('s = "ü" from(: "iot_center")\n'), [
      { line: 1, column: 15, character: 0, message: 'missing property key' },
    ]);
    const { message } = (
      await api.send('POST', '/api/v2/query/ast', { query: 'from(: "iot_center")' })
    ).json() as {
      message: string;
    };
    assert.equal(message, 'invalid AST: loc 1:6-1:20: missing property key');
  });

  test('ast gives the syntax tree', async () => {
    const reply = await api.send('POST', '/api/v2/query/ast', {
      query: 'package p\nx = f(a: 1h30m, b: /a\\/b/)',
    });
    const { ast } = reply.json() as { ast: { package: string; files: { body: unknown[] }[] } };
    assert.equal(ast.package, 'p');
    const place = (line: number, from: number, to: number, source: string) => ({
      start: { line, column: from },
      end: { line, column: to },
      source,
    });
    const property = (name: string, from: number, value: object, source: string) => ({
      type: 'Property',
      location: place(2, from, from + source.length, source),
      key: { type: 'Identifier', location: place(2, from, from + 1, name), name },
      value,
    });
    assert.deepEqual(ast.files[0]?.body, [
      {
        type: 'VariableAssignment',
        location: place(2, 1, 27, 'x = f(a: 1h30m, b: /a\\/b/)'),
        id: { type: 'Identifier', location: place(2, 1, 2, 'x'), name: 'x' },
        init: {
          type: 'CallExpression',
          location: place(2, 5, 27, 'f(a: 1h30m, b: /a\\/b/)'),
          callee: { type: 'Identifier', location: place(2, 5, 6, 'f'), name: 'f' },
          arguments: [
            {
              type: 'ObjectExpression',
              location: place(2, 7, 26, 'a: 1h30m, b: /a\\/b/'),
              with: null,
              properties: [
                property(
                  'a',
                  7,
                  {
                    type: 'DurationLiteral',
                    location: place(2, 10, 15, '1h30m'),
                    values: [
                      { magnitude: 1, unit: 'h' },
                      { magnitude: 30, unit: 'm' },
                    ],
                  },
                  'a: 1h30m',
                ),
                property(
                  'b',
                  17,
                  { type: 'RegexpLiteral', location: place(2, 20, 26, '/a\\/b/'), value: 'a/b' },
                  'b: /a\\/b/',
                ),
              ],
            },
          ],
        },
      },
    ]);
  });

  test('the older name shows the same scripts under another key', async () => {
    const [scripts, functions] = await Promise.all(
      ['scripts', 'functions'].map(async (key) => (await api.send('GET', `/api/v2/${key}`)).json()),
    );
    assert.deepEqual(
      (functions as { functions: unknown }).functions,
      (scripts as { scripts: unknown }).scripts,
    );
    const needy = made.get('NEEDY');
    const reply = await api.send('GET', `/api/v2/functions/${needy}/invoke?a=b%20c`);
    assert.equal(reply.text, ',result,table,v\r\n,_result,0,b c\r\n\r\n');
    const { description: _, ...rest } = script;
    assert.equal((await api.send('POST', '/api/v2/functions', { ...rest, name: 'without' })).status, 201);
    assert.equal((await api.send('POST', '/api/v2/scripts', { ...rest, name: 'other' })).status, 400);
  });
});
