import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AnswerKind } from './answers.ts';
import { summary } from './samples.ts';
import type { Subject } from './subject.ts';

const run = promisify(execFile);

const readers = ['ours', 'influxdb-client', 'udsv', 'papaparse'] as const;
type Reader = (typeof readers)[number];

/** Megabytes, how often each is read in a process, and how many processes take turns. */
const sizes = [
  { megabytes: 1, passes: 15, turns: 3 },
  { megabytes: 20, passes: 5, turns: 3 },
  { megabytes: 100, passes: 3, turns: 2 },
] as const;

const aims = {
  client: { plain: 8, mixed: 4 },
  /** On plain answers. */
  fastest: 3,
  bytesPerRow: 32,
} as const;

interface Measured {
  /** Megabytes a second. */
  readonly speed: number;
  /** Bytes held for a row. */
  readonly held: number;
  /** The share of the rows that is there. */
  readonly complete: number;
}

type Row = readonly string[];

/** The reader of results, beside others that keep what they read. */
export const results: Subject = {
  name: 'results',
  async run(progress) {
    const rows: Row[] = [];
    for (const kind of ['plain', 'mixed'] as const) {
      for (const size of sizes) {
        progress(`${kind}, ${size.megabytes} MB`);
        rows.push(...(await rowsOf(kind, size)));
      }
    }
    return {
      title: 'Results reader',
      columns: ['', ...readers, 'ours / influxdb-client', 'aim', 'ours / fastest other', 'aim', 'holds'],
      rows,
      notes: [
        'Each in a process of its own, warm, from chunks of 64 KiB in memory to rows that are kept: ours typed columns, influxdb-client its objects, udsv and papaparse arrays of texts. The processes take turns; the figure is the best pass.',
        'Plain: annotated, one schema, 1,000 rows a table, nothing quoted. Mixed: three schemas in turn, one of them a column wider, a new one every 200 rows, quoted cells with commas, quotes and line ends, nulls. Ten columns besides `result` and `table`.',
        'The aim against the fastest other is on plain answers and counts those that keep all rows; a share in brackets is of the rows that came out. On mixed answers udsv silently loses the last cell of every row of the wider schema, since it takes the first header’s width for all; neither it nor papaparse knows annotations, types or a second header.',
        'Held: heap and array buffers after a collection, less what was there before.',
      ],
    };
  },
};

async function rowsOf(kind: AnswerKind, size: (typeof sizes)[number]): Promise<Row[]> {
  const samples = new Map<Reader, Measured[]>(readers.map((reader) => [reader, []]));
  for (let turn = 0; turn < size.turns; turn++) {
    for (const reader of readers) samples.get(reader)?.push(...(await measure(reader, kind, size)));
  }
  const of = (reader: Reader): Measured => {
    const all = samples.get(reader) ?? [];
    const median = (pick: (one: Measured) => number) => summary(all.map(pick)).p50;
    return {
      // What else the machine does only ever slows it down.
      speed: Math.max(...all.map(({ speed }) => speed)),
      held: median((one) => one.held),
      complete: median((one) => one.complete),
    };
  };
  const [ours, ...others] = readers.map(of) as [Measured, ...Measured[]];
  const [client] = others as [Measured, ...Measured[]];
  const fastest = Math.max(...others.filter(({ complete }) => complete === 1).map(({ speed }) => speed));
  const toClient = ours.speed / client.speed;
  const toFastest = ours.speed / fastest;
  const aim = aims.client[kind];
  const label = `${kind}, ${size.megabytes} MB`;
  const holds = toClient >= aim && (kind === 'mixed' || toFastest >= aims.fastest);
  return [
    [
      label,
      ...[ours, ...others].map(({ speed, complete }) => `${speed.toFixed(0)} MB/s${share(complete)}`),
      `${toClient.toFixed(1)}×`,
      `≥ ${aim}×`,
      `${toFastest.toFixed(1)}×`,
      kind === 'mixed' ? '' : `≥ ${aims.fastest}×`,
      holds ? 'yes' : 'no',
    ],
    [
      `${label}, held a row`,
      ...[ours, ...others].map(({ held }) => `${held.toFixed(0)} B`),
      `${(ours.held / client.held).toFixed(2)}×`,
      '',
      '',
      `≤ ${aims.bytesPerRow} B`,
      ours.held <= aims.bytesPerRow ? 'yes' : 'no',
    ],
  ];
}

async function measure(
  reader: Reader,
  kind: AnswerKind,
  { megabytes, passes }: (typeof sizes)[number],
): Promise<Measured[]> {
  const { stdout } = await run(process.execPath, [
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    '--expose-gc',
    '--max-old-space-size=6000',
    fileURLToPath(new URL('resultsProcess.ts', import.meta.url)),
    reader,
    kind,
    String(megabytes),
    String(passes),
  ]);
  const { milliseconds, bytes, expected, rows, held } = JSON.parse(stdout) as {
    milliseconds: number[];
    bytes: number;
    expected: number;
    rows: number;
    held: number;
  };
  return milliseconds.map((took) => ({
    speed: bytes / 1e3 / took,
    held: held / rows,
    complete: rows / expected,
  }));
}

function share(complete: number): string {
  return complete === 1 ? '' : ` (${(100 * complete).toFixed(0)} %)`;
}
