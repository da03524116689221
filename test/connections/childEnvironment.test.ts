import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { childEnvironment } from '../../client/src/childEnvironment.ts';

test('a process of ours gets what it needs to run, and nobody’s secrets', () => {
  const environment = {
    ...process.env,
    INFLUX_TOKEN: 'one',
    MY_SERVER: 'a token under a name that does not say so',
    NODE_AUTH_TOKEN: 'two',
    LC_TIME: 'de_DE.UTF-8',
  };
  const { status, stdout } = spawnSync(process.execPath, ['-p', 'JSON.stringify(process.env)'], {
    env: childEnvironment(environment),
    encoding: 'utf8',
  });
  assert.equal(status, 0);
  const seen = JSON.parse(stdout);
  assert.equal(seen.PATH, process.env['PATH']);
  assert.equal(seen.LC_TIME, 'de_DE.UTF-8');
  assert.deepEqual(
    Object.keys(seen).filter((name) => ['INFLUX_TOKEN', 'MY_SERVER', 'NODE_AUTH_TOKEN'].includes(name)),
    [],
  );
});
