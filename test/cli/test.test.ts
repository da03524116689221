import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Fixture } from './cli.ts';

let fixture: Fixture;
before(async () => {
  fixture = await Fixture.make();
  // No server is needed.
  fixture.environment = {};
});
after(async () => {
  await fixture?.[Symbol.asyncDispose]();
});

const text = `import "testing"

testcase addition {
    testing.assertEqualValues(got: 1 + 1, want: 2)
}

testcase subtraction {
    testing.assertEqualValues(got: 2 - 1, want: 2)
}
`;

interface Tested {
  readonly testcases: readonly { file: string; name: string; status: string; message: string }[];
}

test('each testcase of files and folders is told, and a failure is an exit code', async () => {
  await fixture.write({ 'tests/sums_test.flux': text });
  const { code, stdout } = await fixture.run('test', 'tests');
  assert.equal(code, 4);
  assert.equal(
    stdout,
    `✓ tests/sums_test.flux:3: addition
✗ tests/sums_test.flux:7: subtraction
    want (-) and got (+) differ:
    - v=2
    + v=1
1 passed, 1 failed
`,
  );
});

test('as JSON; what the sandbox cannot do is no failure', async () => {
  await fixture.write({
    'a_test.flux': text.slice(0, text.indexOf('testcase subtraction')),
    'b_test.flux':
      'import "testing"\nimport "sql"\ntestcase far { testing.assertEmpty(tables: sql.from(driverName: "x", dataSourceName: "y", query: "z")) }',
  });
  const json = await fixture.json<Tested>('test', 'a_test.flux', 'b_test.flux');
  assert.equal(json.exitCode, 0);
  assert.deepEqual(json.testcases[0], {
    file: 'a_test.flux',
    name: 'addition',
    status: 'passed',
    message: '',
  });
  assert.equal(json.testcases[1]?.status, 'unsupported');
  assert.match(json.testcases[1]?.message ?? '', /package "sql".* is not supported/);
});

test('with --tags, what has other tags is left out and told apart', async () => {
  await fixture.write({
    'c_test.flux': `${text}
testcase slow {
    option testing.tags = ["slow", "net"]
    testing.assertEqualValues(got: 1, want: 1)
}
`,
  });
  const all = await fixture.json<Tested>('test', 'c_test.flux');
  assert.deepEqual([all.testcases.length, 'skipped' in all], [3, false]);
  const some = await fixture.json<Tested & { skipped: unknown }>('test', 'c_test.flux', '--tags', 'slow');
  assert.deepEqual(
    some.testcases.map(({ name }) => name),
    ['addition', 'subtraction'],
  );
  assert.deepEqual(some.skipped, [{ file: 'c_test.flux', name: 'slow', tags: ['slow', 'net'] }]);
  const { stdout } = await fixture.run('test', 'c_test.flux', '--tags', 'slow');
  assert.match(stdout, /○ c_test\.flux:11: slow \(tags: slow, net\)\n1 passed, 1 failed, 1 skipped\n$/);
  const more = await fixture.json<Tested>('test', 'c_test.flux', '--tags', 'slow, net');
  assert.equal(more.testcases.length, 3);
});

test('no names, and names that are not there', async () => {
  assert.equal((await fixture.run('test')).code, 2);
  const { code, stderr } = await fixture.run('test', 'nowhere');
  assert.equal(code, 2);
  assert.match(stderr, /nowhere does not exist/);
});
