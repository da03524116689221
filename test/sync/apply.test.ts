import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredScript } from '../../client/src/influx/scripts.ts';
import { apply, create, type Outcome, pull, push } from '../../client/src/sync/apply.ts';
import { manifestFile } from '../../client/src/sync/manifest.ts';
import { planPull, planPush } from '../../client/src/sync/plan.ts';
import { json, serve } from '../influx/faultServer.ts';
import { Workspace, writes } from './workspace.ts';

const nothing: Outcome = { kind: 'done', did: 'nothing' };
const updated: Outcome = { kind: 'done', did: 'updated' };

/** A workspace with the script “a”, pulled. */
async function pulled(
  text = 'x = 1\n',
  description?: string,
): Promise<{ space: Workspace; script: StoredScript }> {
  const space = await Workspace.open();
  const script = await space.there('a', text);
  if (description !== undefined) space.enter({ file: 'a.flux', name: 'a', description });
  await space.pull('a');
  space.requests.length = 0;
  return { space, script };
}

const textThere = async (space: Workspace, { id }: StoredScript) => (await space.scripts.find(id)).script;

function conflict(outcome: Outcome): StoredScript {
  assert.ok(outcome.kind === 'conflict', `it is ${outcome.kind}`);
  assert.ok(outcome.remote, 'the script is gone');
  return outcome.remote;
}

function failed(outcome: Outcome): string {
  assert.ok(outcome.kind === 'failed', `it is ${outcome.kind}`);
  return String(outcome.error);
}

// What is identical

const texts: [what: string, text: string][] = [
  ['LF', 'a\nb\n'],
  ['CRLF', 'a\r\nb\r\n'],
  ['both', 'a\r\nb\nc'],
  ['no newline at the end', 'a\nb'],
  ['several newlines at the end', 'a\n\n\n'],
  ['a byte order mark', '\ufeffa\n'],
  ['decomposed Unicode', '// e\u0301 温度 🌡\n'],
  ['blanks at the end', 'a  \n\t'],
];

for (const [what, text] of texts) {
  test(`pulled and pushed, a text stays what it is to the byte: ${what}`, async () => {
    const { space, script } = await pulled(text);
    await using _ = space;
    assert.equal(space.files.texts.get('a.flux'), text);
    assert.deepEqual(await space.push('a'), nothing);
    assert.deepEqual(await space.pull('a'), nothing);
    assert.deepEqual(writes(space.requests), []);
    assert.equal(await textThere(space, script), text);
    assert.equal(space.files.texts.get('a.flux'), text);
  });
}

test('line ends alone are no conflict and are not sent, in either direction', async () => {
  const { space, script } = await pulled('a\nb\n');
  await using _ = space;
  space.here('a.flux', 'a\r\nb\r\n');
  assert.deepEqual(await space.push('a'), nothing);
  assert.deepEqual(await space.pull('a'), nothing);
  await space.scripts.update(script.id, { script: 'a\nc\n' });
  assert.deepEqual(await space.pull('a'), updated);
  assert.equal(space.files.texts.get('a.flux'), 'a\r\nc\r\n');
  assert.deepEqual(await space.push('a'), nothing);
});

// Push

test('the first push after a pull is no conflict, and sends what has changed alone', async () => {
  const { space, script } = await pulled('x = 1\n', 'd');
  await using _ = space;
  space.here('a.flux', 'x = 2\n');
  assert.deepEqual(await space.push('a'), updated);
  assert.deepEqual(writes(space.requests), [`PATCH /api/v2/scripts/${script.id}`]);
  assert.equal(await textThere(space, script), 'x = 2\n');
  assert.deepEqual(await space.push('a'), nothing);
  assert.deepEqual(await space.statuses(), { a: 'inSync' });
});

test('a name and a description from the manifest are pushed, an empty description as a space', async () => {
  const { space, script } = await pulled('x = 1', 'd');
  await using _ = space;
  space.here('a.flux', 'x = 1', { name: 'b', description: '' });
  assert.deepEqual(await space.push('b'), updated);
  const { name, description } = await space.scripts.find(script.id);
  assert.deepEqual([name, description], ['b', ' ']);
  assert.deepEqual(await space.push('b'), nothing);
});

