import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SyncStatus, statusOf } from '../../client/src/sync/status.ts';

const base = { id: '1', name: 'n', text: 'a', description: 'd' };
const remote = { id: '1', orgID: 'o', name: 'n', script: 'a', description: 'd' };
const file = 'n.flux';
const local = { text: 'a', name: 'n', description: 'd' };

const table: [SyncStatus, what: string, facts: Parameters<typeof statusOf>[0]][] = [
  ['inSync', 'the same on both sides', { file, local, base, remote }],
  ['inSync', 'the same, and the base lost', { file, local, remote }],
  ['modifiedHere', 'another text here', { file, local: { ...local, text: 'x' }, base, remote }],
  ['modifiedHere', 'another name here', { file, local: { ...local, name: 'm' }, base, remote }],
  ['modifiedHere', 'another description here', { file, local: { ...local, description: '' }, base, remote }],
  ['modifiedThere', 'another text there', { file, local, base, remote: { ...remote, script: 'x' } }],
  ['modifiedThere', 'another name there', { file, local, base, remote: { ...remote, name: 'm' } }],
  [
    'conflict',
    'two other texts',
    { file, local: { ...local, text: 'x' }, base, remote: { ...remote, script: 'y' } },
  ],
  [
    'conflict',
    'a text here, a name there',
    { file, local: { ...local, text: 'x' }, base, remote: { ...remote, name: 'm' } },
  ],
  ['conflict', 'another text, and the base lost', { file, local: { ...local, text: 'x' }, remote }],
  [
    'inSync',
    'two other texts that are the same',
    { file, local: { ...local, text: 'x' }, base, remote: { ...remote, script: 'x' } },
  ],
  ['onlyHere', 'a new file', { file, local }],
  ['deletedThere', 'a file whose script is gone', { file, local, base }],
  ['onlyThere', 'a script without a file', { remote }],
  ['onlyThere', 'an entry that was never pulled', { file, remote }],
  ['deletedHere', 'an entry whose file is gone', { file, base, remote }],
];

for (const [status, what, facts] of table) {
  test(`${what}: ${status}`, () => assert.equal(statusOf(facts), status));
}
