import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, golden, prelude, render } from './evaluate.ts';

function value(path: string, expression: string): string {
  return render(
    `import "array"\nimport "${path}"\nimport "internal/debug"\narray.from(rows: [{at: 1, v: ${expression}}])
      |> map(fn: (r) => ({v: if exists r.v then r.v else "null"}))`,
  )
    .split('\n')
    .slice(2)
    .join('\n');
}

suite('package contrib/bonitoo-io/hex', () => {
  // The first of each kind are the answers of Flux's own tests.
  const cases: readonly (readonly [string, string])[] = [
    ['hex.string(v: 541)', '21d'],
    ['hex.string(v: -541)', '-21d'],
    ['hex.string(v: uint(v: 501))', '1f5'],
    ['hex.string(v: 653.28)', '653.28'],
    ['hex.string(v: true)', 'true'],
    ['hex.string(v: 3m4s)', '3m4s'],
    ['hex.string(v: 2006-01-02T22:04:05.999999999Z)', '2006-01-02T22:04:05.999999999Z'],
    ['hex.string(v: hex.bytes(v: "c201"))', 'c201'],
    ['hex.string(v: "a")', 'a'],
    ['hex.string(v: debug.null())', 'null'],
    ['string(v: hex.int(v: "21d"))', '541'],
    ['string(v: hex.int(v: "-21d"))', '-541'],
    ['string(v: hex.int(v: "+21d"))', '541'],
    ['string(v: hex.int(v: "0x21D"))', '541'],
    ['string(v: hex.int(v: "-0x21d"))', '-541'],
    ['string(v: hex.int(v: "+0x2_1d"))', '541'],
    ['string(v: hex.int(v: "-8000000000000000"))', '-9223372036854775808'],
    ['string(v: hex.uint(v: "0x21d"))', '541'],
    ['string(v: hex.uint(v: "ffffffffffffffff"))', '18446744073709551615'],
    ['string(v: hex.int(v: debug.null()))', 'null'],
    ['string(v: hex.uint(v: debug.null()))', 'null'],
    ['string(v: hex.bytes(v: "6869"))', 'hi'],
  ];
  for (const [expression, expected] of cases)
    test(expression, () => assert.equal(value('contrib/bonitoo-io/hex', expression), expected));

  test('what is no number in base 16 is refused', () => {
    for (const [expression, reason] of [
      ['hex.int(v: "2_1d")', /cannot convert string "2_1d" to int due to invalid syntax/],
      ['hex.int(v: "8000000000000000")', /invalid syntax/],
      ['hex.int(v: "")', /invalid syntax/],
      ['hex.int(v: "0x")', /invalid syntax/],
      ['hex.uint(v: "-1")', /cannot convert string "-1" to uint due to invalid syntax/],
      ['hex.uint(v: "10000000000000000")', /invalid syntax/],
      ['hex.bytes(v: "6")', /hex decoding error: encoding\/hex: odd length hex string/],
      ['hex.bytes(v: "6g")', /encoding\/hex: invalid byte: U\+0067 'g'/],
      ['hex.string(v: [1])', /cannot convert array to string/],
    ] as const)
      assert.throws(() => value('contrib/bonitoo-io/hex', expression), reason, expression);
  });
});

suite('package contrib/qxip/hash', () => {
  const greeting = '"Hello, world!"';
  // Flux's own tests, and what the algorithms' authors publish; the longer ones run through every branch.
  const ten = 'abcdefghij';
  const cases: readonly (readonly [string, string])[] = [
    [`hash.sha256(v: ${greeting})`, '315f5bdb76d078c43b8ac0064e4a0164612b1fce77c869345bfc94c75894edd3'],
    [`hash.sha1(v: ${greeting})`, '943a702d06f34599aee1f8da8ef9f7296031d699'],
    [`hash.md5(v: ${greeting})`, '6cd3556deb0da54bca060b4c39479839'],
    [`hash.b64(v: ${greeting})`, 'SGVsbG8sIHdvcmxkIQ=='],
    ['hash.b64(v: "ü?>")', 'w7w_Pg=='],
    ['hash.hmac(v: "helloworld", k: "123456")', '75B5ueLnnGepYvh+KoevTzXCrjc='],
    [`hash.xxhash64(v: ${greeting})`, '17691043854468224118'],
    ['hash.xxhash64(v: "")', String(0xef46db3751d8e999n)],
    ['hash.xxhash64(v: "a")', String(0xd24ec4f1a98c6e5bn)],
    ['hash.xxhash64(v: "Nobody inspects the spammish repetition")', String(0xfbcea83c8a378bf1n)],
    [`hash.cityhash64(v: ${greeting})`, '2359500134450972198'],
    ['hash.cityhash64(v: "Moscow")', '12507901496292878638'],
    ['hash.cityhash64(v: "")', String(0x9ae16a3b2f90404fn)],
    ['hash.cityhash64(v: "abc")', '4220206313085259313'],
    ['hash.cityhash64(v: "abcdefghijabcdefg")', '9577248983733867099'],
    [`hash.cityhash64(v: "${ten.repeat(3)}abc")`, '2417081383799599133'],
    [`hash.cityhash64(v: "${ten.repeat(6)}abcde")`, '3198888735405421256'],
    [`hash.cityhash64(v: "${ten.repeat(20)}")`, '14423653848573299520'],
    ['hash.md5(v: debug.null())', 'null'],
    ['hash.hmac(v: "a", k: debug.null())', 'null'],
  ];
  for (const [expression, expected] of cases)
    test(expression, () => assert.equal(value('contrib/qxip/hash', expression), expected));

  test('only texts have one', () => {
    assert.throws(() => value('contrib/qxip/hash', 'hash.sha256(v: 1)'), /hash cannot convert int to sha256/);
    assert.throws(
      () => value('contrib/qxip/hash', 'hash.hmac(v: 1, k: 2)'),
      /hash cannot convert int to hmac/,
    );
  });
});

