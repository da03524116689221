import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FluxEngine } from '../../server/src/engine/engine.ts';
import { startEngine } from './client.ts';

/** The compiler recurses for each sign, and its stack ends. */
const deadly = `a = ${'-'.repeat(30_000)}1`;
/** Some hundred milliseconds of the compiler's time. */
const slow = Array.from(
  { length: 600 },
  (
    _,
    index,
  ) => `a${index} = from(bucket: params.b) |> range(start: -1h) |> filter(fn: (r) => r.x == "${index}")
  |> map(fn: (r) => ({r with y: r._value * 2.0})) |> aggregateWindow(every: 1h, fn: mean)`,
).join('\n');

/** A new worker may need longer than the limit of a test: then another text is tried. */
async function answers(engine: FluxEngine): Promise<boolean> {
  for (let attempt = 1; attempt <= 50; attempt++) {
    const text = `a=${attempt}`;
    if (await engine.format(text).catch(() => undefined)) return true;
  }
  return false;
}

function withEngine(options: Parameters<typeof startEngine>[0], run: (engine: FluxEngine) => Promise<void>) {
  return async () => {
    const engine = startEngine(options);
    try {
      await run(engine);
    } finally {
      await engine.dispose();
    }
  };
}

const crashed = { name: 'EngineFailure', reason: 'crashed' };
const timedOut = { name: 'EngineFailure', reason: 'timed out' };
const aborted = { name: 'AbortError' };

test(
  'a text that kills the compiler is an error, and the next text is answered',
  withEngine({}, async (engine) => {
    await assert.rejects(engine.check(deadly), crashed);
    await assert.rejects(engine.format(deadly), crashed);
    const params = await engine.inferParams('a = params.x + 1');
    assert.deepEqual([...params], [['x', 'int']]);
  }),
);

test(
  'a text that makes the compiler allocate without end is given up before it has taken the machine',
  withEngine({}, async (engine) => {
    await assert.rejects(engine.check('f = (a,\n from(bucket: "b")'), crashed);
    assert.equal(await engine.format('a=1'), 'a = 1\n');
    // Kibibytes. Without a limit it is more than two gibibytes.
    assert.ok(process.resourceUsage().maxRSS < 1_000_000, `${process.resourceUsage().maxRSS} KiB`);
  }),
);

test(
  'a deadly text is not asked again',
  withEngine({}, async (engine) => {
    await assert.rejects(engine.check(deadly), crashed);
    const order: string[] = [];
    const first = engine.check('a = 1').then(() => order.push('other text'));
    const again = engine.check(deadly).catch(() => order.push('deadly text'));
    const inside = engine.typeAt(deadly, { line: 0, character: 1 }).catch(() => order.push('a place in it'));
    await Promise.all([first, again, inside]);
    assert.deepEqual(order, ['deadly text', 'a place in it', 'other text']);
  }),
);

test(
  'what waits behind a deadly text is answered',
  withEngine({}, async (engine) => {
    const dying = assert.rejects(engine.check(deadly), crashed);
    const waiting = [engine.inferParams('a = params.x + 1'), engine.inferParams('a = params.y + 1')];
    await dying;
    const keys = (await Promise.all(waiting)).map((params) => [...params.keys()]);
    assert.deepEqual(keys, [['x'], ['y']]);
  }),
);

test(
  'a deadly text that was asked twice kills once',
  withEngine({}, async (engine) => {
    const both = [
      engine.check(deadly),
      engine.check(deadly),
      engine.typeAt(deadly, { line: 0, character: 0 }),
    ];
    await Promise.all(both.map((answer) => assert.rejects(answer, crashed)));
    assert.deepEqual(await engine.check('a = 1'), []);
  }),
);

test(
  'a text that takes too long is given up, and the next text is answered',
  withEngine({ timeoutMs: 150 }, async (engine) => {
    assert.ok(await answers(engine));
    await assert.rejects(engine.check(slow), timedOut);
    assert.ok(await answers(engine));
    await assert.rejects(engine.check(slow), timedOut);
  }),
);