test('cancelled at a conflict, a push asks again; what was seen can be overwritten, and nothing newer', async () => {
  const { space, script } = await pulled();
  await using _ = space;
  space.here('a.flux', 'mine');
  await space.scripts.update(script.id, { script: 'theirs' });
  space.requests.length = 0;
  const seen = conflict(await space.push('a'));
  assert.equal(conflict(await space.push('a')).script, 'theirs');
  assert.deepEqual(writes(space.requests), []);
  await space.scripts.update(script.id, { script: 'theirs again' });
  const newer = conflict(await space.push('a', { overwrite: seen }));
  assert.equal(await textThere(space, script), 'theirs again');
  assert.deepEqual(await space.push('a', { overwrite: newer }), updated);
  assert.equal(await textThere(space, script), 'mine');
  assert.deepEqual(await space.statuses(), { a: 'inSync' });
});

test('it moves while a push is decided: nothing is written', async () => {
  const { space, script } = await pulled();
  await using _ = space;
  space.here('a.flux', 'mine');
  const state = await space.state('a');
  assert.equal(state.status, 'modifiedHere');
  await space.scripts.update(script.id, { script: 'theirs' });
  conflict(await push(space.folder, space.scripts, state));
  assert.equal(await textThere(space, script), 'theirs');
});

test('what moved there alone is left, and not undone by the next push', async () => {
  const { space, script } = await pulled('x = 1', 'd');
  await using _ = space;
  await space.scripts.update(script.id, { script: 'theirs', name: 'b' });
  space.here('a.flux', 'x = 1', { description: 'mine' });
  assert.deepEqual(await space.push('a'), updated);
  assert.deepEqual(await space.push('a'), nothing);
  const { script: text, name, description } = await space.scripts.find(script.id);
  assert.deepEqual([text, name, description], ['theirs', 'b', 'mine']);
  assert.deepEqual(await space.statuses(), { a: 'modifiedThere' });
  assert.deepEqual(await space.pull('a'), updated);
  assert.equal(space.files.texts.get('a.flux'), 'theirs');
});

test('a rename there is not undone by a push that has nothing to send', async () => {
  const { space, script } = await pulled();
  await using _ = space;
  await space.scripts.update(script.id, { name: 'b' });
  assert.deepEqual(await space.push('a'), nothing);
  assert.deepEqual(await space.push('a'), nothing);
  assert.equal((await space.scripts.find(script.id)).name, 'b');
  assert.deepEqual(await space.statuses(), { a: 'modifiedThere' });
});

test('a push does not touch what somebody writes into the manifest meanwhile', async () => {
  const { space } = await pulled();
  await using _ = space;
  space.here('a.flux', 'mine');
  const state = await space.state('a');
  space.here('a.flux', 'mine', { name: 'b', description: 'new' });
  assert.deepEqual(await push(space.folder, space.scripts, state), updated);
  assert.deepEqual(space.entries(), [{ file: 'a.flux', name: 'b', description: 'new' }]);
});

test('a rename that the server ignores is told, as often as it is tried', async () => {
  await using space = await Workspace.open({ ignoreRename: true });
  const script = await space.there('a', 'x = 1');
  await space.pull('a');
  space.here('a.flux', 'x = 2', { name: 'b' });
  await assertIgnored();
  assert.equal(await textThere(space, script), 'x = 2');
  await assertIgnored();
  async function assertIgnored() {
    assert.match(
      failed(await space.push('b')),
      /“b” was saved, but it keeps its own name\. Yours is still here/,
    );
  }
});

