import { SeriesMaker } from '../../client/src/results/chart/series.ts';
import { ResultReader } from '../../client/src/results/reader.ts';
import { ResultStore } from '../../client/src/results/store.ts';
import type { SeriesRequest } from '../../client/webview/protocol.ts';
import { hasChrome, type PageHarness, PageServer } from '../results/page.ts';
import { run } from '../results/sources.ts';
import { summary, timed } from './samples.ts';
import type { Subject } from './subject.ts';

const SERIES = 50;
const ROWS = 20_000;
const SAMPLES = 7;
const aims = { first: 1000, zoom: 1000 } as const;

/** A million points over 50 series: from the question to what is painted. */
export const chart: Subject = {
  name: 'chart',
  async run(progress) {
    progress('reading a million rows');
    const bytes = answer();
    const hostTimes = await onHost(bytes, progress);
    const rows = [
      ['host: points for all of it', ...figures(hostTimes.first), '', ''],
      ['host: points for a tenth of it', ...figures(hostTimes.zoom), '', ''],
      ['host: the longest hold of its thread', ...figures(hostTimes.held), '', ''],
    ];
    if (hasChrome) {
      const page = await onPage(bytes, progress);
      rows.push(
        ['page: from the arrival of the points to their picture', ...figures(page.paint), '', ''],
        ['asked until painted', ...figures(page.first), ...held(page.first, aims.first)],
        [
          'a key that zooms until it is painted with new points',
          ...figures(page.zoom),
          ...held(page.zoom, aims.zoom),
        ],
      );
    }
    return {
      title: 'Chart',
      columns: ['', 'p50', 'p95', 'aim', 'holds'],
      rows,
      notes: [
        `${SERIES} series with ${ROWS.toLocaleString('en-US')} points each, drawn with ${hostTimes.points.toLocaleString('en-US')} points.`,
        'Painted: the panel’s own page in headless Chromium, with the host in the process that measures. All that passes between them goes through the browser’s debugging protocol, as base64; in VS Code it passes as it is.',
      ],
    };
  },
};

type Samples = number[];

function figures(samples: Samples): [string, string] {
  const { p50, p95 } = summary(samples);
  return [`${p50.toFixed(0)} ms`, `${p95.toFixed(0)} ms`];
}

function held(samples: Samples, aim: number): [string, string] {
  return [`< ${aim} ms`, summary(samples).p50 < aim ? 'yes' : 'no'];
}

/** Sensors that go up and down, once a second. */
function answer(): Uint8Array {
  const parts = [
    '#datatype,string,long,dateTime:RFC3339,double,string,string',
    '#group,false,false,false,false,true,true',
    '#default,_result,,,,,',
    ',result,table,_time,_value,_field,sensor',
  ];
  const start = Date.UTC(2024, 4, 1);
  const times = Array.from({ length: ROWS }, (_, row) => new Date(start + 1000 * row).toISOString());
  for (let series = 0; series < SERIES; series++) {
    for (let row = 0; row < ROWS; row++) {
      const value = 50 + series + 5 * Math.sin(row / (300 + 10 * series)) + ((row * 7919) % 1000) / 500;
      parts.push(`,,${series},${times[row]},${value.toFixed(3)},temperature,TLM${1000 + series}`);
    }
  }
  return new TextEncoder().encode(`${parts.join('\r\n')}\r\n`);
}

async function onHost(bytes: Uint8Array, progress: (what: string) => void) {
  const store = new ResultStore();
  const reader = new ResultReader(store);
  for (let at = 0; at < bytes.length; at += 65_536) {
    reader.push(bytes.subarray(at, at + 65_536));
  }
  reader.end();
  const request: SeriesRequest = {
    view: { kind: 'block', index: 0 },
    time: '_time',
    values: ['_value'],
    by: { kind: 'key' },
    pick: { filter: '', order: 'answer', most: 200 },
    times: 'own',
    range: undefined,
    width: 800,
  };
  const first: Samples = [];
  const zoom: Samples = [];
  const holds: Samples = [];
  let points = 0;
  for (let i = 0; i < SAMPLES; i++) {
    progress(`host, ${i + 1} of ${SAMPLES}`);
    const maker = new SeriesMaker(store);
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 0);
    first.push(
      await timed(async () => {
        points = (await maker.make(request)).times.length;
      }),
    );
    clearInterval(watch);
    holds.push(longest);
    const from = Date.UTC(2024, 4, 1, 1);
    zoom.push(await timed(() => maker.make({ ...request, range: { from, to: from + 100 * ROWS } })));
  }
  return { first, zoom, held: holds, points };
}

/** Notes when the last answer with points was painted. */
const WATCH = `
  window.addEventListener('message', ({ data }) => {
    if (data.type === 'answer' && data.answer?.times instanceof Float64Array) {
      window.arrived = performance.now();
      requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = performance.now(); }));
    }
  });
  for (const kind of ['click', 'keydown']) {
    document.addEventListener(kind, () => { window.began = performance.now(); window.painted = 0; }, true);
  }
`;

async function onPage(bytes: Uint8Array, progress: (what: string) => void) {
  const first: Samples = [];
  const zoom: Samples = [];
  const paint: Samples = [];
  await using server = await PageServer.start();
  for (let i = 0; i < 3; i++) {
    progress(`page, ${i + 1} of 3`);
    const harness = await server.open('dark', { width: 1400, height: 800 });
    await harness.run(run(bytes), { maxBytes: 2 ** 30 });
    await harness.page.locator('.item').first().click();
    await harness.page.evaluate(WATCH);
    await harness.page.getByRole('tab', { name: 'Chart' }).click();
    const opened = await painted(harness);
    first.push(opened.all);
    paint.push(opened.page);
    await harness.page.locator('.plot').focus();
    for (let step = 0; step < 4; step++) {
      await harness.page.keyboard.press('+');
      const zoomed = await painted(harness);
      zoom.push(zoomed.all);
      paint.push(zoomed.page);
    }
    await harness.page.close();
  }
  return { first, zoom, paint };
}

/** Milliseconds from the last click or key to the painted answer, and from its arrival. */
async function painted({ page }: PageHarness): Promise<{ all: number; page: number }> {
  for (;;) {
    const [all, own] = await page.evaluate<[number, number]>(
      '[window.painted - window.began, window.painted - window.arrived]',
    );
    if (all > 0) {
      return { all, page: own };
    }
    await page.waitForTimeout(20);
  }
}