test(
  'a question that waits can be cancelled, and the others are answered',
  withEngine({}, async (engine) => {
    const abort = new AbortController();
    const first = engine.inferParams('a = params.x + 1');
    const second = assert.rejects(engine.inferParams('a = params.y + 1', abort.signal), aborted);
    const third = engine.inferParams('a = params.z + 1');
    abort.abort();
    await second;
    assert.deepEqual([...(await first).keys()], ['x']);
    assert.deepEqual([...(await third).keys()], ['z']);
  }),
);

test(
  'a question that is under way can be cancelled',
  withEngine({}, async (engine) => {
    const abort = new AbortController();
    const running = assert.rejects(engine.check('a = params.x + 1', abort.signal), aborted);
    abort.abort();
    await running;
    assert.deepEqual([...(await engine.inferParams('a = params.y + 1')).keys()], ['y']);
  }),
);

test(
  'a question that is cancelled already is not asked',
  withEngine({}, async (engine) => {
    await assert.rejects(engine.check('a = 1', AbortSignal.abort()), aborted);
  }),
);

test(
  'what somebody waits for at a keyboard does not wait for what is under way',
  withEngine({}, async (engine) => {
    const order: string[] = [];
    const running = engine.check(slow).catch(() => undefined);
    await engine.typeAt('a = 1', { line: 0, character: 0 }).then(() => order.push('type'));
    await engine.format('a=3').then(() => order.push('format'));
    assert.deepEqual(order, ['type', 'format']);
    await Promise.all([engine.dispose(), running]);
  }),
);

test('what is pending is rejected when the engine ends, and so is what comes later', async () => {
  const engine = startEngine();
  const pending = [engine.check('a = 1'), engine.format('a = 1')].map((answer) =>
    assert.rejects(answer, crashed),
  );
  await engine.dispose();
  await Promise.all(pending);
  await assert.rejects(engine.check('a = 1'), crashed);
  await engine.dispose();
});

test(
  'half a surrogate pair is read as some character',
  withEngine({}, async (engine) => {
    const params = await engine.inferParams('a = "\ud83c ${params.x}" // \udf21\nb = params.y + 1');
    assert.equal(params.get('y'), 'int');
  }),
);

const messages: { name: string; text: string; expected: [severity: string, message: RegExp][] }[] = [
  { name: 'params is no undefined identifier', text: 'a = params.x', expected: [] },
  {
    name: 'other names are',
    text: 'a = params.x + other',
    expected: [['error', /undefined identifier other/]],
  },
  {
    name: 'lints survive params',
    text: 'some_name = params.x',
    expected: [['information', /someName/]],
  },
  { name: 'a syntax error', text: 'a = params.x +', expected: [['error', /./]] },
];

for (const { name, text, expected } of messages) {
  test(
    name,
    withEngine({}, async (engine) => {
      const found = await engine.check(text);
      assert.equal(found.length, expected.length, JSON.stringify(found));
      for (const [index, [severity, message]] of expected.entries()) {
        assert.equal(found[index]?.severity, severity);
        assert.match(found[index]?.message ?? '', message);
      }
    }),
  );
}

test(
  'lints stand where they belong, behind the place of the declaration too',
  withEngine({}, async (engine) => {
    const lines = ['import "array" a_b = params.x', '  c_d = "ü" + params.y', 'e_f = 1'];
    const text = lines.join('\n');
    const found = await engine.check(text);
    assert.deepEqual(
      found.map(({ start, end }) => text.slice(start, end)),
      ['a_b', 'c_d', 'e_f'],
      JSON.stringify(found),
    );
  }),
);

test(
  'formatting answers the text, or nothing for what cannot be parsed',
  withEngine({}, async (engine) => {
    assert.equal(await engine.format('a=params.x+1'), 'a = params.x + 1\n');
    assert.equal(await engine.format('a = ='), undefined);
  }),
);
