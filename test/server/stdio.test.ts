import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CancellationTokenSource, type Diagnostic } from 'vscode-languageserver/node';
import { type ParamsRequestResult, paramsRequest } from '../../server/src/protocol.ts';
import { type Client, positionAt, startClient, textIn } from './client.ts';

let client: Client;
before(async () => {
  client = await startClient();
});
after(() => client.stop());

/** Opens a text as a document of its own, and answers what is published for it. */
async function diagnose(text: string, uri = client.uri()) {
  await client.open(uri, text);
  return wrong(await client.diagnostics(uri));
}

/** Without what is merely unused: most texts here are no whole scripts. */
function wrong(found: Diagnostic[]): Diagnostic[] {
  return found.filter(({ tags }) => !tags);
}

test('it says what it can', () => {
  assert.equal(client.capabilities['hoverProvider'], true);
  assert.ok(client.capabilities['completionProvider']);
  assert.equal(client.capabilities['textDocumentSync'], 2);
});

const clean: Record<string, string> = {
  "the documentation's first script": 'from(bucket: params.mybucket) |> range(start: -7d) |> limit(n:1)',
  'filter and group': `from(bucket: params.bucket)
    |> range(start: -30d)
    |> filter(fn: (r) => r._field == params.filterField or r._field == params.filterField2)
    |> group(columns: [params.groupColumn])`,
  'params in functions': 'f = () => params.x + 1\n\nf()',
  'a task':
    'option task = {name: "t", every: 1h}\n\nfrom(bucket: params.bucket) |> range(start: -task.every)',
};

for (const [name, text] of Object.entries(clean)) {
  test(`nothing is wrong with ${name}`, async () => assert.deepEqual(await diagnose(text), []));
}

const places: { name: string; text: string; wrong: string }[] = [
  { name: 'plain text', text: 'a = wrong + params.x', wrong: 'wrong' },
  { name: 'text behind non-ASCII text', text: 'a = "größe €" + wrong', wrong: 'wrong' },
  { name: 'text behind astral text', text: 'a = "🌡🌡" + wrong', wrong: 'wrong' },
  { name: 'text on a CRLF line', text: 'a = 1\r\nb = "ü" + wrong\r\nc = 2\r\n', wrong: 'wrong' },
  { name: 'text behind an astral comment', text: '// 🌡\na = params.x + 1 + wrong', wrong: 'wrong' },
];

for (const { name, text, wrong } of places) {
  test(`what is wrong is underlined: ${name}`, async () => {
    const found = await diagnose(text);
    assert.deepEqual(
      found.map(({ range, message }) => [textIn(text, range), message]),
      [[wrong, `undefined identifier ${wrong}`]],
    );
  });
}

for (const scheme of [
  'untitled:Untitled-1',
  'flux-script://server/0123/one.flux',
  'file:///C%3A/a%20b/%C3%A4.flux',
]) {
  test(`${scheme} gets everything`, async () => {
    const text = 'a = "ü" + params.key + wrong\nb = params.key';
    assert.deepEqual(
      (await diagnose(text, scheme)).map(({ range }) => textIn(text, range)),
      ['wrong'],
    );
    const there = positionAt(text, text.indexOf('key') + 1);
    assert.match(JSON.stringify(await client.hover(scheme, there)), /params\.key: string/);
    const items = await client.completion(scheme, positionAt(text, text.length));
    assert.deepEqual(
      items.map(({ label, detail }) => [label, detail]),
      [['key', 'string']],
    );
    const answer = await client.connection.sendRequest<ParamsRequestResult>(paramsRequest, {
      textDocument: { uri: scheme },
    });
    assert.deepEqual(
      answer.parameters.map((parameter) => parameter.name),
      ['key'],
    );
  });
}

test('documents know nothing of each other', async () => {
  const [one, other] = [client.uri(), client.uri()];
  await client.open(one, 'package main\n\nx = 1\n\ny = params.a + x');
  await client.open(other, 'package main\n\nx = "s"\n\nz = x + params.a\nb = y');
  assert.deepEqual(wrong(await client.diagnostics(one)), []);
  assert.deepEqual(
    wrong(await client.diagnostics(other)).map(({ message }) => message),
    ['undefined identifier y'],
  );
});

test('after quick edits only the newest version is spoken of', async () => {
  const uri = client.uri();
  await client.open(uri, 'a = wrong');
  let text = 'a = wrong';
  for (let version = 2; version <= 40; version++) {
    const at = { line: 0, character: text.length };
    await client.change(uri, version, { range: { start: at, end: at }, text: '1' });
    text += '1';
  }
  const found = wrong(await client.diagnostics(uri, (entry) => entry.version === 40));
  assert.equal(found[0]?.message, `undefined identifier ${text.slice(4)}`);
  await client.change(uri, 41, { text: 'a = params.x' });
  assert.deepEqual(wrong(await client.diagnostics(uri, (entry) => entry.version === 41)), []);
  const versions = client.published.filter((entry) => entry.uri === uri).map(({ version }) => version);
  assert.deepEqual(
    versions,
    versions.toSorted((a = 0, b = 0) => a - b),
  );
  assert.ok(versions.length < 10, `published for ${versions}`);
});