suite('package contrib/anaisdg/statsmodels', () => {
  const imports = `${prelude}import "contrib/anaisdg/statsmodels"\n`;
  const run = (rows: string) =>
    render(`${imports}${rows} |> drop(columns: ["_time"]) |> statsmodels.linearRegression()`);

  test('the line through the first table, laid to all of them', () => {
    // The first table is Flux's own test.
    assert.equal(
      run(
        data(
          `10:00 a 7
           10:01 a 5
           10:02 a 4
           10:03 a 3
           10:00 b 1`,
          'float',
        ),
      ),
      golden(`
        _result [t=a]
        y:float x:float N:float errors:float slope:float sx:float sxx:float sxy:float sy:float y_hat:float
        7 1 4 0.0899999999999999 -1.3 10 30 41 19 6.7
        5 2 4 0.16000000000000028 -1.3 10 30 41 19 5.4
        4 3 4 0.009999999999999929 -1.3 10 30 41 19 4.1
        3 4 4 0.04000000000000007 -1.3 10 30 41 19 2.8
        _result [t=b]
        y:float x:float N:float errors:float slope:float sx:float sxx:float sxy:float sy:float y_hat:float
        1 1 4 32.49 -1.3 10 30 41 19 6.7
      `),
    );
  });
  test('without a table there is no line', () => {
    assert.throws(
      () => run(`${data('10:00 a 1', 'float')} |> filter(fn: (r) => r._value > 1.0)`),
      /linearRegression.*no table|tableFind/,
    );
  });
});

suite('package contrib/anaisdg/anomalydetection', () => {
  const run = (rows: string, call = 'mad()') =>
    render(`${prelude}import "contrib/anaisdg/anomalydetection"\n${rows} |> anomalydetection.${call}`);
  const rows = data(
    `10:00 a 1
     10:00 b 2
     10:00 c 9
     11:00 a 1
     11:00 b 1
     11:00 c 1`,
    'float',
  );

  test('distances to the median of a time, by the median distance; times without any distance are left out', () => {
    assert.equal(
      run(rows),
      golden(`
        _result [_time=10:00]
        MAD:float _value_diff:float _value_diff_med:float t:string _value:float level:string
        1.4826 1 1 a 1 normal
        1.4826 0 1 b 0 normal
        1.4826 7 1 c 7 anomaly
      `),
    );
  });
  test('threshold', () => {
    assert.doesNotMatch(run(rows, 'mad(threshold: 8.0)'), /anomaly/);
    assert.equal(run(rows, 'mad(threshold: 1.0)').match(/anomaly/g)?.length, 2);
  });
});

suite('package contrib/RohanSreerama5/naiveBayesClassifier', () => {
  test('the shares that Flux’s own test has', () => {
    const found = render(`import "array"
      import "generate"
      import "contrib/RohanSreerama5/naiveBayesClassifier"
      row = (time, value, name, class) =>
        ({_time: time, _value: value, Animal_name: name, airborne: class, _field: "aquatic", _measurement: "zoo-data"})
      rows = (n, value, class) =>
        generate.from(count: n, fn: (n) => n, start: 2020-01-02T00:00:00Z, stop: 2020-01-06T00:00:00Z)
          |> map(fn: (r) => row(time: r._time, value: value, name: "x", class: class))
      tested = array.from(rows: [
        row(time: 2020-01-01T09:00:00Z, value: 0, name: "calf", class: "0"),
        row(time: 2020-01-01T10:00:00Z, value: 1, name: "carp", class: "0"),
        row(time: 2020-01-01T23:30:00Z, value: 1, name: "late", class: "0"),
      ])
      union(tables: [
        rows(n: 31, value: 0, class: "0"), rows(n: 14, value: 0, class: "1"),
        rows(n: 24, value: 1, class: "0"), rows(n: 5, value: 1, class: "1"), tested,
      ])
        |> group(columns: ["_field", "_measurement", "airborne", "Animal_name"])
        |> naiveBayesClassifier.naiveBayes(myClass: "airborne", myField: "aquatic", myMeasurement: "zoo-data")
        |> keep(columns: ["_value", "airborne_P_k_x_class", "Animal_name", "P_x_k", "Probability", "p_k", "p_x", "sum"])`);
    assert.deepEqual(
      found.split('\n').filter((line) => /^c/.test(line)),
      [
        'calf 0.5636363636363636 0.6888888888888888 0.7432432432432432 0.6081081081081081 31',
        'calf 0.7368421052631579 0.31111111111111106 0.25675675675675674 0.6081081081081081 14',
        'carp 0.43636363636363634 0.8275862068965516 0.7432432432432432 0.3918918918918919 24',
        'carp 0.2631578947368421 0.17241379310344826 0.25675675675675674 0.3918918918918919 5',
      ],
    );
    assert.doesNotMatch(found, /late/);
  });
});
