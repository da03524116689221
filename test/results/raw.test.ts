import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { RawText } from '../../client/src/results/raw/rawText.ts';
import { utf8Length } from '../../client/src/results/raw/utf8.ts';
import { ReceivedBytes } from '../../client/src/results/received.ts';
import { LINE_BYTES, type RawHead } from '../../client/webview/protocol.ts';

const encoder = new TextEncoder();

/** Received bytes with the text of them. */
async function received(...chunks: (string | Uint8Array)[]): Promise<{ kept: ReceivedBytes; raw: RawText }> {
  const kept = new ReceivedBytes();
  for (const chunk of chunks) {
    await kept.add(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
  }
  return { kept, raw: new RawText(kept) };
}

/** Asks until all lines are counted. */
async function counted(raw: RawText): Promise<RawHead> {
  for (;;) {
    const head = await raw.head();
    if (head.counted) {
      return head;
    }
  }
}

suite('raw text', () => {
  for (const [text, lines] of [
    ['', []],
    ['\r\n', ['\r']],
    ['a', ['a']],
    ['a\r\nb\nc', ['a\r', 'b', 'c']],
    ['a\n\n', ['a', '']],
    ['{"code":"invalid",\n "message":"no"}\n', ['{"code":"invalid",', ' "message":"no"}']],
    ['<html>\n<body>no</body>', ['<html>', '<body>no</body>']],
    ['\ufeffa\u0000b\u202ec\n', ['\ufeffa\u0000b\u202ec']],
  ] as const) {
    test(`lines of ${JSON.stringify(text)}`, async () => {
      const { raw, kept } = await received(text);
      const head = await counted(raw);
      assert.deepEqual(head, {
        bytes: encoder.encode(text).length,
        lines: lines.length,
        counted: true,
        problem: '',
      });
      const found = await raw.lines(0, 100);
      assert.deepEqual(
        found.map((line) => line.text),
        lines,
      );
      assert.deepEqual(
        found.map((line) => line.ended),
        lines.map((_, index) => index < lines.length - 1 || text.endsWith('\n')),
      );
      await kept.dispose();
    });
  }

  test('every window of many lines, in memory and in a file', async () => {
    const texts = Array.from({ length: 50_000 }, (_, line) => `,,${line},${'ä€😀'.repeat(line % 17)}\r`);
    const { raw, kept } = await received(`${texts.join('\n')}\n`);
    assert.ok(kept.bytes > 1 << 21);
    assert.equal((await counted(raw)).lines, texts.length);
    for (const from of [0, 1, 998, 999, 1000, 1001, 25_000, 49_900, 49_999, 50_000]) {
      const lines = await raw.lines(from, 150);
      assert.deepEqual(
        lines.map((line) => line.text),
        texts.slice(from, from + 150),
      );
    }
    await kept.dispose();
  });

  test('follows what is still received', async () => {
    const { raw, kept } = await received('a\nb');
    assert.equal((await counted(raw)).lines, 2);
    assert.deepEqual(
      (await raw.lines(1, 1)).map(({ text, ended }) => [text, ended]),
      [['b', false]],
    );
    await kept.add(encoder.encode('c\nd'));
    assert.equal((await counted(raw)).lines, 3);
    assert.deepEqual(
      (await raw.lines(1, 5)).map(({ text, ended }) => [text, ended]),
      [
        ['bc', true],
        ['d', false],
      ],
    );
    await kept.dispose();
  });

  test('a long line is cut between characters, and its pieces are all of it', async () => {
    for (const shift of [0, 1, 2, 3]) {
      const long = `${'x'.repeat(shift)}${'😀'.repeat(60_000)}`;
      const { raw, kept } = await received(`first\n${long}\nlast`);
      assert.equal((await counted(raw)).lines, 3);
      const [line] = await raw.lines(1, 1);
      assert.equal(line?.cut, true);
      assert.equal(line?.bytes, shift + 240_000);
      assert.ok(long.startsWith(line?.text ?? ''));
      assert.ok(encoder.encode(line?.text).length > LINE_BYTES - 4);
      const pieces: string[] = [];
      for (let from: number | undefined = 0; from !== undefined; ) {
        const { text, next } = await raw.piece(1, from);
        pieces.push(text);
        from = next;
      }
      assert.ok(pieces.length > 3);
      assert.equal(pieces.join(''), long);
      assert.deepEqual(await raw.piece(2, 0), { text: 'last', next: undefined });
      await assert.rejects(raw.piece(3, 0), RangeError);
      await kept.dispose();
    }
  });

  test('bytes that are no UTF-8 read as U+FFFD', async () => {
    const { raw, kept } = await received(new Uint8Array([0x61, 0xff, 0xc3, 0x0a, 0xe2, 0x82]));
    await counted(raw);
    assert.deepEqual(
      (await raw.lines(0, 9)).map((line) => line.text),
      ['a\ufffd\ufffd', '\ufffd'],
    );
    await kept.dispose();
  });

  test('a line of many megabytes is not looked through for the lines after it', async () => {
    const kept = new ReceivedBytes();
    const chunk = new Uint8Array(1 << 20).fill(0x78);
    for (let megabyte = 0; megabyte < 40; megabyte++) {
      await kept.add(chunk);
    }
    await kept.add(encoder.encode('\nafter\n'));
    let read = 0;
    const raw = new RawText({
      get bytes() {
        return kept.bytes;
      },
      ended: true,
      complete: true,
      problem: '',
      firstByteMs: 0,
      chunks: () => kept.chunks(),
      read: (from, count) => {
        read += count;
        return kept.read(from, count);
      },
    });
    assert.equal((await counted(raw)).lines, 2);
    read = 0;
    const lines = await raw.lines(0, 10);
    assert.deepEqual(
      lines.map(({ bytes, cut }) => [bytes, cut]),
      [
        [40 << 20, true],
        [5, false],
      ],
    );
    assert.ok(read < 2 << 20, `${read} bytes were read for two lines`);
    await kept.dispose();
  });

  test('counts a long answer in more than one go', async () => {
    const kept = new ReceivedBytes();
    const chunk = encoder.encode('0123456789abcdef0123456789abcde\n'.repeat(1 << 15));
    const turns = 64;
    for (let turn = 0; turn < turns; turn++) {
      await kept.add(chunk);
    }
    const raw = new RawText(kept);
    const first = await raw.head();
    const all = await counted(raw);
    assert.equal(all.lines, turns << 15);
    assert.ok(first.lines <= all.lines);
    const [last] = await raw.lines(all.lines - 1, 1);
    assert.equal(last?.text, '0123456789abcdef0123456789abcde');
    await kept.dispose();
  });

  test('all of it, up to a limit, between characters', async () => {
    const { raw, kept } = await received('aä€😀');
    assert.deepEqual(await raw.all(100), { text: 'aä€😀', bytes: 10, truncated: false });
    assert.deepEqual(await raw.all(9), { text: 'aä€', bytes: 6, truncated: true });
    assert.deepEqual(await raw.all(2), { text: 'a', bytes: 1, truncated: true });
    await kept.dispose();
  });
});

suite('characters at the end of bytes', () => {
  for (const character of ['a', 'ä', '€', '😀']) {
    const bytes = encoder.encode(`x${character}`);
    for (let length = 1; length <= bytes.length; length++) {
      test(`${character}, ${length} bytes`, () => {
        assert.equal(utf8Length(bytes.subarray(0, length)), length === bytes.length ? length : 1);
      });
    }
  }

  test('what is no character counts', () => {
    assert.equal(utf8Length(new Uint8Array([0x80, 0x80, 0x80, 0x80])), 4);
    assert.equal(utf8Length(new Uint8Array([])), 0);
  });
});