test('a server that trims the end of a text leaves it in sync', async () => {
  const space = await Workspace.open();
  await using _ = space;
  let stored = { id: 'a1', orgID: 'o', name: 'a', script: 'x = 1', updatedAt: 't0' };
  await using server = await serve(({ method, url }, response, body) => {
    if (method === 'PATCH') {
      const { script } = JSON.parse(body) as { script: string };
      stored = { ...stored, script: script.trimEnd(), updatedAt: `${stored.updatedAt}+` };
    }
    json(response, 200, url?.includes('?') ? { scripts: [stored] } : stored);
  });
  const { scripts } = server.client;
  const state = async () => (await space.folder.states(await scripts.list()))[0] ?? assert.fail();
  await pull(space.folder, scripts, await state());
  space.here('a.flux', 'x = 2\n');
  assert.deepEqual(await push(space.folder, scripts, await state()), updated);
  assert.equal((await state()).status, 'inSync');
  assert.deepEqual(await push(space.folder, scripts, await state()), nothing);
  assert.deepEqual(await pull(space.folder, scripts, await state()), nothing);
  assert.equal(space.files.texts.get('a.flux'), 'x = 2\n');
  stored = { ...stored, script: 'theirs', updatedAt: 'later' };
  assert.equal((await state()).status, 'modifiedThere');
});

// Create

test('a new file becomes a script, once', async () => {
  await using space = await Workspace.open();
  space.here('a.flux', 'x = 1\n', { description: 'new' });
  const state = await space.state('a');
  assert.deepEqual(await push(space.folder, space.scripts, state), { kind: 'done', did: 'created' });
  // Whoever still works with what was before does not make it twice, nor write an old text over a newer one.
  assert.deepEqual(await push(space.folder, space.scripts, state), nothing);
  const [made] = await space.scripts.list();
  assert.deepEqual([made?.script, made?.description], ['x = 1\n', 'new']);
  space.here('a.flux', 'x = 2\n');
  await space.push('a');
  conflict(await push(space.folder, space.scripts, state));
  await space.scripts.update(made?.id ?? '', { name: 'b' });
  conflict(await push(space.folder, space.scripts, state));
  assert.equal((await space.scripts.list()).length, 1);
});

test('a name that another script has is a conflict, unless nothing differs', async () => {
  await using space = await Workspace.open();
  space.here('a.flux', 'x = 1');
  const state = await space.state('a');
  const other = await space.there('a', 'theirs');
  assert.equal(conflict(await push(space.folder, space.scripts, state)).id, other.id);
  await space.scripts.update(other.id, { script: 'x = 1' });
  space.here('a.flux', 'x = 1', { description: 'mine' });
  const described = { ...state, local: { text: 'x = 1', name: 'a', description: 'mine' } };
  conflict(await push(space.folder, space.scripts, described));
  assert.equal((await space.scripts.find(other.id)).description, 'd');
  assert.deepEqual(await push(space.folder, space.scripts, state), nothing);
});

test('what was deleted there is a conflict, and can be made again', async () => {
  const { space, script } = await pulled();
  await using _ = space;
  await space.scripts.delete(script.id);
  space.here('a.flux', 'mine');
  const outcome = await space.push('a');
  assert.ok(outcome.kind === 'conflict' && outcome.remote === undefined);
  assert.deepEqual(await create(space.folder, space.scripts, { file: 'a.flux', name: 'a' }, 'mine'), {
    kind: 'done',
    did: 'created',
  });
  assert.deepEqual(await space.statuses(), { a: 'inSync' });
  assert.equal((await space.scripts.list())[0]?.description, 'd');
});

for (const language of ['flux', 'sql', 'influxql', 'python']) {
  test(`a script in ${language} stays one when it is made again`, async () => {
    await using space = await Workspace.open();
    const script = await space.there('a', 'SELECT 1', { language });
    await space.pull('a');
    await space.scripts.delete(script.id);
    const [{ file, name } = assert.fail()] = space.entries();
    await create(space.folder, space.scripts, { file, name }, 'SELECT 1');
    assert.equal((await space.scripts.list())[0]?.language, language);
    assert.deepEqual(await space.push('a'), nothing);
  });
}

// Delete

test('what was deleted here is deleted there, when nobody has changed it', async () => {
  const { space, script } = await pulled();
  await using _ = space;
  space.files.texts.delete('a.flux');
  const state = await space.state('a');
  assert.deepEqual(await space.push('a'), { kind: 'done', did: 'deleted' });
  assert.deepEqual(await space.states(), []);
  assert.deepEqual(space.entries(), []);
  assert.deepEqual(await push(space.folder, space.scripts, state), nothing);
  await assert.rejects(space.scripts.find(script.id), /not found|not on/);
});

