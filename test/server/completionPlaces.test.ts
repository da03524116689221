import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { CompletionItem, TextEdit } from 'vscode-languageserver/node';
import { completion } from '../../server/src/features/completion.ts';
import type { ParamType } from '../../server/src/protocol.ts';
import { applyEdits, cursorIn, startEngine } from './client.ts';
import { scriptOf } from './script.ts';

const engine = startEngine();
after(() => engine.dispose());

async function complete(marked: string, known: Record<string, ParamType> = {}, snippets = true) {
  const { text, position } = cursorIn(marked);
  const options = { known: new Map(Object.entries(known)), client: { snippets, links: true } };
  const { items } = await completion(scriptOf(text), position, options, engine);
  const rank = ({ sortText, label }: CompletionItem) => sortText ?? label;
  const sorted = items.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  const labels = sorted.map(({ label }) => label);
  const item = (label: string) => {
    const found = sorted.find((candidate) => candidate.label === label);
    assert.ok(found, `${label} is not among ${labels.slice(0, 40).join(', ')}`);
    return found;
  };
  /** The text once the item is taken. */
  const accept = (label: string) => {
    const { textEdit, additionalTextEdits = [] } = item(label);
    return applyEdits(text, [textEdit as TextEdit, ...additionalTextEdits]);
  };
  return { labels, item, accept };
}

const fitting: { marked: string; first: string }[] = [
  { marked: 'x = params.bucket\nfrom(bucket: ‸', first: 'params.bucket' },
  { marked: 'from(bucket: ‸)', first: 'params.bucket' },
  { marked: 'from(bucket: pa‸)', first: 'params.bucket' },
  { marked: 'from(bucket: "b") |> range(start: ‸)', first: 'duration(v: params.start)' },
  {
    marked: 'x = duration(v: params.since)\nfrom(bucket: "b") |> range(start: ‸)',
    first: 'duration(v: params.since)',
  },
  { marked: 'from(bucket: "b") |> limit(n: ‸)', first: 'int(v: params.n)' },
  { marked: 'from(bucket: "b") |> aggregateWindow(fn: mean, every: ‸)', first: 'duration(v: params.every)' },
  {
    marked: 'x = params["the bucket"]\ny = from(bucket: params["the bucket"])\nfrom(bucket: ‸)',
    first: 'params["the bucket"]',
  },
  { marked: 'import "strings"\nstrings.toUpper(v: ‸)', first: 'params.value' },
];

for (const { marked, first } of fitting) {
  test(`what fits comes first: ${marked.replaceAll('\n', ' ')}`, async () => {
    const { labels, accept } = await complete(marked);
    assert.equal(labels[0], first);
    const { text } = cursorIn(marked);
    const typed = /pa$/.test(marked.split('‸')[0] ?? '') ? 'pa' : '';
    const at = marked.indexOf('‸') - typed.length;
    assert.equal(accept(first), text.slice(0, at) + first + text.slice(at + typed.length));
  });
}

test('where a function is wanted no parameter is offered', async () => {
  const { labels } = await complete('x = params.a\nfrom(bucket: "b") |> filter(fn: ‸)');
  assert.ok(!labels.includes('params.a') && !labels.includes('params.fn'));
});

test('a parameter of another type is not offered', async () => {
  const { labels } = await complete('x = int(v: params.n)\nfrom(bucket: ‸)');
  assert.ok(!labels.includes('params.n'));
});

test('the missing arguments of a call, those that are required first', async () => {
  const { labels, item } = await complete('from(bucket: "b") |> aggregateWindow(fn: mean, ‸)');
  assert.equal(labels[0], 'every');
  assert.equal(item('every').insertText, 'every: ${1:1h}');
  assert.ok(labels.includes('createEmpty') && !labels.includes('fn') && !labels.includes('tables'));
});

test('the arguments of a function of the script', async () => {
  const { labels } = await complete('f = (a, b=1, t=<-) => a\nx = f(a: 1, ‸)');
  assert.deepEqual(labels, ['b']);
});

test('functions come with their required arguments', async () => {
  const { item } = await complete('from(bucket: "b") |> ‸');
  assert.equal(item('range').insertText, 'range(start: ${1:start})$0');
  assert.equal(item('filter').insertText, 'filter(fn: (r) => ${1})$0');
  assert.equal(item('mean').insertText, 'mean($1)$0');
  assert.equal(item('range').insertTextFormat, 2);
});

test('what is called already keeps its parentheses', async () => {
  const { item } = await complete('from(bucket: "b") |> ran‸(start: -1h)');
  assert.equal(item('range').insertText, 'range');
});

test('an editor without tab stops gets names', async () => {
  const { item } = await complete('from(bucket: "b") |> ‸', {}, false);
  assert.equal(item('range').insertText, 'range');
  assert.equal(item('range').insertTextFormat, undefined);
});

test('behind a pipe only what takes one', async () => {
  const { labels } = await complete('from(bucket: "b") |> ‸');
  assert.ok(labels.includes('limit') && !labels.includes('from') && !labels.includes('params'));
});

test('the members of a package', async () => {
  const { labels, item } = await complete('import s "strings"\nx = s.‸');
  assert.ok(labels.includes('toUpper') && labels.includes('joinStr'));
  assert.equal(item('toUpper').insertText, 'toUpper(v: ${1:"v"})$0');
  assert.equal(item('toUpper').additionalTextEdits, undefined);
});

