import { hasChrome, type PageHarness, PageServer } from '../results/page.ts';
import { run as sourceOf } from '../results/sources.ts';
import { type GeneratedAnswer, generatedAnswer } from './answers.ts';
import { summary, timed } from './samples.ts';
import type { Subject } from './subject.ts';

const aims = { firstRows: 150, frame: 50 } as const;
/** Megabytes of the answers whose first rows are waited for, and how often each. */
const sizes = [1, 20, 100] as const;
const times = 5;
/** Megabytes that hold a million rows of ten columns. */
const MILLION = 131;
const FRAMES = 300;
const PINGS = 5;

type Row = readonly string[];

/** The results page in a headless browser, with the extension's own session as its host. */
export const page: Subject = {
  name: 'results-page',
  async run(progress) {
    const rows: Row[] = [];
    if (!hasChrome) {
      return { title: 'Results page', columns: [''], rows, notes: ['No Chromium: CHROME names one.'] };
    }
    const server = await PageServer.start();
    try {
      for (const megabytes of sizes) {
        progress(`first rows of ${megabytes} MB`);
        rows.push(...(await firstRows(server, megabytes)));
      }
      progress('a million rows');
      rows.push(...(await millionRows(server, progress)));
    } finally {
      await server[Symbol.asyncDispose]();
    }
    return {
      title: 'Results page',
      columns: ['', 'p50', 'p95', 'max', 'aim', 'holds'],
      rows,
      notes: [
        'Headless Chromium, drawn in software on the same cores as the host; messages pass through the debugging protocol, which takes longer than VS Code’s way.',
        'First rows: from the first byte to the frame after the one in which cells with text are there, while the rest of the answer is read; nothing is taken off for the debugging protocol, whose own share is beside it.',
        `Frames: the time between ${FRAMES} animation frames, in each of which the rows are scrolled on, or to a place far away.`,
        'Sorted and filtered: once, from the click or the key to the rows being there and said to be; the host lets other work through every few milliseconds.',
      ],
    };
  },
};

function absolute(name: string, samples: readonly number[], aim: number | undefined): Row {
  const { p50, p95 } = summary(samples);
  const max = Math.max(...samples);
  const ms = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
  return [
    name,
    ms(p50),
    ms(p95),
    ms(max),
    aim === undefined ? '' : `< ${aim} ms`,
    aim === undefined ? '' : max < aim ? 'yes' : p95 < aim ? 'p95 only' : 'no',
  ];
}

/** Gives the page an answer, and says when its first byte was handed over, in milliseconds since 1970. */
function answerOf({ chunks }: GeneratedAnswer): {
  run: Parameters<PageHarness['run']>[0];
  first: () => number;
} {
  let first = 0;
  const run = sourceOf(() =>
    Promise.resolve(
      (async function* () {
        for (const chunk of chunks) {
          first ||= performance.timeOrigin + performance.now();
          await Promise.resolve();
          yield chunk;
        }
      })(),
    ),
  );
  return { run, first: () => first };
}

async function firstRows(server: PageServer, megabytes: number): Promise<Row[]> {
  const answer = generatedAnswer('plain', megabytes);
  const all: number[] = [];
  const inPage: number[] = [];
  const pings: number[] = [];
  for (let time = -1; time < times; time++) {
    const harness = await server.open();
    const ping = await pinged(harness);
    const { run, first } = answerOf(answer);
    const painted = harness.page.evaluate(`new Promise((done) => {
      const now = () => performance.timeOrigin + performance.now();
      let told;
      addEventListener('message', ({ data }) => {
        if (data.type === 'progress' && data.progress.rows > 0) told ??= now();
      }, { capture: true });
      const look = () => {
        const cell = document.querySelector('.row .cell[data-row]:not(.waiting)');
        // The frame that has them is painted when the next one begins.
        if (cell && cell.textContent !== '') requestAnimationFrame(() => done([told, now()]));
        else requestAnimationFrame(look);
      };
      look();
    })`) as Promise<[number, number]>;
    const outcome = harness.run(run);
    const [told, seen] = await painted;
    // The first page of a browser warms it up.
    if (time >= 0) {
      all.push(seen - first());
      inPage.push(seen - told);
      pings.push(...ping);
    }
    harness.session?.cancel();
    await outcome;
    await harness.session?.dispose();
    await harness.page.close();
  }
  return [
    absolute(`first rows painted, ${megabytes} MB`, all, aims.firstRows),
    absolute(`– since the page was told of them, ${megabytes} MB`, inPage, undefined),
    absolute(`– an empty message to the page and back, ${megabytes} MB`, pings, undefined),
  ];
}

