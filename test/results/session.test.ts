import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isPageMessage } from '../../client/src/results/messages.ts';
import type { SessionPorts } from '../../client/src/results/questions/question.ts';
import type { ResultsRun } from '../../client/src/results/run.ts';
import { ResultsSession, type SessionOptions } from '../../client/src/results/session.ts';
import type {
  Answered,
  HostMessage,
  Method,
  PageMessage,
  Progress,
  Question,
  Questions,
} from '../../client/webview/protocol.ts';
import { Files } from './files.ts';
import { answer } from './read.ts';
import { readings, run, stream } from './sources.ts';

/** A session with a page that keeps what it is told. */
class Desk {
  readonly told: HostMessage[] = [];
  readonly clipboard: string[] = [];
  readonly files = new Files();
  readonly session: ResultsSession;
  /** Called for each message that the page is told. */
  onTold: (message: HostMessage) => void = () => undefined;
  #asked = 0;

  constructor(source: ResultsRun, options: SessionOptions & Partial<SessionPorts> = {}) {
    const { inSight, timeStyle, ...reading } = options;
    this.session = new ResultsSession(
      1,
      source,
      {
        post: (message) => {
          this.told.push(structuredClone(message));
          this.onTold(message);
        },
        ...(inSight && { inSight }),
        ...(timeStyle && { timeStyle }),
        writeClipboard: (text) => {
          this.clipboard.push(text);
          return Promise.resolve();
        },
        saveFile: (file) => this.files.save(file),
        defusesFormulas: () => true,
      },
      reading,
    );
  }

  /** What came with progress without being asked, message by message. */
  get ahead(): (readonly Answered[])[] {
    return this.told.flatMap((message) =>
      message.type === 'progress' && message.ahead !== undefined ? [message.ahead] : [],
    );
  }

  get progress(): Progress {
    const last = this.told.findLast((message) => message.type === 'progress');
    assert.ok(last);
    return last.progress;
  }

  async ask<M extends Method>(method: M, question: Questions[M]['ask']): Promise<Questions[M]['answer']> {
    this.#asked += 1;
    const message = {
      type: 'ask',
      id: this.#asked,
      run: 1,
      question: { method, ...question } as unknown as Question,
    } satisfies PageMessage;
    assert.ok(isPageMessage(message));
    await this.session.receive(message);
    const reply = this.told.findLast(
      (told) => (told.type === 'answer' || told.type === 'refusal') && told.id === this.#asked,
    );
    if (reply?.type === 'refusal') {
      throw new Error(reply.message);
    }
    assert.ok(reply?.type === 'answer');
    return reply.answer as Questions[M]['answer'];
  }
}

