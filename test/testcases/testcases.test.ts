import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { batchesOf } from '../../client/src/testcases/batches.ts';
import { failurePlace } from '../../client/src/testcases/failurePlace.ts';
import { runTestCases, type TestRun } from '../../client/src/testcases/process.ts';
import type { TestResult } from '../../sandbox/testcases/result.ts';
import { findTestCases } from '../../server/src/flux/testCases.ts';
import { dist } from '../sandbox/api/start.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const never = new AbortController().signal;
const sandbox = join(dist, 'sandbox.js');

const sums = `import "array"
import "testing"

rows = array.from(rows: [{host: "a", _value: 1}, {host: "b", _value: 20}])

testcase sum {
    testing.diff(got: rows |> sum(), want: array.from(rows: [{_value: 21}]))
}

testcase order_of_rows {
    want = array.from(rows: [{host: "a", _value: 1}, {host: "b", _value: 3}])

    testing.diff(got: rows, want: want)
}

testcase dies {
    testing.assertEqualValues(got: die(msg: "on purpose"), want: 1)
}
`;

/** Runs until something outside ends it. */
const endless = `import "testing"
import "generate"

testcase endless {
    got = generate.from(count: 90000000, fn: (n) => n, start: 2030-01-01T00:00:00Z, stop: 2030-01-02T00:00:00Z) |> sum()

    testing.diff(got: got, want: got)
}
`;

suite('the process that runs testcases', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'testcases-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function file(name: string, text: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  }
  async function results(run: Omit<TestRun, 'sandbox'>): Promise<TestResult[]> {
    return await all(runTestCases({ sandbox, ...run }, never));
  }

  test('gives each result with both sides of a difference', async () => {
    const path = await file('sums_test.flux', sums);
    const [sum, order, dies] = await results({ names: [path] });
    assert.deepEqual([sum?.status, sum?.want, sum?.file, sum?.line], ['passed', undefined, path, 6]);
    assert.equal(order?.status, 'failed');
    assert.equal(order?.want, 'host  _value\nb     3');
    assert.equal(order?.got, 'host  _value\nb     20');
    assert.equal(order?.message, 'want (-) and got (+) differ:\n- host=b _value=3\n+ host=b _value=20');
    assert.deepEqual([dies?.status, dies?.got], ['failed', undefined]);
    assert.ok((dies?.milliseconds ?? 0) > 0);
  });

  test('runs the names that are asked for, in the text that is not saved yet', async () => {
    const path = await file('unsaved_test.flux', 'x = 1');
    const base = await file('base_test.flux', 'x = 1');
    const child = `testcase child extends "base_test.sum" {\n    super()\n}\n`;
    const unsaved = new Map([
      [path, `\ufeff${child}${sums.slice(sums.indexOf('testcase')).replaceAll('\n', '\r\n')}`],
      [base, sums],
    ]);
    const [only, ...others] = await results({ names: [path], only: ['child'], unsaved });
    assert.deepEqual([only?.name, only?.status, only?.message], ['child', 'passed', '']);
    assert.deepEqual(others, []);
  });

  test('tables with keys stand below each other, one without rows too', async () => {
    const text = `import "array"
import "testing"

rows = array.from(rows: [{t: "x", s: "it", n: 1}, {t: "y", s: "same", n: 2}]) |> group(columns: ["t"])

testcase keys {
    testing.diff(got: rows, want: rows |> filter(fn: (r) => r.n == 1) |> drop(columns: ["s"]))
}
`;
    const [{ want, got, message } = {}] = await results({ names: [await file('keys_test.flux', text)] });
    assert.equal(want, 't=x\nn  s\n1  null\n\nt=y\n(no rows)', message);
    assert.equal(got, 't=x\nn  s\n1  it\n\nt=y\ns     n\nsame  2', message);
  });

  test('is ended by its signal', async () => {
    const names = [await file('a_test.flux', sums), await file('b_test.flux', endless)];
    const abort = new AbortController();
    const seen: string[] = [];
    await assert.rejects(async () => {
      for await (const { name } of runTestCases({ sandbox, names }, abort.signal)) {
        seen.push(name);
        if (name === 'dies') abort.abort();
      }
    }, /abort/i);
    assert.deepEqual(seen, ['sum', 'order_of_rows', 'dies']);
  });

  test('says why it could not run them', async () => {
    await assert.rejects(results({ names: [join(folder, 'nowhere.flux')] }), /ended \(1\).*nowhere\.flux/s);
    await assert.rejects(
      all(runTestCases({ sandbox: join(folder, 'none.js'), names: [] }, never)),
      /ended \(1\)/,
    );
  });

  test('ends with the process that started it', async () => {
    const path = await file('endless_test.flux', endless);
    const child = spawn(process.execPath, [sandbox, '--stdin-lifetime', '--testcases', path], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.end();
    assert.deepEqual(await once(child, 'exit'), [1, null]);
  });
});

test('as few processes as can be', () => {
  assert.deepEqual(
    batchesOf([
      { file: 'a', names: ['x', 'y'], all: true },
      { file: 'b', names: ['x'], all: false },
      { file: 'c', names: ['z'], all: true },
      { file: 'd', names: [], all: true },
    ]),
    [{ names: ['a', 'c'] }, { names: ['b'], only: ['x'] }],
  );
  assert.deepEqual(batchesOf([]), []);
});

test('test cases are found in a text that is being written', () => {
  const found = findTestCases('x = 1\r\ntestcase a { x = 1 }\r\ntestcase b');
  assert.deepEqual(
    found.map(({ name, range, nameRange }) => [name, range.start.line, nameRange.start.character]),
    [
      ['a', 1, 9],
      ['b', 2, 9],
    ],
  );
  assert.deepEqual(findTestCases('// no testcase here'), []);
});

suite('a failure is shown', () => {
  const places = (text: string, result: Pick<TestResult, 'message' | 'want'>) => {
    const [testCase] = findTestCases(text);
    assert.ok(testCase);
    const { start, end } = failurePlace(text, testCase, result);
    const lines = text.split('\n');
    assert.equal(start.line, end.line);
    return lines[start.line]?.slice(start.character, end.character);
  };
  const one = 'testcase t {\n    é = "é"; testing.diff(got: é, want: a)\n}\n';

  test('at the only assertion, where two answers differ', () => {
    assert.equal(places(one, { message: '@1:1-1:2', want: '' }), 'testing.diff(got: é, want: a)');
    const piped = 'testcase t {\n    got |> testing.diff(want: a) |> yield()\n}\n';
    assert.equal(places(piped, { message: '', want: '' }), 'got |> testing.diff(want: a) |> yield()');
  });

  test('at the name, where there are several assertions or nothing is said', () => {
    const two = 'testcase t {\n    testing.diff(got: a, want: a)\n    testing.diff(got: b, want: b)\n}\n';
    assert.equal(places(two, { message: '', want: '' }), 't');
    assert.equal(places(one, { message: 'the query was stopped' }), 't');
  });

  test('where the message says, columns counted in bytes', () => {
    assert.equal(places(one, { message: 'compilation failed: error @2:10-2:14: no' }), '"é"');
    const extending = one.replace('t {', 't extends "a.b" {');
    assert.equal(places(extending, { message: 'error @2:10-2:14: no' }), 't');
  });
});
