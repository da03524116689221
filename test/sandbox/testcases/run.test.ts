import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runTestCases } from '../../../sandbox/testcases/commandLine.ts';
import { programOf } from '../../../sandbox/testcases/program.ts';
import type { SkippedTest, TestResult } from '../../../sandbox/testcases/result.ts';

const source = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const workers = {
  engineWorker: source('dist/engineWorker.js'),
  queryWorker: source('sandbox/query/thread.ts'),
};

const data = `package sums_test

import "array"
import "http"
import "testing"

option now = () => 2030-01-01T00:00:00Z

rows = array.from(rows: [{_value: 1}, {_value: 2}])
`;

const sums = `${data}
testcase sum {
    got = rows |> sum()
    want = array.from(rows: [{_value: 3}])

    testing.diff(got: got, want: want)
}

testcase wrong_sum {
    option testing.tags = ["slow"]

    testing.diff(got: rows |> sum(), want: array.from(rows: [{_value: 4}]))
}

testcase not_here {
    testing.diff(got: rows |> map(fn: (r) => ({_value: http.post(url: "x")})), want: rows)
}

testcase does_not_compile {
    testing.diff(got: rows |> sum(column: 1), want: rows)
}

testcase fails {
    testing.assertEqualValues(got: die(msg: "on purpose"), want: 1)
}
`;

suite('test cases', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'testcases-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function run(
    files: Readonly<Record<string, string>>,
    only?: string[],
    tags?: string[],
    skip?: (test: SkippedTest) => void,
  ): Promise<TestResult[]> {
    await rm(folder, { recursive: true, force: true });
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const results: TestResult[] = [];
    await runTestCases(
      { ...workers, names: [folder], ...(only && { only }), ...(tags && { tags }) },
      (result) => results.push(result),
      skip,
    );
    return results;
  }

  test('each is passed, failed or unsupported, with the reason', async () => {
    const results = await run({ 'sums_test.flux': sums });
    assert.deepEqual(
      results.map(({ name, status }) => [name, status]),
      [
        ['sum', 'passed'],
        ['wrong_sum', 'failed'],
        ['not_here', 'unsupported'],
        ['does_not_compile', 'failed'],
        ['fails', 'failed'],
      ],
    );
    const [passed, wrong, unsupported, broken, dead] = results.map(({ message }) => message);
    assert.equal(passed, '');
    assert.equal(wrong, 'want (-) and got (+) differ:\n- _value=4\n+ _value=3');
    assert.match(
      unsupported ?? '',
      /^error @25:56-25:65: function http.post, which leaves this machine, is not supported by the sandbox/,
    );
    assert.match(broken ?? '', /^compilation failed: error @29:\d+-29:\d+: expected string but found int/);
    assert.match(dead ?? '', /on purpose/);
    assert.equal(results[1]?.line, 18);
  });

  test('with tags, those run that have no other ones; without, all', async () => {
    const one = (name: string, tags: string) => `testcase ${name} {
    ${tags}
    testing.diff(got: rows, want: rows)
}
`;
    const files = {
      'a_test.flux':
        data +
        one('plain', '') +
        one('slow', 'option testing.tags = ["slow"]') +
        one('both', 'option testing.tags = ["slow", "skip"]') +
        one('none', 'option testing.tags = []'),
      'b_test.flux': data.replace('rows =', 'option testing.tags = ["skip"]\n\nrows =') + one('ofFile', ''),
    };
    const named = async (tags?: string[]) => {
      const skipped: SkippedTest[] = [];
      const results = await run(files, undefined, tags, (test) => skipped.push(test));
      assert.ok(
        results.every(({ status }) => status === 'passed'),
        JSON.stringify(results),
      );
      return [results, skipped].map((list) => list.map(({ name }) => name).join(' '));
    };
    assert.deepEqual(await named(), ['plain slow both none ofFile', '']);
    assert.deepEqual(await named([]), ['plain none', 'slow both ofFile']);
    assert.deepEqual(await named(['slow']), ['plain slow none', 'both ofFile']);
    assert.deepEqual(await named(['slow', 'skip']), ['plain slow both none ofFile', '']);
  });

  test('the difference tells null from an empty text, and both from words that look like them', async () => {
    const [result] = await run({
      'null_test.flux': `${data}import "internal/debug"

testcase nothing {
    row = (v) => array.from(rows: [{k: "", v: v}]) |> group(columns: ["k"])

    testing.diff(
        got: union(tables: [row(v: debug.null()), row(v: "null"), row(v: "\\"\\"")]),
        want: union(tables: [row(v: ""), row(v: "null"), row(v: "x")]),
    )
}
`
        .replace('import "internal/debug"\n', '')
        .replace('import "array"', 'import "array"\nimport "internal/debug"'),
    });
    assert.equal(result?.status, 'failed', result?.message);
    const message = result?.message ?? '';
    assert.match(message, /in k=""/);
    assert.match(message, /^- v=""$/m);
    assert.match(message, /^\+ v=null$/m);
    assert.match(message, /^\+ v="\\"\\""$/m);
    assert.match(result?.got ?? '', /^null$/m);
  });

  test('one by its name, and files in folders', async () => {
    const results = await run({ 'a/one_test.flux': sums, 'b.flux': 'from(bucket: "x")', 'c.txt': sums }, [
      'sum',
    ]);
    assert.deepEqual(
      results.map(({ file, name }) => [file, name]),
      [[join(folder, 'a/one_test.flux'), 'sum']],
    );
  });

  test('CRLF and a byte order mark', async () => {
    const results = await run({ 'crlf_test.flux': `\ufeff${sums.replaceAll('\n', '\r\n')}` }, [
      'sum',
      'wrong_sum',
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['passed', 'failed'],
    );
  });

  test('a test case extends one of another file', async () => {
    const child = (body: string) => `package more_test

import "math"

testcase sum_more extends "module/base/sums_test.sum" {
    ${body}
}
`;
    const files = {
      'base/sums_test.flux': sums,
      'more_test.flux': child('option before = math.pi\n    super()'),
    };
    assert.deepEqual(
      (await run(files, ['sum_more'])).map(({ status, message }) => [status, message]),
      [['passed', '']],
    );
    const [missing] = await run({ 'more_test.flux': child('super()') });
    assert.match(
      missing?.message ?? '',
      /extends "module\/base\/sums_test\.sum", and there is no such file here/,
    );
  });

  test('two of one name are two', async () => {
    const body = (value: number) => `
testcase same {
    testing.assertEqualValues(got: ${value}, want: 1)
}
`;
    assert.deepEqual(
      (await run({ 'same_test.flux': data + body(1) + body(2) })).map(({ name, status }) => [name, status]),
      [
        ['same', 'passed'],
        ['same', 'failed'],
      ],
    );
  });

  test('places in a program are those of the file', () => {
    const program = programOf(sums, 'wrong_sum', () => undefined);
    assert.equal(program.length, sums.length);
    assert.equal(program.split('\n').length, sums.split('\n').length);
    assert.equal(
      program.indexOf('want: array.from(rows: [{_value: 4}])'),
      sums.indexOf('want: array.from(rows: [{_value: 4}])'),
    );
    assert.ok(!program.includes('testcase') && !program.includes('holtWinters') && !program.includes('tags'));
  });
});
