import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Fixture } from './cli.ts';

/** Against a server that has only functions, as scripts were called before. */
let fixture: Fixture;
before(async () => {
  fixture = await Fixture.make();
  for (const path of ['/api/v2/scripts', '/api/v2/scripts/*']) {
    const planned = { fault: '404;message=path not found', path, times: 10_000 };
    assert.equal((await fixture.api.send('POST', '/sandbox/faults', planned)).status, 201);
  }
  await fixture.manifest('echo');
  await fixture.write({
    'echo.flux': 'import "array"\n\narray.from(rows: [{n: int(v: params.count), s: params.text + "!"}])\n',
  });
});
after(async () => {
  await fixture?.[Symbol.asyncDispose]();
});

test('push, status and invoke, with types out of the text', async () => {
  assert.equal((await fixture.run('push', '--all')).code, 0);
  const { stdout } = await fixture.run('status');
  assert.match(stdout, /in sync.*echo|echo.*in sync/i);
  const ran = await fixture.run('invoke', 'echo', '-p', 'text=7', '-p', 'count=3');
  assert.equal(ran.code, 0, ran.stderr);
  // A string, and a whole number: not the other way round.
  assert.match(ran.stdout, /,3,7!\r\n/);
  const missing = await fixture.run('invoke', 'echo', '-p', 'text=7');
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /count/);
});