suite('a run', () => {
  test('done: rows, tables, and the header the page shows', async () => {
    const desk = new Desk(run(readings(3, 100), { note: 'a note', params: { a: '', b: [1], c: 'x' } }));
    const outcome = await desk.session.start();
    assert.equal(outcome.kind, 'done');
    assert.ok(outcome.kind === 'done' && outcome.ms > 0);
    assert.deepEqual([outcome.rows, outcome.tables], [300, 3]);
    assert.equal(desk.progress.state, 'done');
    const [first] = desk.told;
    assert.deepEqual(first, {
      type: 'run',
      run: {
        id: 1,
        source: { kind: 'server' },
        scriptName: 'air-sensors',
        connectionName: 'Sandbox',
        production: false,
        note: 'a note',
        editable: false,
        actions: [],
        recipe: undefined,
        params: [
          { name: 'a', value: '""' },
          { name: 'b', value: '[1]' },
          { name: 'c', value: 'x' },
        ],
      },
      times: { zone: 'UTC', format: 'rfc3339' },
    });
  });

  test('failed: it could not be opened', async () => {
    const error = new Error('Sandbox refused the token.');
    const desk = new Desk(run(() => Promise.reject(error)));
    assert.deepEqual(await desk.session.start(), { kind: 'failed', error });
    assert.deepEqual([desk.progress.state, desk.progress.message], ['failed', error.message]);
  });

  test('failed: the answer holds an error; its rows stay', async () => {
    const desk = new Desk(run(answer(',result,table,x', ',r,0,1', '', '', ',error,reference', ',boom,897')));
    const outcome = await desk.session.start();
    assert.ok(outcome.kind === 'failed');
    assert.equal(outcome.error.message, 'boom (897)');
    assert.deepEqual(desk.progress.errors, [
      { message: 'boom', reference: '897', afterTables: 1, places: [] },
    ]);
    assert.deepEqual(
      (await desk.ask('rows', { view: { kind: 'table', index: 0 }, from: 0, count: 9 })).rows,
      [['1']],
    );
  });

  test('incomplete: the connection broke off', async () => {
    const cut = new Desk(
      run(() =>
        Promise.resolve(
          (async function* () {
            yield* stream(answer(',result,table,x', ',r,0,1'));
            throw new Error('other side closed');
          })(),
        ),
      ),
    );
    const outcome = await cut.session.start();
    assert.ok(outcome.kind === 'incomplete');
    assert.match(outcome.reason, /broke off: other side closed/);
    assert.equal(cut.progress.rows, 1);
  });

  test('cancelled: before it opens, while it opens, and between rows, even if the source does not listen', async () => {
    const never = new Desk(run(() => new Promise(() => undefined)));
    const opening = never.session.start();
    await never.session.receive({ type: 'cancel', run: 7 });
    await never.session.receive({ type: 'cancel', run: 1 });
    assert.deepEqual(await opening, { kind: 'cancelled' });

    let opened = 0;
    const early = new Desk(
      run(() => {
        opened += 1;
        return Promise.resolve(stream(new Uint8Array()));
      }),
    );
    early.session.cancel();
    assert.deepEqual(await early.session.start(), { kind: 'cancelled' });
    assert.equal(opened, 0);

    let atRest: () => void;
    const waiting = new Promise<void>((resolve) => {
      atRest = resolve;
    });
    let aborted = false;
    const stuck = new Desk(
      run((signal) => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        return Promise.resolve(
          (async function* () {
            yield* stream(answer(',result,table,x', ',r,0,1'));
            atRest();
            await new Promise(() => undefined);
          })(),
        );
      }),
    );
    const reading = stuck.session.start();
    await waiting;
    stuck.session.cancel();
    assert.deepEqual(await reading, { kind: 'cancelled' });
    assert.equal(aborted, true);
    assert.deepEqual([stuck.progress.state, stuck.progress.rows], ['cancelled', 1]);
  });

  test('other work gets its turn while a long answer is read', async () => {
    const desk = new Desk(run(readings(2, 200_000)));
    const seen: number[] = [];
    let reading = true;
    const turn = () => {
      seen.push(desk.session.store.bytes);
      if (reading) {
        setImmediate(turn);
      }
    };
    setImmediate(turn);
    await desk.session.start();
    reading = false;
    // Megabytes read between two turns: some at the speed of a frame's time, never the whole answer.
    const steps = seen.map((bytes, index) => (bytes - (seen[index - 1] ?? 0)) / 1e6);
    assert.ok(desk.session.store.bytes > 35e6);
    assert.ok(Math.max(...steps) < 12, `${Math.max(...steps)} MB in one go`);
  });
});

