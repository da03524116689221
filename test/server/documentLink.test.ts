import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentLink } from '../../server/src/features/documentLink.ts';
import { brokenTexts } from './broken.ts';
import { textIn } from './client.ts';
import { scriptOf } from './script.ts';

const stdlib = 'https://docs.influxdata.com/flux/v0/stdlib';

/** What is underlined, and where it leads if that is something else. */
function links(text: string): string[] {
  return documentLink(scriptOf(text)).map(({ range, target }) => {
    const shown = textIn(text, range);
    return shown === target ? shown : `${shown} -> ${target}`;
  });
}

const cases: { name: string; text: string; links: string[] }[] = [
  { name: 'an empty text', text: '', links: [] },
  {
    name: 'packages of the library',
    text: 'import "math"\r\nimport s "influxdata/influxdb/schema"',
    links: [`math -> ${stdlib}/math/`, `influxdata/influxdb/schema -> ${stdlib}/influxdata/influxdb/schema/`],
  },
  { name: 'a package that nobody knows', text: 'import "no/such"\nimport ""\nimport', links: [] },
  { name: 'an import without its closing quote', text: 'import "math', links: [`math -> ${stdlib}/math/`] },
  { name: 'the end of a sentence', text: '// See https://a.example/b.', links: ['https://a.example/b'] },
  {
    name: 'several in one comment, behind other letters',
    text: '\t// 😀 http://a.example, https://b.example:8086/x?y=1&z=%20#top!',
    links: ['http://a.example', 'https://b.example:8086/x?y=1&z=%20#top'],
  },
  { name: 'in parentheses', text: '// (see https://a.example/b).', links: ['https://a.example/b'] },
  { name: 'with parentheses', text: '// https://a.example/b_(c), d', links: ['https://a.example/b_(c)'] },
  {
    name: 'in Markdown',
    text: '// [a](https://a.example/b), <https://c.example>',
    links: ['https://a.example/b', 'https://c.example'],
  },
  {
    name: 'in quotes of several kinds',
    text: "// “https://a.example”, 'https://b.example', `https://c.example`",
    links: ['https://a.example', 'https://b.example', 'https://c.example'],
  },
  { name: 'a string', text: 'x = "https://a.example/b"', links: ['https://a.example/b'] },
  {
    name: 'a string over lines',
    text: 'x = "a\r\nhttps://a.example/b\r\nc"',
    links: ['https://a.example/b'],
  },
  { name: 'an escape', text: 'x = "https://a.example/b\\nc"', links: ['https://a.example/b'] },
  { name: 'a half that an interpolation completes', text: 'x = "https://a.example/${b}"', links: [] },
  {
    name: 'a whole before an interpolation',
    text: 'x = "https://a.example/ ${b}"',
    links: ['https://a.example/'],
  },
  { name: 'no host', text: '// https:// and https://. and http://?', links: [] },
  { name: 'another scheme', text: '// ftp://a.example xhttp://b.example', links: [] },
  { name: 'code', text: 'x = a |> b() // c', links: [] },
];

for (const { name, text, links: expected } of cases) {
  test(`document links: ${name}`, () => {
    assert.deepEqual(links(text), expected);
  });
}

test('document links: a package says what is behind it', () => {
  const [link] = documentLink(scriptOf('import "math"'));
  assert.equal(link?.tooltip, 'Documentation of the package math');
});

test('document links: one for each address of a broken text, never two in one place', () => {
  for (const text of brokenTexts()) {
    const { positions } = scriptOf(text);
    let last = 0;
    for (const { range } of documentLink(scriptOf(text))) {
      const { start, end } = positions.span(range);
      assert.ok(last <= start && start < end && end <= text.length, text);
      last = end;
    }
  }
});
