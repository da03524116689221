import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { AnswerCheck } from '../../client/src/cli/answerCheck.ts';
import { Fixture } from './cli.ts';

const text = `import "array"

// ## Parameters
// - name: Who. Default is \`world\`.
limit = int(v: params.count)
array.from(rows: [{_value: "hello " + params.name, count: limit}])
`;

let fixture: Fixture;
before(async () => {
  fixture = await Fixture.make();
  await fixture.api.script(text, 'hello');
  await fixture.api.script('import "array"\narray.from(rows: [{a: 1}])', 'plain');
});
after(async () => {
  await fixture?.[Symbol.asyncDispose]();
});

test('the CSV goes to standard output, values by their types', async () => {
  const { code, stdout, stderr } = await fixture.run(
    'invoke',
    'hello',
    '-p',
    'name=a=b',
    '--param',
    'count=9007199254740993',
  );
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^,result,table,/);
  assert.match(stdout, /hello a=b/);
  assert.match(stdout, /9007199254740993/);
  assert.ok(stdout.endsWith('\r\n'));
});

test('a file gives the parameters, and -p wins over it', async () => {
  await fixture.write({ 'params.json': '{"name": "file", "count": 9007199254740993}' });
  const fromFile = await fixture.run('invoke', 'hello', '--params-file', 'params.json');
  assert.match(fromFile.stdout, /hello file/);
  assert.match(fromFile.stdout, /9007199254740993/);
  const both = await fixture.run('invoke', 'hello', '--params-file', 'params.json', '-p', 'name=flag');
  assert.match(both.stdout, /hello flag/);
});

test('a preset beside the script’s file gives the parameters; a file and -p win over it', async () => {
  await fixture.manifest('hello');
  await fixture.write({
    'hello.flux': text,
    'hello.params.json':
      '{"presets": {"Big": {"name": "preset", "count": 9007199254740993}, "Part": {"count": 1}}}',
    'params.json': '{"name": "file"}',
  });
  const preset = await fixture.run('invoke', 'hello', '--preset', 'Big');
  assert.equal(preset.code, 0, preset.stderr);
  assert.match(preset.stdout, /hello preset,9007199254740993|9007199254740993,hello preset/);
  const all = ['invoke', './hello.flux', '--preset', 'Big', '--params-file', 'params.json'];
  assert.match((await fixture.run(...all)).stdout, /hello file/);
  assert.match((await fixture.run(...all, '-p', 'name=flag')).stdout, /hello flag/);
  assert.match((await fixture.run('invoke', 'hello', '--preset', 'Part')).stderr, /name is missing/);
  const unknown = await fixture.run('invoke', 'hello', '--preset', 'Small');
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /hello\.params\.json has no preset “Small”; it has: “Big”, “Part”/);
  await fixture.write({ 'hello.params.json': '{\n"presets": [' });
  assert.match(
    (await fixture.run('invoke', 'hello', '--preset', 'Big')).stderr,
    /hello\.params\.json, line 2/,
  );
  await fixture.write({ 'flux-scripts.json': '{"scripts": []}' });
  assert.match((await fixture.run('invoke', 'hello', '--preset', 'Big')).stderr, /Pull it first/);
});

test('what is missing, unknown or of another type is named, and nothing is sent', async () => {
  for (const [args, message] of [
    [['-p', 'count=1'], /name is missing \(text; usually world\)/],
    [[], /count is missing[\s\S]*name is missing/],
    [
      ['-p', 'name=x', '-p', 'count=1', '-p', 'cuont=2'],
      /cuont: the script has no such parameter; it has: .*count/,
    ],
    [['-p', 'name=x', '-p', 'count=many'], /count: “many” is not a whole number/],
    [['-p', 'name'], /-p number 1 is not of the form/],
    [['-p', 'name=x', '-p', 'name=y'], /“name” twice/],
    [['--params-file', 'nowhere.json'], /cannot be read/],
  ] as const) {
    const { code, stderr, stdout } = await fixture.run('invoke', 'hello', ...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stdout, '');
  }
  await fixture.write({ 'list.json': '[1]', 'nested.json': '{"name": {"a": 1}, "count": 1}' });
  assert.equal((await fixture.run('invoke', 'hello', '--params-file', 'list.json')).code, 2);
  const nested = await fixture.run('invoke', 'hello', '--params-file', 'nested.json');
  assert.match(nested.stderr, /name: this takes one value/);
});

test('a file takes the CSV, and appears only when it is whole', async () => {
  const args = ['invoke', 'hello', '-p', 'name=x', '-p', 'count=1'];
  const saved = await fixture.json<{ output: string; rows: number; script: object }>(
    ...args,
    '-o',
    'out.csv',
  );
  assert.deepEqual([saved.exitCode, saved.rows], [0, 1]);
  assert.match(await fixture.read('out.csv'), /hello x/);
  const kept = await fixture.json<{ csv: string; bytes: number }>(...args);
  assert.equal(kept.csv, await fixture.read('out.csv'));
  assert.equal(kept.bytes, Buffer.byteLength(kept.csv));

  await fixture.api.script('from(bucket: "nowhere") |> range(start: -1h)', 'failing');
  const failed = await fixture.run('invoke', 'failing', '--output', 'out.csv');
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /nowhere/);
  assert.match(await fixture.read('out.csv'), /hello x/);
  assert.deepEqual(
    (await readdir(fixture.folder)).filter((name) => name.endsWith('.tmp')),
    [],
  );
  assert.equal((await fixture.run(...args, '-o', 'nowhere/out.csv')).code, 2);
});

test('a script is found by its file too, and a version that is not the one here is told', async () => {
  await fixture.manifest('plain');
  await fixture.write({ 'plain.flux': 'x = 1' });
  const { code, stdout, stderr } = await fixture.run('invoke', 'plain.flux');
  assert.equal(code, 0);
  assert.match(stdout, /,1\r\n/);
  assert.match(stderr, /not the one in plain\.flux/);
  const unknown = await fixture.run('invoke', 'nope');
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /There is no script “nope”/);
});

/** What a check says of an answer, however it is cut. */
function verdict(csv: string): string | undefined {
  const verdicts = [1, 7, csv.length].map((size) => {
    const check = new AnswerCheck();
    const bytes = Buffer.from(csv);
    for (let at = 0; at < bytes.length; at += size) check.push(bytes.subarray(at, at + size));
    return check.end();
  });
  assert.equal(new Set(verdicts).size, 1);
  return verdicts[0];
}

test('an answer that fails in the middle is not taken for a whole one', () => {
  const rows = ',result,table,_value\r\n,_result,0,"a\r\nerror"\r\n,_result,0,b\r\n';
  assert.equal(verdict('\r\n'), undefined);
  assert.equal(verdict(rows), undefined);
  assert.equal(
    verdict(`${rows}\r\n#datatype,string\r\n,error,reference\r\n,"it ""broke""",897\r\n`),
    'The script failed on the server: it "broke"',
  );
  assert.equal(verdict('error,reference\r\nbroke,1\r\n'), undefined);
  assert.match(verdict(`${rows},_result,0,"op`) ?? '', /in the middle/);
  assert.match(verdict(`${rows},_result`) ?? '', /in the middle/);
  assert.match(verdict(',error,reference\r\n') ?? '', /does not say why/);
});