suite('the first rows', () => {
  /** An answer in two parts: the second is there when it is let through. */
  function inParts(): { source: ResultsRun; pulled: () => number } {
    let pulled = 0;
    const parts = stream(readings(1, 5000), 65_536);
    const source = run(() =>
      Promise.resolve(
        (async function* () {
          for await (const part of parts) {
            pulled += 1;
            yield part;
          }
        })(),
      ),
    );
    return { source, pulled: () => pulled };
  }
  const turns = async (count: number) => {
    for (let turn = 0; turn < count; turn++) {
      await new Promise(setImmediate);
    }
  };

  test('come with the first progress that has some, as the page would ask for them', async () => {
    const desk = new Desk(run(readings(2, 2000)));
    await desk.session.start();
    assert.equal(desk.ahead.length, 1);
    const [[open, rows] = []] = desk.ahead;
    const view = { kind: 'result', index: 0 };
    assert.deepEqual(open?.question, { method: 'open', view });
    assert.deepEqual(rows?.question, { method: 'rows', view, from: 0, count: 128 });
    const first = await desk.ask('rows', { view: { kind: 'result', index: 0 }, from: 0, count: 128 });
    assert.deepEqual(rows?.answer, first);
    const told = desk.told.findIndex((message) => message.type === 'progress' && message.ahead !== undefined);
    const before = desk.told.slice(0, told);
    assert.ok(before.every((message) => message.type !== 'progress' || message.progress.rows === 0));
  });

  test('come again to a page that was loaded meanwhile', async () => {
    const desk = new Desk(run(readings(1, 10)));
    await desk.session.start();
    await desk.session.receive({ type: 'ready' });
    assert.equal(desk.ahead.length, 2);
  });

  test('come with times as they are to read; with a zone that is not there, the page hears it when it asks', async () => {
    const timed = (zone: string) => {
      const timeStyle = { get: () => ({ zone, format: 'plain' }) as const, set: () => Promise.resolve() };
      return new Desk(run(readings(1, 10)), { timeStyle });
    };
    const tokyo = timed('Asia/Tokyo');
    await tokyo.session.start();
    assert.match(JSON.stringify(tokyo.ahead[0]?.[1]?.answer), /2024-01-01 09:00:00/);
    const nowhere = timed('Nowhere/Land');
    assert.equal((await nowhere.session.start()).kind, 'done');
    assert.deepEqual(nowhere.ahead, [[]]);
  });

  test('are painted before more is read, once', async (context) => {
    // No time passes: only the page ends the wait.
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { source, pulled } = inParts();
    const desk = new Desk(source, { inSight: () => true });
    const atRest = new Promise<void>((resolve) => {
      desk.onTold = (message) => {
        if (message.type === 'progress' && message.progress.rows > 0) resolve();
      };
    });
    const done = desk.session.start();
    await atRest;
    const { rowCount } = desk.session.store;
    await turns(5);
    assert.equal(desk.session.store.rowCount, rowCount);
    assert.equal(pulled(), 2, 'the next part waits already');
    const painted = { type: 'painted', run: 1 } as const;
    assert.ok(isPageMessage(painted));
    // A page that was loaded anew is told of first rows, too, but nothing waits for it.
    await desk.session.receive({ type: 'ready' });
    await desk.session.receive(painted);
    assert.equal((await done).kind, 'done');
    assert.equal(desk.session.store.rowCount, 5000);
  });

  test('are not waited for longer than a limit, and not at all by a run that is cancelled', async () => {
    const silent = new Desk(inParts().source, { inSight: () => true });
    assert.equal((await silent.session.start()).kind, 'done');

    const cancelled = new Desk(inParts().source, { inSight: () => true });
    cancelled.onTold = ({ type }) => {
      if (type === 'progress' && cancelled.session.store.rowCount > 0) {
        setImmediate(() => cancelled.session.cancel());
      }
    };
    assert.deepEqual(await cancelled.session.start(), { kind: 'cancelled' });
    assert.ok(cancelled.session.store.rowCount < 5000);
  });

  test('are not waited for where nobody sees them, nor by an answer that is over with them', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    // No time passes: a wait for the page would never end.
    const hidden = new Desk(inParts().source, { inSight: () => false });
    assert.equal((await hidden.session.start()).kind, 'done');
    const short = new Desk(run(readings(1, 10)), { inSight: () => true });
    assert.equal((await short.session.start()).kind, 'done');
  });
});

