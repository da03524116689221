import assert from 'node:assert/strict';
import { type IncomingMessage, request } from 'node:http';
import { after, before, suite, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { CsvRows } from '../../../sandbox/http/csvRows.ts';
import { faultHelp, faultTable } from '../../../sandbox/http/faultHelp.ts';
import { faultKinds } from '../../../sandbox/http/faultKinds.ts';
import { startFromSource, type TestSandbox } from './start.ts';

/** What really came over the wire. */
interface Raw {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** False when the connection ended before the answer did. */
  readonly complete: boolean;
}

let api: TestSandbox;
let id: string;
const rows = (count: number) =>
  `import "array"\narray.from(rows: [${Array.from({ length: count }, (_, i) => `{v: "a ${i}\\nb"}`).join(', ')}])`;
const whole = Buffer.from(
  `,result,table,v\r\n${Array.from({ length: 50 }, (_, i) => `,_result,0,"a ${i}\r\nb"\r\n`).join('')}\r\n`,
);

/** Sends a request with no library between; undefined when no answer begins. */
function raw(method: string, path: string, fault?: string, body = ''): Promise<Raw | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(
      api.sandbox.url + path,
      {
        method,
        agent: false,
        headers: { Authorization: 'Token secret', ...(fault !== undefined && { 'X-Sandbox-Fault': fault }) },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        const done = () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks),
            complete: answer.complete,
          });
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('end', done).once('error', done);
      },
    );
    sent.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.name === 'AbortError' ? resolve(undefined) : reject(error),
    );
    sent.setTimeout(1_000, () => sent.destroy(Object.assign(new Error('late'), { code: 'ECONNRESET' })));
    sent.end(body);
  });
}

const invoke = (fault: string) => raw('POST', `/api/v2/scripts/${id}/invoke`, fault);
async function answered(fault: string): Promise<Raw> {
  const answer = await invoke(fault);
  assert.ok(answer, `${fault}: no answer`);
  return answer;
}
const names = async () =>
  ((await api.send('GET', '/api/v2/scripts')).json() as { scripts: { name: string }[] }).scripts.map(
    ({ name }) => name,
  );

before(async () => {
  api = await startFromSource({ sampleData: false });
  id = await api.script(rows(50), 'rows');
});
after(() => api.sandbox.close());

