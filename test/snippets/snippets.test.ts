import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { invokeUrl } from '../../client/src/snippets/invocation.ts';
import { snippets } from '../../client/src/snippets/snippets.ts';
import { startFromSource, type TestSandbox } from '../sandbox/api/start.ts';
import { hostile, hostileScript } from './hostile.ts';

const run = promisify(execFile);
const available = async (program: string) => run(program, ['--version']).then(Boolean, () => false);
const writing = (label: string) => {
  const found = snippets.find((snippet) => snippet.label === label);
  assert.ok(found, label);
  return found.write;
};

const token = 'the-secret token';
const canary = '/tmp/flux-snippet-was-here';

/** A server that keeps what it was sent. */
interface Received {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: unknown;
}

describe('snippets', () => {
  let folder: string;
  let server: Server;
  let url: string;
  let received: Received[];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "snippets it's "));
    received = [];
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = '', url: path = '', headers } = request;
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      received.push({ method, path, authorization: headers.authorization ?? '', body });
      response
        .writeHead(200, { 'content-type': 'text/csv' })
        .end(',result,table,x\r\n,_result,0,answered\r\n');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const env = { ...process.env, INFLUX_TOKEN: token };

  /** Runs it, and looks at what came. */
  async function sends(program: string, args: string[]): Promise<void> {
    received.length = 0;
    const { stdout } = await run(program, args, { env });
    assert.match(stdout, /answered/);
    assert.equal(received.length, 1);
    const [request] = received;
    assert.equal(request?.method, 'POST');
    assert.equal(request?.path, `/api/v2/scripts/${hostile.id}/invoke`);
    assert.equal(request?.authorization, `Token ${token}`);
    assert.deepEqual(request?.body, { params: hostile.params });
    assert.equal(existsSync(canary), false);
  }

  test('none holds a token, and each reads INFLUX_TOKEN', () => {
    for (const { label, write } of snippets) {
      const text = write({ ...hostile, url });
      assert.ok(text.includes('INFLUX_TOKEN'), label);
      assert.ok(!text.includes(token), label);
      assert.ok(text.endsWith('\n'), label);
      assert.ok(text.includes(hostile.id), label);
    }
  });

  test('a name stays in its comment', () => {
    for (const { label, write } of snippets) {
      const [comment = ''] = write({ ...hostile, url }).split('\n');
      assert.match(comment, /^(#|\/\/) Invokes it's "a"/, label);
      assert.match(comment, /throw 1 ?\. INFLUX_TOKEN holds/, label);
      assert.doesNotMatch(comment, /[\u2028\u202e]/, label);
    }
  });

  test('curl sends exactly the params', async () => {
    const path = file('invoke.sh', writing('curl')({ ...hostile, url }));
    await run('bash', ['-n', path]);
    await sends('bash', [path]);
    await sends('sh', [path]);
  });

  test('the influx CLI gets exactly the params', async () => {
    const path = file('cli.sh', writing('influx CLI')({ ...hostile, url }));
    await run('bash', ['-n', path]);
    // A function in place of the CLI prints what it is given.
    const shown = `influx() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n. "$1"`;
    const { stdout } = await run('bash', ['-c', shown, 'bash', path], { env });
    const [scripts, invoke, ...flags] = stdout.split('\0').slice(0, -1);
    assert.deepEqual([scripts, invoke], ['scripts', 'invoke']);
    assert.deepEqual(flags.slice(0, 5), ['--host', url, '--scriptID', hostile.id, '--params']);
    assert.deepEqual(JSON.parse(flags[5] ?? ''), hostile.params);
    assert.equal(existsSync(canary), false);
  });

  test('JavaScript with fetch sends exactly the params', async () => {
    const path = file('invoke.mjs', writing('JavaScript: fetch')({ ...hostile, url }));
    await run(process.execPath, ['--check', path]);
    await sends(process.execPath, [path]);
  });

  test('JavaScript with the client is right, and passes the params on', async () => {
    const text = writing('JavaScript: @influxdata/influxdb-client-apis')({ ...hostile, url });
    await run(process.execPath, ['--check', file('client.mjs', text)]);
    assert.match(text, /from "@influxdata\/influxdb-client";\n/);
    // In place of the packages: what they are called with goes to the server.
    const stand = `class InfluxDB { constructor(options) { Object.assign(this, options); } }
class FluxScriptInvocationAPI {
  constructor(influx) { this.influx = influx; }
  invoke(id, params) {
    const { url, token } = this.influx;
    const headers = { authorization: "Token " + token };
    const body = JSON.stringify({ params });
    return { async *iterateLines() {
      yield await (await fetch(url + "/api/v2/scripts/" + id + "/invoke", { method: "POST", headers, body })).text();
    } };
  }
}
`;
    await sends(process.execPath, [file('stand.mjs', stand + text.replaceAll(/^import .*$/gm, ''))]);
  });

  test('Python compiles, and holds exactly the params', async (context) => {
    if (!(await available('python3'))) return context.skip('python3 is not installed');
    const text = writing('Python: influxdb-client')({ ...hostile, url });
    const path = file('invoke.py', text);
    await run('python3', ['-m', 'py_compile', path]);
    assert.match(text, /token=os\.environ\["INFLUX_TOKEN"\]/);
    assert.match(text, /invokable_scripts_api\(\)[\s\S]*invoke_script_raw\(script_id="0+1", params=params\)/);
    const params = /^params = [\s\S]*?^\}$/m.exec(text)?.[0] ?? '';
    const dump = file('dump.py', `import json\n${params}\nprint(json.dumps(params))\n`);
    assert.deepEqual(JSON.parse((await run('python3', [dump])).stdout), hostile.params);
  });

  test('Go looks as gofmt has it, and holds exactly the params', () => {
    const text = writing('Go: net/http')({ ...hostile, url });
    assert.doesNotMatch(text, /^ +/m);
    assert.doesNotMatch(text, /[ \t]+$/m);
    // Go refuses the byte order mark and lone surrogates.
    assert.doesNotMatch(text, /\ufeff|\\ud[89a-f]/i);
    const literal = /params := ([\s\S]*?)\n\tbody, err/.exec(text)?.[1] ?? '';
    const json = literal
      .replaceAll('map[string]any{', '{')
      .replaceAll(/\[\]any\{([^{}]*)\}/g, '[$1]')
      .replaceAll(/\[\]any\{([^{}]*)\}/g, '[$1]')
      .replaceAll(/,(\s*[}\]])/g, '$1')
      .replaceAll(/^(\t*(?:"[^\n]*": )?)nil/gm, '$1null');
    assert.deepEqual(JSON.parse(json), hostile.params);
  });

  describe('against the sandbox', () => {
    let sandbox: TestSandbox;
    before(async () => {
      sandbox = await startFromSource({ token: 'from-the-environment' });
    });
    after(() => sandbox.sandbox.close());

    test('curl brings the values back', async () => {
      const id = await sandbox.script(hostileScript);
      // A list in Flux holds one type only.
      const { list: _, nothing: __, ...params } = hostile.params;
      const text = writing('curl')({ ...hostile, params, id, url: sandbox.sandbox.url });
      const { stdout } = await run('bash', [file('real.sh', text)], {
        env: { ...process.env, INFLUX_TOKEN: sandbox.sandbox.token },
      });
      assert.match(stdout, /it's \$HOME \$\{HOME\} `id` \$\(id\) !x \\ \\n/);
      assert.match(stdout, /9007199254740991/);
      assert.match(stdout, /a key like any other/);
    });

    test('curl fails, and says why, when the server refuses', async () => {
      const text = writing('curl')({ ...hostile, url: sandbox.sandbox.url });
      await assert.rejects(run('bash', [file('refused.sh', text)], { env }), (error: { stdout: string }) => {
        assert.match(error.stdout, /unauthorized/);
        return true;
      });
    });
  });

  test('the address that invokes', () => {
    assert.equal(
      invokeUrl({ url: 'https://host/prefix', path: '/api/v2/scripts', id: '0a' }),
      'https://host/prefix/api/v2/scripts/0a/invoke',
    );
  });
});