test('an edit behind astral text and over CRLF lands where it should', async () => {
  const uri = client.uri();
  await client.open(uri, 'a = "🌡" + one\r\nb = 2\r\n');
  const range = { start: { line: 0, character: 11 }, end: { line: 1, character: 0 } };
  await client.change(uri, 2, { range, text: '"x"\r\nc = two\r\n' });
  const found = wrong(await client.diagnostics(uri, (entry) => entry.version === 2));
  assert.deepEqual(
    found.map(({ range: at, message }) => [at, message]),
    [[{ start: { line: 1, character: 4 }, end: { line: 1, character: 7 } }, 'undefined identifier two']],
  );
});

test('nothing is said of a document that was closed', async () => {
  const uri = client.uri();
  await diagnose('a = wrong', uri);
  await client.close(uri);
  assert.deepEqual(await client.diagnostics(uri, (entry) => entry.diagnostics.length === 0), []);
  assert.equal(await client.hover(uri, { line: 0, character: 0 }), null);
  assert.deepEqual(await client.completion(uri, { line: 0, character: 0 }), []);
});

test('a document that is opened again is read again', async () => {
  const uri = client.uri();
  await diagnose('a = params.old + 1', uri);
  await client.close(uri);
  await client.open(uri, 'a = params.new + "s"');
  const { parameters } = await client.connection.sendRequest<ParamsRequestResult>(paramsRequest, {
    textDocument: { uri },
  });
  assert.deepEqual(
    parameters.map(({ name, type }) => [name, type]),
    [['new', 'string']],
  );
});

const script = 'p = {params with own: 1}\n\na = p.x + 1\nb = duration(v: params["the y"])';
const answer: ParamsRequestResult = {
  parameters: [
    {
      name: 'x',
      type: 'int',
      expects: 'int',
      places: [{ start: { line: 2, character: 6 }, end: { line: 2, character: 7 } }],
    },
    {
      name: 'the y',
      type: 'any',
      expects: 'duration',
      conversion: 'duration',
      places: [{ start: { line: 3, character: 23 }, end: { line: 3, character: 30 } }],
    },
  ],
  open: false,
};

test('flux/params of an open document', async () => {
  const uri = client.uri();
  await client.open(uri, script);
  assert.deepEqual(await client.connection.sendRequest(paramsRequest, { textDocument: { uri } }), answer);
});

test('flux/params of a text', async () => {
  assert.deepEqual(await client.connection.sendRequest(paramsRequest, { text: script }), answer);
});

test('flux/params of a text that kills the compiler: without its types', async () => {
  const text = `a = params.x + ${'-'.repeat(30_000)}params["the y"]`;
  const { parameters, open } = await client.connection.sendRequest<ParamsRequestResult>(paramsRequest, {
    text,
  });
  assert.deepEqual(
    parameters.map(({ name, type }) => [name, type]),
    [
      ['x', 'any'],
      ['the y', 'any'],
    ],
  );
  assert.equal(open, false);
});

test('flux/params of what is not open', async () => {
  const unknown = await client.connection.sendRequest(paramsRequest, { textDocument: { uri: client.uri() } });
  assert.deepEqual(unknown, { parameters: [], open: true });
});

test('flux/params of the newest version, whatever came before', async () => {
  const uri = client.uri();
  await client.open(uri, 'a = params.one');
  const questions = ['two', 'three', 'four'].map(async (key, index) => {
    await client.change(uri, index + 2, { text: `a = params.${key}` });
    return await client.connection.sendRequest<ParamsRequestResult>(paramsRequest, { textDocument: { uri } });
  });
  const answers = await Promise.allSettled(questions);
  const last = answers.at(-1);
  assert.ok(last?.status === 'fulfilled');
  assert.deepEqual(
    last.value.parameters.map(({ name }) => name),
    ['four'],
  );
  // Those of before are told that the document has changed (LSP's ContentModified), or were answered in time.
  for (const earlier of answers.slice(0, -1)) {
    if (earlier.status === 'rejected') assert.equal(earlier.reason.code, -32801);
  }
});

test('hover: everything that is known of a key', async () => {
  const text = `// ## Parameters
// - start: Earliest time. Default is \`-7d\`.
from(bucket: "🌡" + params.bucket) |> range(start: duration(v: params["start"]))`;
  const uri = client.uri();
  await client.open(uri, text);
  const bucket = await client.hover(uri, positionAt(text, text.indexOf('bucket)') + 3));
  assert.match(JSON.stringify(bucket?.contents), /params\.bucket: string/);
  assert.equal(bucket?.range && textIn(text, bucket.range), 'bucket');
  const start = await client.hover(uri, positionAt(text, text.indexOf('"start"') + 1));
  assert.match(JSON.stringify(start?.contents), /duration.*Earliest time.*-7d/);
  assert.equal(start?.range && textIn(text, start.range), '"start"');
});