suite('faults by header', { timeout: 60_000 }, () => {
  test('without one everything is as it is', async () => {
    const answer = await raw('POST', `/api/v2/scripts/${id}/invoke`);
    assert.deepEqual([answer?.status, answer?.complete], [200, true]);
    assert.equal(answer?.body.toString(), whole.toString());
  });
  test('delay', async () => {
    const begun = performance.now();
    const answer = await answered('delay;ms=300');
    assert.ok(performance.now() - begun >= 295);
    assert.ok(answer.complete && answer.body.equals(whole));
  });
  test('slow', async () => {
    const begun = performance.now();
    const answer = await answered(`slow;bytes=${whole.length * 2}`);
    assert.ok(performance.now() - begun >= 400);
    assert.ok(answer.complete && answer.body.equals(whole));
  });
  test('cut', async () => {
    for (const bytes of [0, 1, 100, whole.length, whole.length * 2]) {
      const answer = await answered(`cut;bytes=${bytes}`);
      assert.equal(answer.status, 200);
      assert.equal(answer.complete, false);
      assert.ok(answer.body.equals(whole.subarray(0, bytes)), `${bytes}`);
    }
  });
  test('error-block', async () => {
    for (const count of [0, 1, 7]) {
      const { status, complete, body } = await answered(`error-block;rows=${count};message=it "broke"`);
      assert.deepEqual([status, complete], [200, true]);
      const given = whole.subarray(0, whole.indexOf(`,_result,0,"a ${count}\r`)).toString();
      assert.equal(body.toString(), `${given}\r\n,error,reference\r\n,"it ""broke""",\r\n`);
    }
  });
  for (const [fault, status, code] of [
    ['400', 400, 3],
    ['401', 401, 'unauthorized'],
    ['403', 403, 'forbidden'],
    ['404', 404, 'not found'],
    ['409', 409, 'conflict'],
    ['422', 422, 'conflict'],
    ['429', 429, 'too many requests'],
    ['500', 500, 'internal error'],
    ['503', 503, 'unavailable'],
  ] as const) {
    test(fault, async () => {
      const answer = await answered(`${fault};message=told`);
      assert.equal(answer.status, status);
      const body = JSON.parse(answer.body.toString()) as Record<string, unknown>;
      assert.deepEqual([body['code'], body['message']], [code, 'told']);
      assert.equal(answer.headers['x-platform-error-code'], String(code));
      if (code === 3) assert.deepEqual(body['details'], []);
    });
  }
  test('Retry-After in seconds and as a date', async () => {
    for (const fault of ['429', '503']) {
      assert.equal((await answered(`${fault};after=7`)).headers['retry-after'], '7');
      const date = (await answered(`${fault};after=60;as=date`)).headers['retry-after'] ?? '';
      assert.match(date, / GMT$/);
      const ahead = Date.parse(date) - Date.now();
      assert.ok(ahead > 50_000 && ahead <= 60_000, date);
    }
  });
  test('HTML', async () => {
    for (const [fault, status] of [
      ['502-html', 502],
      ['html', 200],
    ] as const) {
      const answer = await answered(fault);
      assert.equal(answer.status, status);
      assert.match(answer.headers['content-type'] ?? '', /^text\/html/);
      assert.match(answer.body.toString(), /^<!DOCTYPE html>/);
    }
  });
  test('malformed-json', async () => {
    const answer = await answered('malformed-json');
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'] ?? '', /^application\/json/);
    assert.throws(() => JSON.parse(answer.body.toString()), SyntaxError);
  });
  test('wrong-length', async () => {
    const answer = await answered('wrong-length;bytes=25');
    assert.equal(answer.complete, false);
    assert.equal(Number(answer.headers['content-length']), whole.length + 25);
    assert.ok(answer.body.equals(whole));
  });
  test('broken-gzip', async () => {
    const answer = await answered('broken-gzip');
    assert.equal(answer.headers['content-encoding'], 'gzip');
    assert.deepEqual([...answer.body.subarray(0, 2)], [0x1f, 0x8b]);
    assert.throws(() => gunzipSync(answer.body));
  });
  test('redirect', async () => {
    const path = `/api/v2/scripts/${id}`;
    const same = await raw('GET', path, 'redirect;status=302');
    assert.equal(same?.status, 302);
    const target = same?.headers.location ?? '';
    assert.ok(target.startsWith(`${path}?`));
    // With the fault's header again, as clients that follow send it.
    assert.equal((await raw('GET', target, 'redirect'))?.status, 200);

    const other = (await raw('GET', path, 'redirect;to=other'))?.headers.location ?? '';
    assert.notEqual(new URL(other).origin, api.sandbox.url);
    assert.equal(new URL(other).pathname, path);
    const named = await raw('GET', path, 'redirect;to=other;origin=http://other.invalid');
    assert.equal(new URL(named?.headers.location ?? '').host, 'other.invalid');

    let at = path;
    for (let hop = 0; hop < 5; hop++) {
      const answer = await raw('GET', at, hop === 0 ? 'redirect;to=loop' : undefined);
      assert.equal(answer?.status, 307);
      at = answer?.headers.location ?? '';
    }
  });
  test('silence, drop', async () => {
    assert.equal(await invoke('silence'), undefined);
    assert.equal(await raw('DELETE', `/api/v2/scripts/${id}`, 'drop'), undefined);
    assert.ok((await names()).includes('rows'));
  });
  test('lost acts all the same', async () => {
    const body = JSON.stringify({ name: 'made', description: 'd', script: 'x = 1', language: 'flux' });
    assert.equal(await raw('POST', '/api/v2/scripts', 'lost', body), undefined);
    assert.ok((await names()).includes('made'));
    assert.equal((await raw('POST', '/api/v2/scripts', undefined, body))?.status, 422);
  });
  test('faults that answer an error do not act', async () => {
    assert.equal((await raw('DELETE', `/api/v2/scripts/${id}`, '500'))?.status, 500);
    assert.ok((await names()).includes('rows'));
  });
  test('an error of the API itself comes through', async () => {
    assert.equal((await raw('GET', '/api/v2/scripts/00ff', 'delay;ms=1'))?.status, 404);
    assert.equal((await raw('GET', '/api/v2/scripts/00ff', 'error-block'))?.status, 404);
  });
  test('what is no fault is refused with a list', async () => {
    for (const wrong of [
      'nothing',
      '',
      'cut;rows=1',
      'cut;bytes=x',
      'cut;bytes',
      '429;after=soon',
      '429;as=week',
      'redirect;to=x',
      'redirect;status=200',
    ]) {
      const answer = await raw('GET', '/ping', wrong);
      assert.equal(answer?.status, 400, wrong);
    }
    const { body } = (await raw('GET', '/ping', 'nothing')) ?? { body: '' };
    for (const { name } of faultKinds) assert.ok(body.toString().includes(name), name);
  });
});

