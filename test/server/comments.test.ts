import assert from 'node:assert/strict';
import { test } from 'node:test';
import { docCommentOf } from '../../server/src/flux/comments.ts';
import { scriptOf } from './script.ts';

function docOfLast(text: string) {
  const script = scriptOf(text);
  const statement = script.file.body.at(-1);
  assert.ok(statement);
  return docCommentOf(script, statement);
}

const texts: Record<string, { text: string; want: string | undefined }> = {
  'lines directly above': { text: 'a = 1\n// One.\n// Two.\nb = 2', want: 'One.\nTwo.' },
  'a blank line sets them apart': { text: '// One.\n\nb = 2', want: undefined },
  'a blank line between comments': { text: '// Header.\n\n// One.\nb = 2', want: 'One.' },
  'what follows code is not about the next line': { text: 'a = 1 // One.\nb = 2', want: undefined },
  'a statement that follows another on its line': { text: '// One.\na = 1 b = 2', want: undefined },
  'an option': { text: '// The task.\noption task = {name: "a"}', want: 'The task.' },
  CRLF: { text: '// One.\r\n// 🌡 Two.\r\nb = 2\r\n', want: 'One.\n🌡 Two.' },
  'tabs in front': { text: '\t// One.\n\tb = 2', want: 'One.' },
  'indentation is kept, for nested lists': { text: '// - a\n//   - b\nb = 2', want: '- a\n  - b' },
  'ruled lines are decoration': { text: '// ------\n// One.\n// ------\n//////////\nb = 2', want: 'One.' },
  'an empty comment says nothing': { text: '//\nb = 2', want: undefined },
  'no comment': { text: 'b = 2', want: undefined },
};

for (const [name, { text, want }] of Object.entries(texts)) {
  test(`doc comment: ${name}`, () => assert.equal(docOfLast(text)?.text, want));
}

test('the section of parameters is taken apart from the description', () => {
  const doc = docOfLast(
    '// Adds.\n//\n// ## Parameters\n// - n: What is\n//   added.\n//\n// ## Examples\n// None.\nf = (n) => n',
  );
  assert.equal(doc?.description, 'Adds.\n\n## Examples\nNone.');
  assert.deepEqual(
    [...(doc?.parameters ?? [])].map(([name, { description }]) => [name, description]),
    [['n', 'What is added.']],
  );
});

test('a statement in a function has its own comment', () => {
  const script = scriptOf('f = () => {\n  // Inner.\n  a = 1\n  return a\n}');
  const symbol = script.bindings.symbols.find(({ name }) => name === 'a');
  assert.ok(symbol);
  assert.equal(docCommentOf(script, symbol.node)?.text, 'Inner.');
});
