import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DocumentHighlightKind } from 'vscode-languageserver';
import { documentHighlight } from '../../server/src/features/documentHighlight.ts';
import { cursorIn, textIn } from './client.ts';
import { scriptOf } from './script.ts';

function highlighted(marked: string): string[] | undefined {
  const { text, position } = cursorIn(marked);
  return documentHighlight(scriptOf(text), position)?.map(({ range, kind }) => {
    const how =
      kind === DocumentHighlightKind.Write ? 'write' : kind === DocumentHighlightKind.Read ? 'read' : '';
    return `${how} ${textIn(text, range)} on ${range.start.line}`;
  });
}

const cases: { name: string; marked: string; places: string[] | undefined }[] = [
  {
    name: 'a variable',
    marked: 'aa = 1\nb = ‸aa',
    places: ['write aa on 0', 'read aa on 1'],
  },
  {
    name: "a function's parameter",
    marked: 'f = (\n  nn=2\n) => ‸nn\na = f(nn: 1)',
    places: ['write nn on 1', 'read nn on 2', 'read nn on 3'],
  },
  {
    name: 'a key, whose definition is its documentation',
    marked: '// ## Parameters\n// - `kk`: k.\na = params.‸kk\nb = params["kk"]',
    places: ['write kk on 1', 'read kk on 2', 'read kk on 3'],
  },
  { name: 'a key without documentation', marked: 'a = params.‸kk', places: ['read kk on 0'] },
  { name: 'nothing of the script', marked: 'a = ‸now()', places: undefined },
];

for (const { name, marked, places } of cases) {
  test(`highlights of ${name}`, () => assert.deepEqual(highlighted(marked), places));
}
