import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Action, planPull, planPush } from '../../client/src/sync/plan.ts';
import type { ScriptState, SyncStatus } from '../../client/src/sync/status.ts';

const base = { id: '1', name: 'n', text: 'a' };
const remote = { id: '1', orgID: 'o', name: 'n', script: 'a' };

const table: [SyncStatus, push: Action, pull: Action][] = [
  ['inSync', 'leave', 'leave'],
  ['modifiedHere', 'update', 'leave'],
  ['modifiedThere', 'leave', 'update'],
  ['conflict', 'conflict', 'conflict'],
  ['onlyHere', 'create', 'leave'],
  ['onlyThere', 'leave', 'create'],
  ['deletedThere', 'conflict', 'delete'],
  ['deletedHere', 'delete', 'conflict'],
];

for (const [status, push, pull] of table) {
  test(`${status}: a push would ${push}, a pull would ${pull}`, () => {
    const state: ScriptState = { name: 'n', status };
    for (const [plan, action] of [
      [planPush([state]), push],
      [planPull([state]), pull],
    ] as const) {
      assert.deepEqual(
        plan.map((item) => item.action),
        [action],
      );
      assert.equal(plan[0]?.state, state);
      assert.ok(plan[0]?.reason);
    }
  });
}

function only(plan: ReturnType<typeof planPush>): Action | undefined {
  return plan[0]?.action;
}

test('what was deleted there and changed here is not deleted without asking', () => {
  const pull = (local: ScriptState['local']) =>
    only(planPull([{ name: 'n', status: 'deletedThere', file: 'n.flux', base, ...(local && { local }) }]));
  assert.equal(pull({ text: 'a', name: 'n' }), 'delete');
  assert.equal(pull({ text: 'a\r\n'.trimEnd(), name: 'n' }), 'delete');
  assert.equal(pull({ text: 'b', name: 'n' }), 'conflict');
  assert.equal(pull({ text: 'a', name: 'm' }), 'conflict');
  assert.equal(pull({ text: 'a', name: 'n', description: 'e' }), 'conflict');
});

test('what was deleted here and changed there is not deleted without asking', () => {
  const push = (there: object) =>
    only(
      planPush([{ name: 'n', status: 'deletedHere', file: 'n.flux', base, remote: { ...remote, ...there } }]),
    );
  assert.equal(push({}), 'delete');
  assert.equal(push({ script: 'b' }), 'conflict');
  assert.equal(push({ name: 'm' }), 'conflict');
  assert.equal(push({ description: 'e' }), 'conflict');
});

test('what needs a choice comes first, then by name', () => {
  const state = (name: string, status: SyncStatus): ScriptState => ({ name, status });
  const states = [
    state('d', 'inSync'),
    state('c', 'modifiedHere'),
    state('b', 'onlyHere'),
    state('a', 'modifiedHere'),
    state('z', 'conflict'),
  ];
  assert.deepEqual(
    planPush(states).map((item) => item.state.name),
    ['z', 'b', 'a', 'c', 'd'],
  );
});
