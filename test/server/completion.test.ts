import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type CompletionItem, CompletionItemKind, type TextEdit } from 'vscode-languageserver/node';
import { applyEdits, type Client, cursorIn, startClient } from './client.ts';

let client: Client;
before(async () => {
  client = await startClient();
});
after(() => client.stop());

/** Opens a text with a cursor in it, and asks there. */
async function complete(marked: string) {
  const { text, position } = cursorIn(marked);
  const uri = client.uri();
  await client.open(uri, text);
  const items = await client.completion(uri, position);
  const sorted = items.toSorted((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
  return { text, position, items: sorted, labels: sorted.map(({ label }) => label) };
}

/** The text after a person took an item. */
function accept({ text }: { text: string }, item: CompletionItem | undefined): string {
  assert.ok(item?.textEdit, 'There is nothing to accept.');
  return applyEdits(text, [item.textEdit as TextEdit, ...(item.additionalTextEdits ?? [])]);
}

const use = 'u = params.alpha + 1\nv = params["two words"] + "s"\n';
const keys = ['alpha', 'two words'];

const cases: { name: string; marked: string; labels?: string[]; accepted: Record<string, string> }[] = [
  {
    name: 'after the dot',
    marked: `${use}w = params.‸`,
    accepted: { alpha: `${use}w = params.alpha`, 'two words': `${use}w = params["two words"]` },
  },
  {
    name: 'in a name that is being typed',
    marked: `${use}w = params.al‸`,
    accepted: { alpha: `${use}w = params.alpha`, 'two words': `${use}w = params["two words"]` },
  },
  {
    name: 'in the middle of a name, which is replaced whole',
    marked: `${use}w = params.al‸pfa + 1`,
    accepted: { alpha: `${use}w = params.alpha + 1`, 'two words': `${use}w = params["two words"] + 1` },
  },
  {
    name: 'in a string in brackets',
    marked: `${use}w = params["‸`,
    accepted: { alpha: `${use}w = params["alpha"`, 'two words': `${use}w = params["two words"` },
  },
  {
    name: 'in an empty string in brackets',
    marked: `${use}w = params["‸"] + 1`,
    accepted: { alpha: `${use}w = params["alpha"] + 1` },
  },
  {
    name: 'in a string that is being typed',
    marked: `${use}w = params["tw‸"] + 1`,
    accepted: { 'two words': `${use}w = params["two words"] + 1` },
  },
  {
    name: 'in brackets without a string',
    marked: `${use}w = params[‸]`,
    accepted: { alpha: `${use}w = params["alpha"]` },
  },
  {
    name: 'in a call that is not closed',
    marked: `${use}from(bucket: params.‸\n  |> range(start: -1h)`,
    accepted: { alpha: `${use}from(bucket: params.alpha\n  |> range(start: -1h)` },
  },
  {
    name: 'in a string that is not closed, before more code',
    marked: `${use}from(bucket: params["‸) |> filter(fn: (r) => r.x == "a")`,
    accepted: { alpha: `${use}from(bucket: params["alpha") |> filter(fn: (r) => r.x == "a")` },
  },
  {
    name: 'before a string in brackets',
    marked: `${use}w = params[‸"x"] + 1`,
    accepted: { alpha: `${use}w = params["alpha"] + 1` },
  },
  {
    name: 'in brackets before more lines',
    marked: `${use}from(bucket: params["‸\n  |> range(start: -1h)\n`,
    accepted: { alpha: `${use}from(bucket: params["alpha"\n  |> range(start: -1h)\n` },
  },
  {
    name: 'on a line that is broken elsewhere',
    marked: `${use}= ) w = params.‸ (`,
    accepted: { alpha: `${use}= ) w = params.alpha (` },
  },
  {
    name: 'through an alias',
    marked: `${use}p = params\nw = p.‸`,
    accepted: { alpha: `${use}p = params\nw = p.alpha`, 'two words': `${use}p = params\nw = p["two words"]` },
  },
  {
    name: 'in an interpolation behind astral text',
    marked: `${use}w = "🌡 ${'$'}{params.‸}"`,
    accepted: { alpha: `${use}w = "🌡 ${'$'}{params.alpha}"` },
  },
  {
    name: 'on a CRLF line',
    marked: `${use.replaceAll('\n', '\r\n')}w = params.‸\r\nx = 1`,
    accepted: { 'two words': `${use.replaceAll('\n', '\r\n')}w = params["two words"]\r\nx = 1` },
  },
  {
    name: 'on a line of its own after the record',
    marked: `${use}w = params\n  .‸`,
    accepted: { alpha: `${use}w = params\n  .alpha` },
  },
];

for (const { name, marked, labels = keys, accepted } of cases) {
  test(`keys: ${name}`, async () => {
    const found = await complete(marked);
    assert.deepEqual(found.labels, labels);
    for (const [label, text] of Object.entries(accepted)) {
      const item = found.items.find((candidate) => candidate.label === label);
      assert.equal(accept(found, item), text);
    }
  });
}

test('what an editor filters by begins with what stands in its range', async () => {
  for (const marked of [
    `${use}w = params.‸`,
    `${use}w = params.tw‸`,
    `${use}w = params["tw‸"]`,
    `${use}w = params[‸`,
  ]) {
    const { text, position, items } = await complete(marked);
    const item = items.find(({ label }) => label === 'two words');
    assert.ok(item);
    const { range } = item.textEdit as TextEdit;
    const typed = text.split('\n')[position.line]?.slice(range.start.character, position.character) ?? '';
    assert.ok((item.filterText ?? item.label).startsWith(typed), `${item.filterText} for ${typed}`);
  }
});

test('keys say their type and documentation; documented keys come too', async () => {
  const { items } = await complete(
    `// ## Parameters\n// - alpha: The first.\n// - later: Not used yet.\n\n${use}w = params.‸`,
  );
  assert.deepEqual(
    items.map(({ label, detail }) => [label, detail]),
    [
      ['alpha', 'int'],
      ['two words', 'string'],
      ['later', 'any'],
    ],
  );
  assert.match(JSON.stringify(items[0]?.documentation), /The first\./);
  assert.match(JSON.stringify(items[2]?.documentation), /Not used yet\./);
});

const silent: [name: string, marked: string][] = [
  ['a string', `${use}w = "params.‸"`],
  ['a string of several lines', `${use}w = "one\n fro‸\n"`],
  ['a comment', `${use}// params.‸`],
  ['a comment behind code', `${use}w = 1 // fro‸`],
  ['a regular expression', `${use}w = "a" =~ /fro‸/`],
];

for (const [name, marked] of silent) {
  test(`nothing is offered in ${name}`, async () => assert.deepEqual((await complete(marked)).labels, []));
}

const other: [name: string, marked: string][] = [
  ['another record', `${use}r = {params: {x: 1}}\nw = r.params.‸`],
  ['a longer name', `${use}myparams = {x: 1}\nw = myparams.‸`],
];

for (const [name, marked] of other) {
  test(`no keys of the record: ${name}`, async () => {
    const { labels } = await complete(marked);
    assert.deepEqual(
      labels.filter((label) => keys.includes(label)),
      [],
    );
  });
}

test('paths of packages in an import', async () => {
  const { labels } = await complete('import "‸');
  assert.ok(
    labels.some((label) => label.includes('array')),
    labels.join(' '),
  );
});

const paths: { name: string; marked: string; accepted: string }[] = [
  { name: 'behind a quote', marked: 'import "‸', accepted: 'import "strings"' },
  { name: 'between quotes', marked: 'import "‸"\na = 1', accepted: 'import "strings"\na = 1' },
  { name: 'in a path that is being typed', marked: 'import "str‸"', accepted: 'import "strings"' },
  { name: 'without quotes', marked: 'import ‸', accepted: 'import "strings"' },
  { name: 'under another name', marked: 'import text "‸"', accepted: 'import text "strings"' },
  { name: 'on a CRLF line', marked: 'import "‸"\r\na = 1', accepted: 'import "strings"\r\na = 1' },
];

for (const { name, marked, accepted } of paths) {
  test(`a package's path: ${name}`, async () => {
    const found = await complete(marked);
    const item = found.items.find(({ label }) => label === 'strings');
    assert.equal(accept(found, item), accepted);
    assert.equal(item?.filterText?.startsWith('"'), marked.includes('"'));
  });
}

const own: { name: string; marked: string; names: string[] }[] = [
  { name: 'variables before the cursor', marked: 'one = 1\ntwo = ‸\nthree = 3', names: ['one'] },
  { name: 'functions', marked: 'double = (n) => 2 * n\ntwo = dou‸', names: ['double'] },
  { name: 'an option', marked: 'option task = {name: "t", every: 1h}\n\na = ‸', names: ['task'] },
  {
    name: 'parameters and variables of the functions around',
    marked: 'one = 1\nf = (a, ü=2) => {\n  inner = "🌡"\n  g = (b) => ‸\n  return g\n}',
    names: ['a', 'b', 'inner', 'one', 'ü'],
  },
  {
    name: 'nothing of the insides of other functions',
    marked: 'f = (a) => {\n  b = a\n  return b\n}\nc = ‸',
    names: ['f'],
  },
  { name: 'the value of an argument', marked: 'name = "b"\nfrom(bucket: ‸', names: ['name'] },
  { name: 'the name of an argument', marked: 'name = "b"\nfrom(‸', names: [] },
  { name: 'the name of the next argument', marked: 'name = "b"\nfrom(bucket: [name, "c"][0], ‸)', names: [] },
  { name: 'a list in an argument', marked: 'name = "b"\ngroup(columns: ["a", ‸])', names: ['name'] },
  { name: 'a list in parentheses', marked: 'one = 1\ntwo = 2 * (‸)', names: ['one'] },
  {
    name: 'functions only behind a pipe',
    marked: 'one = 1\nf = (t=<-) => t\n\nfrom(bucket: "b")\n  |> ‸',
    names: ['f'],
  },
  { name: 'members', marked: 'one = 1\nr = {d: 1}\nb = r.‸', names: [] },
  { name: 'broken text below', marked: 'one = 1\ntwo = ‸\n= ) (', names: ['one'] },
];

for (const { name, marked, names } of own) {
  test(`the script's own names: ${name}`, async () => {
    const { items } = await complete(marked);
    const known = ['one', 'two', 'three', 'double', 'task', 'a', 'b', 'c', 'f', 'g', 'inner', 'name', 'ü'];
    const found = items.filter(({ label, detail }) => known.includes(label) && detail === undefined);
    assert.deepEqual(found.map(({ label }) => label).toSorted(), names);
  });
}

test('missing arguments are offered where their names belong, and only there', async () => {
  const { labels } = await complete('from(bucket: "b", ‸)');
  assert.ok(labels.includes('host') && !labels.includes('bucket'), labels.join(' '));
  assert.ok(!(await complete('from(bucket: ‸)')).labels.includes('host'));
});

test('the labels of a record', async () => {
  assert.deepEqual((await complete('r = {one: 1, two: "s"}\nb = r.‸')).labels, ['one', 'two']);
});

test('in a text that the compiler dies on, keys are known by their looks', async () => {
  const { labels } = await complete(`a = params.one + ${'-'.repeat(30_000)}1\nb = params.‸`);
  assert.deepEqual(labels, ['one']);
});

test('functions by their first letters, behind non-ASCII text', async () => {
  const { labels } = await complete('a = "🌡ü" + str‸');
  assert.ok(labels.includes('string'), labels.join(' '));
});

test('functions after a pipe, in a text with params', async () => {
  const { labels } = await complete('from(bucket: params.b)\n  |> ran‸');
  assert.ok(labels.includes('range'), labels.join(' '));
});

test('the members of a package', async () => {
  const { labels } = await complete('import "strings"\n\na = strings.‸');
  assert.ok(labels.includes('toUpper'), labels.join(' '));
});

const imports: { name: string; before: string; after: string }[] = [
  { name: 'at the top', before: 'a = arr‸', after: 'import "array"\n\na = arr' },
  {
    name: 'after a package clause',
    before: 'package main\n\na = arr‸',
    after: 'package main\nimport "array"\n\na = arr',
  },
  {
    name: 'after the other imports',
    before: 'import "math"\n\na = arr‸',
    after: 'import "math"\nimport "array"\n\na = arr',
  },
  { name: 'not a second time', before: 'import "array"\n\na = arr‸', after: 'import "array"\n\na = arr' },
  {
    name: 'not after a string that looks like one',
    before: 'b = "\nimport x"\na = arr‸',
    after: 'import "array"\n\nb = "\nimport x"\na = arr',
  },
  {
    name: 'below the leading comment',
    before: '// What it does.\n\na = arr‸',
    after: '// What it does.\n\nimport "array"\n\na = arr',
  },
  {
    name: 'with the line ends of the text',
    before: 'import "math"\r\na = arr‸',
    after: 'import "math"\r\nimport "array"\r\na = arr',
  },
  {
    name: 'not in a comment that documents a statement',
    before: '// One.\nb = 1\na = arr‸',
    after: 'import "array"\n\n// One.\nb = 1\na = arr',
  },
];

for (const { name, before: marked, after: expected } of imports) {
  test(`a package is imported: ${name}`, async () => {
    const { text, items } = await complete(marked);
    const item = items.find(({ label, kind }) => label === 'array' && kind === CompletionItemKind.Module);
    assert.ok(item);
    assert.equal(item.insertText, 'array');
    assert.equal(applyEdits(text, item.additionalTextEdits ?? []), expected);
  });
}
