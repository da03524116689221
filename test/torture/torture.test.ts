import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { knownParamsNotification } from '../../server/src/protocol.ts';
import { Editor } from './editor.ts';
import { apply, type History, nextEdit } from './edits.ts';
import { Random } from './random.ts';
import { scripts } from './scripts.ts';
import { Text } from './text.ts';

// TORTURE_SEEDS=1,2,3 and TORTURE_EDITS=20000 say which walks, and how long.
const seeds = (process.env['TORTURE_SEEDS'] ?? '1,2,3').split(',').map(Number);
const edits = Number(process.env['TORTURE_EDITS'] ?? 20_000);

/**
 * MB resident. Measured are 377 at most, within 60,000 edits; 48 more in the last quarter than in the one before when the
 * second compiler is needed late.
 */
const maxMemory = 512;
const maxGrowth = 100;

/** Local, untitled and remote documents, and one whose name needs escapes. */
const uris = [
  'file:///scripts/a.flux',
  'untitled:Untitled-1',
  'vscode-remote://ssh-remote%2Bhost/home/b.flux',
  'file:///c%3A/Stra%C3%9Fe%20%231/%F0%9F%8C%A1.flux',
];

/** Names that rename is asked for: good ones and impossible ones. */
const names = [
  'renamed',
  'q2',
  'other_1',
  'r',
  'the new',
  'größe',
  '🌡',
  '',
  'params',
  'from',
  'a"b',
  'import',
];

/** A run of one seed: each step is an edit of one of the open documents, often with questions behind it. */
async function torture(seed: number): Promise<string> {
  const random = new Random(seed);
  const editor = new Editor();
  const documents = new Map<string, History>();
  const memory: number[] = [];
  let step = 0;
  let uri = uris[0] ?? '';

  const open = (opened: string, text: Text) => {
    documents.set(opened, { text, cursor: 0, typing: '', before: documents.get(opened)?.before ?? [] });
    editor.open(opened, text);
  };
  const place = () => {
    const { text, cursor } = documents.get(uri) ?? assert.fail();
    const { length } = text.value;
    const words = Array.from(text.value.matchAll(/\w+/g), ({ index, 0: word }) => index + (word.length >> 1));
    const places = [
      Math.min(cursor, length),
      random.below(length + 1),
      words[random.below(words.length)] ?? 0,
    ];
    const at = text.position(random.pick(places));
    const [from = 0, to = 0] = [random.below(length + 1), random.below(length + 1)].sort((a, b) => a - b);
    // The place of a version that the server has not seen, or never will.
    const position = random.chance(0.01) ? { line: at.line + random.below(99), character: 999 } : at;
    const range = random.chance(0.3) ? text.range(0, length) : text.range(from, to);
    return { uri, position, range, name: random.pick(names), tabs: random.chance(0.5) };
  };

  try {
    await editor.start();
    for (const opened of uris) open(opened, new Text(random.pick(scripts)));
    let burst = 1;
    for (step = 1; step <= edits; step++) {
      if (random.chance(0.12)) uri = random.pick(uris);
      if (random.chance(0.003)) {
        const text = random.chance(0.5) ? documents.get(uri)?.text : new Text(random.pick(scripts));
        editor.close(uri);
        open(uri, text ?? assert.fail());
      }
      const history = documents.get(uri) ?? assert.fail();
      const edited = nextEdit(history, random);
      apply(history, edited, random);
      editor.change(uri, edited.changes, history.text);

      burst -= 1;
      // Those about the last version of a burst are answered in any case, the others are overtaken.
      const questions = burst === 0 ? 3 : Math.max(0, random.below(6) - 2);
      const cancels: (() => void)[] = [];
      for (let asked = 0; asked < questions; asked++) {
        const cancel = editor.ask(random.pick(editor.kinds), place());
        if (random.chance(0.08)) cancels.push(cancel);
      }
      for (const cancel of cancels) cancel();
      if (random.chance(0.002)) {
        const params = { x: 'int', threshold: 'float', 'the key': 'any' };
        editor.peer.notify(knownParamsNotification, { textDocument: { uri }, params });
      }
      if (random.chance(0.0005)) {
        const switched = random.chance(0.5);
        editor.peer.settings = { inlayHints: { parameterTypes: true, pipedArguments: switched } };
        editor.peer.notify('workspace/didChangeConfiguration', { settings: null });
      }

      if (burst > 0) continue;
      burst = 1 + random.below(25);
      await editor.settled();
      if (random.chance(0.03)) for (const opened of uris) await editor.diagnosed(opened);
      const megabytes = editor.peer.memory();
      if (megabytes !== undefined) memory.push(megabytes);
    }
    await editor.settled();
    for (const opened of uris) await editor.diagnosed(opened);
    // It works as on the first day.
    editor.change(uri, [{ text: 'a = "🌡" + params.x + wrong' }], new Text('a = "🌡" + params.x + wrong'));
    const found = await editor.diagnosed(uri);
    assert.ok(found.some(({ message }) => message === 'undefined identifier wrong'));
    for (const { method } of editor.kinds) {
      const { all = 0, found = 0 } = editor.answered.get(method) ?? {};
      assert.ok(all < 200 || found > 0, `${method} never had an answer`);
    }
    const bounded = boundedMemory(memory);
    await editor.peer.stop();
    editor.check();
    return bounded;
  } catch (error) {
    editor.peer.child.kill();
    await editor.peer.exited;
    const newest = JSON.stringify(editor.textOf(uri));
    const told = error instanceof Error ? error.message : error;
    throw new Error(`TORTURE_SEEDS=${seed}, step ${step}, ${uri}: ${told}\nThe newest text: ${newest}`);
  }
}

/**
 * Two compilers may fill their memory, and the rest of the process stays as it is: once both have been busy for long,
 * nothing grows any more.
 *
 * @returns what the memory was, in words
 */
function boundedMemory(samples: readonly number[]): string {
  if (samples.length === 0) return 'What memory it takes is not known on this system.';
  const quarters = [0, 1, 2, 3].map((n) => {
    const part = samples
      .slice((samples.length * n) / 4, (samples.length * (n + 1)) / 4)
      .sort((a, b) => a - b);
    return Math.round(part[part.length >> 1] ?? 0);
  });
  const highest = Math.round(Math.max(...samples));
  const measured = `${quarters.join(', ')} MB resident by quarter (median), ${highest} MB at most`;
  assert.ok(highest <= maxMemory, `Too much memory: ${measured}`);
  const [, , third = 0, last = 0] = quarters;
  // A short run is warm-up throughout.
  if (samples.length > 1000) assert.ok(last <= third + maxGrowth, `Memory grows: ${measured}`);
  return measured;
}

describe('torture', { concurrency: true }, () => {
  for (const seed of seeds) {
    test(`${edits} edits, seed ${seed}`, { timeout: 600_000 }, async (context) => {
      context.diagnostic(await torture(seed));
    });
  }
});
