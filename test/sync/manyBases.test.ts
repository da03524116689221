import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BaseStore } from '../../client/src/sync/base.ts';
import { ScriptFolder } from '../../client/src/sync/folder.ts';
import { manifestFile } from '../../client/src/sync/manifest.ts';
import { MemoryFiles, MemoryStore } from './memoryFiles.ts';

/** Like VS Code's Memento: an update is remembered at once, and settles when all that came with it are written. */
class WritingStore extends MemoryStore {
  writes = 0;
  #writing: Promise<void> | undefined;

  override async update(key: string, value: unknown): Promise<void> {
    await super.update(key, value);
    this.#writing ??= new Promise((done) => {
      setImmediate(() => {
        this.#writing = undefined;
        this.writes += 1;
        done();
      });
    });
    await this.#writing;
  }
}

test('bases that are found again are written together, and are there when the states are', async () => {
  const names = Array.from({ length: 50 }, (_, index) => `script ${index}`);
  const files = new MemoryFiles();
  for (const name of names) files.texts.set(`${name}.flux`, name);
  const scripts = names.map((name) => ({ file: `${name}.flux`, name }));
  files.texts.set(manifestFile, JSON.stringify({ scripts }));
  const store = new WritingStore();
  const folder = new ScriptFolder(files, new BaseStore(store), 'here');
  const remotes = names.map((name) => ({ id: name.replace(' ', '-'), name, script: name, orgID: 'o' }));
  const states = await folder.states(remotes);
  assert.ok(states.every(({ status }) => status === 'inSync'));
  assert.equal(store.values.size, names.length);
  assert.ok(store.writes <= 2, `${store.writes} writes`);
});