test('the members of a package that is not imported come with its import', async () => {
  const { item } = await complete('// Intro.\n\nx = strings.‸');
  const [edit] = item('toUpper').additionalTextEdits ?? [];
  assert.deepEqual(edit, {
    range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } },
    newText: 'import "strings"\n\n',
  });
});

test('a package that is imported under another name is offered by that', async () => {
  const { labels } = await complete('import s "strings"\nx = ‸');
  assert.ok(labels.includes('s') && !labels.includes('strings'));
});

test('columns behind a row: what every row has, and what the script names', async () => {
  const text =
    'from(bucket: "b") |> group(columns: ["host", "the room"]) |> map(fn: (r) => ({r with total: r.cpu}))\n  |> filter(fn: (r) => r.‸)';
  const { labels, accept } = await complete(text);
  assert.deepEqual(labels, [
    'cpu',
    'host',
    'the room',
    'total',
    '_field',
    '_measurement',
    '_start',
    '_stop',
    '_time',
    '_value',
  ]);
  assert.match(accept('the room'), /r\["the room"\]\)$/);
});

test('columns where a string names one', async () => {
  const { labels, accept } = await complete(
    'x = (r) => r.host\nfrom(bucket: "b") |> group(columns: ["_field", "‸"])',
  );
  assert.ok(labels.includes('host') && labels.includes('_value'));
  assert.match(accept('host'), /columns: \["_field", "host"\]\)$/);
});

test('no columns where a string is anything else', async () => {
  assert.deepEqual((await complete('x = (r) => r.host\nfrom(bucket: "‸")')).labels, []);
});

test('the keys of a record', async () => {
  const { labels } = await complete('x = {one: 1, "two words": 2}\ny = x.‸');
  assert.deepEqual(labels, ['one', 'two words']);
});

test('the labels of a record that is computed are the compiler’s', async () => {
  const { labels } = await complete('f = () => ({one: 1, two: 2})\nx = f()\ny = x.‸');
  assert.deepEqual(labels, ['one', 'two']);
});

test('keys that the server knows, behind those of the script', async () => {
  const { labels, item } = await complete('x = params.own\ny = params.‸', { stored: 'int', own: 'string' });
  assert.deepEqual(labels, ['own', 'stored']);
  assert.equal(item('stored').detail, 'int');
});

test('keys through an alias, and of a record that is passed to a function', async () => {
  assert.deepEqual((await complete('p = params\nx = p.a\ny = p.‸')).labels, ['a']);
  assert.deepEqual((await complete('f = (q) => q.a + q.‸\nx = f(q: params)')).labels, ['a']);
});

test('not where `params` is something else', async () => {
  assert.ok(!(await complete('x = params.a\nf = (params) => params.‸')).labels.includes('a'));
  assert.deepEqual((await complete('x = params.a\nparams = {b: 1}\ny = params.‸')).labels, ['b']);
});

test('the keys that the documentation lacks, in its list', async () => {
  const { labels, accept } = await complete(
    '// ## Parameters\n// - a: A.\n// - ‸\nx = params.a + params.b + params.c + params[""]',
  );
  assert.deepEqual(labels, ['b', 'c']);
  assert.match(accept('b'), /\/\/ - b: \n/);
});

test('nothing in other comments, in numbers and in regular expressions', async () => {
  for (const marked of ['// params.‸\nx = params.a', 'x = 12‸', 'x = 1h‸', 'x = a =~ /par‸/']) {
    assert.deepEqual((await complete(marked)).labels, [], marked);
  }
});

test('in an interpolation there is code', async () => {
  assert.deepEqual((await complete('x = params.a\ny = "z ${params.‸}"')).labels, ['a']);
  assert.deepEqual((await complete('x = params.a\ny = "z ${params.‸')).labels, ['a']);
});

test('keywords, where they can stand', async () => {
  const statement = await complete('‸');
  assert.ok(statement.labels.includes('import') && statement.labels.includes('option'));
  const value = await complete('x = f(a: ‸)');
  assert.ok(value.labels.includes('if') && !value.labels.includes('import'));
});

test('what an item replaces lies on the cursor’s line', async () => {
  for (const marked of [
    'import "strngs‸\nx = 1\ny = "a"',
    'x = params["a b"]\ny = params["the ke‸\nz = "a"',
    'x = params["a b"]\ny = params.\n    ‸',
    'x = (r) => r.host\ngroup(columns: ["ho‸\n, "b"])',
  ]) {
    const { text, position } = cursorIn(marked);
    const options = { known: new Map(), client: { snippets: true, links: true } };
    const { items } = await completion(scriptOf(text), position, options, engine);
    assert.notEqual(items.length, 0, marked);
    for (const { label, textEdit } of items) {
      const { start, end } = (textEdit as TextEdit | undefined)?.range ?? { start: position, end: position };
      assert.deepEqual([start.line, end.line], [position.line, position.line], `${label} in ${marked}`);
    }
  }
});

test('a key without a name is not offered', async () => {
  assert.deepEqual((await complete('x = params[""] + params.a\ny = params.‸')).labels, ['a']);
});

test('a key in brackets takes the place of a dot on the line above', async () => {
  const { accept } = await complete('x = params["a b"]\ny = params.\n    ‸');
  assert.equal(accept('a b'), 'x = params["a b"]\ny = params\n    ["a b"]');
});
