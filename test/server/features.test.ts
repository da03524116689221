import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type {
  CodeAction,
  CodeLens,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  InlayHint,
  Location,
  SelectionRange,
  SemanticTokens,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { knownParamsNotification } from '../../server/src/protocol.ts';
import { applyEdits, type Client, cursorIn, startClient, textIn } from './client.ts';

// Every feature as an editor meets it: the built server over stdio. What each answers in detail has a file of its own.

let client: Client;
before(async () => {
  client = await startClient();
});
after(() => client.stop());

const wholeRange = { start: { line: 0, character: 0 }, end: { line: 99_999, character: 0 } };

/** The same script in the forms that editors and people give it. */
const forms: { name: string; of: (text: string) => string }[] = [
  { name: 'as it is', of: (text) => text },
  { name: 'with CRLF', of: (text) => text.replaceAll('\n', '\r\n') },
  { name: 'with tabs', of: (text) => text.replaceAll('    ', '\t') },
  { name: 'behind astral text', of: (text) => `// 🌡 größe 𝒳\n${text}` },
  { name: 'above a broken line', of: (text) => `${text}\nbroken = from(bucket: params.` },
];

const script = `import "strings"

// Text of the sensors.
upper = (name) => strings.toUpper(v: name)

from(bucket: params.bucket)
    |> range(start: duration(v: params["the start"]))
    |> filter(fn: (r) => r.room == upper(name: params.room) and r.floor == params.room)
    |> limit(n: params.n)
`;

/** Asks at the first place where \`at\` stands. */
async function ask<T>(text: string, at: string, method: string, more: object = {}) {
  const index = text.indexOf(at.replace('‸', ''));
  assert.ok(index >= 0, `${at} is not in the text`);
  const before = at.indexOf('‸');
  const marked = `${text.slice(0, index + before)}‸${text.slice(index + before)}`;
  const { position } = cursorIn(marked);
  const uri = client.uri();
  await client.open(uri, text);
  const answer = await client.connection.sendRequest<T>(method, {
    textDocument: { uri },
    position,
    ...more,
  });
  return { uri, answer };
}

const features: Record<string, (text: string) => Promise<void>> = {
  hover: async (text) => {
    const { answer } = await ask<object>(text, 'params.ro‸om', 'textDocument/hover');
    assert.match(JSON.stringify(answer), /params\.room: string/);
  },
  completion: async (text) => {
    const { answer } = await ask<{ items: { label: string }[] }>(
      text,
      'params.‸n)',
      'textDocument/completion',
    );
    assert.deepEqual(
      answer.items.map(({ label }) => label),
      ['bucket', 'the start', 'room'],
    );
  },
  signatureHelp: async (text) => {
    const { answer } = await ask<SignatureHelp>(text, 'limit(‸n', 'textDocument/signatureHelp');
    assert.equal(answer.signatures.length, 1);
    assert.match(answer.signatures[0]?.label ?? '', /^limit\(.*n: int, \?offset: int\)/);
  },
  definition: async (text) => {
    // This client has not said that it takes links.
    const { answer } = await ask<Location[]>(text, '= up‸per(name', 'textDocument/definition');
    assert.deepEqual(
      answer.map(({ range }) => textIn(text, range)),
      ['upper'],
    );
  },
  references: async (text) => {
    const context = { includeDeclaration: true };
    const { answer } = await ask<Location[]>(text, 'params.ro‸om', 'textDocument/references', { context });
    assert.deepEqual(
      answer.map(({ range }) => textIn(text, range)),
      ['room', 'room'],
    );
  },
  documentHighlight: async (text) => {
    const { answer } = await ask<DocumentHighlight[]>(text, 'up‸per =', 'textDocument/documentHighlight');
    assert.deepEqual(
      answer.map(({ range, kind }) => [textIn(text, range), kind]),
      [
        ['upper', 3],
        ['upper', 2],
      ],
    );
  },
  rename: async (text) => {
    const { uri, answer } = await ask<WorkspaceEdit>(text, 'params.ro‸om', 'textDocument/rename', {
      newName: 'the room',
    });
    const renamed = applyEdits(text, answer.changes?.[uri] ?? []);
    assert.equal(renamed, text.replaceAll('params.room', 'params["the room"]'));
  },
  'a refused rename': async (text) => {
    await assert.rejects(ask(text, 'li‸mit(', 'textDocument/prepareRename'), /./);
  },
  documentSymbol: async (text) => {
    const { answer } = await ask<DocumentSymbol[]>(text, '‸import', 'textDocument/documentSymbol');
    const names = answer.map(({ name }) => name);
    assert.ok(names.includes('upper') && names.includes('params'), names.join(', '));
  },
  foldingRange: async (text) => {
    const { answer } = await ask<FoldingRange[]>(text, '‸import', 'textDocument/foldingRange');
    const first = text.slice(0, text.indexOf('from(bucket')).split('\n').length - 1;
    assert.ok(answer.some(({ startLine, endLine }) => startLine === first && endLine === first + 3));
  },
  selectionRange: async (text) => {
    const { position } = cursorIn(text.replace('params.n)', 'params.‸n)'));
    const { answer } = await ask<SelectionRange[]>(text, '‸import', 'textDocument/selectionRange', {
      positions: [position],
    });
    assert.equal(textIn(text, answer[0]?.range ?? wholeRange), 'n');
    assert.equal(textIn(text, answer[0]?.parent?.range ?? wholeRange), 'params.n');
  },
  formatting: async (text) => {
    const options = { tabSize: 4, insertSpaces: true };
    const { answer } = await ask<TextEdit[]>(
      text.replace('import "strings"', 'import   "strings"'),
      '‸import',
      'textDocument/formatting',
      { options },
    );
    assert.match(
      applyEdits(text.replace('import "strings"', 'import   "strings"'), answer),
      /import "strings"/,
    );
  },
  semanticTokens: async (text) => {
    const { answer } = await ask<SemanticTokens>(text, '‸import', 'textDocument/semanticTokens/full');
    assert.ok(answer.data.length > 100 && answer.data.length % 5 === 0);
  },
  inlayHint: async (text) => {
    const { answer } = await ask<InlayHint[]>(text, '‸import', 'textDocument/inlayHint', {
      range: wholeRange,
    });
    assert.deepEqual(answer.map(({ label }) => label).slice(0, 2), [': string', ': string']);
  },
  codeLens: async (text) => {
    const { uri, answer } = await ask<CodeLens[]>(text, '‸import', 'textDocument/codeLens');
    assert.equal(answer[0]?.command?.command, 'fluxScripts.invoke');
    assert.deepEqual(answer[0]?.command?.arguments, [uri]);
    assert.match(
      answer.at(-1)?.command?.title ?? '',
      /^bucket: string, the start: duration, room: string, n: int/,
    );
  },
  documentLink: async (text) => {
    const { answer } = await ask<DocumentLink[]>(text, '‸import', 'textDocument/documentLink');
    assert.equal(answer[0]?.target, 'https://docs.influxdata.com/flux/v0/stdlib/strings/');
  },
  codeAction: async (text) => {
    const wrong = text.replace('duration(v: params["the start"])', 'params["the start"]');
    const uri = client.uri();
    await client.open(uri, wrong);
    const diagnostics = (await client.diagnostics(uri)).filter(
      ({ code }) => code === 'unconverted-parameter',
    );
    assert.equal(diagnostics.length, 1);
    const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: diagnostics[0]?.range,
      context: { diagnostics },
    });
    const fix = actions.find(({ isPreferred }) => isPreferred);
    assert.equal(applyEdits(wrong, fix?.edit?.changes?.[uri] ?? []), text);
  },
};