for (const change of [{ script: 'theirs' }, { description: 'theirs' }, { name: 'theirs' }]) {
  test(`what was deleted here and has another ${Object.keys(change)[0]} there is a conflict`, async () => {
    const { space, script } = await pulled();
    await using _ = space;
    space.files.texts.delete('a.flux');
    await space.scripts.update(script.id, change);
    const seen = conflict(await space.push('a'));
    assert.deepEqual(await space.push('a', { overwrite: seen }), { kind: 'done', did: 'deleted' });
  });
}

test('a file that is here again is not deleted there', async () => {
  const { space, script } = await pulled();
  await using _ = space;
  space.files.texts.delete('a.flux');
  const state = await space.state('a');
  space.here('a.flux', 'again');
  await assert.rejects(
    push(space.folder, space.scripts, state),
    /a\.flux is here again, so “a” was not deleted/,
  );
  assert.equal(await textThere(space, script), 'x = 1\n');
});

test('a file that is gone by now is not pushed, and nothing is made of it there', async () => {
  await using space = await Workspace.open();
  space.here('a.flux', 'x = 1');
  const state = await space.state('a');
  space.files.texts.clear();
  await assert.rejects(
    push(space.folder, space.scripts, state),
    /a\.flux is not here any more, so “a” was not pushed/,
  );
  assert.deepEqual(await space.states(), []);
});

test('a failed delete is not shown as done', async () => {
  const { space } = await pulled();
  await using _ = space;
  space.files.texts.delete('a.flux');
  const state = await space.state('a');
  const [applied] = await space.meeting('refused', 1, (scripts) =>
    apply(planPush([state]), ({ state }) => push(space.folder, scripts, state)),
  );
  assert.ok(applied);
  assert.match(failed(applied.outcome), /out of order/);
  assert.deepEqual(await space.statuses(), { a: 'deletedHere' });
});

test('a server that says it has deleted, and has not, is told apart', async () => {
  const { space } = await pulled();
  await using _ = space;
  space.files.texts.delete('a.flux');
  const state = await space.state('a');
  await using server = await serve(({ method }, response) => {
    if (method === 'DELETE') response.writeHead(204).end();
    else json(response, 200, state.remote);
  });
  await assert.rejects(
    push(space.folder, server.client.scripts, state),
    /says that “a” is deleted, and still has it/,
  );
  assert.deepEqual(await space.statuses(), { a: 'deletedHere' });
});

// Pull

test('a change there is pulled, over nothing that is new here', async () => {
  const { space, script } = await pulled('x = 1\n', 'd');
  await using _ = space;
  await space.scripts.update(script.id, { script: 'theirs', name: 'b', description: 'e' });
  assert.deepEqual(await space.pull('a'), updated);
  assert.equal(space.files.texts.get('a.flux'), 'theirs');
  assert.deepEqual(space.entries(), [{ file: 'a.flux', name: 'b', description: 'e' }]);
  assert.deepEqual(await space.pull('b'), nothing);
  assert.deepEqual(await space.push('b'), nothing);
});

const changes: [what: string, text: string, entry: object][] = [
  ['text', 'mine', {}],
  ['name', 'x = 1\n', { name: 'mine' }],
  ['description', 'x = 1\n', { description: 'mine' }],
];
for (const [what, text, entry] of changes) {
  test(`a ${what} that was not pushed is not pulled over without a choice`, async () => {
    const { space, script } = await pulled('x = 1\n', 'd');
    await using _ = space;
    await space.scripts.update(script.id, { script: 'theirs' });
    space.here('a.flux', text, entry);
    const [state = assert.fail()] = await space.states();
    const before = new Map(space.files.texts);
    for (const overwrite of [undefined, 'seen before']) {
      const outcome = await pull(space.folder, space.scripts, state, overwrite ? { overwrite } : {});
      assert.equal(conflict(outcome).script, 'theirs');
    }
    assert.deepEqual(space.files.texts, before);
    assert.deepEqual(await pull(space.folder, space.scripts, state, { overwrite: text }), updated);
    assert.equal(space.files.texts.get('a.flux'), 'theirs');
    assert.deepEqual(await space.statuses(), { a: 'inSync' });
  });
}

