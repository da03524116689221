import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Fixture, script } from './cli.ts';

let fixture: Fixture;
before(async () => {
  fixture = await Fixture.make();
  // No server is needed.
  fixture.environment = {};
});
after(async () => {
  await fixture?.[Symbol.asyncDispose]();
});

interface Validated {
  readonly files: readonly string[];
  readonly problems: readonly {
    file: string;
    line: number;
    column: number;
    severity: string;
    message: string;
  }[];
}

test('scripts without errors are fine, and nothing is written', async () => {
  await fixture.write({ 'fine/one.flux': script('1') });
  const scripts = [{ file: 'one.flux', name: 'one' }];
  await fixture.write({ 'fine/flux-scripts.json': JSON.stringify({ scripts }) });
  const { code, stdout } = await fixture.run('validate', '--dir', 'fine');
  assert.deepEqual([code, stdout], [0, '1 script: no problems\n']);
  const json = await fixture.json<Validated>('validate', '--dir', 'fine');
  assert.deepEqual([json.files, json.problems], [['one.flux'], []]);
});

test('errors of the compiler have their place, behind wide characters too, and params is known', async () => {
  await fixture.write({
    'types.flux': 'from(bucket: params.bucket) |> range(start: -1h) |> limit(n: "😀" + 1)\n',
    'names.flux': 'x = params.a\n\n"µ😀" + nothing\n',
  });
  const json = await fixture.json<Validated>('validate', 'types.flux', 'names.flux');
  assert.equal(json.exitCode, 4);
  const errors = json.problems.filter(({ severity }) => severity === 'error');
  assert.ok(errors.some(({ file }) => file === 'types.flux'));
  const named = errors.find(({ message }) => /undefined identifier nothing/.test(message));
  assert.deepEqual([named?.file, named?.line, named?.column], ['names.flux', 3, 9]);
  assert.ok(!json.problems.some(({ message }) => /undefined identifier params/.test(message)));
  const { code, stdout } = await fixture.run('validate', 'names.flux');
  assert.equal(code, 4);
  assert.match(stdout, /^names\.flux:3:9: error: undefined identifier nothing$/m);
});

test('what the language server knows besides is told, and is no error', async () => {
  const text =
    '// Reads.\n//\n// ## Parameters\n// - nobody: Is not used.\n\nimport "strings"\n\nx = params.a\n';
  await fixture.write({ 'notes.flux': `${text}x\n` });
  const json = await fixture.json<Validated>('validate', 'notes.flux');
  assert.equal(json.exitCode, 0);
  assert.ok(
    json.problems.some(({ message }) => message.includes('nobody')),
    JSON.stringify(json.problems),
  );
  assert.ok(json.problems.some(({ message }) => message.includes('strings')));
});

test('a text that the compiler may die on is judged all the same, and the rest too', async () => {
  await fixture.write({ 'deadly.flux': 'x = "${\n', 'wrong.flux': 'y = \n' });
  const json = await fixture.json<Validated>('validate', 'deadly.flux', 'wrong.flux');
  assert.equal(json.exitCode, 4);
  assert.deepEqual([...new Set(json.problems.map(({ file }) => file))].sort(), ['deadly.flux', 'wrong.flux']);
});

test('a file of the manifest that is missing is an error; a folder without one is wrong usage', async () => {
  const scripts = [
    { file: 'gone.flux', name: 'gone' },
    { file: 'other.sql', name: 'other' },
  ];
  await fixture.write({ 'missing/flux-scripts.json': JSON.stringify({ scripts }) });
  const json = await fixture.json<Validated>('validate', '--dir', 'missing');
  assert.deepEqual([json.exitCode, json.files], [4, ['gone.flux']]);
  assert.match(json.problems[0]?.message ?? '', /missing/);
  assert.equal((await fixture.run('validate')).code, 2);
});