suite('the page’s questions', () => {
  test('the list: results above their tables, keys without times, windows, a filter', async () => {
    const desk = new Desk(run(readings(6, 2)));
    await desk.session.start();
    const all = await desk.ask('list', { filter: '', from: 0, count: 3 });
    assert.equal(all.total, 7);
    assert.deepEqual(all.items[0], {
      view: { kind: 'result', index: 0 },
      result: '_result',
      label: '6',
      key: [],
      rows: 12,
      nested: false,
    });
    assert.deepEqual(all.items[1], {
      view: { kind: 'table', index: 0 },
      result: '_result',
      label: '0',
      key: [
        { label: '_field', value: 'temperature' },
        { label: '_measurement', value: 'airSensors' },
        { label: 'sensor_id', value: 'TLM0100' },
      ],
      rows: 2,
      nested: true,
    });
    const found = await desk.ask('list', { filter: 'SENSOR_ID=tlm0101 ', from: 1, count: 9 });
    assert.equal(found.total, 4);
    assert.deepEqual(
      found.items.map(({ label }) => label),
      ['3', '4', '5'],
    );
    assert.equal((await desk.ask('list', { filter: 'nothing', from: 0, count: 9 })).total, 0);
  });

  test('a result of one table is one item', async () => {
    const desk = new Desk(
      run(answer(',result,table,x', ',a,0,1', '', ',result,table,x', ',b,0,1', ',b,1,2', '')),
    );
    await desk.session.start();
    const { items } = await desk.ask('list', { filter: '', from: 0, count: 9 });
    assert.deepEqual(
      items.map(({ view, result, nested }) => [view.kind, result, nested]),
      [
        ['table', 'a', false],
        ['result', 'b', false],
        ['table', 'b', true],
        ['table', 'b', true],
      ],
    );
  });

  test('tables that share a header have an item of their own where it changes inside a result', async () => {
    const desk = new Desk(
      run(answer(',result,table,x', ',a,0,1', ',a,1,2', '', ',result,table,y', ',a,2,1', '')),
    );
    await desk.session.start();
    const { items } = await desk.ask('list', { filter: '', from: 0, count: 9 });
    assert.deepEqual(
      items.map(({ view, label, key, rows }) => [view.kind, label, key[0]?.value ?? '', rows]),
      [
        ['result', '3', '', 3],
        ['block', '2', 'x', 2],
        ['table', '0', '', 1],
        ['table', '1', '', 1],
        ['table', '2', '', 1],
      ],
    );
  });

  test('rows of a table, of all tables as one with their numbers, and long cells', async () => {
    const long = 'x'.repeat(1000);
    const desk = new Desk(run(answer(',result,table,s', ',r,0,a', ',r,1,b', `,r,1,${long}`, '')));
    await desk.session.start();
    const table = { kind: 'table', index: 1 } as const;
    const head = await desk.ask('open', { view: table });
    assert.deepEqual(
      [head.title, head.rows, head.columns.map(({ label }) => label)],
      ['r · table 1', 2, ['s']],
    );
    const rows = await desk.ask('rows', { view: table, from: 1, count: 100 });
    assert.equal(rows.rows[0]?.[0]?.length, 301);
    assert.equal((await desk.ask('cell', { view: table, row: 1, column: 0 })).text, long);
    const block = await desk.ask('rows', { view: { kind: 'block', index: 0 }, from: 0, count: 2 });
    assert.deepEqual(block.rows, [
      ['0', 'a'],
      ['1', 'b'],
    ]);
    await assert.rejects(desk.ask('open', { view: { kind: 'table', index: 9 } }), /not there/);
    await assert.rejects(desk.ask('cell', { view: table, row: 5, column: 0 }), /not there/);
  });

  test('copies ranges as TSV and whole tables as CSV', async () => {
    const desk = new Desk(
      run(answer(',result,table,a,b', ',r,0,1,"x, ""y"""', ',r,0,2,"p\tq"', ',r,0,3,', '')),
    );
    await desk.session.start();
    const view = { kind: 'table', index: 0 } as const;
    const range = { view, fromRow: 0, toRow: 1, fromColumn: 0, toColumn: 1 };
    assert.deepEqual(await desk.ask('copy', { ...range, format: 'tsv', header: false }), {
      rows: 2,
      truncated: false,
      defused: 0,
    });
    await desk.ask('copy', { ...range, toRow: 99, format: 'csv', header: true });
    await desk.ask('copy', { ...range, toRow: 0, toColumn: 0, format: 'tsv', header: false });
    assert.deepEqual(desk.clipboard, ['1\t"x, ""y"""\n2\t"p\tq"\n', 'a,b\n1,"x, ""y"""\n2,p\tq\n3,\n', '1']);
  });

  test('what is not a message is not let in', () => {
    const view = { kind: 'table', index: 0 };
    for (const wrong of [
      undefined,
      null,
      'ready',
      {},
      { type: 'cancel' },
      { type: 'ask', id: 1, run: 1 },
      { type: 'ask', id: 1, run: 1, question: { method: 'toString' } },
      { type: 'ask', id: 1, run: 1, question: { method: 'rows', view, from: -1, count: 1 } },
      { type: 'ask', id: 1, run: 1, question: { method: 'rows', view, from: 0.5, count: 1 } },
      {
        type: 'ask',
        id: 1,
        run: 1,
        question: { method: 'rows', view: { kind: 'all', index: 0 }, from: 0, count: 1 },
      },
      { type: 'ask', id: 1, run: 1, question: { method: 'list', filter: 5, from: 0, count: 1 } },
    ]) {
      assert.equal(isPageMessage(wrong), false, JSON.stringify(wrong));
    }
    assert.equal(isPageMessage({ type: 'ready' }), true);
  });

  test('a question about another run is refused', async () => {
    const desk = new Desk(run(readings(1, 1)));
    await desk.session.start();
    await desk.session.receive({
      type: 'ask',
      id: 5,
      run: 2,
      question: { method: 'open', view: { kind: 'table', index: 0 } },
    });
    assert.deepEqual(desk.told.at(-1), {
      type: 'refusal',
      id: 5,
      message: 'This run is not shown any more.',
    });
  });
});