test('a file that changes while a pull is decided is not pulled over', async () => {
  const { space, script } = await pulled();
  await using _ = space;
  await space.scripts.update(script.id, { script: 'theirs' });
  const state = await space.state('a');
  assert.equal(state.status, 'modifiedThere');
  space.here('a.flux', 'mine');
  conflict(await pull(space.folder, space.scripts, state));
  assert.equal(space.files.texts.get('a.flux'), 'mine');
});

test('a script is pulled into one file, however often', async () => {
  await using space = await Workspace.open();
  await space.there('a', 'x = 1');
  const state = await space.state('a');
  assert.deepEqual(await pull(space.folder, space.scripts, state), { kind: 'done', did: 'created' });
  assert.deepEqual(await pull(space.folder, space.scripts, state), nothing);
  assert.deepEqual([...space.files.texts.keys()].sort(), ['a.flux', manifestFile].sort());
});

test('a deletion there removes the file when nothing here is new, and asks otherwise', async () => {
  for (const [text, entry] of [
    ['mine', {}],
    ['x = 1\n', { name: 'mine' }],
  ] as const) {
    const { space, script } = await pulled();
    await using _ = space;
    await space.scripts.delete(script.id);
    space.here('a.flux', text, entry);
    const [state = assert.fail()] = await space.states();
    assert.equal((await pull(space.folder, space.scripts, state)).kind, 'conflict');
    assert.equal(space.files.texts.get('a.flux'), text);
    assert.equal((await pull(space.folder, space.scripts, state, { overwrite: text })).kind, 'done');
    assert.equal(space.files.texts.has('a.flux'), false);
  }
  const { space, script } = await pulled('a\nb\n');
  await using _ = space;
  await space.scripts.delete(script.id);
  space.here('a.flux', 'a\r\nb\r\n');
  assert.equal(planPull(await space.states())[0]?.action, 'delete');
  assert.deepEqual(await space.pull('a'), { kind: 'done', did: 'deleted' });
  assert.deepEqual(space.entries(), []);
});

test('a name there that another file has here is a conflict, and no file loses its entry', async () => {
  const { space, script } = await pulled();
  await using _ = space;
  space.here('b.flux', 'mine');
  const entries = space.entries();
  await space.scripts.update(script.id, { name: 'b' });
  const outcome = await space.pull('a');
  assert.ok(outcome.kind === 'conflict');
  assert.match(outcome.why, /a name there that b\.flux has here/);
  assert.deepEqual(space.entries(), entries);
});

test('a script that one file holds does not get into another', async () => {
  const { space, script } = await pulled();
  await using _ = space;
  space.here('b.flux', 'mine');
  await space.scripts.update(script.id, { name: 'b' });
  const outcome = await space.push('b');
  assert.ok(outcome.kind === 'conflict');
  assert.match(outcome.why, /is the script that a\.flux holds/);
  const again = await space.push('b', { overwrite: conflict(outcome) });
  assert.equal(again.kind, 'conflict');
  assert.equal(await textThere(space, script), 'x = 1\n');
});

test('a description that the manifest keeps is pulled, also when its file was missing', async () => {
  const { space, script } = await pulled('x = 1', 'd');
  await using _ = space;
  space.files.texts.delete('a.flux');
  await space.scripts.update(script.id, { description: 'theirs' });
  assert.deepEqual(await space.pull('a'), { kind: 'done', did: 'created' });
  assert.equal(space.entries()[0]?.description, 'theirs');
  assert.deepEqual(await space.statuses(), { a: 'inSync' });
});

for (const path of [manifestFile, 'a.flux']) {
  test(`${path} cannot be written: nothing there is deleted for it, and a second pull finishes the job`, async () => {
    await using space = await Workspace.open();
    await space.there('a', 'x = 1');
    space.files.refused = (name) => name === path;
    await assert.rejects(space.pull('a'), /cannot be written/);
    assert.deepEqual(await space.statuses(), { a: 'onlyThere' });
    assert.equal((await space.pull('a')).kind, 'done');
    assert.deepEqual([...space.files.texts.keys()].sort(), ['a.flux', manifestFile].sort());
    assert.deepEqual(await space.statuses(), { a: 'inSync' });
  });
}

