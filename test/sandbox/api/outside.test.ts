import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { startFromSource, type TestSandbox } from './start.ts';

let api: TestSandbox;
before(async () => {
  api = await startFromSource({ secrets: { KEY: 'value', TOKEN: 'secret' } });
});
after(() => api.sandbox.close());

const secrets = () => `/api/v2/orgs/${api.sandbox.orgID}/secrets`;
const imports = ['array', 'json', 'dict', 'experimental/influxdb', 'influxdata/influxdb/secrets']
  .map((path) => `import ${JSON.stringify(path)}\n`)
  .join('');

/** Runs Flux that sets `value`, and gives its text. */
async function value(text: string, headers: Record<string, string> = {}): Promise<string> {
  const query = `${imports}${text}\narray.from(rows: [{v: value}])`;
  const reply = await api.send(
    'POST',
    '/api/v2/query',
    { query, dialect: { header: false, delimiter: '~' } },
    headers,
  );
  assert.equal(reply.status, 200, reply.text);
  return reply.text.split('~').slice(3).join('~').trimEnd();
}
async function failure(text: string): Promise<string> {
  const reply = await api.query(`${imports}${text}\narray.from(rows: [{v: value}])`);
  assert.equal(reply.status, 400, reply.text);
  return (reply.json() as { message: string }).message;
}

async function readOnlyToken(type: string): Promise<string> {
  const reply = await api.send('POST', '/api/v2/authorizations', {
    orgID: api.sandbox.orgID,
    permissions: [{ action: 'read', resource: { type } }],
  });
  return (reply.json() as { token: string }).token;
}

