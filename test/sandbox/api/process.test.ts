import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, suite, test } from 'node:test';
import type { Script } from '../../../client/src/influx/types.ts';
import { readCommandLine } from '../../../sandbox/options.ts';
import { exampleList } from '../../../sandbox/scripts/examples.ts';
import { ScriptStore } from '../../../sandbox/store/scripts.ts';
import { dist, TestSandbox } from './start.ts';

interface Running {
  readonly process: ChildProcess;
  readonly api: TestSandbox;
}

const children: ChildProcess[] = [];
// A test that fails leaves its process behind.
after(() => {
  for (const child of children) child.kill('SIGKILL');
});

function start(args: readonly string[], stdin: 'pipe' | 'ignore' = 'ignore'): ChildProcess {
  const child = spawn(process.execPath, [join(dist, 'sandbox.js'), ...args], {
    stdio: [stdin, 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

/** Starts the built sandbox and reads its first line. */
async function run(args: readonly string[], stdin: 'pipe' | 'ignore' = 'ignore'): Promise<Running> {
  const child = start(args, stdin);
  assert.ok(child.stdout);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const told = JSON.parse(line) as { url: string; token: string; org: string; orgID: string };
  return { process: child, api: new TestSandbox({ ...told, close: async () => void child.kill() }) };
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const scriptsOf = async (api: TestSandbox) =>
  ((await api.send('GET', '/api/v2/scripts')).json() as { scripts: Script[] }).scripts;

suite('the built sandbox', () => {
  test('tells where it is, holds the examples and runs them', async () => {
    const { process: child, api } = await run(['--port', '0', '--token', 'T', '--org', 'O']);
    try {
      assert.deepEqual([api.sandbox.token, api.sandbox.org], ['T', 'O']);
      const scripts = await scriptsOf(api);
      assert.equal(scripts.length, exampleList.length);
      const reply = await api.invoke(scripts[0]?.id ?? '', { mybucket: 'factory' });
      assert.equal(reply.status, 200);
    } finally {
      child.kill();
    }
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  test('keeps everything that it has answered, whenever it is killed', () =>
    inFolder(async (data) => {
      const first = await run(['--token', 'T', '--data', data]);
      const kept: Script[] = [];
      for (let i = 0; i < 30; i++) {
        const body = { name: `s${i}`, description: 'd', script: `x = ${i}`, language: 'flux' };
        kept.push((await first.api.send('POST', '/api/v2/scripts', body)).json() as Script);
      }
      await first.api.send('DELETE', `/api/v2/scripts/${kept[0]?.id}`);
      // More are on their way while it dies.
      const dying = Array.from({ length: 20 }, (_, i) =>
        first.api.script('x = 1', `late ${i}`).catch(() => undefined),
      );
      first.process.kill('SIGKILL');
      await once(first.process, 'exit');
      await Promise.all(dying);

      const second = await run(['--token', 'T', '--data', data]);
      try {
        const found = await scriptsOf(second.api);
        assert.deepEqual(
          found.filter(({ name }) => /^s\d/.test(name)),
          kept.slice(1),
        );
        assert.equal(
          found.filter(({ name }) => name === 'getLastPoint').length,
          1,
          'examples are stored once',
        );
        const changed = await second.api.send('PATCH', `/api/v2/scripts/${kept[1]?.id}`, {
          description: 'new',
        });
        assert.ok(((changed.json() as Script).updatedAt ?? '') > (kept.at(-1)?.updatedAt ?? ''));
      } finally {
        second.process.kill();
        await once(second.process, 'exit');
      }
    }));

  test('ends with its parent’s stream', async () => {
    const { process: child } = await run(['--stdin-lifetime'], 'pipe');
    child.stdin?.end();
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  test('ends with the parent that forked it', async () => {
    const child = fork(join(dist, 'sandbox.js'), [], { stdio: 'pipe' });
    children.push(child);
    assert.ok(child.stdout);
    await once(createInterface(child.stdout), 'line');
    child.disconnect();
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  test('--no-sample-data starts empty', async () => {
    const { process: child, api } = await run(['--no-sample-data']);
    assert.deepEqual(await scriptsOf(api), []);
    assert.deepEqual(
      (
        (await api.send('GET', '/api/v2/buckets')).json() as { buckets: { name: string; type: string }[] }
      ).buckets.flatMap(({ name, type }) => (type === 'system' ? [] : [name])),
      [],
    );
    child.kill();
    await once(child, 'exit');
  });

  test('refuses what it does not understand', async () => {
    for (const args of [['--port', 'x'], ['--port', '70000'], ['--nothing'], ['extra'], ['--token', '']]) {
      const child = start(args);
      let said = '';
      child.stderr?.on('data', (data: Buffer) => {
        said += data.toString();
      });
      assert.deepEqual(await once(child, 'close'), [2, null], args.join(' '));
      assert.ok(said.includes('--help'), said);
    }
    const help = start(['--help']);
    assert.deepEqual(await once(help, 'close'), [0, null]);
  });
});

test('the command line', () => {
  assert.deepEqual(readCommandLine(['--port', '80', '--data', 'd', '--ignore-rename']), {
    help: false,
    port: 80,
    data: 'd',
    sampleData: true,
    ignoreRename: true,
    stdinLifetime: false,
    testcases: [],
    unsaved: false,
  });
  process.env['SANDBOX_TEST_SECRET'] = 'from the environment';
  assert.deepEqual(readCommandLine(['--secret', 'SANDBOX_TEST_SECRET', '--secret', 'a=b=c']).secrets, {
    SANDBOX_TEST_SECRET: 'from the environment',
    a: 'b=c',
  });
  assert.throws(() => readCommandLine(['--secret', 'SANDBOX_NO_SUCH_NAME']), /SANDBOX_NO_SUCH_NAME/);
  assert.throws(() => readCommandLine(['--secret', '=x']), /NAME or NAME=VALUE/);
});

test('a broken data file is named, not overwritten', () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, 'scripts.json'), '[{');
    await assert.rejects(ScriptStore.open('o', folder), /scripts\.json: it holds no JSON/);
    assert.equal(await readFile(join(folder, 'scripts.json'), 'utf8'), '[{');
  }));
