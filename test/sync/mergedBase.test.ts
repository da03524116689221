import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Base, mergedBase } from '../../client/src/sync/base.ts';
import { differences } from '../../client/src/sync/differences.ts';

const base: Base = { id: '1', name: 'a', text: 'old', description: 'old', updatedAt: 'then' };
const remote = {
  id: '1',
  name: 'a',
  orgID: 'o',
  script: 'theirs',
  description: 'theirs',
  updatedAt: 'now',
};

test('a merged text is ours to push', () => {
  const found = differences({ text: 'merged' }, mergedBase(base, remote), remote);
  assert.deepEqual(found, { here: ['text'], there: [], both: [] });
});

test('a version after the one that was merged is a conflict', () => {
  const found = differences({ text: 'merged' }, mergedBase(base, remote), { ...remote, script: 'later' });
  assert.deepEqual(found, { here: [], there: [], both: ['text'] });
});

test('a description that both have changed is still a conflict', () => {
  const local = { text: 'merged', description: 'mine' };
  assert.deepEqual(differences(local, mergedBase(base, remote), remote).both, ['description']);
  assert.deepEqual(differences(local, mergedBase(undefined, remote), remote).both, ['description']);
});