/** What it takes to say nothing to the page, and to hear nothing from it. */
async function pinged({ page: shown }: PageHarness): Promise<number[]> {
  let heard: () => void = () => undefined;
  await shown.exposeFunction('pong', () => heard());
  await shown.evaluate(`addEventListener('message', ({ data }) => { if (data.type === 'ping') pong(); })`);
  const took: number[] = [];
  for (let time = 0; time < PINGS; time++) {
    const back = new Promise<void>((resolve) => {
      heard = resolve;
    });
    took.push(
      await timed(async () => {
        void shown.evaluate(`postMessage({ type: 'ping' }, '*')`);
        await back;
      }),
    );
  }
  return took;
}

async function millionRows(server: PageServer, progress: (what: string) => void): Promise<Row[]> {
  const harness = await server.open('dark', { width: 1600, height: 900 });
  const answer = generatedAnswer('plain', MILLION);
  await harness.run(answerOf(answer).run);
  await harness.page.locator('.cell[data-row]:not(.waiting)').first().waitFor();
  const name = (what: string) => `${what}, ${(answer.rows / 1e6).toFixed(1)} million rows`;
  progress('scrolling');
  const steady = await frames(harness, 'box.scrollTop += 3');
  const jumps = await frames(
    harness,
    'box.scrollTop = (box.scrollHeight * ((frames.length * 37) % 100)) / 100',
  );
  const rows = [
    absolute(name('frames while scrolling'), steady, aims.frame),
    absolute(name('frames while jumping'), jumps, aims.frame),
  ];
  progress('sorting, filtering');
  for (const [what, work] of questions(harness)) {
    rows.push(absolute(name(what), [await timed(work)], undefined));
  }
  await harness.session?.dispose();
  await harness.page.close();
  return rows;
}

/** The time between frames, each of which does something. */
async function frames(harness: PageHarness, step: string): Promise<number[]> {
  const took = await harness.page.evaluate(`new Promise((done) => {
    const box = document.querySelector('.grid');
    const frames = [];
    let last = performance.now();
    const next = () => {
      const now = performance.now();
      frames.push(now - last);
      last = now;
      ${step};
      if (frames.length < ${FRAMES}) requestAnimationFrame(next);
      else done(frames.slice(1));
    };
    requestAnimationFrame(next);
  })`);
  return took as number[];
}

/** What a person waits for: from the click or the key to what is said of it. */
function questions({ page: shown }: PageHarness): [string, () => Promise<void>][] {
  const said = (text: RegExp) => shown.locator('.toast', { hasText: text }).first().waitFor();
  const click = (label: string) => shown.locator('.cell.head', { hasText: label }).first().click();
  return [
    [
      'sorted by a double',
      async () => {
        await click('_value');
        await said(/Sorted by _value, asc/);
      },
    ],
    [
      'sorted by a text',
      async () => {
        await click('host');
        await said(/Sorted by host, asc/);
      },
    ],
    [
      'sorted by a time',
      async () => {
        await click('_time');
        await said(/Sorted by _time, asc/);
      },
    ],
    [
      'filtered by a text in any column',
      async () => {
        await shown.locator('.quick-filter').fill('server-7');
        await shown.keyboard.press('Enter');
        await said(/rows of/);
      },
    ],
  ];
}
