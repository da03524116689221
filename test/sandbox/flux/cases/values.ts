import { type Family, strict, type ValueCase } from './case.ts';

const none = 'debug.null(type: "int")';

/** The universe's functions of values. */
export const values: Family = {
  path: 'universe',
  values: {
    now: { values: [['now()', '12:00']], nulls: [] },
    today: { values: [['today()', '00:00']], nulls: [] },
    length: strict(['length(arr: [1, 2, 3])', '3'], ['length(arr: [])', '0']),
    contains: {
      values: [
        ['contains(value: 1, set: [1, 2, 3])', 'true'],
        ['contains(value: "d", set: ["a", "b"])', 'false'],
        ['contains(value: 1, set: [])', 'false'],
      ],
      nulls: [[`contains(value: ${none}, set: [1, 2])`, 'false']],
    },
    die: strict(['die(msg: "no way")', '! no way']),
    display: {
      values: [
        ['display(v: 1.5)', '"1.5"'],
        ['display(v: ["a", "b"])', '"[a, b]"'],
        ['display(v: {b: 2, a: [1]})', '"{a: [1], b: 2}"'],
        ['display(v: ["a": 1])', '"[a: 1]"'],
        ['display(v: bytes(v: "abc"))', '"0x616263"'],
      ],
      nulls: [[`display(v: ${none})`, '"<null>"']],
    },
  },
};

/** Packages array and experimental/array: arrays whole, and a table from one. */
export const arrays: Family = {
  path: 'array',
  streams: {
    from: {
      call: 'limit(n: 9)',
      nulls: [`array.from(rows: [{a: 1, b: "x"}, {a: ${none}, b: "y"}])`, '[] a b | 1 x | - y'],
      empty: ['array.from(rows: [])', '! rows must be non-empty'],
      tables: [
        'union(tables: [array.from(rows: [{a: 1}]), array.from(rows: [{a: 2, b: true}])])',
        '[] a b | 1 - | 2 true',
      ],
      groups: [
        'array.from(rows: [{a: 1, b: "x"}, {a: 2, b: "y"}]) |> group(columns: ["b"])',
        '[b=x] a | 1\n[b=y] a | 2',
      ],
      more: {
        'columns of two types': [
          'array.from(rows: [{a: 1}, {a: 1.0}])',
          '! column "a" is both of type float and int',
        ],
        'what is no record': ['array.from(rows: [1])', '! rows must be records'],
      },
    },
  },
  values: {
    concat: strict(['array.concat(arr: [1, 2], v: [3])', '[1, 2, 3]'], ['[1] |> array.concat(v: [])', '[1]']),
    map: {
      values: [
        ['array.map(arr: [1, 2], fn: (x) => x * 2)', '[2, 4]'],
        ['[] |> array.map(fn: (x) => x)', '[]'],
      ],
      nulls: [[`array.map(arr: [1, ${none}], fn: (x) => x + 1)`, '[2, <null>]']],
    },
    filter: {
      values: [['array.filter(arr: [1, 2, 3], fn: (x) => x > 1)', '[2, 3]']],
      nulls: [[`array.filter(arr: [1, ${none}], fn: (x) => x > 0)`, '[1]']],
    },
  },
};

const whole = (name: string, from: string, wanted: string, failing?: string): ValueCase => ({
  values: [
    [`array.${name}(arr: ${from})`, wanted],
    ...(failing ? [[`array.${name}(arr: ${failing})`, '! cannot convert'] as const] : []),
  ],
  nulls: [[`array.${name}(arr: [${none}])`, '[<null>]']],
});

export const arrayConversions: Family = {
  path: 'experimental/array',
  values: {
    toBool: whole('toBool', '[1, 0]', '[true, false]', '[2]'),
    toDuration: whole('toDuration', '["1h", "2m"]', '[1h, 2m]', '["x"]'),
    toFloat: whole('toFloat', '["1.5", "2"]', '[1.5, 2]', '["x"]'),
    toInt: whole('toInt', '["1", "2"]', '[1, 2]', '["x"]'),
    toString: whole('toString', '[1.5, 2.0]', '[1.5, 2]'),
    toTime: whole('toTime', '["2030-05-15"]', '[2030-05-15T00:00:00.000000000Z]', '["x"]'),
    toUInt: whole('toUInt', '["1", "2"]', '[1, 2]', '["x"]'),
  },
};