suite('planned faults', () => {
  const path = '/sandbox/faults';
  const plan = (body: object) => api.send('POST', path, body);
  const status = async (method: string, at: string) => (await api.send(method, at)).status;

  test('meet the next requests that they are meant for', async () => {
    const reply = await plan({ fault: '503;after=3', times: 2, method: 'get', path: '/api/v2/scripts*' });
    assert.equal(reply.status, 201);
    assert.equal(await status('GET', '/api/v2/orgs'), 200);
    assert.equal(await status('PATCH', `/api/v2/scripts/${id}`), 200);
    assert.equal(await status('GET', '/api/v2/scripts?limit=1'), 503);
    const { faults } = (await api.send('GET', path)).json() as { faults: { left: number }[] };
    assert.deepEqual(
      faults.map(({ left }) => left),
      [1],
    );
    assert.equal(await status('GET', `/api/v2/scripts/${id}`), 503);
    assert.equal(await status('GET', `/api/v2/scripts/${id}`), 200);
    assert.deepEqual((await api.send('GET', path)).json(), { faults: [] });
  });
  test('come one after the other, and can be cleared', async () => {
    const [first, second] = [await plan({ fault: '401' }), await plan({ fault: 'html', times: 5 })];
    assert.equal(await status('DELETE', `${path}/${(first.json() as { id: number }).id}`), 204);
    assert.equal(await status('DELETE', `${path}/${(first.json() as { id: number }).id}`), 404);
    assert.match((await api.send('GET', '/health')).text, /^<!DOCTYPE/);
    assert.equal((second.json() as { left: number }).left, 5);
    assert.equal(await status('DELETE', path), 204);
    assert.match((await api.send('GET', '/health')).text, /pass/);
  });
  test('need the token and a fault', async () => {
    const stranger = await api.send('POST', path, { fault: '401' }, { Authorization: 'Token other' });
    assert.equal(stranger.status, 401);
    for (const wrong of [
      {},
      { fault: 'none' },
      { fault: '401', times: 0 },
      { fault: '401', times: '2' },
      '[]',
    ]) {
      assert.equal((await api.send('POST', path, wrong)).status, 400, JSON.stringify(wrong));
    }
    assert.deepEqual((await api.send('GET', path)).json(), { faults: [] });
  });
});

test('the help and the table name every fault and option', () => {
  for (const { name, options } of faultKinds) {
    assert.ok(faultTable().includes(`| \`${name}\` |`));
    assert.ok(faultHelp().includes(`  ${name} `));
    for (const key of Object.keys(options)) assert.ok(faultHelp().includes(`${key}=`), `${name} ${key}`);
  }
});

test('rows of CSV are found wherever chunks are cut', () => {
  const text = Buffer.from(
    '#group,false\r\n,result,v\r\n,,"a\r\n""b"\r\n,,c\r\n\r\n,result,w\r\n,,d\r\n\r\n',
  );
  for (let size = 1; size <= text.length; size++) {
    const ends = [0, 1, 2, 3].map((wanted) => {
      const counter = new CsvRows(wanted);
      let end = 0;
      for (let at = 0; at < text.length && !counter.reached; at += size)
        end += counter.end(text.subarray(at, at + size));
      return end;
    });
    const ending = (part: string) => text.indexOf(part) + part.length;
    assert.deepEqual(ends, [
      ending(',result,v\r\n'),
      ending('""b"\r\n'),
      ending(',,c\r\n'),
      ending(',,d\r\n'),
    ]);
  }
});
