import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Editor } from './editor.ts';
import type { Kind } from './requests.ts';
import { exampleScripts } from './scripts.ts';
import { Text } from './text.ts';

// A script cut at every place looks as it does while it is being written.

let editor: Editor;
let kinds: readonly Kind[] = [];
before(async () => {
  editor = new Editor();
  await editor.start();
  const asked = /\/(hover|completion)$/;
  kinds = editor.kinds.filter(({ method }) => asked.test(method));
  assert.equal(kinds.length, 2);
});
after(async () => {
  await editor.peer.stop();
  editor.check();
});

for (const [path, script] of exampleScripts) {
  test(`${path}, cut at every place`, { timeout: 300_000 }, async () => {
    const uri = `file:///${path}`;
    editor.open(uri, new Text(''));
    for (let length = 0; length <= script.length; length++) {
      const text = new Text(script.slice(0, length));
      const position = text.position(length);
      if (length > 0) {
        const start = new Text(script.slice(0, length - 1)).position(length - 1);
        editor.change(uri, [{ range: { start, end: start }, text: script.slice(length - 1, length) }], text);
      }
      for (const kind of kinds) {
        editor.ask(kind, {
          uri,
          position,
          range: { start: position, end: position },
          name: 'x',
          tabs: false,
        });
      }
      await editor.settled();
      await editor.diagnosed(uri);
    }
    assert.equal(editor.textOf(uri), script);
    const errors = (await editor.diagnosed(uri)).filter(({ severity }) => severity === 1);
    assert.deepEqual(errors, []);
    editor.close(uri);
  });
}