/** Package dict. */
export const dictionaries: Family = {
  path: 'dict',
  values: {
    fromList: {
      values: [['dict.fromList(pairs: [{key: 1, value: "a"}, {key: 2, value: "b"}])', '[1: a, 2: b]']],
      nulls: 'refused',
    },
    get: {
      values: [
        ['dict.get(dict: ["a": 1], key: "a", default: 0)', '1'],
        ['dict.get(dict: ["a": 1], key: "b", default: 0)', '0'],
      ],
      nulls: [[`dict.get(dict: ["a": 1], key: "b", default: ${none})`, '-']],
    },
    insert: {
      values: [
        ['dict.insert(dict: ["a": 1], key: "b", value: 2)', '[a: 1, b: 2]'],
        ['dict.insert(dict: ["a": 1], key: "a", value: 2)', '[a: 2]'],
      ],
      nulls: [[`dict.insert(dict: ["a": 1], key: "a", value: ${none})`, '[a: <null>]']],
    },
    remove: {
      values: [
        ['dict.remove(dict: ["a": 1, "b": 2], key: "a")', '[b: 2]'],
        ['dict.remove(dict: ["a": 1], key: "x")', '[a: 1]'],
      ],
      nulls: [['dict.remove(dict: debug.null(), key: "x")', '! null']],
    },
  },
};

export const records: Family = {
  path: 'experimental/record',
  values: {
    get: {
      values: [
        ['record.get(r: {a: 1}, key: "a", default: 7)', '1'],
        ['record.get(r: {a: 1}, key: "b", default: 7)', '7'],
      ],
      nulls: [[`record.get(r: {a: ${none}}, key: "a", default: 7)`, '-']],
    },
  },
};

/** Packages json and experimental/json. */
export const json: Family = {
  path: 'json',
  values: {
    encode: {
      values: [
        [
          'string(v: json.encode(v: {b: [1, 2.5], a: "x<y", n: true}))',
          String.raw`"{\"a\":\"x\\u003cy\",\"b\":[1,2.5],\"n\":true}"`,
        ],
        ['json.encode(v: 1.0 / 0.0)', '! unsupported value: +Inf'],
      ],
      nulls: [[`string(v: json.encode(v: {a: ${none}}))`, String.raw`"{\"a\":null}"`]],
    },
  },
};

export const jsonParse: Family = {
  path: 'experimental/json',
  values: {
    parse: {
      values: [
        [String.raw`json.parse(data: bytes(v: "{\"a\": [1, {\"b\": \"x\"}]}"))`, '{a: [1, {b: x}]}'],
        ['json.parse(data: bytes(v: "{"))', '! not JSON'],
      ],
      nulls: [[String.raw`json.parse(data: bytes(v: "{\"a\": null}"))`, '{a: <null>}']],
    },
  },
};

export const types: Family = {
  path: 'types',
  values: {
    isType: {
      values: [
        ['types.isType(v: 1, type: "int")', 'true'],
        ['types.isType(v: 1, type: "float")', 'false'],
        ['types.isType(v: 2030-01-01T00:00:00Z, type: "time")', 'true'],
        ['types.isType(v: uint(v: 1), type: "uint")', 'true'],
        ['types.isType(v: 1h, type: "duration")', 'true'],
      ],
      nulls: [],
    },
    isNumeric: {
      values: [
        ['types.isNumeric(v: 1)', 'true'],
        ['types.isNumeric(v: 1.5)', 'true'],
        ['types.isNumeric(v: uint(v: 1))', 'true'],
        ['types.isNumeric(v: "1")', 'false'],
      ],
      nulls: [],
    },
  },
};

export const http: Family = {
  path: 'http',
  values: {
    pathEscape: strict(['http.pathEscape(inputString: "a b/c")', '"a%20b%2Fc"']),
    basicAuth: strict(['http.basicAuth(u: "me", p: "x")', '"Basic bWU6eA=="']),
  },
};

export const nulls: Family = {
  path: 'internal/debug',
  values: {
    null: {
      values: [['debug.null(type: "shape")', '! invalid type']],
      nulls: [
        ['debug.null(type: "float")', '-'],
        ['debug.null()', '-'],
      ],
    },
  },
};
