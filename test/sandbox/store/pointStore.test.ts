import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { LineReader } from '../../../sandbox/store/lineProtocol.ts';
import { Mirror } from '../../../sandbox/store/mirror.ts';
import { PointStore } from '../../../sandbox/store/pointStore.ts';

const everything = { start: -(2n ** 62n), stop: 2n ** 62n };

function write(
  store: PointStore,
  text: string,
  bucketID = 'b',
  refused: ReadonlySet<number> = new Set(),
): void {
  const reader = new LineReader(text, { unit: 1n, now: 0n });
  reader.read();
  store.write(bucketID, reader.batch, refused);
}

/** What a query sees, series by series. The update crosses threads as a copy. */
function seen(mirror: Mirror, bucketID = 'b', bounds = everything): string[] {
  return mirror.series(bucketID).map((series) => {
    const { times, values } = series.read(bounds);
    const cells = values();
    const points = Array.from(times, (time, i) => `${time}:${cells[i]}`);
    const tags = series.tags.map((pair) => pair.join('='));
    return `${[series.measurement, ...tags, series.field].join(',')} ${series.type} ${points.join(' ')}`.trim();
  });
}

class Reader {
  readonly mirror = new Mirror();
  readonly #feed: ReturnType<PointStore['feed']>;
  constructor(store: PointStore) {
    this.#feed = store.feed();
  }
  follow(): string[] {
    this.mirror.apply(structuredClone(this.#feed.take()));
    return seen(this.mirror);
  }
}

suite('the store of points', () => {
  test('keeps every type, in order of measurement, tags and field', () => {
    const store = new PointStore();
    write(
      store,
      'n f=1 1\nm,t=b f=1.5,i=-2i,u=3u,s="x",b=t 1\nm,t=a f=2 1\nm,t=b s="y",b=f 2\nm,t=b s="x" 3',
    );
    assert.deepEqual(new Reader(store).follow(), [
      'm,t=a,f float 1:2',
      'm,t=b,b bool 1:true 2:false',
      'm,t=b,f float 1:1.5',
      'm,t=b,i int 1:-2',
      'm,t=b,s string 1:x 2:y 3:x',
      'm,t=b,u uint 1:3',
      'n,f float 1:1',
    ]);
  });

  test('points out of order take their places, and the last of a time stays', () => {
    const store = new PointStore();
    const reader = new Reader(store);
    write(store, 'm f=5 5\nm f=1 1\nm f=3 3\nm f=7 7');
    assert.deepEqual(reader.follow(), ['m,f float 1:1 3:3 5:5 7:7']);
    write(store, 'm f=30 3\nm f=31 3\nm f=70 7\nm f=8 8\nm f=0 0\nm f=4 4');
    assert.deepEqual(reader.follow(), ['m,f float 0:0 1:1 3:31 4:4 5:5 7:70 8:8']);
  });

  test('any order of writes gives what a plain map gives', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const store = new PointStore();
    const reader = new Reader(store);
    const wanted = new Map<number, number>();
    for (let round = 0; round < 40; round++) {
      const lines: string[] = [];
      for (let i = 0; i < 700; i++) {
        const [time, value] = [random(round % 2 === 0 ? 20_000 : 500), random(1_000)];
        wanted.set(time, value);
        lines.push(`m f=${value} ${time}`);
      }
      write(store, lines.join('\n'));
      if (round % 7 !== 0) continue;
      const points = [...wanted].sort(([a], [b]) => a - b).map(([time, value]) => `${time}:${value}`);
      assert.deepEqual(reader.follow(), [`m,f float ${points.join(' ')}`]);
    }
  });

  test('a reader sees no more than it was told, whatever is written meanwhile', () => {
    const store = new PointStore();
    const reader = new Reader(store);
    write(store, 'm f=1 1\nm f=3 3');
    const before = reader.follow();
    const { times } = reader.mirror.series('b')[0]?.read(everything) ?? assert.fail();
    write(store, 'm f=10 1\nm f=2 2\nm f=4 4\nn f=1 1');
    store.remove('b', 3n, 3n, () => true);
    assert.deepEqual([...times], [1n, 3n]);
    assert.deepEqual(seen(reader.mirror), before);
    assert.deepEqual(reader.follow(), ['m,f float 1:10 2:2 4:4', 'n,f float 1:1']);
  });

  test('each reader has news of its own', () => {
    const store = new PointStore();
    const [early, late] = [new Reader(store), new Reader(store)];
    write(store, 'm s="a" 1');
    assert.deepEqual(early.follow(), ['m,s string 1:a']);
    write(store, 'm s="b" 2\nm s="a" 3');
    const wanted = ['m,s string 1:a 2:b 3:a'];
    assert.deepEqual([early.follow(), late.follow(), new Reader(store).follow()], [wanted, wanted, wanted]);
  });

  test('a range is read by its ends', () => {
    const store = new PointStore();
    write(store, Array.from({ length: 100 }, (_, i) => `m f=${i} ${i * 10}`).join('\n'));
    const reader = new Reader(store);
    reader.follow();
    const of = (start: bigint, stop: bigint) => seen(reader.mirror, 'b', { start, stop });
    assert.deepEqual(of(100n, 130n), ['m,f float 100:10 110:11 120:12']);
    assert.deepEqual(of(101n, 120n), ['m,f float 110:11']);
    assert.deepEqual(of(5_000n, 6_000n), ['m,f float']);
  });

  test('removing empties series, frees types and spares other buckets', () => {
    const store = new PointStore();
    const reader = new Reader(store);
    write(store, 'm,t=a f=1 1\nm,t=a f=2 2\nm,t=b f=3 1');
    write(store, 'm f=9 1', 'other');
    reader.follow();
    store.remove('b', 1n, 1n, ({ tags }) => tags[0]?.[1] === 'a');
    assert.deepEqual(reader.follow(), ['m,t=a,f float 2:2', 'm,t=b,f float 1:3']);
    assert.equal(store.typeOf('b', 'm', 'f'), 'float');
    store.remove('b', 0n, 5n, () => true);
    assert.deepEqual(reader.follow(), []);
    assert.equal(store.typeOf('b', 'm', 'f'), undefined);
    write(store, 'm f="x" 1');
    assert.deepEqual(reader.follow(), ['m,f string 1:x']);
    store.drop('b');
    assert.deepEqual(reader.follow(), []);
    assert.deepEqual(seen(reader.mirror, 'other'), ['m,f float 1:9']);
  });

  test('refused points and fields named time are left out', () => {
    const store = new PointStore();
    write(store, 'm f=1,g=1 1\nm f=2,g=2 2\nm time=1,f=3 3', 'b', new Set([1]));
    assert.deepEqual(new Reader(store).follow(), ['m,f float 1:1 3:3', 'm,g float 1:1']);
  });
});
