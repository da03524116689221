import type { Family } from './case.ts';

/** Functions that change columns, keys and rows one by one. */
export const shape: Family = {
  path: 'universe',
  streams: {
    filter: {
      call: 'filter(fn: (r) => r._value > 2)',
      nulls: '[t=a] _time _value | 10:20 4',
      empty: 'nothing',
      tables: `[t=a] _time _value | 10:10 3 | 10:30 6
               [t=b] _time _value | 10:00 10 | 10:10 4 | 10:20 4`,
      groups: `[t=a u=x] _time _value | 10:10 3
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:10 8 | 10:20 8`,
      more: {
        'tables stay when asked': [
          'groups |> filter(fn: (r) => r._value > 7, onEmpty: "keep")',
          `[t=a u=x] _time:time _value:int
           [t=a u=y] _time:time _value:int
           [t=b u=x] _time _value | 10:10 8 | 10:20 8`,
        ],
        'by key alone': ['groups |> filter(fn: (r) => r.u == "y")', '[t=a u=y] _time _value | 10:00 5'],
        'what is not there': [
          'nulls |> filter(fn: (r) => not exists r._value)',
          '[t=a] _time _value:int | 10:10 -',
        ],
        'another word for onEmpty': [
          'nulls |> filter(fn: (r) => true, onEmpty: "no")',
          '! onEmpty must be keep or drop',
        ],
      },
    },
    map: {
      call: 'map(fn: (r) => ({r with _value: r._value * 2}))',
      nulls: '[t=a] _time _value | 10:00 2 | 10:10 - | 10:20 8 | 10:30 4',
      empty: 'nothing',
      tables: `[t=a] _time _value | 10:00 2 | 10:10 6 | 10:20 4 | 10:30 12
               [t=b] _time _value | 10:00 20 | 10:10 8 | 10:20 8`,
      groups: `[t=a u=x] _time _value | 10:00 2 | 10:10 6
             [t=a u=y] _time _value | 10:00 10
             [t=b u=x] _time _value | 10:00 4 | 10:10 16 | 10:20 16`,
      more: {
        'a changed key groups anew': [
          'groups |> map(fn: (r) => ({t: "c", u: r.u, _value: r._value}))',
          `[t=c u=x] _value | 1 | 3 | 2 | 8 | 8
           [t=c u=y] _value | 5`,
        ],
        'a key that is left out': [
          'groups |> map(fn: (r) => ({v: r._value}))',
          '[] v | 1 | 3 | 5 | 2 | 8 | 8',
        ],
        'a column of nothing but null keeps its type': [
          'nulls |> map(fn: (r) => ({r with _value: debug.null(type: "int")})) |> limit(n: 1)',
          '[t=a] _time _value:int | 10:00 -',
        ],
      },
    },
    keep: {
      call: 'keep(columns: ["u", "_value"])',
      nulls: '[] _value | 1 | - | 4 | 2',
      empty: '[] _value:int',
      tables: '[] _value | 1 | 3 | 2 | 6 | 10 | 4 | 4',
      groups: `[u=x] _value | 1 | 3 | 2 | 8 | 8
             [u=y] _value | 5`,
      more: {
        'by function': [
          'groups |> keep(fn: (column) => column =~ /^_v|t/)',
          `[t=a] _time _value | 10:00 1 | 10:10 3 | 10:00 5
           [t=b] _time _value | 10:00 2 | 10:10 8 | 10:20 8`,
        ],
        'both ways at once': ['nulls |> keep(columns: ["t"], fn: (column) => true)', '! columns or fn'],
      },
    },
    drop: {
      call: 'drop(columns: ["t", "_time"])',
      nulls: '[] _value | 1 | - | 4 | 2',
      empty: '[] _value:int',
      tables: '[] _value | 1 | 3 | 2 | 6 | 10 | 4 | 4',
      groups: `[u=x] _value | 1 | 3 | 2 | 8 | 8
             [u=y] _value | 5`,
      more: {
        'by function': ['nulls |> drop(fn: (column) => column =~ /^_t/)', '[t=a] _value | 1 | - | 4 | 2'],
        'a column that is not there': [
          'nulls |> drop(columns: ["x", "_time"])',
          '[t=a] _value | 1 | - | 4 | 2',
        ],
      },
    },
    rename: {
      call: 'rename(columns: {t: "s", _value: "v"})',
      nulls: '[s=a] _time v | 10:00 1 | 10:10 - | 10:20 4 | 10:30 2',
      empty: '[s=a] _time:time v:int',
      tables: `[s=a] _time v | 10:00 1 | 10:10 3 | 10:20 2 | 10:30 6
               [s=b] _time v | 10:00 10 | 10:10 4 | 10:20 4`,
      groups: `[s=a u=x] _time v | 10:00 1 | 10:10 3
             [s=a u=y] _time v | 10:00 5
             [s=b u=x] _time v | 10:00 2 | 10:10 8 | 10:20 8`,
      more: {
        'by function': [
          'nulls |> tail(n: 1) |> rename(fn: (column) => "${column}_new")',
          '[t_new=a] _time_new _value_new | 10:30 2',
        ],
        'a column that is not there': [
          'nulls |> rename(columns: {x: "y"})',
          '! rename error: column "x" doesn\'t exist',
        ],
      },
    },
    duplicate: {
      call: 'duplicate(column: "_value", as: "v")',
      nulls: '[t=a] _time _value v | 10:00 1 1 | 10:10 - - | 10:20 4 4 | 10:30 2 2',
      empty: '[t=a] _time:time _value:int v:int',
      tables: `[t=a] _time _value v | 10:00 1 1 | 10:10 3 3 | 10:20 2 2 | 10:30 6 6
               [t=b] _time _value v | 10:00 10 10 | 10:10 4 4 | 10:20 4 4`,
      groups: `[t=a u=x] _time _value v | 10:00 1 1 | 10:10 3 3
             [t=a u=y] _time _value v | 10:00 5 5
             [t=b u=x] _time _value v | 10:00 2 2 | 10:10 8 8 | 10:20 8 8`,
      more: {
        'a copy of the key is no key': [
          'nulls |> tail(n: 1) |> duplicate(column: "t", as: "s")',
          '[t=a] _time _value s | 10:30 2 a',
        ],
        'over another column': [
          'nulls |> duplicate(column: "t", as: "_value") |> tail(n: 1)',
          '[t=a] _time _value | 10:30 a',
        ],
        'a column that is not there': [
          'nulls |> duplicate(column: "x", as: "y")',
          '! duplicate error: column "x" doesn\'t exist',
        ],
      },
    },
    set: {
      call: 'set(key: "u", value: "z")',
      nulls: '[t=a] _time _value u | 10:00 1 z | 10:10 - z | 10:20 4 z | 10:30 2 z',
      empty: '[t=a] _time:time _value:int u:string',
      tables: `[t=a] _time _value u | 10:00 1 z | 10:10 3 z | 10:20 2 z | 10:30 6 z
               [t=b] _time _value u | 10:00 10 z | 10:10 4 z | 10:20 4 z`,
      // A column of the key changes it: what becomes equal is one table.
      groups: `[t=a u=z] _time _value | 10:00 1 | 10:10 3 | 10:00 5
             [t=b u=z] _time _value | 10:00 2 | 10:10 8 | 10:20 8`,
    },
    group: {
      call: 'group(columns: ["_value"])',
      nulls:
        '[_value=1] _time t | 10:00 a\n[_value=2] _time t | 10:30 a\n[_value=4] _time t | 10:20 a\n[_value=-] _time t | 10:10 a',
      empty: 'nothing',
      tables: `[_value=1] _time t | 10:00 a
               [_value=2] _time t | 10:20 a
               [_value=3] _time t | 10:10 a
               [_value=4] _time t | 10:10 b | 10:20 b
               [_value=6] _time t | 10:30 a
               [_value=10] _time t | 10:00 b`,
      groups: `[_value=1] _time t u | 10:00 a x
             [_value=2] _time t u | 10:00 b x
             [_value=3] _time t u | 10:10 a x
             [_value=5] _time t u | 10:00 a y
             [_value=8] _time t u | 10:10 b x | 10:20 b x`,
      more: {
        'by nothing': [
          'groups |> group() |> drop(columns: ["_time"])',
          '[] _value t u | 1 a x | 3 a x | 5 a y | 2 b x | 8 b x | 8 b x',
        ],
        'by all but some': [
          'groups |> group(columns: ["_time", "_value", "u"], mode: "except")',
          `[t=a] _time _value u | 10:00 1 x | 10:10 3 x | 10:00 5 y
           [t=b] _time _value u | 10:00 2 x | 10:10 8 x | 10:20 8 x`,
        ],
        'by several columns': [
          'groups |> group(columns: ["u", "_time"])',
          `[_time=10:00 u=x] _value t | 1 a | 2 b
           [_time=10:00 u=y] _value t | 5 a
           [_time=10:10 u=x] _value t | 3 a | 8 b
           [_time=10:20 u=x] _value t | 8 b`,
        ],
        'by a column that is not there': [
          'nulls |> group(columns: ["x"]) |> tail(n: 1)',
          '[] _time _value t | 10:30 2 a',
        ],
        'another mode': ['nulls |> group(mode: "with")', '! invalid mode: must be "by" or "except"'],
      },
    },
    union: {
      call: 'limit(n: 1)',
      nulls: [
        'union(tables: [nulls, tables]) |> drop(columns: ["_time"])',
        `[t=a] _value | 1 | - | 4 | 2 | 1 | 3 | 2 | 6
         [t=b] _value | 10 | 4 | 4`,
      ],
      empty: ['union(tables: [empty, empty])', '[t=a] _time:time _value:int'],
      tables: [
        'union(tables: [tables |> limit(n: 1), tables |> tail(n: 1)])',
        `[t=a] _time _value | 10:00 1 | 10:30 6
         [t=b] _time _value | 10:00 10 | 10:20 4`,
      ],
      // Tables of the same key become one, others stay; what a table lacks is null.
      groups: [
        'union(tables: [groups |> limit(n: 1), groups |> filter(fn: (r) => r.u == "y") |> set(key: "n", value: "z")])',
        `[t=a u=x] _time _value | 10:00 1
         [t=a u=y] _time _value n | 10:00 5 - | 10:00 5 z
         [t=b u=x] _time _value | 10:00 2`,
      ],
      more: {
        'one stream': ['union(tables: [nulls])', '! union requires at least two'],
        'columns of two types': [
          'union(tables: [nulls, nulls |> toFloat()])',
          '! schema collision detected: column "_value" is both of type float and int',
        ],
      },
    },
    pivot: {
      call: 'pivot(rowKey: ["_time"], columnKey: ["t"], valueColumn: "_value")',
      nulls: '[] _time a | 10:00 1 | 10:10 - | 10:20 4 | 10:30 2',
      empty: '[] _time:time',
      tables: '[] _time a b | 10:00 1 10 | 10:10 3 4 | 10:20 2 4 | 10:30 6 -',
      // What is left of the key stays a key.
      groups: `[u=x] _time a b | 10:00 1 2 | 10:10 3 8 | 10:20 - 8
             [u=y] _time a | 10:00 5`,
      more: {
        'names of several columns': [
          'groups |> pivot(rowKey: ["_time"], columnKey: ["t", "u"], valueColumn: "_value")',
          '[] _time a_x a_y b_x | 10:00 1 5 2 | 10:10 3 - 8 | 10:20 - - 8',
        ],
        'null as a name': [
          'nulls |> pivot(rowKey: ["_time"], columnKey: ["_value"], valueColumn: "t") |> limit(n: 2)',
          '[] 1 2:string 4:string _time null | a - - 10:00 - | - - - 10:10 a',
        ],
        'one column for both': [
          'nulls |> pivot(rowKey: ["t"], columnKey: ["t"], valueColumn: "_value")',
          '! column name found in both rowKey and colKey: t',
        ],
        'a column that is not there': [
          'nulls |> pivot(rowKey: ["x"], columnKey: ["t"], valueColumn: "_value")',
          '! specified column does not exist in table: x',
        ],
      },
    },
  },
};
