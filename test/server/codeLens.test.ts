import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeLens } from '../../server/src/features/codeLens.ts';
import { scriptOf } from './script.ts';

function titles(text: string): string[] {
  return codeLens(scriptOf(text), 'file:///a.flux').map(({ command }) => command?.title ?? '');
}

test('a script can be invoked, run as a draft, pushed and compared, and says what it asks for', () => {
  assert.deepEqual(
    titles('from(bucket: params.bucket) |> range(start: duration(v: params.start))\nx = params.y'),
    ['Invoke with Params', 'Run Draft', 'Push', 'Compare', 'bucket: string, start: duration, y'],
  );
});

test('the commands get the document', () => {
  const commands = codeLens(scriptOf('x = 1'), 'file:///a.flux').map(({ command }) => command);
  assert.deepEqual(
    commands.map((command) => [command?.command, command?.arguments]),
    [
      ['fluxScripts.invoke', ['file:///a.flux']],
      ['fluxScripts.runDraft', ['file:///a.flux']],
      ['fluxScripts.push', ['file:///a.flux']],
      ['fluxScripts.compareWithServer', ['file:///a.flux']],
      ['', undefined],
    ],
  );
});

test('a long list of parameters is cut, and none is said', () => {
  const many = Array.from({ length: 7 }, (_, index) => `x${index} = params.k${index}`).join('\n');
  assert.equal(titles(many).at(-1), 'k0, k1, k2, k3, 3 more');
  assert.equal(titles('x = 1').at(-1), 'no parameters');
});

test('there is nothing to do with a text that has no statements', () => {
  assert.deepEqual(titles(''), []);
  assert.deepEqual(titles('// Only a comment.\n'), []);
});
