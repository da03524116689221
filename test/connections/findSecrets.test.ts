import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { filesWithSecrets } from '../findSecrets.ts';

test('finds a secret in each of its forms, and nothing where there is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  const secret = 'a-token-that-must-not-be-seen';
  try {
    await mkdir(join(folder, 'deep'));
    await writeFile(join(folder, 'deep', 'plain.log'), `\0\0Token ${secret}\n`);
    await writeFile(join(folder, 'base64.json'), `{"t":"${Buffer.from(secret).toString('base64')}"}`);
    await writeFile(join(folder, 'wide.db'), Buffer.from(secret, 'utf16le'));
    await writeFile(join(folder, 'clean.log'), 'a-token-that-may-be-seen');
    const found = await filesWithSecrets([folder, join(folder, 'missing')], [secret]);
    assert.deepEqual(found.map((path) => basename(path)).toSorted(), ['base64.json', 'plain.log', 'wide.db']);
    await assert.rejects(filesWithSecrets([folder], ['']), /too short/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