test('hover: a key that needs quotes is written with them', async () => {
  const uri = client.uri();
  await client.open(uri, 'a = params["the y"] + 1');
  const found = await client.hover(uri, { line: 0, character: 12 });
  assert.match(
    (found?.contents as { value: string } | undefined)?.value ?? '',
    /^```flux\nparams\["the y"\]: int\n```\n\nUsed once\.$/,
  );
});

test('hover: the type of what stands elsewhere, behind astral text too', async () => {
  const text = 'a = "🌡" + string(v: 1)\nn = 1';
  const uri = client.uri();
  await client.open(uri, text);
  const called = await client.hover(uri, positionAt(text, text.indexOf('string') + 1));
  assert.match(JSON.stringify(called?.contents), /\(v: int\) => string/);
});

test('a request that is cancelled is an error at once, whatever the compiler is busy with', async () => {
  const own = await startClient();
  await own.open('file:///long.flux', `a = 1${' + 1'.repeat(30_000)}`);
  const busy = own.connection.sendRequest(paramsRequest, { textDocument: { uri: 'file:///long.flux' } });
  busy.catch(() => undefined);
  const source = new CancellationTokenSource();
  const questions = [{ text: 'a = params.x' }, { textDocument: { uri: 'file:///long.flux' } }].map(
    (question) =>
      assert.rejects(own.connection.sendRequest(paramsRequest, question, source.token), { code: -32800 }),
  );
  source.cancel();
  await Promise.all(questions);
  own.child.kill();
  await own.exited;
  own.connection.dispose();
});

test('no keystroke ends the process', { timeout: 110_000 }, async () => {
  const uri = client.uri();
  let text = 'a = "é ${params.ö} 🌡 ${string(v: 1)} ü"\r\nb = "x ${"y ${params.z}"} €"\n';
  const pieces = [
    '"',
    '${',
    '}',
    '\\',
    'é',
    '🌡',
    '\ud83c',
    '"${',
    '\n',
    '\r\n',
    '{',
    'params.',
    '(',
    ')',
    '/',
    '//',
  ];
  let seed = 20;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  await client.open(uri, text, 0);
  /** The codes of errors, and nothing for answers. */
  const asked: Promise<unknown>[] = [];
  const ask = (question: Promise<unknown>) =>
    asked.push(
      question.then(
        () => undefined,
        (error: { code: number }) => error.code,
      ),
    );
  for (let version = 1; version <= 200; version++) {
    const from = random(text.length + 1);
    const to = Math.min(text.length, from + random(3));
    const piece = pieces[random(pieces.length)] ?? '';
    const range = { start: positionAt(text, from), end: positionAt(text, to) };
    text = text.slice(0, from) + piece + text.slice(to);
    await client.change(uri, version, { range, text: piece });
    const position = positionAt(text, from + piece.length);
    if (version % 3 === 0) ask(client.completion(uri, position));
    if (version % 5 === 0) ask(client.hover(uri, position));
    if (version % 7 === 0) ask(client.connection.sendRequest(paramsRequest, { textDocument: { uri } }));
    if (version % 20 === 0) await Promise.all(asked);
  }
  // What was asked of an older version may be refused, for that reason only.
  const codes = new Set(await Promise.all(asked));
  assert.ok(codes.has(undefined));
  assert.deepEqual(
    [...codes].filter((code) => code !== undefined && code !== -32801),
    [],
  );
  await client.change(uri, 201, { text: 'a = "🌡" + params.x + wrong' });
  const found = wrong(await client.diagnostics(uri, (entry) => entry.version === 201));
  assert.equal(found[0]?.message, 'undefined identifier wrong');
  assert.equal(client.child.exitCode, null);
});

test('a text that kills the compiler keeps nobody from working', async () => {
  const [deadly, other] = [client.uri(), client.uri()];
  await client.open(deadly, 'a = params.x + 1');
  const params = { textDocument: { uri: deadly } };
  await client.connection.sendRequest(paramsRequest, params);
  await client.change(deadly, 2, { text: `a = params.x + params.x + ${'-'.repeat(30_000)}1` });
  // What was known before is better than nothing.
  const last = await client.connection.sendRequest<ParamsRequestResult>(paramsRequest, params);
  assert.deepEqual(
    last.parameters.map(({ name }) => name),
    ['x'],
  );
  assert.match(JSON.stringify(await client.hover(deadly, { line: 0, character: 12 })), /params\.x: int/);
  const keys = await client.completion(deadly, { line: 0, character: 11 });
  assert.deepEqual(
    keys.map(({ label }) => label),
    ['x'],
  );
  assert.equal((await diagnose('a = wrong', other)).length, 1);
});

test('the process ends after exit, having written nothing but the protocol', async () => {
  const own = await startClient();
  await own.open('file:///a.flux', 'a = params.x');
  await own.diagnostics('file:///a.flux');
  await own.stop();
  assert.equal(own.child.exitCode, 0);
  assert.equal(own.stderr(), '');
  assert.equal(own.strayOutput(), '');
});

test('the process ends when nobody speaks to it any more', async () => {
  const own = await startClient();
  await own.open('file:///a.flux', 'a = params.x');
  await own.diagnostics('file:///a.flux');
  own.child.stdin.end();
  await own.exited;
  own.connection.dispose();
});
