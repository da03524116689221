import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { sandboxDocs, sandboxPage } from '../../scripts/sandboxDocs.ts';
import { dist } from './api/start.ts';

test('docs/sandbox.md says what the code does', async () => {
  const current = await readFile(sandboxPage, 'utf8');
  assert.ok(current === (await sandboxDocs(dist)), 'docs/sandbox.md is out of date: npm run docs writes it');
});