suite('secrets', () => {
  const get = (key: string) => `value = secrets.get(key: "${key}")`;

  test('set, list, read, delete; values are never listed', async () => {
    assert.equal(await value(get('KEY')), 'value');
    assert.equal((await api.send('PATCH', secrets(), { KEY: 'other', NEW: 'n' })).status, 204);
    const listed = await api.send('GET', secrets());
    assert.deepEqual((listed.json() as { secrets: string[] }).secrets, ['KEY', 'NEW', 'TOKEN']);
    assert.equal(listed.text.includes('other'), false);
    assert.equal(await value(get('KEY')), 'other');
    assert.equal((await api.send('DELETE', `${secrets()}/NEW`)).status, 204);
    assert.match(await failure(get('NEW')), /"NEW".*secret not found/);
    assert.equal((await api.send('POST', `${secrets()}/delete`, { secrets: ['KEY'] })).status, 204);
    assert.deepEqual(((await api.send('GET', secrets())).json() as { secrets: string[] }).secrets, ['TOKEN']);
  });
  test('a token that may not read secrets has none', async () => {
    const token = await readOnlyToken('buckets');
    const query = `${imports}${get('TOKEN')}\narray.from(rows: [{v: value}])`;
    const reply = await api.send('POST', '/api/v2/query', { query }, { Authorization: `Token ${token}` });
    assert.equal(reply.status, 400);
    assert.match(reply.text, /secret not found/);
  });
  test('bad requests', async () => {
    assert.equal((await api.send('PATCH', secrets(), { A: 1 })).status, 400);
    assert.equal((await api.send('PATCH', secrets(), '[]')).status, 400);
    assert.equal((await api.send('POST', `${secrets()}/delete`, { secrets: 'A' })).status, 400);
    assert.equal((await api.send('GET', '/api/v2/orgs/00ff/secrets')).status, 404);
  });
  test('outlive a restart', async () => {
    const data = mkdtempSync(join(tmpdir(), 'secrets-'));
    try {
      const first = await startFromSource({ data, sampleData: false });
      const path = `/api/v2/orgs/${first.sandbox.orgID}/secrets`;
      await first.send('PATCH', path, { A: 'a', B: 'b' });
      await first.sandbox.close();
      await using again = await startFromSource({ data, sampleData: false, secrets: { C: 'c' } });
      assert.deepEqual(((await again.send('GET', path)).json() as { secrets: string[] }).secrets, [
        'A',
        'B',
        'C',
      ]);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});

suite('influxdb.api', { timeout: 60_000 }, () => {
  test('reaches the sandbox with the token that runs the script', async () => {
    const call = 'r = influxdb.api(method: "get", path: "/health")';
    assert.equal(await value(`${call}\nvalue = r.statusCode`), '200');
    assert.match(await value(`${call}\nvalue = string(v: r.body)`), /pass/);
    assert.match(
      await value(`${call}\nvalue = dict.get(dict: r.headers, key: "Content-Type", default: "none")`),
      /^application\/json/,
    );
    const scripts = 'value = influxdb.api(method: "get", path: "/api/v2/scripts").statusCode';
    assert.equal(await value(scripts), '200');
    const token = await readOnlyToken('buckets');
    assert.equal(await value(scripts, { Authorization: `Token ${token}` }), '403');
  });
  test('takes host, token, query, headers and body', async () => {
    const { url, orgID } = api.sandbox;
    const made = await value(
      `value = string(v: influxdb.api(method: "post", host: "${url}", token: secrets.get(key: "TOKEN"), path: "/api/v2/scripts",
          headers: ["Content-Type": "application/json"],
          body: json.encode(v: {name: "from flux", description: "d", script: "x = 1", language: "flux", orgID: "${orgID}"})).body)`,
    );
    assert.match(made, /from flux/);
    const found = await value(
      'value = string(v: influxdb.api(method: "get", path: "/api/v2/scripts", query: ["name": "from flux"]).body)',
    );
    assert.equal(found.match(/from flux/g)?.length, 1);
    assert.equal(
      await value('value = influxdb.api(method: "get", path: "/api/v2/orgs", token: "wrong").statusCode'),
      '401',
    );
    assert.equal(
      await value(
        `value = influxdb.api(method: "get", path: "/ping", host: "${url.replace('127.0.0.1', 'localhost')}").statusCode`,
      ),
      '204',
    );
  });
  test('runs other scripts, as deep as there is room', async () => {
    const inner = await api.script('import "array"\narray.from(rows: [{v: params.n}])');
    const call = (id: string) =>
      `influxdb.api(method: "post", path: "/api/v2/scripts/${id}/invoke", headers: ["Content-Type": "application/json"], body: bytes(v: "{\\"params\\": {\\"n\\": 42}}"))`;
    assert.match(await value(`value = string(v: ${call(inner)}.body)`), /42/);

    const itself = await api.script('x = 1');
    const text = `${imports}array.from(rows: [{v: string(v: ${call(itself)}.body)}])`;
    await api.send('PATCH', `/api/v2/scripts/${itself}`, { script: text });
    const reply = await api.invoke(itself);
    assert.equal(reply.status, 200);
    assert.match(reply.text, /wait for the API at a time/);
    // The threads that were lent are free again.
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => value(`value = string(v: ${call(inner)}.body)`)),
    );
    assert.ok(answers.every((answer) => answer.includes('42')));
  });
  test('other hosts are refused', async () => {
    for (const host of [
      'http://localhost:1',
      'https://example.com',
      'http://127.0.0.1.example.com',
      'sandbox',
    ]) {
      assert.match(
        await failure(`value = influxdb.api(method: "get", path: "/health", host: "${host}").statusCode`),
        /"api" @\d+:\d+-\d+:\d+: influxdb.api reaches the sandbox only/,
      );
    }
    assert.match(
      await failure('value = influxdb.api(method: "get", path: "//example.com/x").statusCode'),
      /path must stay on this server/,
    );
    assert.match(
      await failure('value = influxdb.api(method: "get", path: "health").statusCode'),
      /start with a slash/,
    );
  });
  test('an answer that does not come is not waited for', async () => {
    await api.send('POST', '/sandbox/faults', { fault: 'silence', path: '/health' });
    assert.match(
      await failure('value = influxdb.api(method: "get", path: "/health", timeout: 200ms).statusCode'),
      /did not answer GET \/health within 0\.2 s/,
    );
  });
});

test('packages that leave this machine are refused by name', async () => {
  for (const path of [
    'http/requests',
    'sql',
    'pushbullet',
    'socket',
    'kafka',
    'experimental/http',
    'contrib/sranka/telegram',
  ]) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const reply = await api.query(
      `import "${path}"\nimport "array"\nx = ${name}\narray.from(rows: [{v: 1}])`,
    );
    assert.equal(reply.status, 400, path);
    assert.match(
      (reply.json() as { message: string }).message,
      new RegExp(
        `error @1:1-1:\\d+: package "${path}", which leaves this machine, is not supported by the sandbox`,
      ),
    );
  }
  for (const call of [
    'slack.message(channel: "c", text: "t", color: "good")',
    'pagerduty.endpoint()',
    'prometheus.scrape(url: "http://localhost")',
    'sensu.endpoint(url: "http://localhost", apiKey: "k")',
  ]) {
    const name = call.slice(0, call.indexOf('('));
    const imports = ['slack', 'pagerduty', 'experimental/prometheus', 'contrib/sranka/sensu', 'array'];
    const { status, text } = await api.query(
      `${imports.map((path) => `import "${path}"\n`).join('')}x = ${call}\narray.from(rows: [{v: 1}])`,
    );
    assert.equal(status, 400, call);
    assert.match(
      text,
      new RegExp(`@6:5-6:\\d+: function ${name}, which leaves this machine, is not supported by the sandbox`),
    );
  }
});