for (const [name, check] of Object.entries(features)) {
  for (const form of forms) test(`${name}, ${form.name}`, () => check(form.of(script)));
}

test('keys that the InfluxDB server knows are offered, for that document alone', async () => {
  const [one, other] = [client.uri(), client.uri()];
  for (const uri of [one, other]) await client.open(uri, 'x = params.');
  const params = { stored: 'duration' };
  await client.connection.sendNotification(knownParamsNotification, { textDocument: { uri: one }, params });
  const labels = async (uri: string) =>
    (await client.completion(uri, { line: 0, character: 11 })).map(({ label, detail }) => [label, detail]);
  assert.deepEqual(await labels(one), [['stored', 'duration']]);
  assert.deepEqual(await labels(other), []);
});

const extremes: Record<string, string> = {
  'an empty file': '',
  'one line end': '\r\n',
  'comments only': '// One.\n\n// ## Parameters\n// - a: A.\n',
  'one letter': 'a',
  'half a character': 'x = "\ud83c',
};

const requests: [method: string, params: object][] = [
  ...['hover', 'completion', 'signatureHelp', 'definition', 'documentHighlight'].map(
    (method): [string, object] => [method, {}],
  ),
  ['references', { context: { includeDeclaration: true } }],
  ['documentSymbol', {}],
  ['foldingRange', {}],
  ['selectionRange', { positions: [{ line: 0, character: 0 }] }],
  ['formatting', { options: { tabSize: 4, insertSpaces: true } }],
  ['rangeFormatting', { range: wholeRange, options: { tabSize: 4, insertSpaces: true } }],
  ['semanticTokens/full', {}],
  ['semanticTokens/range', { range: wholeRange }],
  ['inlayHint', { range: wholeRange }],
  ['codeAction', { range: wholeRange, context: { diagnostics: [] } }],
  ['codeLens', {}],
  ['documentLink', {}],
];

for (const [name, text] of Object.entries(extremes)) {
  test(`${name} has an answer to every request`, async () => {
    const uri = client.uri();
    await client.open(uri, text);
    const end = text.split(/\r\n|\n/);
    const position = { line: end.length - 1, character: end.at(-1)?.length ?? 0 };
    await Promise.all(
      requests.map(([method, params]) =>
        client.connection.sendRequest(`textDocument/${method}`, {
          textDocument: { uri },
          position,
          ...params,
        }),
      ),
    );
    await client.diagnostics(uri);
  });
}

test('a file of 5,000 lines has an answer to every request', async () => {
  const text = script.repeat(Math.ceil(5000 / script.split('\n').length));
  const uri = client.uri();
  await client.open(uri, text);
  const position = { line: 4000, character: 8 };
  for (const [method, params] of requests) {
    await client.connection.sendRequest(`textDocument/${method}`, {
      textDocument: { uri },
      position,
      ...params,
    });
  }
});
