import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { BareEngine } from './bareEngine.mjs';
import { TypedDocument } from './document.ts';
import type { Peer } from './peer.ts';
import { type PeerProcess, startBareProcess, startServerProcess } from './processes.ts';
import { type Summary, summary, timed } from './samples.ts';
import { fluxScript } from './scripts.ts';
import type { Subject } from './subject.ts';

/** Lines of the scripts, and how often each thing is measured on them. */
const sizes = [
  { lines: 10, samples: 100 },
  { lines: 200, samples: 60 },
  { lines: 2000, samples: 15 },
] as const;
const warmUps = 8;
const starts = 9;

/** Where completion is asked for, and what must be among the answers of ours. */
const places = [
  { name: 'at `params.`', behind: 'params.', expected: 'field' },
  { name: 'in an argument', behind: 'every: ', expected: 'duration(v: params.every)' },
  { name: 'of a name', behind: 'fro', expected: 'from' },
] as const;

const aims = { diagnostics: 1.3, completion: 15, start: 400, memory: 120 } as const;

type Row = readonly string[];
/** Ours and the bare engine. */
interface Pair {
  readonly ours: Peer;
  readonly bare: Peer;
}

/** The language server over stdio, beside the compiler that it is built on. */
export const languageServer: Subject = {
  name: 'language-server',
  async run(progress) {
    const ours = await startServerProcess();
    const bare = new BareEngine();
    await bare.start();
    const pair = { ours, bare };
    const rows: Row[] = [];
    try {
      for (const { lines, samples } of sizes) {
        progress(`diagnostics, ${lines} lines`);
        rows.push(...(await diagnosticsRows(pair, lines, samples)));
      }
      for (const { lines, samples } of sizes) {
        progress(`completion, ${lines} lines`);
        rows.push(...(await completionRows(pair, lines, samples)));
      }
      progress('completion while another document is analysed');
      rows.push(await busyRow(pair));
    } finally {
      bare.stop();
      await ours.stop();
    }
    progress('start');
    rows.push(await startRow());
    progress('memory');
    rows.push(...(await memoryRows()));
    return {
      title: 'Language server',
      columns: ['', 'ours p50', 'p95', 'bare engine p50', 'p95', 'ratio p50', 'p95', 'aim', 'holds'],
      rows,
      notes: [
        'Ours is the built server over stdio; the bare engine is the `Lsp` of `@influxdata/flux-lsp-node`, driven in the process that measures: no process, no thread, no protocol on the way.',
        'Diagnostics: from sending one typed letter to the diagnostics of that version. The two take turns.',
        'Without a pause: the next letter is sent as soon as the diagnostics of the one before are there.',
        'Completion after a letter: the letter and the request are sent together.',
        'While another is analysed: requests on 200 lines at even pace, while letters are typed without a pause into 2,000 lines. The bare engine has one thread, and the request waits from the moment when it was due.',
        'Memory: each in a process of its own, read three seconds after the work of one row, on top of that of the rows before.',
        'The two do not do the same: the bare engine calls `params` undefined in each of these scripts, which spares it the lints; it offers nothing at `params.`, and elsewhere only what begins with what is typed, where ours offers all that can stand there.',
      ],
    };
  },
};

/** Edit to diagnostics: one letter at a time, and letters without a pause. */
async function diagnosticsRows(pair: Pair, lines: number, samples: number): Promise<Row[]> {
  const sides = await opened(pair, lines);
  const type = ({ peer, document }: Side) => timed(() => peer.change(document.uri, document.type()));
  const calm = await alternating(sides, samples, async (side) => {
    const took = await type(side);
    await side.peer.settle(side.document.uri);
    return [took];
  });
  // Long enough runs that what one letter leaves behind meets the next.
  const hasty = await alternating(sides, Math.ceil(samples / 5), async (side) => {
    const took: number[] = [];
    while (took.length < 5) took.push(await type(side));
    await side.peer.settle(side.document.uri);
    return took;
  });
  await closed(sides);
  return [
    relativeRow(`diagnostics, ${lines} lines`, calm, aims.diagnostics),
    relativeRow(`diagnostics, ${lines} lines, without a pause`, hasty, aims.diagnostics),
  ];
}

/** Completion with nothing else going on, and directly behind a letter. */
async function completionRows(pair: Pair, lines: number, samples: number): Promise<Row[]> {
  const sides = await opened(pair, lines);
  const ask = async ({ peer, document }: Side, { name, behind, expected }: (typeof places)[number]) => {
    const labels = await peer.complete(document.uri, document.behind(behind));
    if (peer === pair.ours && !labels.includes(expected)) throw new Error(`No ${expected} ${name}.`);
  };
  const rows: Row[] = [];
  for (const place of places) {
    const took = await alternating(sides, samples, async (side) => [await timed(() => ask(side, place))]);
    rows.push(absoluteRow(`completion ${place.name}, ${lines} lines`, took));
  }
  const [place] = places;
  const behind = await alternating(sides, samples, async (side) => {
    const { peer, document } = side;
    let diagnosed: Promise<void> | undefined;
    const took = await timed(async () => {
      diagnosed = peer.change(document.uri, document.type());
      await ask(side, place);
    });
    await diagnosed;
    await peer.settle(document.uri);
    return [took];
  });
  await closed(sides);
  return [...rows, absoluteRow(`completion after a letter, ${lines} lines`, behind)];
}

