import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isPageMessage } from '../../client/src/results/messages.ts';
import type { SessionPorts } from '../../client/src/results/questions/question.ts';
import { isRecipe, type RunRecipe, recipeOf } from '../../client/src/results/recipe.ts';
import type { ResultsRun } from '../../client/src/results/run.ts';
import { ResultsSession } from '../../client/src/results/session.ts';
import type { HostMessage, NamedPlace } from '../../client/webview/protocol.ts';
import { answer } from './read.ts';
import { readings, run } from './sources.ts';

function sessionOf(of: ResultsRun, more: Partial<SessionPorts> = {}) {
  const told: HostMessage[] = [];
  const session = new ResultsSession(5, of, {
    post: (message) => told.push(message),
    writeClipboard: () => Promise.resolve(),
    saveFile: () => Promise.resolve(false),
    defusesFormulas: () => true,
    ...more,
  });
  return { session, told };
}

const place: NamedPlace = { start: { line: 2, column: 4 }, end: { line: 2, column: 13 } };

suite('what can be done about a run', () => {
  test('the page is told of it, and only what can be done is', async () => {
    const done: string[] = [];
    const { session, told } = sessionOf(
      run(readings(1, 1), { again: () => done.push('again'), production: true, source: { kind: 'draft' } }),
    );
    await session.start();
    assert.ok(told[0]?.type === 'run');
    assert.deepEqual(told[0].run.actions, ['again']);
    assert.deepEqual([told[0].run.source, told[0].run.production], [{ kind: 'draft' }, true]);
    await session.receive({ type: 'action', run: 5, action: 'again' });
    await session.receive({ type: 'action', run: 5, action: 'withTypes' });
    // Of a run that is not shown any more.
    await session.receive({ type: 'action', run: 4, action: 'again' });
    assert.deepEqual(done, ['again']);
  });

  test('places are links where there is a text and an editor to show them in', async () => {
    const shown: NamedPlace[] = [];
    const origin = { text: 'x', document: 'file:///x.flux' };
    const reveal = (at: NamedPlace) => shown.push(at);
    const failing = () => Promise.reject(new Error('error @2:4-2:13: boom'));
    const linked = async ({ session, told }: ReturnType<typeof sessionOf>) => {
      await session.start();
      return told.findLast((message) => message.type === 'progress')?.progress.places;
    };
    const both = sessionOf(run(failing, { origin }), { reveal });
    assert.deepEqual(await linked(both), [{ ...place, from: 6, to: 15 }]);
    await both.session.receive({ type: 'reveal', run: 5, place });
    assert.deepEqual(shown, [place]);
    assert.deepEqual(await linked(sessionOf(run(failing, { origin }))), []);
    assert.deepEqual(await linked(sessionOf(run(failing), { reveal })), []);
  });

  test('pinning is the panel’s', async () => {
    const pinned: boolean[] = [];
    const { session } = sessionOf(run(readings(1, 1)), { pin: (is) => pinned.push(is) });
    await session.receive({ type: 'pin', pinned: true });
    assert.deepEqual(pinned, [true]);
  });

  test('types that are guessed are said to be', async () => {
    for (const [annotated, guessed] of [
      [true, false],
      [false, true],
    ] as const) {
      const { session, told } = sessionOf(run(readings(1, 3, annotated)));
      await session.start();
      const last = told.findLast((message) => message.type === 'progress');
      assert.equal(last?.progress.guessed, guessed);
    }
    const { session, told } = sessionOf(run(answer('')));
    await session.start();
    assert.equal(told.findLast((message) => message.type === 'progress')?.progress.guessed, false);
  });

  test('a run of a window before this one is shown without being run', async () => {
    let opened = 0;
    const { session, told } = sessionOf(
      run(() => {
        opened += 1;
        return Promise.reject(new Error('no'));
      }),
    );
    session.showGone();
    await session.receive({ type: 'ready' });
    const states = told.flatMap((message) => (message.type === 'progress' ? [message.progress.state] : []));
    assert.deepEqual(states, ['gone', 'gone']);
    assert.equal(opened, 0);
  });
});

suite('what a page may say', () => {
  for (const message of [
    { type: 'action', run: 1, action: 'again' },
    { type: 'action', run: 1, action: 'withTypes' },
    { type: 'pin', pinned: false },
    { type: 'reveal', run: 1, place },
    { type: 'reveal', run: 1, place: { start: place.start } },
  ]) {
    test(JSON.stringify(message), () => assert.equal(isPageMessage(message), true));
  }
  for (const message of [
    { type: 'action', run: 1, action: 'toString' },
    { type: 'action', run: 1 },
    { type: 'action', action: 'again' },
    { type: 'pin' },
    { type: 'pin', pinned: 1 },
    { type: 'reveal', run: 1 },
    { type: 'reveal', run: 1, place: {} },
    { type: 'reveal', run: 1, place: { start: { line: -1, column: 2 } } },
    { type: 'reveal', run: 1, place: { start: place.start, end: 'x' } },
  ]) {
    test(`not ${JSON.stringify(message)}`, () => assert.equal(isPageMessage(message), false));
  }
});

suite('a recipe', () => {
  const about = {
    scriptName: 'a',
    connectionName: 'C',
    production: true,
    params: { start: '-1h', n: 7, api_token: 'hush', empty: '' },
  };
  const recipe = recipeOf(about, 'draft', {
    target: 'file:///a.flux',
    document: 'file:///a.flux',
    inputs: { start: '-1h', n: '7', api_token: 'hush', empty: '' },
  });

  test('holds what it takes to run again, and no secret', () => {
    assert.deepEqual(recipe, {
      source: 'draft',
      scriptName: 'a',
      connectionName: 'C',
      production: true,
      target: 'file:///a.flux',
      document: 'file:///a.flux',
      inputs: { start: '-1h', n: '7', empty: '' },
      params: [
        { name: 'start', value: '-1h' },
        { name: 'n', value: '7' },
        { name: 'empty', value: '""' },
      ],
    } satisfies RunRecipe);
    assert.doesNotMatch(JSON.stringify(recipe), /hush/);
  });

  test('is read back from what was kept, and nothing else is', () => {
    assert.equal(isRecipe(JSON.parse(JSON.stringify(recipe))), true);
    for (const wrong of [
      undefined,
      null,
      {},
      { ...recipe, source: 'file' },
      { ...recipe, inputs: { a: 1 } },
      { ...recipe, inputs: [] },
      { ...recipe, target: undefined },
      { ...recipe, params: [{ name: 'a' }] },
      { ...recipe, params: {} },
    ]) {
      assert.equal(isRecipe(wrong), false, JSON.stringify(wrong));
    }
  });
});
