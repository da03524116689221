import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FolderInUseError, SandboxProcess } from '../../client/src/connections/sandbox.ts';
import { sandboxQuery } from '../../client/src/snippets/sandboxQuery.ts';
import { dist } from '../sandbox/api/start.ts';

const script = join(dist, 'sandbox.js');
const source = fileURLToPath(new URL('../../client/src/connections/sandbox.ts', import.meta.url));

suite('the sandbox of a window', () => {
  let folder: string;
  let sandbox: SandboxProcess;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    sandbox = await SandboxProcess.start(script, join(folder, 'data'), console.error);
  });
  after(async () => {
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('listens on the loopback address, and on no other of this machine', async () => {
    const { port, hostname } = new URL(sandbox.announcement.url);
    assert.equal(hostname, '127.0.0.1');
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, family, scopeid }) => address !== '127.0.0.1' && !(family === 'IPv6' && scopeid));
    for (const { address, family } of others) {
      const host = family === 'IPv6' ? `[${address}]` : address;
      await assert.rejects(fetch(`http://${host}:${port}/ping`), TypeError, host);
    }
    assert.equal((await fetch(`${sandbox.announcement.url}/ping`)).status, 204);
  });

  test('its query with curl carries no token, and runs where INFLUX_TOKEN is set', async (context) => {
    const { token, url } = sandbox.announcement;
    const command = sandboxQuery(sandbox.announcement);
    assert.ok(command.includes(url) && !command.includes(token));
    const run = async (env: Record<string, string>) => {
      const child = spawn('sh', ['-c', command], { env: { PATH: process.env['PATH'], ...env } });
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
      });
      const [code] = await once(child, 'close');
      return { code, said };
    };
    const { code, said } = await run({ INFLUX_TOKEN: token });
    if (code === 127) return context.skip('there is no curl');
    assert.equal(code, 0, said);
    assert.match(said, /airSensors/);
    assert.match((await run({})).said, /unauthorized/);
  });

  test('a second window of the same folder is told so, and can have one that keeps nothing', async () => {
    const said: string[] = [];
    const data = join(folder, 'data');
    await assert.rejects(
      SandboxProcess.start(script, data, (line) => said.push(line)),
      (error: Error) => error instanceof FolderInUseError && /in use by another sandbox/.test(error.message),
    );
    assert.match(said.join(), /in use by another sandbox/);
    const other = await SandboxProcess.start(script, undefined, console.error);
    assert.equal((await fetch(`${other.announcement.url}/ping`)).status, 204);
    await other.stop();
  });

  test('ends with a window that is killed', async () => {
    const window = `
      const { SandboxProcess } = await import(${JSON.stringify(source)});
      const { announcement } = await SandboxProcess.start(${JSON.stringify(script)}, ${JSON.stringify(join(folder, 'other'))}, () => {});
      console.log(announcement.url);`;
    const child = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', window], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
    assert.equal((await fetch(`${url}/ping`)).status, 204);
    child.kill('SIGKILL');
    await once(child, 'exit');
    for (const deadline = Date.now() + 20_000; ; ) {
      const answers = await fetch(`${url}/ping`).then(
        () => true,
        () => false,
      );
      if (!answers) break;
      assert.ok(Date.now() < deadline, 'it still answers after 20 s');
    }
  });

  test('says why it did not start', async () => {
    await assert.rejects(
      SandboxProcess.start(join(folder, 'none.js'), folder, () => undefined),
      /The sandbox did not start \(exit code 1\)/,
    );
  });
});
