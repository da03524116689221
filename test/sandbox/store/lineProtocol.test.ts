import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { LineReader } from '../../../sandbox/store/lineProtocol.ts';

const now = 1_900_000_000_123_456_789n;

function read(text: string, unit = 1n): LineReader {
  const reader = new LineReader(text, { unit, now });
  reader.read();
  return reader;
}

/** Every point as a person would write it down: measurement, tags, fields with types, time. */
function points(text: string, unit = 1n): string[] {
  const { batch, bad } = read(text, unit);
  assert.deepEqual(bad, []);
  return batch.keys.map(({ measurement, tags }, i) => {
    const from = batch.ends[i - 1] ?? 0;
    const fields = batch.names
      .slice(from, batch.ends[i])
      .map((name, f) => `${name}:${batch.types[from + f]}=${batch.values[from + f]}`);
    const key = [measurement, ...tags.map(([tag, value]) => `${tag}=${value}`)].join('|');
    return `${key} ${fields.join('|')} ${batch.times[i]}`;
  });
}

suite('line protocol', () => {
  const good: readonly (readonly [string, string])[] = [
    ['m f=1 5', 'm f:float=1 5'],
    ['m f=1', `m f:float=1 ${now}`],
    ['m,b=2,a=1 f=1 5', 'm|a=1|b=2 f:float=1 5'],
    ['m f=-1.5e-3,g=.5,h=5. 5', 'm f:float=-0.0015|g:float=0.5|h:float=5 5'],
    [
      'm f=-9223372036854775808i,g=9223372036854775807i 5',
      'm f:int=-9223372036854775808|g:int=9223372036854775807 5',
    ],
    ['m f=18446744073709551615u 5', 'm f:uint=18446744073709551615 5'],
    ['m a=t,b=T,c=true,d=True,e=TRUE 5', 'm a:bool=1|b:bool=1|c:bool=1|d:bool=1|e:bool=1 5'],
    ['m a=f,b=F,c=false,d=False,e=FALSE 5', 'm a:bool=0|b:bool=0|c:bool=0|d:bool=0|e:bool=0 5'],
    ['m s="" 5', 'm s:string= 5'],
    ['m s="a, b=c d",t="x" 5', 'm s:string=a, b=c d|t:string=x 5'],
    [String.raw`m s="say \"hi\" \\ \n",t=1 5`, String.raw`m s:string=say "hi" \ \n|t:float=1 5`],
    [String.raw`m s="ends in \\" 5`, 'm s:string=ends in \\ 5'],
    ['m s="two\nlines" 5\nm f=2 6', 'm s:string=two\nlines 5|m f:float=2 6'],
    [String.raw`my\ m\,x=y f=1 5`, 'my m,x=y f:float=1 5'],
    [String.raw`m,k\ \,\=e=v\ \,\=\q f\ \,\==1 5`, String.raw`m|k ,=e=v ,=\q f ,=:float=1 5`],
    ['m,t="quoted" f=1 5', 'm|t="quoted" f:float=1 5'],
    ['m,stadt=Zürich,e=🌡 grad="22 °C" 5', 'm|e=🌡|stadt=Zürich grad:string=22 °C 5'],
    ['m f=1 -5', 'm f:float=1 -5'],
    ['  m f=1   5  ', 'm f:float=1 5'],
    ['# a comment, with "quotes\n\n   \nm f=1 5\n#end', 'm f:float=1 5'],
    ['m f=1 9223372036854775806', 'm f:float=1 9223372036854775806'],
    ['m,t=a f=1 5\nm,t=a f=2 6', 'm|t=a f:float=1 5|m|t=a f:float=2 6'],
  ];
  for (const [text, wanted] of good)
    test(JSON.stringify(text), () => assert.equal(points(text).join('|'), wanted));

  const bad: readonly (readonly [string, string])[] = [
    ['m', 'missing fields'],
    ['m,a=b', 'missing fields'],
    ['m,a=b ', 'missing fields'],
    [',a=b f=1', 'missing measurement'],
    ['m, f=1', 'missing tag key'],
    ['m,=b f=1', 'missing tag key'],
    ['m,a f=1', 'missing tag value'],
    ['m,a= f=1', 'missing tag value'],
    ['m,a=b=c f=1', 'invalid tag format'],
    ['m,a=1,b=2,a=3 f=1', 'duplicate tags'],
    ['m f', 'invalid field format'],
    ['m f=1,g', 'invalid field format'],
    ['m =1', 'missing field key'],
    ['m f=1,=2', 'missing field key'],
    ['m f=', 'missing field value'],
    ['m f=,g=1', 'missing field value'],
    ['m f=1.2.3', 'invalid number'],
    ['m f=1i2', 'invalid number'],
    ['m f=1.5i', 'invalid number'],
    ['m f=-1u', 'invalid number'],
    ['m f=-', 'invalid number'],
    ['m f=NaN', 'invalid number'],
    ['m f=1e999', 'invalid float'],
    [
      'm f=9223372036854775808i',
      'unable to parse integer 9223372036854775808: strconv.ParseInt: parsing "9223372036854775808": value out of range',
    ],
    ['m f=tRUE', 'invalid boolean'],
    ['m f=hello', 'invalid boolean'],
    ['m f="open 5', 'unbalanced quotes'],
    ['m f="x"y 5', 'invalid field format'],
    ['m f=1 now', 'bad timestamp'],
    ['m f=1 5\r', 'bad timestamp'],
    ['m f=1 5 6', 'point is invalid'],
    ['m f=1 9223372036854775807', 'time outside range -9223372036854775806 - 9223372036854775806'],
  ];
  for (const [text, reason] of bad)
    test(`${JSON.stringify(text)}: ${reason.slice(0, 40)}`, () => {
      const { bad: found, batch } = read(`${text}\nm ok=1 7`);
      // A quote that is left open takes the rest with it.
      const rest = text.includes('"open') ? '\nm ok=1 7' : '';
      assert.deepEqual(found, [{ line: 1, text: text + rest, reason }]);
      assert.deepEqual(batch.names, rest === '' ? ['ok'] : []);
    });

  test('units scale the times and cut the present', () => {
    assert.deepEqual(points('m f=1 5\nm f=1', 1_000_000_000n), [
      'm f:float=1 5000000000',
      'm f:float=1 1900000000000000000',
    ]);
    assert.equal(read('m f=1 9223372037', 1_000_000_000n).bad[0]?.reason.slice(0, 18), 'time outside range');
  });

  test('bad lines are told with their numbers, behind texts of several lines too', () => {
    const { bad: found } = read('# c\nm f="a\nb\nc" 1\n\nm\nm f=1 2\nm x\n');
    assert.deepEqual(
      found.map(({ line, text }) => [line, text]),
      [
        [6, 'm'],
        [8, 'm x'],
      ],
    );
  });

  test('a few lines at a time give the same', () => {
    const text = Array.from({ length: 50 }, (_, i) => `m,t=${i % 3} f=${i} ${i}`).join('\n');
    const reader = new LineReader(text, { unit: 1n, now });
    let turns = 1;
    while (reader.read(7)) turns++;
    assert.equal(turns, 8);
    assert.deepEqual(reader.batch, read(text).batch);
  });

  test('very long lines, and keys that are too long', () => {
    const fields = Array.from({ length: 20_000 }, (_, i) => `field${i}="${'x'.repeat(50)}"`).join(',');
    assert.equal(read(`m ${fields} 5`).batch.names.length, 20_000);
    const [first] = read(`m,t=${'x'.repeat(65_536)} f=1 5`).bad;
    assert.equal(first?.reason, 'max key length exceeded: 65540 > 65535');
  });
});