/** Completion on 200 lines while somebody types into 2,000. */
async function busyRow(pair: Pair): Promise<Row> {
  const sides = await opened(pair, 200);
  const others = await opened(pair, 2000);
  const took = await alternating(sides, 4, async (side) => {
    const { peer, document } = side;
    const other = others.find((candidate) => candidate.peer === peer)?.document;
    if (!other) throw new Error('There is no other document.');
    let over = false;
    const typing = (async () => {
      while (!over) {
        await peer.change(other.uri, other.type());
        // As between two messages from outside: else the bare engine would let nobody in.
        await nextTurn();
      }
    })();
    const samples: number[] = [];
    for (let due = performance.now() + 50; samples.length < 15; due += 37) {
      await sleep(Math.max(0, due - performance.now()));
      const { behind } = places[samples.length % places.length] ?? places[0];
      await peer.complete(document.uri, document.behind(behind));
      samples.push(performance.now() - due);
      // Who asks waits for the answer before the next question.
      due = Math.max(due, performance.now());
    }
    over = true;
    await typing;
    await peer.settle(other.uri);
    return samples;
  });
  await closed([...sides, ...others]);
  return absoluteRow('completion, 200 lines, while another is analysed', took, {
    aim: `p95 < ${aims.completion} ms`,
    holds: took.ours.p95 < aims.completion,
  });
}

/** From the start of the process to the diagnostics of ten lines. */
async function startRow(): Promise<Row> {
  const text = fluxScript(10);
  const took: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] };
  for (let run = 0; run < starts; run++) {
    for (const who of ['ours', 'bare'] as const) {
      let peer: PeerProcess | undefined;
      const time = await timed(async () => {
        peer = who === 'ours' ? await startServerProcess() : startBareProcess();
        await peer.open('file:///bench/start/main.flux', text);
      });
      took[who].push(time);
      await peer?.stop();
    }
  }
  const both = { ours: summary(took.ours), bare: summary(took.bare) };
  return absoluteRow('first diagnostics after the start, 10 lines', both, {
    aim: `< ${aims.start} ms`,
    holds: both.ours.p50 < aims.start,
  });
}

/** What each holds in a process of its own, after the same work. */
async function memoryRows(): Promise<Row[]> {
  const pair = { ours: await startServerProcess(), bare: startBareProcess() };
  const rows: Row[] = [];
  const measure = async (name: string) => {
    const [ours, bare] = await Promise.all([pair.ours.resident(), pair.bare.resident()]);
    if (ours === undefined || bare === undefined) return;
    const holds = ours < aims.memory ? 'yes' : 'no';
    const figures = [megabytes(ours), '', megabytes(bare), '', ratio(ours / bare), ''];
    rows.push([`memory ${name}`, ...figures, `< ${aims.memory} MB`, holds]);
  };
  // Until it is up.
  await pair.bare.settle('');
  await measure('after the start');
  for (const { lines, samples } of sizes) {
    const sides = await opened(pair, lines);
    for (const { peer, document } of sides) {
      for (let sample = 0; sample < samples; sample++) {
        await peer.change(document.uri, document.type());
        for (const { behind } of places) await peer.complete(document.uri, document.behind(behind));
      }
      await peer.settle(document.uri);
    }
    // Ours gives memory back once nothing is typed any more.
    await sleep(3000);
    await measure(`after ${samples} edits of ${lines} lines, in quiet`);
    await closed(sides);
  }
  await Promise.all([pair.ours.stop(), pair.bare.stop()]);
  return rows;
}

interface Side {
  readonly peer: Peer;
  readonly document: TypedDocument;
}

let documents = 0;

/** The same text, open at ours and at the bare engine. */
async function opened({ ours, bare }: Pair, lines: number): Promise<readonly Side[]> {
  const text = fluxScript(lines);
  const sides: Side[] = [];
  for (const peer of [ours, bare]) {
    // A folder of its own: to the engine, the documents of a folder are one package.
    const document = new TypedDocument(`file:///bench/${++documents}/main.flux`, text);
    const errors = await peer.open(document.uri, text);
    if (peer === ours && errors > 0) throw new Error(`${errors} errors in a script of ${lines} lines.`);
    await peer.settle(document.uri);
    sides.push({ peer, document });
  }
  return sides;
}

async function closed(sides: readonly Side[]): Promise<void> {
  for (const { peer, document } of sides) await peer.close(document.uri);
}

/** Lets ours and the bare engine take turns, so that both meet the same machine; the first turns do not count. */
async function alternating(
  sides: readonly Side[],
  turns: number,
  work: (side: Side) => Promise<readonly number[]>,
): Promise<Both> {
  const took = sides.map((): number[] => []);
  const warmUp = Math.min(warmUps, Math.ceil(turns / 4));
  for (let turn = -warmUp; turn < turns; turn++) {
    for (const [at, side] of sides.entries()) {
      const samples = await work(side);
      if (turn >= 0) took[at]?.push(...samples);
    }
  }
  const [ours = [], bare = []] = took;
  return { ours: summary(ours), bare: summary(bare) };
}

interface Both {
  readonly ours: Summary;
  readonly bare: Summary;
}

function relativeRow(name: string, both: Both, aim: number): Row {
  const p50 = both.ours.p50 / both.bare.p50;
  const p95 = both.ours.p95 / both.bare.p95;
  const holds = p50 > aim ? 'no' : p95 > aim ? 'p50 only' : 'yes';
  return [name, ...figures(both), `≤ ${aim}`, holds];
}

function absoluteRow(name: string, both: Both, verdict?: { aim: string; holds: boolean }): Row {
  return [name, ...figures(both), verdict?.aim ?? '', verdict ? (verdict.holds ? 'yes' : 'no') : ''];
}

function figures({ ours, bare }: Both): string[] {
  const times = [ours.p50, ours.p95, bare.p50, bare.p95].map(milliseconds);
  return [...times, ratio(ours.p50 / bare.p50), ratio(ours.p95 / bare.p95)];
}

function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;
}

function megabytes(value: number): string {
  return `${value.toFixed(0)} MB`;
}

function ratio(value: number): string {
  return value.toFixed(2);
}