// Answers that are lost on the way

test('an update whose answer is lost is found out and told, and not repeated', async () => {
  const { space, script } = await pulled();
  await using _ = space;
  space.here('a.flux', 'mine');
  const state = await space.state('a');
  const outcome = await space.meeting('lost', 1, (scripts) => push(space.folder, scripts, state));
  assert.ok(outcome.kind === 'done' && outcome.did === 'updated');
  assert.match(outcome.note ?? '', /answer was lost .* it has the change/);
  assert.equal(await textThere(space, script), 'mine');
  assert.deepEqual(await space.statuses(), { a: 'inSync' });
});

test('a creation whose answer is lost is found out, and there is one script', async () => {
  await using space = await Workspace.open();
  space.here('a.flux', 'x = 1\n');
  const state = await space.state('a');
  const outcome = await space.meeting('lost', 0, (scripts) => push(space.folder, scripts, state));
  assert.ok(outcome.kind === 'done' && outcome.did === 'created' && outcome.note);
  assert.equal((await space.scripts.list()).length, 1);
  assert.deepEqual(await space.statuses(), { a: 'inSync' });
});

test('a deletion whose answer is lost is found out', async () => {
  const { space } = await pulled();
  await using _ = space;
  space.files.texts.delete('a.flux');
  const state = await space.state('a');
  const outcome = await space.meeting('lost', 1, (scripts) => push(space.folder, scripts, state));
  assert.ok(outcome.kind === 'done' && outcome.did === 'deleted' && outcome.note);
  assert.deepEqual(await space.states(), []);
});

test('a request that the server refused is an error, and has changed nothing', async () => {
  const { space, script } = await pulled();
  await using _ = space;
  space.here('a.flux', 'mine');
  const state = await space.state('a');
  await assert.rejects(
    space.meeting('refused', 1, (scripts) => push(space.folder, scripts, state)),
    /out of order/,
  );
  assert.equal(await textThere(space, script), 'x = 1\n');
  assert.deepEqual(await space.statuses(), { a: 'modifiedHere' });
});

test('cancelled after the server has acted, it is in sync at the next look', async () => {
  const { space } = await pulled();
  await using _ = space;
  space.here('a.flux', 'mine');
  const state = await space.state('a');
  await assert.rejects(
    space.meeting('cancelledAfter', 1, (scripts, signal) => push(space.folder, scripts, state, { signal })),
    { name: 'AbortError' },
  );
  assert.deepEqual(await space.statuses(), { a: 'inSync' });
});

// Several

test('one that fails leaves the others be, what is cancelled is not begun, and a second run does the rest', async () => {
  await using space = await Workspace.open();
  for (const name of ['a', 'b', 'c']) space.here(`${name}.flux`, `// ${name}`);
  const states = await space.states();
  const cancel = new AbortController();
  const seen: string[] = [];
  const applied = await space.meeting('refused', 0, (scripts) =>
    apply(planPush(states), ({ state }) => push(space.folder, scripts, state), {
      signal: cancel.signal,
      onProgress({ item, outcome }) {
        seen.push(`${item.state.name} ${outcome.kind}`);
        if (item.state.name === 'b') cancel.abort();
      },
    }),
  );
  assert.deepEqual(seen, ['a failed', 'b done', 'c notBegun']);
  assert.deepEqual(
    applied.map(({ outcome }) => outcome.kind),
    ['failed', 'done', 'notBegun'],
  );
  assert.deepEqual(await space.statuses(), { a: 'onlyHere', b: 'inSync', c: 'onlyHere' });
  const rest = planPush(await space.states()).filter(({ action }) => action !== 'leave');
  await apply(rest, ({ state }) => push(space.folder, space.scripts, state));
  assert.deepEqual(new Set(Object.values(await space.statuses())), new Set(['inSync']));
  const again = planPush(await space.states());
  space.requests.length = 0;
  const outcomes = await apply(again, ({ state }) => push(space.folder, space.scripts, state));
  assert.ok(outcomes.every(({ outcome }) => outcome.kind === 'done' && outcome.did === 'nothing'));
  assert.deepEqual(writes(space.requests), []);
});
